/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded: of the calls of malloc, calloc and realloc in a
 * process, from the FAIL_FIRST-th on FAIL_COUNT fail, FAIL_STEP apart. Counts
 * over all threads. After that, everything succeeds again, and a line on
 * stderr says so.
 *
 * What libraries allocate while they are loaded is neither counted nor refused:
 * GnuTLS, which comes with libpq, crashes there, before main().
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What dlsym() itself allocates while it looks the real ones up. */
static _Alignas(16) char early[8192];
static size_t early_used;

static struct {
	void *(*malloc)(size_t);
	void *(*calloc)(size_t, size_t);
	void *(*realloc)(void *, size_t);
	void (*free)(void *);
} real;

static unsigned long first, step, count;
static atomic_ulong calls;
static atomic_bool ready;

static unsigned long setting(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : otherwise;
}

/* ISO C has no cast from an object pointer to a function's. */
static void look_up(void *function, const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	memcpy(function, &found, sizeof(found));
}

/* At the first call, which may come from the constructor of any library. */
static void begin(void)
{
	static bool begun;

	if (begun)
		return;
	begun = true;
	look_up(&real.free, "free");
	look_up(&real.calloc, "calloc");
	look_up(&real.realloc, "realloc");
	look_up(&real.malloc, "malloc");
	first = setting("FAIL_FIRST", 0);
	step = setting("FAIL_STEP", 1);
	count = setting("FAIL_COUNT", 1);
}

typedef int main_fn(int, char **, char **);
typedef int start_fn(main_fn *program, int argc, char **argv,
		     void (*init)(void), void (*fini)(void),
		     void (*rtld_fini)(void), void *stack_end);

start_fn __libc_start_main;

/* glibc's own, between the constructors of the libraries and main(). */
int __libc_start_main(main_fn *program, int argc, char **argv,
		      void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end)
{
	start_fn *start;

	begin();
	look_up(&start, "__libc_start_main");
	atomic_store(&ready, true);
	return start(program, argc, argv, init, fini, rtld_fini, stack_end);
}

static void say_over(void)
{
	static const char text[] = "fail_malloc: over\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		return; /* nobody listens */
}

static bool fails(void)
{
	unsigned long call, past;

	if (!atomic_load(&ready) || first == 0)
		return false;
	call = atomic_fetch_add(&calls, 1) + 1;
	if (call < first)
		return false;
	past = call - first;
	if (past == step * count)
		say_over();
	if (past % step || past / step >= count)
		return false;
	errno = ENOMEM;
	return true;
}

static void *take_early(size_t size)
{
	void *bytes = early + early_used;

	size = (size + 15) & ~(size_t)15;
	if (size > sizeof(early) - early_used)
		return NULL;
	early_used += size;
	return bytes;
}

static bool is_early(const void *bytes)
{
	const char *at = bytes;

	return at >= early && at < early + sizeof(early);
}

void *malloc(size_t size)
{
	begin();
	if (!real.malloc)
		return take_early(size);
	return fails() ? NULL : real.malloc(size);
}

void *calloc(size_t number, size_t size)
{
	begin();
	if (!real.calloc)
		return take_early(number * size);
	return fails() ? NULL : real.calloc(number, size);
}

void *realloc(void *bytes, size_t size)
{
	begin();
	if (!real.realloc || is_early(bytes))
		return NULL;
	return fails() ? NULL : real.realloc(bytes, size);
}

void free(void *bytes)
{
	if (!is_early(bytes) && real.free)
		real.free(bytes);
}
