/* SPDX-License-Identifier: MIT */
/*
 * faq_word.h: what the engine makes of a single word, for who counts words or
 * proposes templates. Any thread; nothing here allocates or fails.
 */
#ifndef FAQ_WORD_H
#define FAQ_WORD_H

#include <stddef.h>

enum faq_word {
	FAQ_WORD_FILLER,   /* dropped before a template sees it: please, the */
	FAQ_WORD_FUNCTION, /* matters, but tells nothing of the topic: what, i
			    */
	FAQ_WORD_CONTENT   /* tells what it is about */
};

/* What the engine takes a word for, `bytes` long, as written in a question:
 * symbols and quotes around it are nothing. */
enum faq_word faq_word_kind(const char *word, size_t bytes);

#define FAQ_STEM_BYTES 40u

/* What all forms of the word have in common (checked, checks -> check), with a
 * final NUL. */
void faq_word_stem(const char *word, size_t bytes, char out[FAQ_STEM_BYTES]);

#endif
