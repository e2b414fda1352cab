/* SPDX-License-Identifier: MIT */
/*
 * site.h: site.json, what a content says besides its Markdown.
 *
 *	{"name": "KYC after registration",
 *	 "languages": ["en"],
 *	 "links": {"support": {"title": "...", "url": "https://...",
 *	                       "placeholder": true}},
 *	 "notes": {"final": "..."},
 *	 "thresholds": {"answer": 0.6, "tie": 0.1, "suggest": 0.2}}
 *
 * Only "name" must be there. Any other key is a fault, so that a misspelt one
 * is seen. A site owns its strings.
 */
#ifndef FAQ_SITE_H
#define FAQ_SITE_H

#include "proto/fault.h"
#include "proto/json.h"

struct site {
	struct json_doc *doc; /* the strings live here */
	struct faq_link *links;
	struct faq_note *notes;
	const char **languages;
	size_t language_count;
	struct faq_site faq; /* what the engine takes; points into this */
};

/*
 * Reads the bytes of site.json, named `source` in faults, all of which go to
 * `sink`. A link that is marked as a placeholder is reported as a note.
 * FAQ_ERROR_CONTENT when there was an error. Release it in either case.
 */
FAQ_MUST_CHECK enum faq_status site_parse(struct site *site, const char *source,
					  const char *bytes, size_t size,
					  struct fault_sink *sink);
void site_release(struct site *site);

#endif
