/* SPDX-License-Identifier: MIT */
#include "import/html_tree.h"

#include "import/draft.h"

#include <stdio.h>
#include <string.h>

bool html_tree_open(struct html_tree *tree, struct import *import,
		    const char *bytes, size_t size)
{
	enum html_parse_status status =
		html_parse_open(&tree->parse, bytes, size);

	tree->root = tree->parse.root;
	if (status == HTML_PARSE_TOO_DEEP)
		import_fault(import, FAQ_SEVERITY_ERROR, "html-too-deep", 0,
			     "elements nest more than %u deep, or are not "
			     "closed; save only the part with the questions",
			     HTML_PARSE_DEPTH_MAX);
	if (status == HTML_PARSE_ERROR_NOMEM)
		import->no_memory = true;
	return status == HTML_PARSE_OK;
}

void html_tree_close(struct html_tree *tree)
{
	html_parse_close(&tree->parse);
	*tree = (struct html_tree){0};
}

const GumboVector *html_children(const GumboNode *node)
{
	if (node->type == GUMBO_NODE_ELEMENT ||
	    node->type == GUMBO_NODE_TEMPLATE)
		return &node->v.element.children;
	return NULL;
}

bool html_is(const GumboNode *node, GumboTag tag)
{
	return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

unsigned html_heading(const GumboNode *node)
{
	static const GumboTag tags[] = {GUMBO_TAG_H1, GUMBO_TAG_H2,
					GUMBO_TAG_H3, GUMBO_TAG_H4,
					GUMBO_TAG_H5, GUMBO_TAG_H6};
	for (unsigned i = 0; i < 6; i++)
		if (html_is(node, tags[i]))
			return i + 1;
	return 0;
}

const char *html_attribute(const GumboNode *node, const char *name)
{
	if (node->type != GUMBO_NODE_ELEMENT)
		return NULL;
	const GumboAttribute *attribute =
		gumbo_get_attribute(&node->v.element.attributes, name);
	return attribute ? attribute->value : NULL;
}

unsigned html_line(const GumboNode *node)
{
	const char *place = html_attribute(node, "data-sourcepos");
	unsigned line = 0;

	if (place && sscanf(place, "%6u", &line) == 1)
		return line;
	return node->type == GUMBO_NODE_ELEMENT ? node->v.element.start_pos.line
						: 0;
}

static bool is_one_of(const GumboNode *node, const GumboTag *tags, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (html_is(node, tags[i]))
			return true;
	return false;
}

bool html_is_noise(const GumboNode *node)
{
	static const GumboTag tags[] = {
		GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,  GUMBO_TAG_TEMPLATE,
		GUMBO_TAG_NOSCRIPT, GUMBO_TAG_NAV,    GUMBO_TAG_FOOTER,
		GUMBO_TAG_SVG,      GUMBO_TAG_IFRAME, GUMBO_TAG_SELECT,
		GUMBO_TAG_HEAD,     GUMBO_TAG_OBJECT, GUMBO_TAG_TEXTAREA,
		GUMBO_TAG_VIDEO,    GUMBO_TAG_AUDIO,  GUMBO_TAG_CANVAS};
	return node->type == GUMBO_NODE_COMMENT ||
	       node->type == GUMBO_NODE_TEMPLATE ||
	       is_one_of(node, tags, sizeof(tags) / sizeof(tags[0]));
}

bool html_is_inline(const GumboNode *node)
{
	static const GumboTag tags[] = {
		GUMBO_TAG_A,     GUMBO_TAG_STRONG, GUMBO_TAG_B,
		GUMBO_TAG_EM,    GUMBO_TAG_I,      GUMBO_TAG_CODE,
		GUMBO_TAG_BR,    GUMBO_TAG_SPAN,   GUMBO_TAG_IMG,
		GUMBO_TAG_SMALL, GUMBO_TAG_SUB,    GUMBO_TAG_SUP,
		GUMBO_TAG_U,     GUMBO_TAG_S,      GUMBO_TAG_ABBR,
		GUMBO_TAG_TIME,  GUMBO_TAG_KBD,    GUMBO_TAG_MARK,
		GUMBO_TAG_Q,     GUMBO_TAG_CITE,   GUMBO_TAG_LABEL,
		GUMBO_TAG_FONT,  GUMBO_TAG_WBR,    GUMBO_TAG_INS,
		GUMBO_TAG_DEL,   GUMBO_TAG_BUTTON, GUMBO_TAG_DATA,
		GUMBO_TAG_BDI,   GUMBO_TAG_SAMP,   GUMBO_TAG_VAR,
		GUMBO_TAG_DFN};
	return node->type == GUMBO_NODE_TEXT ||
	       node->type == GUMBO_NODE_WHITESPACE ||
	       node->type == GUMBO_NODE_CDATA ||
	       is_one_of(node, tags, sizeof(tags) / sizeof(tags[0]));
}

static void collect(struct draft *out, const GumboNode *node, unsigned depth)
{
	const GumboVector *children = html_children(node);

	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA)
		draft_put(out, node->v.text.text);
	else if (node->type == GUMBO_NODE_WHITESPACE ||
		 html_is(node, GUMBO_TAG_BR))
		draft_put(out, " ");
	if (!children || depth > IMPORT_DEPTH_MAX || html_is_noise(node))
		return;
	for (unsigned i = 0; i < children->length; i++)
		collect(out, children->data[i], depth + 1);
	if (!html_is_inline(node))
		draft_put(out, " ");
}

/* Runs of white space become one; none at the ends. */
static size_t collapse(char *bytes, size_t size)
{
	size_t used = 0;
	bool space = false;
	for (size_t i = 0; i < size; i++) {
		if (strchr(" \t\r\n\f", bytes[i]) && bytes[i]) {
			space = used > 0;
			continue;
		}
		if (space)
			bytes[used++] = ' ';
		bytes[used++] = bytes[i];
		space = false;
	}
	return used;
}

const char *html_text(struct import *import, const GumboNode *node)
{
	struct draft out = {0};
	const char *text = NULL;

	collect(&out, node, 0);
	if (out.failed)
		import->no_memory = true;
	else if (!out.size)
		text = "";
	else
		text = import_copy(import, out.bytes,
				   collapse(out.bytes, out.size));
	draft_release(&out);
	return text;
}

static const GumboNode *find(const GumboNode *node,
			     bool (*match)(const GumboNode *, const void *),
			     const void *context, unsigned depth)
{
	const GumboVector *children = html_children(node);

	if (!children || depth > IMPORT_DEPTH_MAX)
		return NULL;
	if (match(node, context))
		return node;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *found =
			find(children->data[i], match, context, depth + 1);
		if (found)
			return found;
	}
	return NULL;
}

const GumboNode *html_find(const GumboNode *node,
			   bool (*match)(const GumboNode *node,
					 const void *context),
			   const void *context)
{
	return find(node, match, context, 0);
}
