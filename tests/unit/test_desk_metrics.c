/* SPDX-License-Identifier: MIT */
#include "unit/dispatch_fixture.h"

#include "server/desk/desk_metrics.h"

static void has(const struct metrics_text *text, const char *line)
{
	if (!strstr(text->bytes, line))
		fail_msg("'%s' is not in '%s'", line, text->bytes);
}

static void all_desks_are_told_by_what_became_of_their_events(void **state)
{
	struct dispatch *d = *state;
	struct metrics_text text;

	dispatcher_refused(d->dispatcher, &d->desks.desk[1], TALLY_FORGED);
	metrics_text_init(&text, 65536);
	desk_metrics(&text, d->dispatcher);
	assert_false(text.failed);
	has(&text, "faqd_desk_events_total{desk=\"own\",outcome=\"late\"} 0\n");
	has(&text,
	    "faqd_desk_calls_refused_total{desk=\"room\",cause=\"forged\""
	    "} 1\n");
	has(&text,
	    "faqd_desk_attempts_total{desk=\"own\",outcome=\"dead\"} 0\n");
	has(&text, "# TYPE faqd_outbox_withdrawn_total counter\n"
		   "faqd_outbox_withdrawn_total 0\n");
	has(&text, "faqd_outbox_messages 0\n");
	has(&text, "faqd_outbox_dead_messages 0\n");
	has(&text, "faqd_outbox_oldest_seconds 0\n");
	metrics_text_release(&text);
}

static void without_desks_nothing_is_told(void **state)
{
	struct metrics_text text;

	(void)state;
	metrics_text_init(&text, 65536);
	desk_metrics(&text, NULL);
	assert_int_equal(text.size, 0);
	metrics_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			all_desks_are_told_by_what_became_of_their_events,
			dispatch_set_up, dispatch_tear_down),
		cmocka_unit_test(without_desks_nothing_is_told),
	};

	return cmocka_run_group_tests_name("desk_metrics", tests, NULL, NULL);
}
