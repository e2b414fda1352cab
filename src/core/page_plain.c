/* SPDX-License-Identifier: MIT */
/* A CommonMark tree as plain text. */
#include "page_plain.h"

#include <cmark.h>

static void plain_enter(struct buf *out, cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		buf_text(out, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_char(out, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		buf_char(out, '\n');
		break;
	case CMARK_NODE_ITEM:
		if (cmark_node_get_list_type(parent) == CMARK_ORDERED_LIST) {
			int n = cmark_node_get_list_start(parent);
			while ((node = cmark_node_previous(node)))
				n++;
			buf_format(out, "%d. ", n);
		} else {
			buf_text(out, "- ");
		}
		break;
	default:
		break;
	}
}

static void plain_exit(struct buf *out, cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LINK:
		buf_format(out, " (%s)", cmark_node_get_url(node));
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		buf_char(out, '\n');
		if (cmark_node_get_type(parent) != CMARK_NODE_ITEM)
			buf_char(out, '\n');
		break;
	case CMARK_NODE_LIST:
		buf_char(out, '\n');
		break;
	default:
		break;
	}
}

void page_plain(struct buf *out, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event == CMARK_EVENT_ENTER)
			plain_enter(out, node);
		else
			plain_exit(out, node);
	}
	cmark_iter_free(iter);
	while (out->used && (out->bytes[out->used - 1] == ' ' ||
			     out->bytes[out->used - 1] == '\n'))
		out->used--;
	out->bytes[out->used] = '\0';
}
