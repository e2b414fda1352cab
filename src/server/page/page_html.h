/* SPDX-License-Identifier: MIT */
/*
 * page_html.h: the page at "/": src/widget/page/index.html with what the
 * content says filled in at its {{marks}}.
 */
#ifndef FAQD_PAGE_HTML_H
#define FAQD_PAGE_HTML_H

#include "server/page/plan.h"

/*
 * `frame` is index.html, `data` the page's structured data as JSON, or NULL
 * (see page_json.h). What fails, `html` remembers.
 */
void page_html(const struct plan *plan, const char *frame, const char *data,
	       struct html *html);

#endif
