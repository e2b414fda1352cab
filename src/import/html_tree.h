/* SPDX-License-Identifier: MIT */
/*
 * html_tree.h: the few questions that we ask gumbo's tree of a page.
 */
#ifndef FAQ_IMPORT_HTML_TREE_H
#define FAQ_IMPORT_HTML_TREE_H

#include "import/import.h"
#include "proto/html_parse.h"

struct html_tree {
	struct html_parse parse;
	GumboNode *root; /* <html> */
};

/* False when it is nested too deeply (reported) or memory runs out. Close it in
 * either case. `bytes` must outlive the tree. */
bool html_tree_open(struct html_tree *tree, struct import *import,
		    const char *bytes, size_t size);
void html_tree_close(struct html_tree *tree);

/* NULL when it is no element. */
const GumboVector *html_children(const GumboNode *node);
bool html_is(const GumboNode *node, GumboTag tag);
/* 1 to 6, or 0. */
unsigned html_heading(const GumboNode *node);
/* The attribute's value, or NULL. */
const char *html_attribute(const GumboNode *node, const char *name);
/* Where it stands; for Markdown in the Markdown. 0: not known. */
unsigned html_line(const GumboNode *node);
/* What is no part of a page's text: scripts, navigation, forms ... */
bool html_is_noise(const GumboNode *node);
/* Stands in a line of text. */
bool html_is_inline(const GumboNode *node);
/* All text in it, white space collapsed. NULL without memory. */
const char *html_text(struct import *import, const GumboNode *node);
/* The first descendant element for which `match` holds, itself included. */
const GumboNode *html_find(const GumboNode *node,
			   bool (*match)(const GumboNode *node,
					 const void *context),
			   const void *context);

#endif
