/* SPDX-License-Identifier: MIT */
#include "server/page/page_entry.h"

#include "server/page/page_words.h"

static void put_anchors(const struct plan *plan, size_t intent,
			struct html *html)
{
	size_t at = plan->places[intent].anchor;

	for (; at; at = plan->next_anchor[at - 1]) {
		html_put(html, "<a id=\"");
		html_put_slice(html, plan->outline.anchors[at - 1].id);
		html_put(html, "\"></a>\n");
	}
}

/* A step's title is the label of its box. No browser is to fill it in: what is
 * ticked, page.js knows. */
static void put_step_title(const struct faq_intent *intent, struct html *html)
{
	html_put(html, "<input type=\"checkbox\" class=\"tick\" "
		       "autocomplete=\"off\" id=\"tick:");
	html_put_text(html, intent->id);
	html_put(html, "\" value=\"");
	html_put_text(html, intent->id);
	html_put(html, "\">\n<h3><label class=\"title\" for=\"tick:");
	html_put_text(html, intent->id);
	html_put(html, "\">");
	html_put_text(html, intent->title);
	html_put(html, "</label></h3>");
}

/* The warning is a part of the heading: who goes from heading to heading is to
 * hear it. */
static void put_title(const struct faq_intent *intent, struct html *html)
{
	html_put(html, "<h3>");
	if (intent->kind == FAQ_KIND_MISTAKE) {
		html_put(html, "<span class=\"tag\"><span aria-hidden=\"true\">"
			       "\xE2\x9A\xA0</span> ");
		html_put(html, word(WORD_WARNING));
		html_put(html, "</span> ");
	}
	html_put(html, "<span class=\"title\">");
	html_put_text(html, intent->title);
	html_put(html, "</span></h3>");
}

static void put_permalink(const struct faq_intent *intent, struct html *html)
{
	html_put(html, "<a class=\"permalink\" href=\"#");
	html_put_text(html, intent->id);
	html_put(html, "\" aria-label=\"");
	html_put(html, word(WORD_LINK));
	html_put(html, " ");
	html_put_text(html, intent->title);
	html_put(html, "\">#</a>\n");
}

static void put_link(const struct faq_link *link, struct html *html)
{
	if (!link)
		return;
	html_put(html, "<p><a class=\"go\" rel=\"noreferrer\" href=\"");
	html_put_text(html, link->url);
	html_put(html, "\">");
	html_put_text(html, link->title);
	html_put(html, " <span aria-hidden=\"true\" class=\"arrow\">"
		       "\xE2\x86\x92</span></a></p>\n");
}

static void put_tools(size_t note, struct html *html)
{
	html_put(html, "<div class=\"tools\">");
	if (note) {
		html_put(html, "<a class=\"note\" href=\"#note:");
		html_put_count(html, note);
		html_put(html, "\">");
		html_put(html, word(WORD_NOTE));
		html_put(html, " ");
		html_put_count(html, note);
		html_put(html, "</a>");
	}
	html_put(html, "</div>\n");
}

static void put_article(const struct plan *plan, size_t i, struct html *html)
{
	const struct faq_intent *intent = faq_catalog_intent(plan->catalog, i);

	html_put(html, "<article class=\"entry ");
	html_put(html, faq_kind_text(intent->kind));
	html_put(html, "\" id=\"");
	html_put_text(html, intent->id);
	html_put(html, "\">\n");
	put_anchors(plan, i, html);
	html_put(html, "<div class=\"head\">\n");
	if (intent->step)
		put_step_title(intent, html);
	else
		put_title(intent, html);
	put_permalink(intent, html);
	html_put(html, "</div>\n");
	html_put(html, intent->html);
	put_link(intent->link, html);
	put_tools(plan->places[i].note, html);
	html_put(html, "</article>\n");
}

void page_entry(const struct plan *plan, size_t intent, struct html *html)
{
	unsigned step = faq_catalog_intent(plan->catalog, intent)->step;

	if (!step) {
		put_article(plan, intent, html);
		return;
	}
	html_put(html, "<li value=\"");
	html_put_count(html, step);
	html_put(html, "\">");
	put_article(plan, intent, html);
	html_put(html, "</li>\n");
}

/* Hidden until page.js keeps the ticks. */
static void put_progress(const struct plan *plan, struct html *html)
{
	unsigned steps = faq_catalog_steps(plan->catalog);

	html_put(html,
		 "<div class=\"ticks\" id=\"page:ticks\" data-content=\"");
	html_put_text(html, faq_catalog_name(plan->catalog));
	html_put(html,
		 "\" hidden>\n<p id=\"page:done\" role=\"status\" dir=\"auto\">"
		 "<span class=\"count\">0</span> ");
	html_put(html, word(WORD_OF));
	html_put(html, " ");
	html_put_count(html, steps);
	html_put(html, " ");
	html_put(html, word(WORD_DONE));
	html_put(html, "</p>\n<progress aria-labelledby=\"page:done\" max=\"");
	html_put_count(html, steps);
	html_put(html, "\" value=\"0\"></progress>\n<button type=\"button\">");
	html_put(html, word(WORD_CLEAR));
	html_put(html, "</button>\n</div>\n");
}

static void open_group(const struct plan *plan, const struct faq_intent *first,
		       struct html *html)
{
	if (first->step == 1)
		put_progress(plan, html);
	if (first->step) {
		html_put(html, "<ol class=\"steps\">\n");
		return;
	}
	html_put(html, "<div class=\"group ");
	html_put(html, faq_kind_text(first->kind));
	html_put(html, "\">\n");
}

void page_group(const struct plan *plan, const struct faq_intent *before,
		const struct faq_intent *next, struct html *html)
{
	if (before && next && before->kind == next->kind)
		return;
	if (before)
		html_put(html, before->step ? "</ol>\n" : "</div>\n");
	if (next)
		open_group(plan, next, html);
}
