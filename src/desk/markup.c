/* SPDX-License-Identifier: MIT */
#include "desk/markup.h"

#include "proto/html_parse.h"

#include <stdio.h>
#include <string.h>

struct walk {
	struct prose *prose;
	unsigned lists;  /* around here */
	unsigned number; /* of the item to come; 0: not numbered */
	bool space;      /* white space is due before the next word */
	bool verbatim;   /* inside <pre> */
	bool code;       /* inside <code> */
	bool begun;      /* the block has text already */
};

static void walk_node(struct walk *walk, const GumboNode *node, unsigned depth);

static bool is(const GumboNode *node, const GumboTag *tags, size_t count)
{
	if (node->type != GUMBO_NODE_ELEMENT)
		return false;
	for (size_t i = 0; i < count; i++)
		if (node->v.element.tag == tags[i])
			return true;
	return false;
}

static bool is_noise(const GumboNode *node)
{
	static const GumboTag tags[] = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,
					GUMBO_TAG_HEAD, GUMBO_TAG_TEMPLATE,
					GUMBO_TAG_NOSCRIPT};

	return is(node, tags, sizeof(tags) / sizeof(tags[0]));
}

static bool is_block(const GumboNode *node)
{
	static const GumboTag tags[] = {
		GUMBO_TAG_P,     GUMBO_TAG_DIV,   GUMBO_TAG_BLOCKQUOTE,
		GUMBO_TAG_PRE,   GUMBO_TAG_UL,    GUMBO_TAG_OL,
		GUMBO_TAG_TABLE, GUMBO_TAG_H1,    GUMBO_TAG_H2,
		GUMBO_TAG_H3,    GUMBO_TAG_H4,    GUMBO_TAG_H5,
		GUMBO_TAG_H6,    GUMBO_TAG_HR,    GUMBO_TAG_SECTION,
		GUMBO_TAG_DL,    GUMBO_TAG_FIGURE};

	return is(node, tags, sizeof(tags) / sizeof(tags[0]));
}

/* A new line, with the indentation of the list that it is in. */
static void new_line(struct walk *walk)
{
	struct prose *prose = walk->prose;

	walk->space = false;
	walk->begun = false;
	if (prose->size && prose->bytes[prose->size - 1] != '\n')
		prose_put(prose, "\n");
	for (unsigned i = 1; i < walk->lists && i < 8; i++)
		prose_put(prose, "  ");
}

static void new_block(struct walk *walk)
{
	walk->space = false;
	walk->begun = false;
	if (walk->lists)
		return;
	prose_part(walk->prose);
}

/* In code no escape of Rocket.Chat's works. */
static void say(struct walk *walk, const char *text, size_t size)
{
	if ((walk->verbatim || walk->code) &&
	    walk->prose->markup == DESK_ROCKET)
		prose_add(walk->prose, text, size);
	else
		prose_say_bytes(walk->prose, text, size);
}

/* White space is one blank, and none where a block begins. */
static void put_words(struct walk *walk, const char *text)
{
	while (*text) {
		size_t blanks = strspn(text, " \t\r\n\f");
		size_t word = strcspn(text + blanks, " \t\r\n\f");

		walk->space |= blanks > 0;
		if (!word)
			return;
		if (walk->space && walk->begun)
			prose_put(walk->prose, " ");
		walk->space = false;
		walk->begun = true;
		say(walk, text + blanks, word);
		text += blanks + word;
	}
}

static void put_text(struct walk *walk, const char *text)
{
	if (!walk->verbatim) {
		put_words(walk, text);
		return;
	}
	say(walk, text, strlen(text));
	walk->begun = true;
}

static void walk_children(struct walk *walk, const GumboNode *node,
			  unsigned depth)
{
	const GumboVector *children = &node->v.element.children;

	for (unsigned i = 0; i < children->length; i++)
		walk_node(walk, children->data[i], depth + 1);
}

/* A mark around words stands close to them, or it is none. */
static void walk_marked(struct walk *walk, const GumboNode *node,
			const char *mark, unsigned depth)
{
	bool marked = walk->prose->markup != DESK_PLAIN && !walk->verbatim;

	if (walk->space && walk->begun)
		prose_put(walk->prose, " ");
	walk->space = false;
	if (marked)
		prose_put(walk->prose, mark);
	walk->code = *mark == '`';
	walk->begun = false;
	walk_children(walk, node, depth);
	walk->begun = true;
	walk->code = false;
	if (marked)
		prose_put(walk->prose, mark);
}

/* All text in it, on one line. */
static void collect(struct prose *out, const GumboNode *node, unsigned depth)
{
	const GumboVector *children = &node->v.element.children;

	if (node->type == GUMBO_NODE_TEXT ||
	    node->type == GUMBO_NODE_WHITESPACE)
		prose_put(out, node->v.text.text);
	if (node->type != GUMBO_NODE_ELEMENT || is_noise(node) ||
	    depth > HTML_PARSE_DEPTH_MAX)
		return;
	for (unsigned i = 0; i < children->length; i++)
		collect(out, children->data[i], depth + 1);
}

static void walk_link(struct walk *walk, const GumboNode *node)
{
	const GumboAttribute *href =
		gumbo_get_attribute(&node->v.element.attributes, "href");
	struct prose title;

	prose_init(&title, DESK_PLAIN);
	collect(&title, node, 0);
	walk->prose->failed |= title.failed;
	if (walk->space && walk->begun)
		prose_put(walk->prose, " ");
	walk->space = false;
	walk->begun = true;
	/* in a message that comes in, what a link says is what was said */
	if (!href || walk->prose->markup == DESK_PLAIN)
		prose_say(walk->prose, prose_text(&title));
	else
		prose_link(walk->prose, prose_text(&title), href->value);
	prose_release(&title);
}

static void walk_item(struct walk *walk, const GumboNode *node, unsigned depth)
{
	char mark[16] = "- ";

	new_line(walk);
	if (walk->number)
		snprintf(mark, sizeof(mark), "%u. ", walk->number++);
	prose_put(walk->prose, mark);
	walk_children(walk, node, depth);
}

static void walk_list(struct walk *walk, const GumboNode *node, unsigned depth)
{
	unsigned number = walk->number;

	new_block(walk);
	walk->number = node->v.element.tag == GUMBO_TAG_OL;
	walk->lists++;
	walk_children(walk, node, depth);
	walk->lists--;
	walk->number = number;
	new_block(walk);
}

static void walk_verbatim(struct walk *walk, const GumboNode *node,
			  unsigned depth)
{
	bool fenced = walk->prose->markup != DESK_PLAIN;

	new_block(walk);
	prose_put(walk->prose, fenced ? "```\n" : "");
	walk->verbatim = true;
	walk_children(walk, node, depth);
	walk->verbatim = false;
	prose_put(walk->prose, fenced ? "```" : "");
	new_block(walk);
}

static void walk_block(struct walk *walk, const GumboNode *node, unsigned depth)
{
	GumboTag tag = node->v.element.tag;

	if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) {
		walk_list(walk, node, depth);
	} else if (tag == GUMBO_TAG_PRE && !walk->verbatim) {
		walk_verbatim(walk, node, depth);
	} else {
		new_block(walk);
		if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)
			walk_marked(walk, node, "*", depth);
		else
			walk_children(walk, node, depth);
		new_block(walk);
	}
}

static void walk_element(struct walk *walk, const GumboNode *node,
			 unsigned depth)
{
	if (is_block(node)) {
		walk_block(walk, node, depth);
		return;
	}
	switch (node->v.element.tag) {
	case GUMBO_TAG_BR:
		new_line(walk);
		break;
	case GUMBO_TAG_LI:
	case GUMBO_TAG_TR:
		walk_item(walk, node, depth);
		break;
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		walk->space = true;
		walk_children(walk, node, depth);
		break;
	case GUMBO_TAG_A:
		walk_link(walk, node);
		break;
	case GUMBO_TAG_STRONG:
	case GUMBO_TAG_B:
		walk_marked(walk, node, "*", depth);
		break;
	case GUMBO_TAG_EM:
	case GUMBO_TAG_I:
		walk_marked(walk, node, "_", depth);
		break;
	case GUMBO_TAG_CODE:
		walk_marked(walk, node, "`", depth);
		break;
	default:
		walk_children(walk, node, depth);
	}
}

static void walk_node(struct walk *walk, const GumboNode *node, unsigned depth)
{
	if (depth > HTML_PARSE_DEPTH_MAX || is_noise(node))
		return;
	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA)
		put_text(walk, node->v.text.text);
	else if (node->type == GUMBO_NODE_WHITESPACE)
		walk->space = true;
	else if (node->type == GUMBO_NODE_ELEMENT)
		walk_element(walk, node, depth);
}

static void trim_end(struct prose *prose)
{
	while (prose->size && strchr(" \n", prose->bytes[prose->size - 1]))
		prose->bytes[--prose->size] = '\0';
}

void markup_from_html(struct prose *prose, const char *html, size_t size)
{
	struct walk walk = {.prose = prose};
	struct html_parse parse;

	switch (html_parse_open(&parse, html, size)) {
	case HTML_PARSE_OK:
		walk_node(&walk, parse.root, 0);
		trim_end(prose);
		break;
	case HTML_PARSE_ERROR_NOMEM:
		prose->failed = true;
		break;
	case HTML_PARSE_TOO_DEEP:
		prose_say_bytes(prose, html, size);
		break;
	}
	html_parse_close(&parse);
}
