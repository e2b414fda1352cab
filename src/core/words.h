/* SPDX-License-Identifier: MIT */
/*
 * words.h: tokens -> the words that patterns and questions are made of.
 *
 *	"im   trying  2 sign-up, pls"
 *	  -> i | be | try+g | 2 | signup
 *
 * Contractions are opened, fillers dropped, inflections folded, typos repaired
 * against the vocabulary, and the content's own `same` rules applied. Templates
 * and questions go through the very same steps, so that what an author wrote
 * and what a visitor typed meet in one form.
 */
#ifndef FAQ_WORDS_H
#define FAQ_WORDS_H

#include "english.h"
#include "text.h"
#include "vocab.h"

#define WORDS_MAX                                                              \
	320u /* of a message; contractions make more of the tokens             \
	      */

enum word_class {
	WORD_FUNCTION, /* tells nothing of the topic */
	WORD_COURTESY, /* nor does this, unless a template asks for it */
	WORD_NUMBER,   /* digits */
	WORD_KNOWN,    /* the content uses it */
	WORD_FOREIGN,  /* the content never uses it */
	WORD_ELSEWHERE /* the content lists it as of another subject */
};

struct word {
	uint32_t id;   /* in the vocabulary, or VOCAB_NONE */
	char form;     /* see english.h */
	uint8_t flags; /* of its token: TEXT_SENTENCE ... */
	uint8_t word_class;
	uint8_t stem_bytes;
	char stem[WORD_BYTES];
	const char *surface; /* into the text or static; not NUL-terminated */
	size_t surface_bytes;
};

struct words {
	size_t count;
	bool cut; /* there were more */
	struct word word[WORDS_MAX];
};

/* Told of each typo repaired. */
typedef void words_repaired_fn(void *context, const char *from, size_t bytes,
			       const char *to);

/*
 * Opens, drops and folds. With a vocabulary, words that neither it nor English
 * knows are repaired first; `repaired` may be NULL. Ids are VOCAB_NONE.
 */
void words_read(struct words *out, const struct text *text,
		const struct vocab *vocab, words_repaired_fn *repaired,
		void *context);

/* Adds what one token stands for, as words_read() does: any number of words. */
void words_add_token(struct words *out, const char *bytes, size_t size,
		     uint8_t flags, const struct vocab *vocab,
		     words_repaired_fn *repaired, void *context);

/* Looks every word up: sets id and word_class. */
void words_resolve(struct words *words, const struct vocab *vocab);
void word_resolve(struct word *word, const struct vocab *vocab);

/* The `same` rules of a content. */
struct same;

#define SAME_LEFT_MAX 4u
#define SAME_RIGHT_MAX 4u

/* Empty, for at most `rules` rules. NULL without memory. */
struct same *same_new(struct arena *arena, size_t rules);

/*
 * left = right; both resolved against the vocabulary. The longest left side
 * wins where several fit. FAQ_ERROR_CONTENT when a side is empty or too long,
 * or there are too many rules.
 */
FAQ_MUST_CHECK enum faq_status same_add(struct same *same,
					const struct words *left,
					const struct words *right);

/* One pass from left to right; what a rule wrote is not read again. */
void same_apply(const struct same *same, struct words *words);

#endif
