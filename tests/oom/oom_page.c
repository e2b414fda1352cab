/* SPDX-License-Identifier: MIT */
/*
 * oom_page CONTENT: the page and the content as JSON while each allocation in
 * turn fails, alone or with all that follow. The linker sends malloc here
 * (--wrap); what zlib and brotli allocate for themselves is not failed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oom/meter.h"
#include "proto/content.h"
#include "server/files.h"

static struct faq_catalog *catalog;
static struct meter *meter; /* NULL: nothing fails, nothing counts */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *pointer);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *pointer);

static void *counted(void *memory)
{
	if (meter && memory)
		meter->out++;
	return memory;
}

void *__wrap_malloc(size_t size)
{
	if (meter && meter_fails(meter))
		return NULL;
	return counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
	if (meter && meter_fails(meter))
		return NULL;
	return counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
	void *memory;

	if (meter && meter_fails(meter))
		return NULL;
	memory = __real_realloc(old, size);
	return old ? memory : counted(memory);
}

void __wrap_free(void *pointer)
{
	if (meter && pointer)
		meter->out--;
	__real_free(pointer);
}

static void files_are_whole_or_not_there(void **state)
{
	size_t n = 0;
	int mode;

	(void)state;
	for (mode = METER_ONE; mode < METER_MODES; mode++) {
		bool failed = true;

		for (n = 1; failed; n++) {
			struct meter one = {.mode = (enum meter_mode)mode,
					    .fail_at = n};
			struct files files;
			bool built;

			meter = &one;
			built = files_build(&files, catalog);
			failed = one.failed != 0;
			if (built)
				files_release(&files);
			meter = NULL;
			assert_true(built != failed);
			assert_int_equal(one.out, 0);
		}
	}
	assert_true(n > 20);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_whole_or_not_there),
	};
	struct content *content;
	int failures;

	if (argc < 2 ||
	    content_load(&content, argv[1], NULL, NULL, NULL) != FAQ_OK)
		return 2;
	if (faq_catalog_build(&catalog, content->sources, content->source_count,
			      content->site, NULL, NULL, NULL) != FAQ_OK)
		return 2;
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	faq_catalog_free(catalog);
	content_free(content);
	return failures;
}
