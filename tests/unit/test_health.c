/* SPDX-License-Identifier: MIT */
#include "server/metrics/health.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const uint64_t ages[] = {3, 40};

static struct health well(void)
{
	return (struct health){.generation = 3,
			       .loaded_ms = 1709210096789,
			       .worker_age_ms = ages,
			       .worker_count = 2,
			       .worker_age_max_ms = 1000};
}

/* GET /readyz: the status, and `part` in the body, which must be JSON. */
static void ready(const struct health *health, unsigned status,
		  const char *part)
{
	struct json_writer json;
	struct health_answer answer;
	struct json_doc *doc;

	json_writer_init(&json, HEALTH_BYTES_MAX);
	answer = health_ready(health, &json);
	assert_int_equal(answer.status, status);
	assert_string_equal(answer.type, "application/json");
	assert_int_equal(json_parse(&doc, answer.bytes, answer.size, NULL),
			 JSON_OK);
	json_free(doc);
	if (!strstr(answer.bytes, part))
		fail_msg("'%s' is not in %s", part, answer.bytes);
	json_writer_release(&json);
}

static void all_well_is_ready_and_told_whole(void **state)
{
	struct health health = well();

	(void)state;
	ready(&health, 200,
	      "{\"status\":\"ok\",\"content\":{\"status\":\"ok\","
	      "\"generation\":3,\"loaded\":\"2024-02-29T12:34:56.789Z\"},"
	      "\"draining\":{\"status\":\"ok\"},\"workers\":["
	      "{\"status\":\"ok\",\"age_ms\":3},"
	      "{\"status\":\"ok\",\"age_ms\":40}]}");
}

static void without_a_content_it_is_not_ready(void **state)
{
	struct health health = well();

	(void)state;
	health.generation = 0;
	ready(&health, 503,
	      "\"content\":{\"status\":\"failed\",\"generation\":0}");
}

static void while_draining_it_is_not_ready(void **state)
{
	struct health health = well();

	(void)state;
	health.draining = true;
	ready(&health, 503, "\"draining\":{\"status\":\"failed\"}");
}

static void
a_refused_reload_is_told_with_its_faults_and_stays_ready(void **state)
{
	struct health health = well();
	struct health_faults faults;
	const struct faq_diag diag = {
		FAQ_SEVERITY_ERROR, "unknown-list", "en/faq.md", 12, 5,
		"unknown \"kcy\""};

	(void)state;
	health_faults_clear(&faults);
	health_faults_add(&faults, &diag);
	health.reload = HEALTH_RELOAD_REFUSED;
	health.reloaded_ms = 1709210096789;
	health.faults = &faults;
	ready(&health, 200, "{\"status\":\"degraded\",\"content\"");
	ready(&health, 200,
	      "\"reload\":{\"status\":\"degraded\","
	      "\"at\":\"2024-02-29T12:34:56.789Z\",\"faults\":[{"
	      "\"severity\":\"error\",\"code\":\"unknown-list\","
	      "\"source\":\"en/faq.md\",\"line\":12,\"column\":5,"
	      "\"message\":\"unknown \\\"kcy\\\"\"}],\"faults_left_out\":0}");
	health.reload = HEALTH_RELOAD_OK;
	ready(&health, 200,
	      "\"reload\":{\"status\":\"ok\","
	      "\"at\":\"2024-02-29T12:34:56.789Z\"}");
}

static void a_failing_store_is_told_and_it_stays_ready(void **state)
{
	struct health health = well();

	(void)state;
	health.store = HEALTH_STORE_FAILING;
	health.store_capacity = 1024;
	health.store_dropped = 7;
	ready(&health, 200,
	      "\"store\":{\"status\":\"degraded\",\"detail\":\"nothing is "
	      "recorded, and what would have to be is refused; questions are "
	      "answered\",\"queued\":0,\"capacity\":1024,\"dropped\":7}");
	health.store = HEALTH_STORE_WRITING;
	ready(&health, 200, "\"store\":{\"status\":\"ok\"");
}

static void a_worker_that_hangs_is_neither_alive_nor_ready(void **state)
{
	struct health health = well();
	struct health_answer answer;
	struct json_writer json;

	(void)state;
	health.worker_age_max_ms = 39;
	ready(&health, 503, "{\"status\":\"failed\",\"age_ms\":40}");
	json_writer_init(&json, HEALTH_BYTES_MAX);
	answer = health_alive(&health, &json);
	assert_int_equal(answer.status, 503);
	assert_string_equal(answer.bytes,
			    "{\"status\":\"failed\",\"workers\":["
			    "{\"status\":\"ok\",\"age_ms\":3},"
			    "{\"status\":\"failed\",\"age_ms\":40}]}");
	json_writer_release(&json);
}

static void alive_is_ok_also_while_draining(void **state)
{
	struct health health = well();
	struct health_answer answer;
	struct json_writer json;

	(void)state;
	health.draining = true;
	health.worker_age_max_ms = 40;
	json_writer_init(&json, HEALTH_BYTES_MAX);
	answer = health_alive(&health, &json);
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.type, "text/plain");
	assert_int_equal(answer.size, 3);
	assert_memory_equal(answer.bytes, "ok\n", 3);
	json_writer_release(&json);
}

static struct faq_diag fault(enum faq_severity severity, unsigned line)
{
	return (struct faq_diag){.severity = severity, .line = line};
}

static void the_first_errors_are_kept_before_any_warning(void **state)
{
	struct health_faults faults;
	struct faq_diag diag;
	unsigned i;

	(void)state;
	health_faults_clear(&faults);
	diag = fault(FAQ_SEVERITY_NOTE, 1);
	health_faults_add(&faults, &diag);
	assert_int_equal(faults.count, 0);
	for (i = 0; i < HEALTH_FAULTS_MAX; i++) {
		diag = fault(FAQ_SEVERITY_WARNING, i);
		health_faults_add(&faults, &diag);
	}
	for (i = 0; i < HEALTH_FAULTS_MAX + 5; i++) {
		diag = fault(FAQ_SEVERITY_ERROR, 100 + i);
		health_faults_add(&faults, &diag);
	}
	assert_int_equal(faults.count, HEALTH_FAULTS_MAX);
	assert_int_equal(faults.left_out, HEALTH_FAULTS_MAX + 5);
	for (i = 0; i < HEALTH_FAULTS_MAX; i++)
		assert_int_equal(faults.item[i].line, 100 + i);
}

/* As many faults and as long as there can be, each byte escaped. */
static void the_longest_answer_fits(void **state)
{
	struct health health = well();
	struct health_faults faults;
	struct faq_diag diag = {.severity = FAQ_SEVERITY_ERROR};
	size_t i;

	(void)state;
	memset(diag.message, '\x01', sizeof(diag.message) - 1);
	memset(diag.source, '\x01', sizeof(diag.source) - 1);
	memset(diag.code, '\x01', sizeof(diag.code) - 1);
	health_faults_clear(&faults);
	for (i = 0; i < HEALTH_FAULTS_MAX; i++)
		health_faults_add(&faults, &diag);
	health.reload = HEALTH_RELOAD_REFUSED;
	health.faults = &faults;
	ready(&health, 200, "\"faults_left_out\":0");
}

static void what_does_not_fit_is_a_503_in_text(void **state)
{
	struct health health = well();
	struct health_answer answer;
	struct json_writer json;

	(void)state;
	json_writer_init(&json, 16);
	answer = health_ready(&health, &json);
	assert_int_equal(answer.status, 503);
	assert_string_equal(answer.type, "text/plain");
	assert_string_equal(answer.bytes, "out of memory\n");
	json_writer_release(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_well_is_ready_and_told_whole),
		cmocka_unit_test(without_a_content_it_is_not_ready),
		cmocka_unit_test(while_draining_it_is_not_ready),
		cmocka_unit_test(
			a_refused_reload_is_told_with_its_faults_and_stays_ready),
		cmocka_unit_test(a_failing_store_is_told_and_it_stays_ready),
		cmocka_unit_test(
			a_worker_that_hangs_is_neither_alive_nor_ready),
		cmocka_unit_test(alive_is_ok_also_while_draining),
		cmocka_unit_test(the_first_errors_are_kept_before_any_warning),
		cmocka_unit_test(the_longest_answer_fits),
		cmocka_unit_test(what_does_not_fit_is_a_503_in_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
