/* SPDX-License-Identifier: MIT */
/*
 * files.h: what a browser or a program may read: the page, the content as
 * JSON, and the files of src/widget, each ready to send in all its forms.
 *
 * All that a catalogue gives is made by one call and never changes after it:
 * for a new catalogue build new files beside the old ones, and release these
 * when no thread uses them. What is compiled in needs neither.
 */
#ifndef FAQD_FILES_H
#define FAQD_FILES_H

#include "core/faq.h"
#include "widget/asset.h"

#include <stdbool.h>
#include <stddef.h>

/* Of a document, as it is: 12,000 entries (FAQ_INTENTS_MAX) with answers of
 * 1.5 KB fit, each of which /v1/intents has in three forms. */
#define FILES_BYTES_MAX (64u * 1024u * 1024u)

#define FILES_MADE 4u

/* A document made from the catalogue; don't copy it, it points into itself. */
struct files_document {
	struct asset asset;
	char *bytes[CODINGS]; /* owned */
	char etags[CODINGS][ASSET_ETAG_BYTES];
};

struct files {
	struct files_document made[FILES_MADE];
};

/* False, and nothing to release, when memory runs out or a document would pass
 * FILES_BYTES_MAX. Does not point into the catalogue. */
__attribute__((warn_unused_result)) bool
files_build(struct files *files, const struct faq_catalog *catalog);
void files_release(struct files *files);

/* What is at a path; NULL when nothing is. It belongs to the files. */
const struct asset *files_find(const struct files *files, const char *path);

/* In which forms there is a document: bit 1 << coding for each. */
unsigned files_codings(const struct asset *document);

#endif
