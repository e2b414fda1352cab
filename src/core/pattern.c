/* SPDX-License-Identifier: MIT */
#include "pattern.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MATCH_PAIRS 8u
/* Between two looks at the clock: about 10 us of matching. */
#define CALLOUTS_PER_LOOK 256u
#define CALLOUTS_MAX 200000u

struct pattern_code {
	pcre2_code *code;
};

struct pattern_builder {
	struct arena *arena;
	pcre2_general_context *general;
	pcre2_compile_context *compile;
	bool want_jit, jit;
};

static void *arena_malloc(size_t size, void *context)
{
	return arena_alloc(context, size, 1);
}

static void arena_free(void *pointer, void *context)
{
	/* The arena goes at once. */
	(void)pointer;
	(void)context;
}

struct pattern_builder *pattern_builder_new(struct arena *arena, bool jit)
{
	struct pattern_builder *builder =
		arena_alloc(arena, 1, sizeof(*builder));
	if (!builder)
		return NULL;
	builder->arena = arena;
	builder->want_jit = builder->jit = jit;
	builder->general =
		pcre2_general_context_create(arena_malloc, arena_free, arena);
	if (!builder->general)
		return NULL;
	builder->compile = pcre2_compile_context_create(builder->general);
	return builder->compile ? builder : NULL;
}

bool pattern_builder_jit(const struct pattern_builder *builder)
{
	return builder->jit;
}

enum pattern_status pattern_compile(struct pattern_builder *builder,
				    struct pattern_code **out,
				    const char *regex, bool raw,
				    char error[128], size_t *offset)
{
	int code = 0;
	uint32_t options = PCRE2_NO_AUTO_CAPTURE | PCRE2_DUPNAMES;
	if (raw)
		options |= PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_AUTO_CALLOUT |
			   PCRE2_NEVER_BACKSLASH_C;
	else
		options |= PCRE2_NO_AUTO_POSSESS; /* compiles 6 % faster */
	*out = NULL;
	struct pattern_code *compiled =
		arena_alloc(builder->arena, 1, sizeof(*compiled));
	if (!compiled)
		return PATTERN_NOMEM;
	compiled->code =
		pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, options,
			      &code, offset, builder->compile);
	if (!compiled->code) {
		if (code == PCRE2_ERROR_HEAP_FAILED)
			return PATTERN_NOMEM;
		pcre2_get_error_message(code, (PCRE2_UCHAR *)error, 128);
		return PATTERN_BAD;
	}
	/* Auto callouts and JIT don't mix well: raw ones stay interpreted. */
	if (builder->want_jit && !raw &&
	    pcre2_jit_compile(compiled->code, PCRE2_JIT_COMPLETE))
		builder->jit = false;
	*out = compiled;
	return PATTERN_OK;
}

void pattern_code_free(struct pattern_code *code)
{
	if (code)
		pcre2_code_free(code->code);
}

/*
 * Matching must not allocate, but PCRE2 keeps its backtracking frames on the
 * heap and grows them by moving to a larger block. So there are two blocks of
 * the largest size that the heap limit lets it ask for.
 */
#define FRAME_BLOCKS 2u
#define FRAME_BYTES (PATTERN_HEAP_KIB * 1024u)

struct pattern_matcher {
	struct faq_allocator allocator;
	unsigned char *frames; /* FRAME_BLOCKS of FRAME_BYTES */
	bool taken[FRAME_BLOCKS];
	bool ready; /* all is made: from here on PCRE2 gets frames only */
	struct faq_options options;
	pcre2_general_context *general;
	pcre2_match_context *match;
	pcre2_match_data *data;
	uint64_t budget_ns, deadline_ns; /* 0: not set yet */
	uint32_t callouts;
};

static void *matcher_malloc(size_t size, void *context)
{
	struct pattern_matcher *matcher = context;
	if (!matcher->ready)
		return matcher->allocator.allocate(matcher->allocator.context,
						   size ? size : 1);
	for (size_t i = 0; i < FRAME_BLOCKS && size <= FRAME_BYTES; i++) {
		if (matcher->taken[i])
			continue;
		matcher->taken[i] = true;
		return matcher->frames + i * FRAME_BYTES;
	}
	return NULL;
}

static void matcher_free(void *pointer, void *context)
{
	struct pattern_matcher *matcher = context;
	for (size_t i = 0; matcher->frames && i < FRAME_BLOCKS; i++) {
		if (pointer == matcher->frames + i * FRAME_BYTES) {
			matcher->taken[i] = false;
			return;
		}
	}
	if (pointer)
		matcher->allocator.release(matcher->allocator.context, pointer);
}

bool pattern_matcher_late(struct pattern_matcher *matcher)
{
	const struct faq_options *options = &matcher->options;
	if (!matcher->budget_ns || !options->clock_ns)
		return false;
	uint64_t now_ns = options->clock_ns(options->clock_context);
	if (!matcher->deadline_ns)
		matcher->deadline_ns = now_ns + matcher->budget_ns;
	return now_ns > matcher->deadline_ns;
}

/* Runs before each item of a raw pattern: ends a match that takes too long. */
static int watch(pcre2_callout_block *block, void *context)
{
	struct pattern_matcher *matcher = context;
	(void)block;
	if (++matcher->callouts > CALLOUTS_MAX)
		return PCRE2_ERROR_MATCHLIMIT;
	return matcher->callouts % CALLOUTS_PER_LOOK == 0 &&
			       pattern_matcher_late(matcher)
		       ? PCRE2_ERROR_MATCHLIMIT
		       : 0;
}

static bool matcher_contexts(struct pattern_matcher *matcher)
{
	matcher->general = pcre2_general_context_create(matcher_malloc,
							matcher_free, matcher);
	if (!matcher->general)
		return false;
	matcher->match = pcre2_match_context_create(matcher->general);
	matcher->data = pcre2_match_data_create(MATCH_PAIRS, matcher->general);
	matcher->frames =
		matcher_malloc((size_t)FRAME_BLOCKS * FRAME_BYTES, matcher);
	if (!matcher->match || !matcher->data || !matcher->frames)
		return false;
	matcher->ready = true;
	pcre2_set_match_limit(matcher->match, PATTERN_MATCH_LIMIT);
	pcre2_set_heap_limit(matcher->match, PATTERN_HEAP_KIB);
	pcre2_set_callout(matcher->match, watch, matcher);
	return true;
}

struct pattern_matcher *pattern_matcher_new(const struct faq_options *options)
{
	struct arena defaults; /* knows what allocator stands for NULL */
	arena_init(&defaults, options->allocator);
	struct pattern_matcher *matcher = defaults.allocator.allocate(
		defaults.allocator.context, sizeof(*matcher));
	if (!matcher)
		return NULL;
	*matcher = (struct pattern_matcher){.allocator = defaults.allocator,
					    .options = *options};
	if (!matcher_contexts(matcher)) {
		pattern_matcher_free(matcher);
		return NULL;
	}
	return matcher;
}

void pattern_matcher_free(struct pattern_matcher *matcher)
{
	if (!matcher)
		return;
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->match);
	pcre2_general_context_free(matcher->general);
	if (matcher->frames)
		matcher->allocator.release(matcher->allocator.context,
					   matcher->frames);
	matcher->allocator.release(matcher->allocator.context, matcher);
}

void pattern_matcher_start(struct pattern_matcher *matcher, uint64_t budget_ns)
{
	matcher->budget_ns = budget_ns;
	matcher->deadline_ns = 0;
}

enum pattern_match pattern_match(struct pattern_matcher *matcher,
				 const struct pattern_code *code,
				 const char *subject, size_t bytes)
{
	matcher->callouts = 0;
	int result =
		pcre2_match(code->code, (PCRE2_SPTR)subject, bytes, 0,
			    PCRE2_NO_UTF_CHECK, matcher->data, matcher->match);
	/* 0: matched, with more groups than MATCH_PAIRS. */
	if (result >= 0)
		return PATTERN_YES;
	return result == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_BUDGET;
}

size_t pattern_slots(const struct pattern_matcher *matcher,
		     const struct pattern_code *code, struct pattern_slot *out,
		     size_t most)
{
	const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(matcher->data);
	uint32_t names = 0, size = 0;
	PCRE2_SPTR entry = NULL;
	size_t count = 0;
	pcre2_pattern_info(code->code, PCRE2_INFO_NAMECOUNT, &names);
	pcre2_pattern_info(code->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(code->code, PCRE2_INFO_NAMETABLE, &entry);
	/* An entry is the group's number, two bytes, and its name. */
	for (; names && count < most; names--, entry += size) {
		unsigned n = (unsigned)entry[0] << 8 | entry[1];
		if (n >= MATCH_PAIRS || pairs[2 * n] == PCRE2_UNSET)
			continue;
		out[count++] = (struct pattern_slot){
			(const char *)entry + 2, pairs[2 * n],
			pairs[2 * n + 1] - pairs[2 * n]};
	}
	return count;
}
