/* SPDX-License-Identifier: MIT */
/*
 * answer.h: HTML -> CommonMark that an entry of our content may hold. The tree
 * is built with cmark, which writes it, so that every character of the source
 * stays a character. Headings become bold lines, tables lists, links that lead
 * nowhere from here their text.
 */
#ifndef FAQ_IMPORT_ANSWER_H
#define FAQ_IMPORT_ANSWER_H

#include "import/html_tree.h"

struct cmark_node;

struct answer {
	struct import *import;
	struct cmark_node *document;
	struct cmark_node *line; /* the open paragraph of the document */
	bool fresh;              /* nothing stands in this line yet */
	bool pending;            /* a space, once more text comes */
	bool bold, italic, link;
};

void answer_begin(struct answer *answer, struct import *import);
/* One node with all that is in it. */
void answer_add(struct answer *answer, const GumboNode *node);
/* All children of a node. */
void answer_add_children(struct answer *answer, const GumboNode *node);
/* The CommonMark, "" when nothing was added; NULL without memory. The answer
 * is empty and released after it. */
const char *answer_end(struct answer *answer);

#endif
