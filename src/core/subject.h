/* SPDX-License-Identifier: MIT */
/*
 * subject.h: words -> the text that patterns run over; pattern.h shows it.
 */
#ifndef FAQ_SUBJECT_H
#define FAQ_SUBJECT_H

#include "match.h"

/* Folded words, for templates: scratch->subject. Forgets the plain ones. */
void subject_write(struct faq_scratch *scratch, const struct word *words,
		   size_t count);
/* Words as typed, for raw patterns: scratch->plain. */
void subject_write_plain(struct faq_scratch *scratch, const struct word *words,
			 size_t count);
/* How many words begin in `size` bytes of a subject. */
size_t subject_words(const char *bytes, size_t size);

#endif
