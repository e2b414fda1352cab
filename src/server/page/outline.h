/* SPDX-License-Identifier: MIT */
/*
 * outline.h: page.md's HTML, as cmark has made it, cut into its sections.
 *
 *	<p>...</p>                            section 0: no title
 *	<h2><a id="order"></a>The order</h2>  section 1
 *	<ol><li><a id="order-1"></a>...       an anchor within it
 *
 * Ownership: an outline owns its arrays; all slices point into the HTML, which
 * must outlive it.
 */
#ifndef FAQD_OUTLINE_H
#define FAQD_OUTLINE_H

#include "server/page/html_writer.h"

struct outline_section {
	struct slice id;    /* of the anchor in its heading, may be empty */
	struct slice title; /* inline HTML; empty: stands before any heading */
	struct slice body;
};

struct outline_anchor {
	struct slice id;
	size_t section;
	bool heading; /* in its heading, else in the body */
};

struct outline {
	struct outline_section *sections;
	size_t section_count;
	struct outline_anchor *anchors; /* by id */
	size_t anchor_count;
};

/* False, and nothing to release, when memory runs out. O(n log n). */
__attribute__((warn_unused_result)) bool outline_read(struct outline *outline,
						      const char *html);
void outline_release(struct outline *outline);

/* NULL when there is none of that id. */
const struct outline_anchor *outline_find(const struct outline *outline,
					  struct slice id);

/* A tag of cmark's HTML. */
struct outline_tag {
	struct slice whole;  /* from < to > */
	struct slice name;   /* "li", for </li> too */
	struct slice anchor; /* the id of <a id="..."> */
	bool closes;
	bool nests; /* a list, an item or a quotation */
};

/* The next tag of `html` from `*at` on; moves `*at` behind it. */
bool outline_next_tag(struct slice html, size_t *at, struct outline_tag *tag);

#endif
