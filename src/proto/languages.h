/* SPDX-License-Identifier: MIT */
/*
 * languages.h: which languages a content has, to be named where somebody asks
 * for another. Fixed size: it never allocates.
 */
#ifndef FAQ_LANGUAGES_H
#define FAQ_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>

#define LANGUAGE_BYTES 32u /* of a name, with its NUL */
#define LANGUAGES_MAX 8u   /* of those that are named; others are left out */
#define LANGUAGES_TEXT_BYTES (LANGUAGES_MAX * (LANGUAGE_BYTES + 4u))

struct languages {
	char name[LANGUAGES_MAX][LANGUAGE_BYTES];
	size_t count;
};

/* Is that the name of a content file, "X.md" and not hidden? */
bool languages_is_file(const char *name);

/* One more; left out when there is no room or the name is too long. */
void languages_add(struct languages *languages, const char *name);

/* Adds the folders in `root` that hold a content file, in order of name. */
void languages_find(struct languages *languages, const char *root);

/* "'de', 'en'"; "" of none. */
void languages_text(const struct languages *languages,
		    char out[LANGUAGES_TEXT_BYTES]);

#endif
