/* SPDX-License-Identifier: MIT */
/*
 * propose.h: templates from a question's own words. The words that tell what
 * it is about, in any order and any form; words that many call otherwise as a
 * word list; and the question itself as a sequence.
 */
#ifndef FAQ_IMPORT_PROPOSE_H
#define FAQ_IMPORT_PROPOSE_H

#include "core/faq_word.h"
#include "import/draft.h"
#include "import/import.h"

#define PROPOSE_LISTS_MAX 64u

/* The word lists of a content in the making. */
struct propose {
	const struct import *import;
	struct propose_list {
		char name[FAQ_STEM_BYTES]; /* "cost" */
		const char *words; /* lines of a `words` block, or NULL */
		bool used;
	} list[PROPOSE_LISTS_MAX];
	size_t list_count;
};

/* Looks over all items for words that several titles share. */
void propose_init(struct propose *propose, const struct import *import);
/* The item's templates, a line each. */
void propose_templates(struct propose *propose, struct draft *out,
		       const struct import_item *item);
/* A `words` block for each list that a template uses. After the templates. */
void propose_lists(const struct propose *propose, struct draft *out);

#endif
