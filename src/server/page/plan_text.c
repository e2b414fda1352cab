/* SPDX-License-Identifier: MIT */
/* A chapter's id, title and text. */
#include "server/page/plan.h"

#include <string.h>

static struct slice from(struct slice html, size_t at)
{
	return (struct slice){html.bytes + at, html.size - at};
}

static bool is_list(const struct outline_tag *tag)
{
	return tag->name.size == 2 && tag->name.bytes[1] == 'l' &&
	       (tag->name.bytes[0] == 'o' || tag->name.bytes[0] == 'u');
}

/* Where the element ends that `html` begins with: behind its closing tag. */
static size_t element_end(struct slice html)
{
	struct outline_tag tag;
	size_t at = 0, depth = 0;

	while (outline_next_tag(html, &at, &tag)) {
		if (!tag.nests)
			continue;
		if (!tag.closes)
			depth++;
		else if (--depth == 0)
			return at;
	}
	return html.size;
}

/* `tag` is <a href="..."> with the link of the intent. */
static bool leads_there(const struct outline_tag *tag,
			const struct faq_intent *intent)
{
	static const char begin[] = "<a href=\"";
	size_t size = sizeof(begin) - 1;
	struct slice url;

	if (!intent->link || tag->whole.size <= size ||
	    memcmp(tag->whole.bytes, begin, size) != 0)
		return false;
	url = from(tag->whole, size);
	url.size = (size_t)((const char *)memchr(url.bytes, '"', url.size) -
			    url.bytes);
	return html_is_text(url, intent->link->url);
}

/* An anchor or a link of an item: does an entry of the chapter tell it? */
static bool is_told(const struct plan *plan, size_t chapter,
		    const struct outline_tag *tag)
{
	const struct faq_intent *intent;
	size_t i = 0;

	while ((intent = plan_next_entry(plan, chapter, &i)))
		if ((tag->anchor.size &&
		     html_is_text(tag->anchor, intent->rests)) ||
		    leads_there(tag, intent))
			return true;
	return false;
}

static bool item_is_told(const struct plan *plan, size_t chapter,
			 struct slice item)
{
	struct outline_tag tag;
	size_t at = 0;

	while (outline_next_tag(item, &at, &tag))
		if (is_told(plan, chapter, &tag))
			return true;
	return false;
}

/* All items of the list, which `list` begins and ends with. */
static bool list_is_told(const struct plan *plan, size_t chapter,
			 struct slice list)
{
	struct outline_tag tag;
	size_t at = 0;

	if (!outline_next_tag(list, &at, &tag))
		return false;
	while (outline_next_tag(list, &at, &tag) && !is_list(&tag)) {
		struct slice item = from(list, at - tag.whole.size);

		item.size = element_end(item);
		if (!item_is_told(plan, chapter, item))
			return false;
		at = (size_t)(item.bytes + item.size - list.bytes);
	}
	return true;
}

void plan_put_body(const struct plan *plan, size_t chapter, struct html *html)
{
	const struct outline_section *section = plan->chapters[chapter].section;
	struct outline_tag tag;
	size_t at = 0, kept = 0;

	if (!section)
		return;
	while (outline_next_tag(section->body, &at, &tag)) {
		size_t begin = (size_t)(tag.whole.bytes - section->body.bytes);
		struct slice rest = from(section->body, begin);

		if (!tag.nests || tag.closes)
			continue;
		rest.size = element_end(rest);
		at = begin + rest.size;
		if (!is_list(&tag) || !list_is_told(plan, chapter, rest))
			continue;
		html_put_slice(html, (struct slice){section->body.bytes + kept,
						    begin - kept});
		kept = at;
	}
	html_put_slice(html, from(section->body, kept));
}

void plan_put_id(const struct plan *plan, size_t chapter, struct html *html)
{
	const struct plan_chapter *at = &plan->chapters[chapter];

	if (at->section && at->section->id.size) {
		html_put_slice(html, at->section->id);
		return;
	}
	html_put(html, "chapter:");
	html_put_count(html, at->number);
}

void plan_put_title(const struct plan *plan, size_t chapter, struct html *html)
{
	const struct plan_chapter *at = &plan->chapters[chapter];

	if (at->section)
		html_put_slice(html, at->section->title);
	else
		html_put_text(html, at->title);
}
