/* SPDX-License-Identifier: MIT */
/*
 * files.h: the files that a browser gets: those of src/widget as they are, and
 * "/" made at the start from index.html and the catalogue's name and titles.
 */
#ifndef FAQD_FILES_H
#define FAQD_FILES_H

#include "core/faq.h"

#include <stdbool.h>
#include <stddef.h>

#define FILES_HOME_MAX (64u * 1024u)

struct files {
	char *home; /* "/", owned */
	size_t home_bytes;
};

struct file {
	const char *type; /* media type */
	const char *bytes;
	size_t size;
};

/* False when memory runs out or the page would pass FILES_HOME_MAX. */
__attribute__((warn_unused_result)) bool
files_build(struct files *files, const struct faq_catalog *catalog);
void files_release(struct files *files);

/* The file at a path of ROUTE_PAGE or ROUTE_ASSET; it belongs to the page. */
struct file files_find(const struct files *files, const char *path);

#endif
