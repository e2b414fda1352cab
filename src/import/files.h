/* SPDX-License-Identifier: MIT */
/*
 * files.h: the files of a content folder in the making, as text in memory, so
 * that nothing is written before all of it is known.
 */
#ifndef FAQ_IMPORT_FILES_H
#define FAQ_IMPORT_FILES_H

#include "import/draft.h"
#include "import/import.h"

#define FILES_MAX 64u

struct file {
	bool test;     /* below the tests' folder, not the content's */
	char path[96]; /* "en/faq.md" */
	struct draft text;
};

struct files {
	struct file file[FILES_MAX];
	size_t count;
};

/* A new file; NULL when there are FILES_MAX. */
struct draft *files_add(struct files *files, bool test, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A title as CommonMark: its own marks lose their meaning. */
void files_put_title(struct draft *out, const char *title);

/* The whole folder of a finished import. False without memory. */
bool files_make(struct files *files, const struct import *import,
		const char *language);
void files_release(struct files *files);

#endif
