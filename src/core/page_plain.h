/* SPDX-License-Identifier: MIT */
/*
 * page_plain.h: an answer as plain text, for page.c: lists keep their marks,
 * links become "text (url)", blocks are parted by an empty line.
 */
#ifndef FAQ_PAGE_PLAIN_H
#define FAQ_PAGE_PLAIN_H

#include "buf.h"

struct cmark_node;

/* Appends; trailing space is cut. cmark's memory is used for the walk. */
void page_plain(struct buf *out, struct cmark_node *root);

#endif
