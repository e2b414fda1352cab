/* SPDX-License-Identifier: MIT */
/* Every pattern asked in turn: what the index saves us from. */
#include "engine.h"

#include "core/arena.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define JIT_STACK_START (32u * 1024u)
#define JIT_STACK_MOST (1024u * 1024u)

struct loop {
	size_t count;
	pcre2_code **code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	bool jit;
};

static void loop_close(void *self)
{
	struct loop *loop = self;
	for (size_t i = 0; i < loop->count; i++)
		pcre2_code_free(loop->code[i]);
	pcre2_match_data_free(loop->data);
	pcre2_match_context_free(loop->context);
	pcre2_jit_stack_free(loop->stack);
	free(loop->code);
	free(loop);
}

/* As src/core/pattern.c compiles them. */
static void *loop_open(const struct plan *plan, bool jit)
{
	struct loop *loop = bench_alloc(1, sizeof(*loop));
	loop->code = bench_alloc(plan->count, sizeof(*loop->code));
	loop->count = plan->count;
	loop->jit = jit;
	loop->data = pcre2_match_data_create(8, NULL);
	loop->context = pcre2_match_context_create(NULL);
	loop->stack =
		pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MOST, NULL);
	bool ok = loop->data && loop->context && loop->stack;
	for (size_t i = 0; ok && i < plan->count; i++) {
		int error;
		PCRE2_SIZE offset;
		loop->code[i] = pcre2_compile(
			(PCRE2_SPTR)plan->regex[i], PCRE2_ZERO_TERMINATED,
			PCRE2_NO_AUTO_CAPTURE | PCRE2_DUPNAMES, &error, &offset,
			NULL);
		ok = loop->code[i] &&
		     (!jit || pcre2_jit_compile(loop->code[i],
						PCRE2_JIT_COMPLETE) == 0);
	}
	if (!ok) {
		loop_close(loop);
		return NULL;
	}
	pcre2_jit_stack_assign(loop->context, NULL, loop->stack);
	return loop;
}

static void *open_jit(const struct plan *plan)
{
	return loop_open(plan, true);
}

static void *open_interpreter(const struct plan *plan)
{
	return loop_open(plan, false);
}

/* pcre2_jit_match() is the fast way in, without pcre2_match()'s checks. */
static size_t loop_match(void *self, const char *subject, size_t bytes,
			 uint32_t *found)
{
	struct loop *loop = self;
	PCRE2_SPTR text = (PCRE2_SPTR)subject;
	size_t count = 0;
	for (size_t i = 0; i < loop->count; i++) {
		int result =
			loop->jit
				? pcre2_jit_match(loop->code[i], text, bytes, 0,
						  0, loop->data, loop->context)
				: pcre2_match(loop->code[i], text, bytes, 0,
					      PCRE2_NO_UTF_CHECK, loop->data,
					      loop->context);
		if (result >= 0)
			found[count++] = (uint32_t)i;
		else if (result != PCRE2_ERROR_NOMATCH)
			return ENGINE_FAILED;
	}
	return count;
}

/* JIT code lies in mappings of its own. */
static size_t loop_hidden(void *self)
{
	const struct loop *loop = self;
	size_t sum = 0, bytes = 0;
	for (size_t i = 0; i < loop->count; i++) {
		pcre2_pattern_info(loop->code[i], PCRE2_INFO_JITSIZE, &bytes);
		sum += bytes;
	}
	return sum;
}

static const char *loop_version(void)
{
	static char version[32];
	pcre2_config(PCRE2_CONFIG_VERSION, version);
	return version;
}

const struct engine engine_loop_jit = {.name = "PCRE2 loop, JIT",
				       .version = loop_version,
				       .open = open_jit,
				       .match = loop_match,
				       .hidden_bytes = loop_hidden,
				       .close = loop_close};
const struct engine engine_loop = {.name = "PCRE2 loop, interpreter",
				   .version = loop_version,
				   .open = open_interpreter,
				   .match = loop_match,
				   .hidden_bytes = loop_hidden,
				   .close = loop_close};

const struct engine *const engines[] = {&engine_loop_jit, &engine_loop,
#ifdef BENCH_RE2
					&engine_re2,
#endif
#ifdef BENCH_VECTORSCAN
					&engine_vectorscan,
#endif
					NULL};
