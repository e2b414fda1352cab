/* SPDX-License-Identifier: MIT */
/*
 * answer_line.h: a line of text of an answer: what stands between the ends of a
 * paragraph. White space is one space, and none at either end.
 */
#ifndef FAQ_IMPORT_ANSWER_LINE_H
#define FAQ_IMPORT_ANSWER_LINE_H

#include "import/answer.h"

#include <cmark.h>

/* A new last child of that type. */
cmark_node *line_append(cmark_node *parent, cmark_node_type type);
void line_append_text(cmark_node *parent, const char *bytes);

/* A paragraph begins; each one ends with line_end(), which drops it when it is
 * empty. */
void line_begin(struct answer *answer);
void line_end(cmark_node *line);

void line_add(struct answer *answer, cmark_node *parent, const GumboNode *node,
	      unsigned depth);
void line_add_children(struct answer *answer, cmark_node *parent,
		       const GumboNode *node, unsigned depth);
/* The children as strong or emphasised; plain where `*flag` says that they
 * stand in such a one already. */
void line_add_flagged(struct answer *answer, cmark_node *parent,
		      cmark_node_type type, bool *flag, const GumboNode *node,
		      unsigned depth);

#endif
