/* SPDX-License-Identifier: MIT */
#include "log_fixture.h"

#include <libwebsockets.h>

static const char *said(struct piped *p, enum log_level level)
{
	p->settings.level = level;
	assert_true(log_open(&p->log, &p->settings));
	log_quiet_lws(&p->log);
	lwsl_err("broken %d\n", 1);
	lwsl_warn("odd\n");
	lwsl_notice("bytes of a message\n");
	lwsl_info("bytes of a message\n");
	log_quiet_lws(NULL);
	lwsl_err("nobody listens\n");
	return piped_text(p);
}

static void its_errors_are_warnings_of_ours(void **state)
{
	const char *text = said(*state, LOG_LEVEL_INFO);

	assert_int_equal(piped_lines(text), 1);
	assert_non_null(strstr(text, "\"level\":\"warning\",\"message\":"
				     "\"libwebsockets\",\"cause\":\"broken "
				     "1\"}\n"));
}

static void its_warnings_come_with_debugging_but_never_its_notices(void **state)
{
	const char *text = said(*state, LOG_LEVEL_DEBUG);

	assert_int_equal(piped_lines(text), 2);
	assert_non_null(strstr(text, "\"level\":\"debug\",\"message\":"
				     "\"libwebsockets\",\"cause\":\"odd\"}\n"));
	assert_null(strstr(text, "bytes of a message"));
}

static void a_log_of_errors_only_hears_nothing_of_it(void **state)
{
	assert_string_equal(said(*state, LOG_LEVEL_ERROR), "");
}

#define PIPED(test)                                                            \
	cmocka_unit_test_setup_teardown(test, piped_set_up, piped_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PIPED(its_errors_are_warnings_of_ours),
		PIPED(its_warnings_come_with_debugging_but_never_its_notices),
		PIPED(a_log_of_errors_only_hears_nothing_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
