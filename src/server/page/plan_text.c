/* SPDX-License-Identifier: MIT */
/* A chapter's id, title and text. */
#include "server/page/plan_work.h"

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

/* Does the entry tell what has this anchor or this link? */
static bool tells(const struct faq_intent *intent,
		  const struct outline_tag *tag)
{
	return (tag->anchor.size && html_is_text(tag->anchor, intent->rests)) ||
	       leads_there(tag, intent);
}

size_t plan_teller(const struct plan *plan, size_t chapter, struct slice item)
{
	const struct faq_intent *intent;
	struct outline_tag tag;
	size_t at = 0, i;

	while (outline_next_tag(item, &at, &tag))
		for (i = 0; (intent = plan_next_entry(plan, chapter, &i));)
			if (tells(intent, &tag))
				return i - 1;
	return PLAN_NONE;
}

bool plan_next_item(struct slice list, size_t *at, struct slice *item)
{
	struct outline_tag tag;

	if (*at == 0 && !outline_next_tag(list, at, &tag))
		return false;
	if (!outline_next_tag(list, at, &tag) || is_list(&tag))
		return false;
	*item = from(list, *at - tag.whole.size);
	item->size = element_end(*item);
	*at = (size_t)(item->bytes + item->size - list.bytes);
	return true;
}

static bool list_is_told(const struct plan *plan, size_t chapter,
			 struct slice list)
{
	struct slice item;
	size_t at = 0;

	while (plan_next_item(list, &at, &item))
		if (plan_teller(plan, chapter, item) == PLAN_NONE)
			return false;
	return at > 0;
}

bool plan_next_told(const struct plan *plan, size_t chapter, size_t *at,
		    struct slice *list)
{
	const struct outline_section *section = plan->chapters[chapter].section;
	struct outline_tag tag;

	while (section && outline_next_tag(section->body, at, &tag)) {
		if (!tag.nests || tag.closes)
			continue;
		*list = from(section->body, *at - tag.whole.size);
		list->size = element_end(*list);
		*at = (size_t)(list->bytes + list->size - section->body.bytes);
		if (is_list(&tag) && list_is_told(plan, chapter, *list))
			return true;
	}
	return false;
}

void plan_put_body(const struct plan *plan, size_t chapter, struct html *html)
{
	const struct outline_section *section = plan->chapters[chapter].section;
	size_t at = 0, kept = 0;
	struct slice list;

	if (!section)
		return;
	while (plan_next_told(plan, chapter, &at, &list)) {
		struct slice body = from(section->body, kept);

		body.size = (size_t)(list.bytes - body.bytes);
		html_put_slice(html, body);
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
