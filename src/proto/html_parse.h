/* SPDX-License-Identifier: MIT */
/*
 * html_parse.h: HTML as gumbo's tree. gumbo can't live without memory and
 * takes time that grows with the square of the depth, so that both are bounded
 * here. Any bytes give a tree, or a status that says why not.
 *
 * Only programs that parse HTML link gumbo.
 */
#ifndef FAQ_HTML_PARSE_H
#define FAQ_HTML_PARSE_H

#include <stddef.h>

#include <gumbo.h>

#define HTML_PARSE_MEMORY_MAX (512u * 1024u * 1024u)
#define HTML_PARSE_DEPTH_MAX 256u /* of elements within elements */

enum html_parse_status {
	HTML_PARSE_OK = 0,
	HTML_PARSE_ERROR_NOMEM = -1,
	HTML_PARSE_TOO_DEEP = -2 /* or elements that are never closed */
};

struct html_parse {
	struct html_parse_block *blocks; /* gumbo's memory, newest first */
	GumboOutput *output;
	GumboNode *root; /* <html> */
};

/* Close it in any case. `bytes` must outlive the tree. */
__attribute__((warn_unused_result)) enum html_parse_status
html_parse_open(struct html_parse *parse, const char *bytes, size_t size);
void html_parse_close(struct html_parse *parse);

#endif
