/* SPDX-License-Identifier: MIT */
#include "import/answer_line.h"

#include "import/draft.h"

#include <cmark.h>
#include <string.h>

cmark_node *line_append(cmark_node *parent, cmark_node_type type)
{
	cmark_node *node = cmark_node_new(type);
	cmark_node_append_child(parent, node);
	return node;
}

void line_append_text(cmark_node *parent, const char *bytes)
{
	cmark_node_set_literal(line_append(parent, CMARK_NODE_TEXT), bytes);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* White space is one space, and none at either end of a line. */
static void add_text(struct answer *answer, cmark_node *parent,
		     const char *text)
{
	struct draft out = {0};

	for (; *text; text++) {
		if (is_space(*text)) {
			answer->pending = !answer->fresh;
			continue;
		}
		if (answer->pending)
			draft_add(&out, " ", 1);
		draft_add(&out, text, 1);
		answer->pending = answer->fresh = false;
	}
	if (out.failed)
		answer->import->no_memory = true;
	else if (out.size)
		line_append_text(parent, out.bytes);
	draft_release(&out);
}

static bool begins_with_space(const GumboNode *node)
{
	const GumboVector *children;
	while ((children = html_children(node)) != NULL && children->length)
		node = children->data[0];
	return node->type == GUMBO_NODE_WHITESPACE ||
	       (node->type == GUMBO_NODE_TEXT && is_space(*node->v.text.text));
}

void line_add_children(struct answer *answer, cmark_node *parent,
		       const GumboNode *node, unsigned depth)
{
	const GumboVector *children = html_children(node);
	for (unsigned i = 0; children && i < children->length; i++)
		line_add(answer, parent, children->data[i], depth + 1);
}

/* Strong, emphasis or a link: the space before and behind stays outside. */
static void add_wrapped(struct answer *answer, cmark_node *parent,
			cmark_node *wrapper, const GumboNode *node,
			unsigned depth)
{
	bool was_fresh = answer->fresh;

	if (begins_with_space(node))
		answer->pending = !answer->fresh;
	if (answer->pending)
		line_append_text(parent, " ");
	answer->pending = false;
	answer->fresh = true;
	cmark_node_append_child(parent, wrapper);
	line_add_children(answer, wrapper, node, depth);
	if (answer->fresh) {
		cmark_node_unlink(wrapper);
		cmark_node_free(wrapper);
		answer->fresh = was_fresh;
	}
}

void line_add_flagged(struct answer *answer, cmark_node *parent,
		      cmark_node_type type, bool *flag, const GumboNode *node,
		      unsigned depth)
{
	if (*flag) {
		line_add_children(answer, parent, node, depth);
		return;
	}
	*flag = true;
	add_wrapped(answer, parent, cmark_node_new(type), node, depth);
	*flag = false;
}

static void add_link(struct answer *answer, cmark_node *parent,
		     const GumboNode *node, unsigned depth)
{
	const char *url = html_attribute(node, "href");
	bool leads = url && (strncmp(url, "https://", 8) == 0 ||
			     strncmp(url, "http://", 7) == 0 ||
			     strncmp(url, "link:", 5) == 0);

	if (!leads && url && strncmp(url, "mailto:", 7) != 0 &&
	    strncmp(url, "tel:", 4) != 0)
		import_fault(answer->import, FAQ_SEVERITY_NOTE, "link-dropped",
			     html_line(node),
			     "the link to '%.80s' leads nowhere from here; "
			     "only its text is kept",
			     url);
	if (!leads || answer->link) {
		line_add_children(answer, parent, node, depth);
		return;
	}
	cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
	cmark_node_set_url(link, url);
	answer->link = true;
	add_wrapped(answer, parent, link, node, depth);
	answer->link = false;
}

static void add_code(struct answer *answer, cmark_node *parent,
		     const GumboNode *node)
{
	const char *text = html_text(answer->import, node);

	if (!text || !*text)
		return;
	if (answer->pending)
		line_append_text(parent, " ");
	answer->pending = answer->fresh = false;
	cmark_node_set_literal(line_append(parent, CMARK_NODE_CODE), text);
}

static void add_element(struct answer *answer, cmark_node *parent,
			const GumboNode *node, unsigned depth)
{
	const char *alt;

	switch (node->v.element.tag) {
	case GUMBO_TAG_BR:
		if (!answer->fresh)
			line_append(parent, CMARK_NODE_LINEBREAK);
		answer->pending = false;
		break;
	case GUMBO_TAG_IMG:
		alt = html_attribute(node, "alt");
		add_text(answer, parent, alt ? alt : "");
		break;
	case GUMBO_TAG_STRONG:
	case GUMBO_TAG_B:
		line_add_flagged(answer, parent, CMARK_NODE_STRONG,
				 &answer->bold, node, depth);
		break;
	case GUMBO_TAG_EM:
	case GUMBO_TAG_I:
		line_add_flagged(answer, parent, CMARK_NODE_EMPH,
				 &answer->italic, node, depth);
		break;
	case GUMBO_TAG_A:
		add_link(answer, parent, node, depth);
		break;
	case GUMBO_TAG_CODE:
		add_code(answer, parent, node);
		break;
	default:
		/* A block within a line is parted from it by a space. */
		answer->pending |= !html_is_inline(node) && !answer->fresh;
		line_add_children(answer, parent, node, depth);
		answer->pending |= !html_is_inline(node) && !answer->fresh;
		break;
	}
}

void line_add(struct answer *answer, cmark_node *parent, const GumboNode *node,
	      unsigned depth)
{
	if (depth > IMPORT_DEPTH_MAX || html_is_noise(node))
		return;
	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
	    node->type == GUMBO_NODE_WHITESPACE)
		add_text(answer, parent, node->v.text.text);
	else if (node->type == GUMBO_NODE_ELEMENT)
		add_element(answer, parent, node, depth);
}

void line_begin(struct answer *answer)
{
	answer->fresh = true;
	answer->pending = false;
}

/* A line break at its end is none; an empty one goes. */
void line_end(cmark_node *line)
{
	cmark_node *last;

	while ((last = cmark_node_last_child(line)) != NULL &&
	       cmark_node_get_type(last) == CMARK_NODE_LINEBREAK) {
		cmark_node_unlink(last);
		cmark_node_free(last);
	}
	if (last)
		return;
	cmark_node_unlink(line);
	cmark_node_free(line);
}
