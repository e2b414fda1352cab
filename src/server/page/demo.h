/* SPDX-License-Identifier: MIT */
/*
 * demo.h: GET /demo, a page of somebody else's site that has taken in the
 * widget with the one line that it shows. It is served by the very faqd whose
 * widget it loads, so to be a foreign site it loads that from another origin:
 *
 *	setting demo-origin	from there
 *	http://localhost:8080	from http://127.0.0.1:8080, and the other way
 *	anything else		from its own, and says so
 *
 * src/widget/demo/demo.html is its frame; its {{marks}} are filled in here.
 */
#ifndef FAQD_DEMO_H
#define FAQD_DEMO_H

#include "server/edge/origin.h"
#include "server/page/html_writer.h"

#include <stdbool.h>

#define DEMO_POLICY_BYTES 2048u
#define DEMO_BYTES_MAX 65536u

/* How the page was reached. */
struct demo_place {
	const char *host;   /* host_valid() */
	bool tls;           /* by HTTPS, as far as we know */
	const char *origin; /* the setting; origin_valid(), or "" */
};

/* Where the widget comes from: an origin, or "" for the page's own. */
void demo_server(const struct demo_place *place, char out[ORIGIN_BYTES]);

/* The page's Content-Security-Policy, as strict as that of a site which has
 * read our README. `server` is demo_server()'s. */
void demo_policy(const char *server, char out[DEMO_POLICY_BYTES]);

/* The page. What fails, `html` remembers. */
void demo_html(const struct demo_place *place, const char *server,
	       const char *frame, struct html *html);

#endif
