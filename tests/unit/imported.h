/* SPDX-License-Identifier: MIT */
/*
 * imported.h: a text imported inside a test, and the faults of it. Include it
 * behind cmocka.h.
 */
#ifndef FAQ_TEST_IMPORTED_H
#define FAQ_TEST_IMPORTED_H

#include "import/import.h"

struct imported {
	struct import import;
	struct fault_sink sink;
	struct faq_diag last;
	size_t faults;
};

static inline void imported_note(void *context, const struct faq_diag *diag)
{
	struct imported *imported = context;
	imported->last = *diag;
	imported->faults++;
}

static inline struct imported *imported_new(void)
{
	static struct imported imported;
	memset(&imported, 0, sizeof(imported));
	imported.sink.report = imported_note;
	imported.sink.context = &imported;
	import_init(&imported.import, &imported.sink);
	return &imported;
}

static inline enum faq_status imported_read(struct imported *imported,
					    enum import_format format,
					    const char *text)
{
	return import_read(&imported->import, "source", format, text,
			   strlen(text));
}

/* Reads and finishes; both must go well. */
static inline struct import *imported_good(enum import_format format,
					   const char *text)
{
	struct imported *imported = imported_new();
	assert_int_equal(imported_read(imported, format, text), FAQ_OK);
	assert_int_equal(import_finish(&imported->import), FAQ_OK);
	return &imported->import;
}

static inline void check_item(const struct import *import, size_t i,
			      const char *id, const char *title,
			      const char *answer)
{
	assert_true(i < import->item_count);
	assert_string_equal(import->items[i].id, id);
	assert_string_equal(import->items[i].title, title);
	assert_string_equal(import->items[i].answer, answer);
}

#endif
