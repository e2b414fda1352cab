/* SPDX-License-Identifier: MIT */
#include "server/page/outline.h"

#include <stdlib.h>
#include <string.h>

static bool is(struct slice slice, const char *text)
{
	return slice.size == strlen(text) &&
	       memcmp(slice.bytes, text, slice.size) == 0;
}

static struct slice between(const char *from, const char *to)
{
	return (struct slice){from, (size_t)(to - from)};
}

static bool nests(struct slice name)
{
	return is(name, "ul") || is(name, "ol") || is(name, "li") ||
	       is(name, "blockquote");
}

/* The rest of an anchor's tag, "a" being its name. */
static struct slice anchor_of(struct slice tag)
{
	static const char begin[] = "<a id=\"";
	size_t size = sizeof(begin) - 1;
	const char *id = tag.bytes + size;

	if (tag.size <= size + 2 || memcmp(tag.bytes, begin, size) != 0)
		return (struct slice){tag.bytes, 0};
	return between(id, tag.bytes + tag.size - 2);
}

bool outline_next_tag(struct slice html, size_t *at, struct outline_tag *tag)
{
	const char *end = html.bytes + html.size, *from, *to, *name;

	from = memchr(html.bytes + *at, '<', html.size - *at);
	to = from ? memchr(from, '>', (size_t)(end - from)) : NULL;
	if (!to)
		return false;
	to++;
	*at = (size_t)(to - html.bytes);
	tag->whole = between(from, to);
	tag->closes = from[1] == '/';
	name = from + (tag->closes ? 2 : 1);
	tag->name = (struct slice){name, 0};
	while (name + tag->name.size < to - 1 &&
	       !strchr(" \n/", name[tag->name.size]))
		tag->name.size++;
	tag->anchor = anchor_of(tag->whole);
	tag->nests = nests(tag->name);
	return true;
}

static bool is_heading(const struct outline_tag *tag)
{
	return !tag->closes && (is(tag->name, "h1") || is(tag->name, "h2"));
}

/* How many tags begin so: room for what is to come. */
static size_t count_of(const char *html, const char *begin)
{
	size_t count = 0;

	for (; (html = strstr(html, begin)); html++)
		count++;
	return count;
}

/* A heading's tag has come: reads on to its end. */
static void take_heading(struct outline *outline, struct slice html, size_t *at,
			 struct outline_tag *tag)
{
	struct outline_section *section =
		&outline->sections[outline->section_count++];
	const char *begin = html.bytes + *at;
	size_t level = tag->name.size ? (size_t)tag->name.bytes[1] : 0;

	*section = (struct outline_section){.id = {begin, 0}};
	while (outline_next_tag(html, at, tag)) {
		if (tag->anchor.size) {
			section->id = tag->anchor;
			begin = tag->whole.bytes + tag->whole.size +
				strlen("</a>");
			*at = (size_t)(begin - html.bytes);
		} else if (tag->closes && tag->name.size == 2 &&
			   (size_t)tag->name.bytes[1] == level) {
			break;
		}
	}
	section->title = between(begin, tag->whole.bytes);
	section->body = between(html.bytes + *at, html.bytes + *at);
}

static void take_anchor(struct outline *outline, struct slice id, bool heading)
{
	outline->anchors[outline->anchor_count++] = (struct outline_anchor){
		.id = id,
		.section = outline->section_count - 1,
		.heading = heading,
	};
}

static void take_heading_anchor(struct outline *outline)
{
	struct slice id = outline->sections[outline->section_count - 1].id;

	if (id.size)
		take_anchor(outline, id, true);
}

static void end_section(struct outline *outline, const char *end)
{
	struct outline_section *section =
		&outline->sections[outline->section_count - 1];

	section->body = between(section->body.bytes, end);
}

static void scan(struct outline *outline, struct slice html)
{
	struct outline_tag tag;
	size_t at = 0, depth = 0;

	outline->sections[0] = (struct outline_section){.body = html};
	outline->section_count = 1;
	while (outline_next_tag(html, &at, &tag)) {
		if (depth == 0 && is_heading(&tag)) {
			end_section(outline, tag.whole.bytes);
			take_heading(outline, html, &at, &tag);
			take_heading_anchor(outline);
		} else if (tag.anchor.size) {
			take_anchor(outline, tag.anchor, false);
		} else if (tag.nests && !tag.closes) {
			depth++;
		} else if (tag.nests && depth > 0) {
			depth--;
		}
	}
	end_section(outline, html.bytes + html.size);
}

static int compare(struct slice left, struct slice right)
{
	size_t size = left.size < right.size ? left.size : right.size;
	int order = memcmp(left.bytes, right.bytes, size);

	if (order == 0)
		order = (left.size > right.size) - (left.size < right.size);
	return order;
}

static int compare_anchors(const void *left, const void *right)
{
	const struct outline_anchor *a = left, *b = right;

	return compare(a->id, b->id);
}

bool outline_read(struct outline *outline, const char *html)
{
	size_t headings = count_of(html, "<h1>") + count_of(html, "<h2>");
	size_t anchors = headings + count_of(html, "<a id=");

	memset(outline, 0, sizeof(*outline));
	outline->sections = calloc(headings + 1, sizeof(*outline->sections));
	outline->anchors = calloc(anchors + 1, sizeof(*outline->anchors));
	if (!outline->sections || !outline->anchors) {
		outline_release(outline);
		return false;
	}
	scan(outline, (struct slice){html, strlen(html)});
	qsort(outline->anchors, outline->anchor_count,
	      sizeof(*outline->anchors), compare_anchors);
	return true;
}

void outline_release(struct outline *outline)
{
	free(outline->sections);
	free(outline->anchors);
	memset(outline, 0, sizeof(*outline));
}

const struct outline_anchor *outline_find(const struct outline *outline,
					  struct slice id)
{
	const struct outline_anchor wanted = {.id = id};

	if (id.size == 0)
		return NULL;
	return bsearch(&wanted, outline->anchors, outline->anchor_count,
		       sizeof(wanted), compare_anchors);
}
