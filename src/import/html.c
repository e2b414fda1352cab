/* SPDX-License-Identifier: MIT */
/* Questions in a page: JSON-LD, else microdata, else headings. */
#include "import/answer.h"
#include "import/readers.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

/* A page being walked, heading by heading. */
struct walk {
	struct import *import;
	struct answer answer;
	const char *title; /* of the open item, or NULL */
	unsigned line;
	enum import_kind kind;
};

static bool has_type(const GumboNode *node, const char *name)
{
	const char *type = html_attribute(node, "itemtype");
	const char *part = type ? strstr(type, "schema.org/") : NULL;
	return part && strcmp(part + strlen("schema.org/"), name) == 0;
}

static bool is_property(const GumboNode *node, const void *name)
{
	const char *property = html_attribute(node, "itemprop");
	return property && strcmp(property, name) == 0;
}

static void read_scripts(struct import *import, const GumboNode *node,
			 unsigned depth)
{
	const GumboVector *children = html_children(node);
	const char *type = html_attribute(node, "type");

	if (depth > IMPORT_DEPTH_MAX)
		return;
	if (html_is(node, GUMBO_TAG_SCRIPT) && type &&
	    strcmp(type, "application/ld+json") == 0 && children->length) {
		const GumboNode *text = children->data[0];
		if (text->type != GUMBO_NODE_TEXT)
			return;
		jsonld_read(import, text->v.text.text,
			    strlen(text->v.text.text),
			    text->v.text.start_pos.line);
		return;
	}
	for (unsigned i = 0; children && i < children->length; i++)
		read_scripts(import, children->data[i], depth + 1);
}

/* itemprop="text" within `node`, or all of it. */
static const char *property_answer(struct import *import, const GumboNode *node,
				   const char *name)
{
	struct answer answer;
	const GumboNode *part = html_find(node, is_property, name);

	answer_begin(&answer, import);
	answer_add_children(&answer, part ? part : node);
	return answer_end(&answer);
}

static void read_item(struct import *import, const GumboNode *node,
		      enum import_kind kind)
{
	const GumboNode *name = html_find(node, is_property, "name");
	const GumboNode *answer =
		html_find(node, is_property,
			  kind == IMPORT_STEP ? "text" : "acceptedAnswer");
	if (!answer)
		answer = html_find(node, is_property, "suggestedAnswer");
	if (!name && kind == IMPORT_STEP)
		name = answer;
	if (!name || !answer) {
		import_fault(import, FAQ_SEVERITY_WARNING, "no-answer",
			     html_line(node),
			     "an item of schema.org without name or answer is "
			     "left out");
		return;
	}
	import_add(import, kind, html_text(import, name),
		   property_answer(import, answer, "text"), html_line(node));
}

static void read_microdata(struct import *import, const GumboNode *node,
			   unsigned depth)
{
	const GumboVector *children = html_children(node);

	if (depth > IMPORT_DEPTH_MAX)
		return;
	if (has_type(node, "Question")) {
		read_item(import, node, IMPORT_QUESTION);
		return;
	}
	if (has_type(node, "HowToStep")) {
		read_item(import, node, IMPORT_STEP);
		return;
	}
	for (unsigned i = 0; children && i < children->length; i++)
		read_microdata(import, children->data[i], depth + 1);
}

/* "<p><b>How much is it?</b></p>" is a heading in all but name. */
static bool is_bold_question(const GumboNode *node)
{
	const GumboVector *children = html_children(node);
	const GumboNode *only = NULL;

	for (unsigned i = 0; children && i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_WHITESPACE)
			continue;
		if (only || (!html_is(child, GUMBO_TAG_STRONG) &&
			     !html_is(child, GUMBO_TAG_B)))
			return false;
		only = child;
	}
	children = only ? html_children(only) : NULL;
	if (!html_is(node, GUMBO_TAG_P) || !children || !children->length)
		return false;
	only = children->data[children->length - 1];
	size_t size =
		only->type == GUMBO_NODE_TEXT ? strlen(only->v.text.text) : 0;
	return size && only->v.text.text[size - 1] == '?';
}

static bool begins_item(const GumboNode *node, const void *context)
{
	(void)context;
	return html_heading(node) || html_is(node, GUMBO_TAG_SUMMARY) ||
	       html_is(node, GUMBO_TAG_DT) || is_bold_question(node);
}

/* A heading with nothing below it heads a section: it is no question. */
static void end_item(struct walk *walk)
{
	const char *answer = answer_end(&walk->answer);

	if (walk->title && answer && *answer)
		import_add(walk->import, walk->kind, walk->title, answer,
			   walk->line);
	walk->title = NULL;
	answer_begin(&walk->answer, walk->import);
}

static void begin_item(struct walk *walk, const GumboNode *node)
{
	end_item(walk);
	walk->title = html_text(walk->import, node);
	walk->line = html_line(node);
	walk->kind = IMPORT_QUESTION;
	if (html_heading(node) != 1)
		return;
	walk->kind = IMPORT_ABOUT;
	if (!walk->import->name[0] && walk->title)
		walk->import->name = walk->title;
}

static void walk_node(struct walk *walk, const GumboNode *node, unsigned depth)
{
	const GumboVector *children = html_children(node);

	if (html_is_noise(node) || depth > IMPORT_DEPTH_MAX)
		return;
	if (begins_item(node, NULL)) {
		begin_item(walk, node);
		return;
	}
	if (!children || !html_find(node, begins_item, NULL)) {
		if (walk->title)
			answer_add(&walk->answer, node);
		return;
	}
	for (unsigned i = 0; i < children->length; i++)
		walk_node(walk, children->data[i], depth + 1);
	if (html_is(node, GUMBO_TAG_DETAILS) || html_is(node, GUMBO_TAG_DL))
		end_item(walk);
}

static void read_headings(struct import *import, const GumboNode *root)
{
	struct walk walk = {.import = import};

	answer_begin(&walk.answer, import);
	walk_node(&walk, root, 0);
	end_item(&walk);
	/* What the last end_item() has begun. */
	answer_end(&walk.answer);
}

static bool is_title(const GumboNode *node, const void *context)
{
	(void)context;
	return html_is(node, GUMBO_TAG_TITLE);
}

static bool is_first_heading(const GumboNode *node, const void *context)
{
	(void)context;
	return html_heading(node) == 1;
}

static void read_name(struct import *import, const GumboNode *root)
{
	const GumboNode *node = html_find(root, is_first_heading, NULL);

	if (!node)
		node = html_find(root, is_title, NULL);
	const char *name = node ? html_text(import, node) : NULL;
	if (name && !import->name[0])
		import->name = name;
}

static void read_tree(struct import *import, const GumboNode *root)
{
	size_t before = import->item_count;

	read_scripts(import, root, 0);
	read_name(import, root);
	import->way = "schema.org in JSON-LD";
	if (import->item_count > before)
		return;
	read_microdata(import, root, 0);
	import->way = "schema.org in microdata";
	if (import->item_count > before)
		return;
	read_headings(import, root);
	import->way = "headings";
}

bool html_read(struct import *import, const char *bytes, size_t size)
{
	struct html_tree tree;
	bool good = html_tree_open(&tree, import, bytes, size);

	if (good)
		read_tree(import, tree.root);
	html_tree_close(&tree);
	return good;
}

bool markdown_read(struct import *import, const char *bytes, size_t size)
{
	struct html_tree tree;
	/* Where each block stands goes with it, as data-sourcepos. */
	char *html = cmark_markdown_to_html(
		bytes, size, CMARK_OPT_UNSAFE | CMARK_OPT_SOURCEPOS);
	bool good = html_tree_open(&tree, import, html, strlen(html));

	if (good) {
		read_headings(import, tree.root);
		import->way = "headings";
	}
	html_tree_close(&tree);
	free(html);
	return good;
}
