/* SPDX-License-Identifier: MIT */
#include "server/page/page_html.h"

#include "server/page/page_entry.h"
#include "server/page/page_words.h"

#include <assert.h>
#include <string.h>

#define DESCRIPTION_BYTES 160u /* as much as search engines show */

struct page {
	const struct plan *plan;
	const char *data;
	struct html *html;
};

static void put_language(const struct page *page)
{
	html_put_text(page->html, faq_catalog_language(page->plan->catalog));
}

/* An attribute of its own; left to right needs none. */
static void put_direction(const struct page *page)
{
	if (word_runs_left(faq_catalog_language(page->plan->catalog)))
		html_put(page->html, " dir=\"rtl\"");
}

static void put_name(const struct page *page)
{
	html_put_text(page->html, faq_catalog_name(page->plan->catalog));
}

/* The first paragraph of page.md that there is. */
static void put_description(const struct page *page)
{
	const char *html = faq_catalog_page_html(page->plan->catalog);
	const char *begin = strstr(html, "<p>");
	const char *end = begin ? strstr(begin, "</p>") : NULL;

	if (!end)
		return;
	html_put(page->html, "<meta name=\"description\" content=\"");
	html_put_plain(page->html, (struct slice){begin, (size_t)(end - begin)},
		       DESCRIPTION_BYTES);
	html_put(page->html, "\">\n");
}

/* '<' stands in strings only: as \u003c it can't end the element. */
static void put_data(const struct page *page)
{
	const char *at = page->data;

	if (!at)
		return;
	html_put(page->html, "<script type=\"application/ld+json\">");
	while (*at) {
		size_t run = strcspn(at, "<");

		html_put_slice(page->html, (struct slice){at, run});
		at += run;
		if (*at == '<') {
			html_put(page->html, "\\u003c");
			at++;
		}
	}
	html_put(page->html, "</script>\n");
}

/* A link may not hold another, which the author's heading may be. */
static void put_link_title(const struct page *page, size_t chapter)
{
	const struct plan_chapter *at = &page->plan->chapters[chapter];

	if (at->section)
		html_put_plain(page->html, at->section->title,
			       at->section->title.size);
	else
		html_put_text(page->html, at->title);
}

/* A single chapter needs no list. */
static void put_contents(const struct page *page)
{
	const struct plan *plan = page->plan;
	size_t i;

	if (plan->chapter_count < 2)
		return;
	html_put(page->html, "<nav class=\"contents\" "
			     "aria-labelledby=\"page:contents\">\n"
			     "<h2 id=\"page:contents\">");
	html_put(page->html, word(WORD_CONTENTS));
	html_put(page->html, "</h2>\n<ul>\n");
	for (i = 0; i < plan->chapter_count; i++) {
		if (plan->chapters[i].section &&
		    plan->chapters[i].section->title.size == 0)
			continue;
		html_put(page->html, "<li><a href=\"#");
		plan_put_id(plan, i, page->html);
		html_put(page->html, "\">");
		put_link_title(page, i);
		html_put(page->html, "</a></li>\n");
	}
	html_put(page->html, "</ul>\n</nav>\n");
}

/* Runs of one kind stand together. */
static void put_entries(const struct page *page, size_t chapter)
{
	const struct plan *plan = page->plan;
	const struct faq_intent *intent, *before = NULL;
	size_t i = 0;

	while ((intent = plan_next_entry(plan, chapter, &i))) {
		page_group(plan, before, intent, page->html);
		page_entry(plan, i - 1, page->html);
		before = intent;
	}
	page_group(plan, before, NULL, page->html);
}

/* Entries that the chapter stands for can be linked to all the same. */
static void put_aliases(const struct page *page, size_t chapter)
{
	const struct plan *plan = page->plan;
	size_t i;

	for (i = 0; i < faq_catalog_intents(plan->catalog); i++) {
		if (plan->places[i].how != PLAN_CHAPTER ||
		    plan->places[i].chapter != chapter)
			continue;
		html_put(page->html, "<a id=\"");
		html_put_text(page->html,
			      faq_catalog_intent(plan->catalog, i)->id);
		html_put(page->html, "\"></a>");
	}
}

static void put_chapter(const struct page *page, size_t chapter)
{
	const struct plan *plan = page->plan;
	const struct outline_section *section = plan->chapters[chapter].section;
	bool titled = !section || section->title.size > 0;
	struct html *html = page->html;

	html_put(html, "<section");
	if (titled) {
		html_put(html, " id=\"");
		plan_put_id(plan, chapter, html);
		html_put(html, "\"");
	}
	html_put(html, ">\n");
	put_aliases(page, chapter);
	if (titled) {
		html_put(html, "<h2>");
		plan_put_title(plan, chapter, html);
		html_put(html, "</h2>\n");
	}
	plan_put_body(plan, chapter, html);
	put_entries(page, chapter);
	html_put(html, "</section>\n");
}

static void put_chapters(const struct page *page)
{
	size_t i;

	for (i = 0; i < page->plan->chapter_count; i++)
		put_chapter(page, i);
}

static void put_notes(const struct page *page)
{
	const struct plan *plan = page->plan;
	size_t i;

	if (plan->note_count == 0)
		return;
	html_put(page->html, "<section class=\"notes\" id=\"page:notes\">\n"
			     "<h2>");
	html_put(page->html, word(WORD_NOTES));
	html_put(page->html, "</h2>\n<ol>\n");
	for (i = 0; i < plan->note_count; i++) {
		html_put(page->html, "<li id=\"note:");
		html_put_count(page->html, i + 1);
		html_put(page->html, "\">");
		html_put_text(page->html, plan->notes[i]);
		html_put(page->html, "</li>\n");
	}
	html_put(page->html, "</ol>\n</section>\n");
}

struct mark {
	const char *name;
	void (*put)(const struct page *page);
};

static const struct mark marks[] = {
	{"{{language}}", put_language}, {"{{direction}}", put_direction},
	{"{{name}}", put_name},         {"{{description}}", put_description},
	{"{{data}}", put_data},         {"{{contents}}", put_contents},
	{"{{chapters}}", put_chapters}, {"{{notes}}", put_notes},
};

/* Puts what a mark stands for; returns what comes behind the mark. */
static const char *put_mark(const struct page *page, const char *at)
{
	const size_t count = sizeof(marks) / sizeof(marks[0]);
	size_t i = 0;

	while (i < count && strncmp(at, marks[i].name, strlen(marks[i].name)))
		i++;
	assert(i < count); /* index.html has no other marks */
	marks[i].put(page);
	return at + strlen(marks[i].name);
}

void page_html(const struct plan *plan, const char *frame, const char *data,
	       struct html *html)
{
	const struct page page = {plan, data, html};
	const char *mark;

	while ((mark = strstr(frame, "{{"))) {
		html_put_slice(html,
			       (struct slice){frame, (size_t)(mark - frame)});
		frame = put_mark(&page, mark);
	}
	html_put(html, frame);
}
