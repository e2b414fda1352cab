/* SPDX-License-Identifier: MIT */
/*
 * plan.h: what stands on the page, and where: the sections of page.md as its
 * chapters, with the entries of the content in those that speak of them.
 *
 *	page.md                    the page
 *	## A safer order        -> A safer order
 *	1. Make sure ... {#o-1}       Make sure it is the same account (an entry
 *	                              that rests on o-1) in place of the line
 *	                        -> What this page does not answer (limits.md)
 *	                              entries without a place of their own
 *
 *  - Steps, mistakes, redirects and questions that stand under one heading of
 *    their file go together, to the section whose lines at least half of them
 *    rest on; else to a chapter of their own, named as that heading.
 *  - A list of the section all of whose lines are told by its entries gives
 *    way to them (an entry tells the line that it rests on, or that has its
 *    link), and so does a section that is an entry already: its title and
 *    place. Their anchors go to the entries, so that old links still lead
 *    there.
 *  - What is about the page, or lists its steps, the section that it rests on
 *    stands for. Small talk and acts are not on the page.
 *
 * Ownership: a plan points into its catalogue, which must outlive it.
 */
#ifndef FAQD_PLAN_H
#define FAQD_PLAN_H

#include "core/faq.h"
#include "server/page/outline.h"

struct plan_chapter {
	const struct outline_section *section; /* of page.md, or NULL */
	const char *title; /* plain text where there is no section */
	size_t number;     /* from 1, in their order */
};

enum plan_how {
	PLAN_NOT_SHOWN,
	PLAN_ENTRY,  /* an entry of its chapter */
	PLAN_CHAPTER /* the chapter stands for it */
};

struct plan_place {
	enum plan_how how;
	size_t chapter;
	size_t note;   /* from 1, in plan->notes; 0: none */
	size_t anchor; /* from 1, in outline.anchors: the first of those that it
			  took over; 0: none */
};

struct plan {
	const struct faq_catalog *catalog;
	struct outline outline;
	struct plan_chapter *chapters;
	size_t chapter_count;
	struct plan_place *places; /* of each intent of the catalogue */
	size_t *next_anchor; /* of each anchor: its entry's next, from 1 */
	const char **notes;  /* each text once */
	size_t note_count;
};

/* False, and nothing to release, when memory runs out. */
__attribute__((warn_unused_result)) bool
plan_make(struct plan *plan, const struct faq_catalog *catalog);
void plan_release(struct plan *plan);

/* The id of a chapter's anchor. Without one in page.md it is one that page.md
 * could not give. */
void plan_put_id(const struct plan *plan, size_t chapter, struct html *html);
void plan_put_title(const struct plan *plan, size_t chapter, struct html *html);
/* The section's body without what its entries tell. */
void plan_put_body(const struct plan *plan, size_t chapter, struct html *html);

/* The chapter's next entry of the catalogue from `*i` on, in its order; moves
 * `*i` behind it. NULL: there are no more. */
const struct faq_intent *plan_next_entry(const struct plan *plan,
					 size_t chapter, size_t *i);

#endif
