/* SPDX-License-Identifier: MIT */
/* What faqctl reload and faqd say to each other. */
#include "proto/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void the_command_that_is_sent_is_the_one_that_is_read(void **state)
{
	(void)state;
	assert_int_equal(control_command_read(CONTROL_RELOAD_LINE,
					      strlen(CONTROL_RELOAD_LINE)),
			 CONTROL_RELOAD);
	assert_true(strlen(CONTROL_RELOAD_LINE) <= CONTROL_LINE_BYTES);
}

static void what_is_no_command_is_bad(void **state)
{
	static const char *const lines[] = {"",
					    "{}",
					    "reload",
					    "[\"reload\"]",
					    "{\"command\":\"stop\"}",
					    "{\"command\":null}"};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(
			control_command_read(lines[i], strlen(lines[i])),
			CONTROL_BAD);
}

static void write_and_read(const struct control_result *in,
			   struct control_result *out)
{
	struct json_writer writer;

	json_writer_init(&writer, CONTROL_RESULT_BYTES);
	control_result_put(&writer, in);
	assert_false(json_failed(&writer));
	assert_int_equal(control_result_read(out, writer.bytes, writer.size),
			 JSON_OK);
	json_writer_release(&writer);
}

static void a_result_comes_out_as_it_went_in(void **state)
{
	struct control_result in = {
		.generation = 7,
		.detail = "faults in the content",
		.certificate = "'c.pem' is not there",
		.fault_count = 2,
		.more = 3,
		.fault = {{.severity = FAQ_SEVERITY_ERROR,
			   .code = "unknown-list",
			   .source = "en/faq.md",
			   .line = 12,
			   .column = 5,
			   .message = "unknown word list '{kcy}'"},
			  {.severity = FAQ_SEVERITY_ERROR,
			   .code = "no-id",
			   .source = "en/\"x\".md"}}};
	struct control_result out;

	(void)state;
	write_and_read(&in, &out);
	assert_memory_equal(&in, &out, sizeof(in));
	in = (struct control_result){.ok = true, .generation = 8};
	write_and_read(&in, &out);
	assert_memory_equal(&in, &out, sizeof(in));
}

static void the_largest_result_fits_a_reply(void **state)
{
	struct control_result in = {.fault_count = CONTROL_FAULTS_MAX};
	struct control_result out;

	(void)state;
	memset(in.certificate, 4, sizeof(in.certificate) - 1);
	for (size_t i = 0; i < CONTROL_FAULTS_MAX; i++) {
		struct faq_diag *fault = &in.fault[i];
		fault->severity = FAQ_SEVERITY_ERROR;
		/* A control character takes six bytes of JSON. */
		memset(fault->source, 1, sizeof(fault->source) - 1);
		memset(fault->message, 2, sizeof(fault->message) - 1);
		memset(fault->code, 3, sizeof(fault->code) - 1);
	}
	write_and_read(&in, &out);
	assert_memory_equal(&in, &out, sizeof(in));
}

static void more_faults_than_fit_are_counted(void **state)
{
	char text[1024] = "{\"ok\":false,\"more\":2,\"faults\":[{}";
	struct control_result out;

	(void)state;
	for (size_t i = 0; i < CONTROL_FAULTS_MAX; i++)
		strcat(text, ",{}");
	strcat(text, "]}");
	assert_int_equal(control_result_read(&out, text, strlen(text)),
			 JSON_OK);
	assert_int_equal(out.fault_count, CONTROL_FAULTS_MAX);
	assert_int_equal(out.more, 3);
}

static void what_is_no_result_is_refused(void **state)
{
	static const char *const texts[] = {"", "{}", "{\"ok\":1}", "[true]",
					    "{\"ok\":true"};
	struct control_result out;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(
			control_result_read(&out, texts[i], strlen(texts[i])),
			JSON_ERROR_SYNTAX);
}

static void numbers_that_are_no_counts_are_zero(void **state)
{
	static const char text[] = "{\"ok\":true,\"generation\":-1,"
				   "\"more\":1e300,\"faults\":{\"line\":[]}}";
	struct control_result out;

	(void)state;
	assert_int_equal(control_result_read(&out, text, strlen(text)),
			 JSON_OK);
	assert_int_equal(out.generation, 0);
	assert_int_equal(out.more, 0);
}

static void
the_folder_is_that_of_the_service_then_that_of_the_session(void **state)
{
	char own[32], path[CONTROL_PATH_BYTES], longest[200];

	(void)state;
	assert_string_equal(control_folder("/run/faqd", "/run/user/7"),
			    "/run/faqd");
	assert_string_equal(control_folder("", "/run/user/7"), "/run/user/7");
	assert_null(control_folder(NULL, ""));
	assert_true(control_own_folder(own, sizeof(own), 1000));
	assert_true(control_path(path, own, 8080));
	assert_string_equal(path, "/tmp/faqd-1000/faqd-8080.sock");
	assert_false(control_own_folder(own, 8, 1000));
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_false(control_path(path, longest, 8080));
	assert_string_equal(path, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_command_that_is_sent_is_the_one_that_is_read),
		cmocka_unit_test(what_is_no_command_is_bad),
		cmocka_unit_test(a_result_comes_out_as_it_went_in),
		cmocka_unit_test(the_largest_result_fits_a_reply),
		cmocka_unit_test(more_faults_than_fit_are_counted),
		cmocka_unit_test(what_is_no_result_is_refused),
		cmocka_unit_test(numbers_that_are_no_counts_are_zero),
		cmocka_unit_test(
			the_folder_is_that_of_the_service_then_that_of_the_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
