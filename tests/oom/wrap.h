/* SPDX-License-Identifier: MIT */
/*
 * wrap.h: a program's malloc while it fails, for libraries that take no
 * allocator. The linker sends theirs here (--wrap), cJSON has hooks. What
 * another library allocates for itself, such as opendir(), is not failed.
 * Defines functions: of a program's files one includes it.
 */
#ifndef FAQ_WRAP_H
#define FAQ_WRAP_H

#include "oom/meter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cjson/cJSON.h>
#include <cmocka.h>

static struct meter *meter; /* NULL: nothing fails, nothing counts */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *pointer);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
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
	if (meter && meter_fails(meter))
		return NULL;
	void *memory = __real_realloc(old, size);
	return old ? memory : counted(memory);
}

char *__wrap_strdup(const char *text)
{
	if (meter && meter_fails(meter))
		return NULL;
	return counted(__real_strdup(text));
}

void __wrap_free(void *pointer)
{
	if (meter && pointer)
		meter->out--;
	__real_free(pointer);
}

/* Runs once; says whether it worked, and leaves nothing behind. */
typedef bool work_fn(void);

/* Fails each allocation of a work. Returns how many there are. `spare`: some
 * only make room, and the work goes on without them. */
static size_t fail_each(work_fn *work, bool spare)
{
	size_t n = 0;
	for (int mode = METER_ONE; mode < METER_MODES; mode++) {
		bool failed = true;
		for (n = 1; failed; n++) {
			struct meter one = {.mode = (enum meter_mode)mode,
					    .fail_at = n};
			meter = &one;
			bool worked = work();
			meter = NULL;
			failed = one.failed != 0;
			if (worked == failed && !(spare && worked))
				fail_msg("allocation %zu %s, and it %s", n,
					 failed ? "failed" : "did not fail",
					 worked ? "worked" : "did not work");
			assert_int_equal(one.out, 0);
		}
	}
	return n - 2;
}

static inline void wrap_cjson(void)
{
	cJSON_Hooks hooks = {__wrap_malloc, __wrap_free};

	cJSON_InitHooks(&hooks);
}

#endif
