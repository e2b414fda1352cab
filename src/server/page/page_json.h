/* SPDX-License-Identifier: MIT */
/*
 * page_json.h: the content as JSON: for programs, and for search engines.
 *
 *	GET /v1/hello
 *	what a chat's hello says (proto/outgoing.h), but for the session
 *
 *	GET /v1/intents
 *	{"language":"en","intents":[{"id":"faq.tea","kind":"faq",...}]}
 *
 *	GET /v1/page
 *	{"name":"Tea","language":"en",
 *	 "sections":[{"id":"order","title":"The order","html":"<p>...</p>",
 *	              "intents":["step.boil"],"stands_for":["order.all"]}],
 *	 "notes":["..."]}
 *
 * An intent's members are those of message_put_intent(); acts are left out,
 * since nobody reads them. The sections are the page's: "html" is what stands
 * before the entries, "stands_for" the ids of entries that the section itself
 * tells. What fails, the writer remembers.
 */
#ifndef FAQD_PAGE_JSON_H
#define FAQD_PAGE_JSON_H

#include "proto/json.h"
#include "server/page/plan.h"

void page_json_hello(const struct faq_catalog *catalog,
		     struct json_writer *writer);
void page_json_intents(const struct faq_catalog *catalog,
		       struct json_writer *writer);
void page_json_page(const struct plan *plan, struct json_writer *writer);

/*
 * schema.org's FAQPage, of the entries that are questions (faq.*). Nothing is
 * written, and the result is false, when there are none: a FAQPage must have
 * one.
 */
bool page_json_data(const struct faq_catalog *catalog,
		    struct json_writer *writer);

#endif
