/* SPDX-License-Identifier: MIT */
#include "import/answer_line.h"

#include "import/draft.h"
#include "import/readers.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

static void add_block(struct answer *answer, cmark_node *parent,
		      const GumboNode *node, unsigned depth);

void answer_begin(struct answer *answer, struct import *import)
{
	*answer = (struct answer){.import = import,
				  .document =
					  cmark_node_new(CMARK_NODE_DOCUMENT)};
}

/* Blocks of an element; runs of inline nodes become paragraphs. */
static void add_blocks(struct answer *answer, cmark_node *parent,
		       const GumboNode *node, unsigned depth)
{
	const GumboVector *children = html_children(node);
	cmark_node *line = NULL;

	for (unsigned i = 0; children && i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (html_is_noise(child))
			continue;
		if (html_is_inline(child)) {
			if (!line) {
				line = line_append(parent,
						   CMARK_NODE_PARAGRAPH);
				line_begin(answer);
			}
			line_add(answer, line, child, depth + 1);
			continue;
		}
		if (line)
			line_end(line);
		line = NULL;
		add_block(answer, parent, child, depth + 1);
	}
	if (line)
		line_end(line);
}

static void add_paragraph(struct answer *answer, cmark_node *parent,
			  const GumboNode *node, bool bold, unsigned depth)
{
	cmark_node *line = line_append(parent, CMARK_NODE_PARAGRAPH);

	line_begin(answer);
	if (bold)
		line_add_flagged(answer, line, CMARK_NODE_STRONG, &answer->bold,
				 node, depth);
	else
		line_add_children(answer, line, node, depth);
	line_end(line);
}

static bool is_paragraph(const GumboNode *node, const void *context)
{
	(void)context;
	return html_is(node, GUMBO_TAG_P);
}

static void add_list(struct answer *answer, cmark_node *parent,
		     const GumboNode *node, unsigned depth)
{
	const GumboVector *children = html_children(node);
	cmark_node *list = line_append(parent, CMARK_NODE_LIST);
	bool ordered = html_is(node, GUMBO_TAG_OL);

	cmark_node_set_list_type(list, ordered ? CMARK_ORDERED_LIST
					       : CMARK_BULLET_LIST);
	if (ordered)
		cmark_node_set_list_start(list, 1);
	cmark_node_set_list_tight(list, !html_find(node, is_paragraph, NULL));
	for (unsigned i = 0; children && i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (!html_children(child) || html_is_noise(child))
			continue;
		cmark_node *item = line_append(list, CMARK_NODE_ITEM);
		add_blocks(answer, item, child, depth + 1);
		if (!cmark_node_first_child(item)) {
			cmark_node_unlink(item);
			cmark_node_free(item);
		}
	}
	if (!cmark_node_first_child(list)) {
		cmark_node_unlink(list);
		cmark_node_free(list);
	}
}

/* A row a list item, its cells parted by ": ". */
static void add_row(struct answer *answer, cmark_node *list,
		    const GumboNode *row, unsigned depth)
{
	const GumboVector *cells = html_children(row);
	cmark_node *item = line_append(list, CMARK_NODE_ITEM);
	cmark_node *line = line_append(item, CMARK_NODE_PARAGRAPH);

	line_begin(answer);
	for (unsigned i = 0; cells && i < cells->length; i++) {
		if (!html_children(cells->data[i]))
			continue;
		if (!answer->fresh)
			line_append_text(line, ":");
		answer->pending = !answer->fresh;
		line_add_children(answer, line, cells->data[i], depth);
	}
	line_end(line);
	if (!cmark_node_first_child(item)) {
		cmark_node_unlink(item);
		cmark_node_free(item);
	}
}

static void add_rows(struct answer *answer, cmark_node *list,
		     const GumboNode *node, unsigned depth)
{
	const GumboVector *children = html_children(node);

	if (depth > IMPORT_DEPTH_MAX)
		return;
	if (html_is(node, GUMBO_TAG_TR)) {
		add_row(answer, list, node, depth);
		return;
	}
	for (unsigned i = 0; children && i < children->length; i++)
		add_rows(answer, list, children->data[i], depth + 1);
}

static void add_table(struct answer *answer, cmark_node *parent,
		      const GumboNode *node, unsigned depth)
{
	cmark_node *list = line_append(parent, CMARK_NODE_LIST);

	cmark_node_set_list_type(list, CMARK_BULLET_LIST);
	cmark_node_set_list_tight(list, 1);
	add_rows(answer, list, node, depth);
	if (!cmark_node_first_child(list)) {
		cmark_node_unlink(list);
		cmark_node_free(list);
	}
}

static void add_verbatim(struct answer *answer, cmark_node *parent,
			 const GumboNode *node)
{
	struct draft out = {0};
	const GumboVector *children = html_children(node);

	while (children && children->length &&
	       html_children(children->data[0])) {
		node = children->data[0];
		children = html_children(node);
	}
	for (unsigned i = 0; children && i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_TEXT ||
		    child->type == GUMBO_NODE_WHITESPACE)
			draft_put(&out, child->v.text.text);
	}
	if (out.failed)
		answer->import->no_memory = true;
	else if (out.size)
		cmark_node_set_literal(
			line_append(parent, CMARK_NODE_CODE_BLOCK), out.bytes);
	draft_release(&out);
}

static void add_block(struct answer *answer, cmark_node *parent,
		      const GumboNode *node, unsigned depth)
{
	if (depth > IMPORT_DEPTH_MAX || node->type != GUMBO_NODE_ELEMENT)
		return;
	switch (node->v.element.tag) {
	case GUMBO_TAG_P:
	case GUMBO_TAG_DT:
		add_paragraph(answer, parent, node, false, depth);
		break;
	case GUMBO_TAG_H1:
	case GUMBO_TAG_H2:
	case GUMBO_TAG_H3:
	case GUMBO_TAG_H4:
	case GUMBO_TAG_H5:
	case GUMBO_TAG_H6:
		add_paragraph(answer, parent, node, true, depth);
		break;
	case GUMBO_TAG_UL:
	case GUMBO_TAG_OL:
		add_list(answer, parent, node, depth);
		break;
	case GUMBO_TAG_TABLE:
		add_table(answer, parent, node, depth);
		break;
	case GUMBO_TAG_PRE:
		add_verbatim(answer, parent, node);
		break;
	case GUMBO_TAG_HR:
		break;
	default:
		add_blocks(answer, parent, node, depth);
		break;
	}
}

void answer_add(struct answer *answer, const GumboNode *node)
{
	if (html_is_noise(node))
		return;
	if (html_is_inline(node)) {
		if (!answer->line) {
			answer->line = line_append(answer->document,
						   CMARK_NODE_PARAGRAPH);
			line_begin(answer);
		}
		line_add(answer, answer->line, node, 0);
		return;
	}
	if (answer->line)
		line_end(answer->line);
	answer->line = NULL;
	add_block(answer, answer->document, node, 0);
}

void answer_add_children(struct answer *answer, const GumboNode *node)
{
	const GumboVector *children = html_children(node);
	for (unsigned i = 0; children && i < children->length; i++)
		answer_add(answer, children->data[i]);
}

const char *answer_end(struct answer *answer)
{
	const char *copy = NULL;

	if (answer->line)
		line_end(answer->line);
	char *text =
		cmark_render_commonmark(answer->document, CMARK_OPT_DEFAULT, 0);
	size_t size = strlen(text);
	/* A content holds no control characters; "&#17;" is one. */
	for (size_t i = 0; i < size; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\n') ||
		    text[i] == 0x7f)
			text[i] = ' ';
	while (size && strchr(" \n", text[size - 1]))
		size--;
	copy = import_copy(answer->import, text, size);
	free(text);
	cmark_node_free(answer->document);
	*answer = (struct answer){0};
	return copy;
}

static const char *of_html(struct import *import, const char *html)
{
	struct html_tree tree;
	struct answer answer;
	const char *text = "";

	if (html_tree_open(&tree, import, html, strlen(html))) {
		answer_begin(&answer, import);
		const GumboVector *children = html_children(tree.root);
		for (unsigned i = 0; children && i < children->length; i++)
			if (html_is(children->data[i], GUMBO_TAG_BODY))
				answer_add_children(&answer, children->data[i]);
		text = answer_end(&answer);
	}
	html_tree_close(&tree);
	return text;
}

/* Plain text keeps its lines. */
static const char *of_plain(struct import *import, const char *text)
{
	struct draft html = {0};
	const char *out = NULL;

	for (; *text; text++) {
		if (text[0] == '\n' && text[1] == '\n')
			draft_put(&html, "<p>");
		else if (text[0] == '\n')
			draft_put(&html, "<br>");
		else
			draft_add(&html, text, 1);
	}
	if (html.failed)
		import->no_memory = true;
	else
		out = of_html(import, draft_bytes(&html));
	draft_release(&html);
	return out;
}

const char *answer_of_html(struct import *import, const char *text)
{
	for (const char *at = text; (at = strchr(at, '<')) != NULL; at++)
		if ((at[1] >= 'a' && at[1] <= 'z') ||
		    (at[1] >= 'A' && at[1] <= 'Z') || at[1] == '/')
			return of_html(import, text);
	return of_plain(import, text);
}

const char *answer_of_markdown(struct import *import, const char *text)
{
	char *html =
		cmark_markdown_to_html(text, strlen(text), CMARK_OPT_UNSAFE);
	const char *out = of_html(import, html);
	free(html);
	return out;
}
