/* SPDX-License-Identifier: MIT */
/*
 * page_entry.h: an entry of the content on the page, and what stands around a
 * run of entries of one kind.
 *
 *	<ol class="steps">               <div class="group faq">
 *	<li value="1">
 *	<article class="entry step" id="step.boil">
 *	<a id="order-1"></a>             anchors of page.md that lead here
 *	<div class="head">
 *	<input type="checkbox" ...>      a step's, plain without page.js
 *	<h3>...</h3> <a class="permalink" ...>
 *	</div>
 *	...                              the answer
 *	<div class="tools">...</div>     page.js adds "Ask about this"
 *
 * What fails, `html` remembers.
 */
#ifndef FAQD_PAGE_ENTRY_H
#define FAQD_PAGE_ENTRY_H

#include "server/page/plan.h"

/* The intent of that index, which the plan has as an entry. */
void page_entry(const struct plan *plan, size_t intent, struct html *html);

/* Between two entries of a chapter: ends the run of the one before and begins
 * that of the next, where their kinds differ. NULL: there is none. The
 * checklist's progress stands above its first step. */
void page_group(const struct plan *plan, const struct faq_intent *before,
		const struct faq_intent *next, struct html *html);

#endif
