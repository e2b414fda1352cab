/* SPDX-License-Identifier: MIT */
#include "server/log/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#define TRACE "0af7651916cd43dd8448eb211c80319c"
#define PARENT "b7ad6b7169203331"

static bool good(const char *header)
{
	static const struct trace nothing;
	struct trace trace;
	bool parsed = trace_parse(&trace, header, strlen(header));

	if (!parsed)
		assert_memory_equal(&trace, &nothing, sizeof(trace));
	return parsed;
}

static void a_traceparent_is_read(void **state)
{
	const char *header = "00-" TRACE "-" PARENT "-01";
	struct trace trace;

	(void)state;
	assert_true(trace_parse(&trace, header, strlen(header)));
	assert_string_equal(trace.trace_id, TRACE);
	assert_string_equal(trace.parent_id, PARENT);
	assert_string_equal(trace.span_id, "");
	assert_true(trace.sampled);
}

static void only_the_last_bit_of_the_flags_counts(void **state)
{
	const char *header = "00-" TRACE "-" PARENT "-fe";
	struct trace trace;

	(void)state;
	assert_true(trace_parse(&trace, header, strlen(header)));
	assert_false(trace.sampled);
}

static void what_is_not_to_the_letter_is_refused(void **state)
{
	(void)state;
	assert_false(good(""));
	assert_false(good("00-" TRACE "-" PARENT "-0"));
	assert_false(good("00-" TRACE "-" PARENT "-01 "));
	assert_false(good("00-" TRACE "-" PARENT "-01-"));
	assert_false(good("00_" TRACE "-" PARENT "-01"));
	assert_false(good("00-" TRACE "_" PARENT "-01"));
	assert_false(good("00-" TRACE "-" PARENT "_01"));
	assert_false(good("0x-" TRACE "-" PARENT "-01"));
	assert_false(good("00-" TRACE "-" PARENT "-0g"));
	assert_false(good("00-0AF7651916cd43dd8448eb211c80319c-" PARENT "-01"));
	assert_false(good("00-" TRACE "-B7ad6b7169203331-01"));
}

static void ids_of_zeros_are_refused(void **state)
{
	(void)state;
	assert_false(good("00-00000000000000000000000000000000-" PARENT "-01"));
	assert_false(good("00-" TRACE "-0000000000000000-01"));
}

static void a_later_version_may_have_more_behind_a_dash(void **state)
{
	(void)state;
	assert_true(good("cc-" TRACE "-" PARENT "-01"));
	assert_true(good("cc-" TRACE "-" PARENT "-01-what-will-be"));
	assert_false(good("cc-" TRACE "-" PARENT "-01.what-will-be"));
	assert_false(good("ff-" TRACE "-" PARENT "-01"));
}

static void nothing_is_read_behind_the_length(void **state)
{
	struct trace trace;

	(void)state;
	assert_false(trace_parse(&trace, "00-" TRACE "-" PARENT "-01", 54));
	assert_false(trace_parse(&trace, NULL, 55));
}

static void our_span_is_a_child_in_the_callers_trace(void **state)
{
	const uint8_t seed[REQUEST_IDS_SEED] = {7};
	const char *header = "00-" TRACE "-" PARENT "-01";
	char next[TRACEPARENT_BYTES];
	struct request_ids ids;
	struct trace trace, child;

	(void)state;
	request_ids_init(&ids, seed);
	trace_begin(&trace, header, strlen(header), &ids);
	assert_string_equal(trace.trace_id, TRACE);
	assert_string_equal(trace.parent_id, PARENT);
	assert_int_equal(strlen(trace.span_id), 16);
	assert_string_not_equal(trace.span_id, PARENT);
	trace_write(&trace, next);
	assert_true(trace_parse(&child, next, strlen(next)));
	assert_string_equal(child.trace_id, TRACE);
	assert_string_equal(child.parent_id, trace.span_id);
	assert_true(child.sampled);
}

static void without_a_caller_the_trace_begins_here(void **state)
{
	const uint8_t seed[REQUEST_IDS_SEED] = {7};
	struct request_ids ids;
	struct trace one, two;

	(void)state;
	request_ids_init(&ids, seed);
	trace_begin(&one, NULL, 0, &ids);
	trace_begin(&two, "nonsense", 8, &ids);
	assert_string_equal(one.parent_id, "");
	assert_int_equal(strlen(one.trace_id), 32);
	assert_string_not_equal(one.trace_id, two.trace_id);
	assert_false(one.sampled);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_traceparent_is_read),
		cmocka_unit_test(only_the_last_bit_of_the_flags_counts),
		cmocka_unit_test(what_is_not_to_the_letter_is_refused),
		cmocka_unit_test(ids_of_zeros_are_refused),
		cmocka_unit_test(a_later_version_may_have_more_behind_a_dash),
		cmocka_unit_test(nothing_is_read_behind_the_length),
		cmocka_unit_test(our_span_is_a_child_in_the_callers_trace),
		cmocka_unit_test(without_a_caller_the_trace_begins_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
