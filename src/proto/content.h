/* SPDX-License-Identifier: MIT */
/*
 * content.h: a content folder read from disk, ready for
 * faq_catalog_build(catalogue, sources, source_count, site, ...).
 *
 *	FOLDER/site.json       name, links, notes, thresholds (see site.h)
 *	FOLDER/LANGUAGE/X.md   the content files, read in order of name
 *
 * Symbolic links are followed (Kubernetes mounts configuration as such); a
 * loop of them is a fault like any other. Hidden files are passed over. Every
 * fault is reported, not only the first.
 *
 * Ownership: the content owns all bytes; it may go as soon as the catalogue
 * is built.
 */
#ifndef FAQ_CONTENT_H
#define FAQ_CONTENT_H

#include "core/faq.h"

struct content {
	const struct faq_source *sources;
	size_t source_count;
	const struct faq_site *site;
	const char *language; /* the one that was read */
};

/*
 * Loads FOLDER in `language`; NULL: the first of site.json's "languages", or
 * "en". Faults go to `report` (may be NULL), named by path as `folder` gives
 * it. FAQ_ERROR_CONTENT after any error. Free with content_free().
 */
FAQ_MUST_CHECK enum faq_status
content_load(struct content **out, const char *folder, const char *language,
	     faq_report_fn *report, void *report_context);
void content_free(struct content *content); /* NULL is fine */

/* Is there no such folder? Then a load that failed is no fault of the
 * content. */
bool content_is_missing(const char *folder);

#endif
