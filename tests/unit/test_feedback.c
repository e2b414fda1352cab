/* SPDX-License-Identifier: MIT */
#include "server/talk/feedback.h"

#include "rating_fixture.h"

#define NOW_US 5000000

static struct mouth_answer rate(struct fixture *f, const char *body)
{
	const struct mouth_call call = {.body = body,
					.bytes = strlen(body),
					.now_us = NOW_US,
					.waiting = &f->session.pending};

	return feedback_answer(&f->responder, &call);
}

static void has(const struct mouth_answer *answer, unsigned status,
		const char *part)
{
	assert_int_equal(answer->status, status);
	assert_int_equal(answer->bytes, strlen(answer->body));
	if (!strstr(answer->body, part))
		fail_msg("'%s' is not in '%s'", part, answer->body);
}

static void what_is_kept_at_once_is_acknowledged_at_once(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_KEPT};
	struct mouth_answer answer;

	fixture_rates(f, &rated);
	f->observer.fate = NULL;
	answer = rate(f, fixture_rating(f, &rated));
	has(&answer, 200,
	    "{\"type\":\"feedback_received\",\"reply_to\":\"f\","
	    "\"answer\":\"");
	has(&answer, 200, f->responder.answer);
	assert_string_equal(rated.answer, f->responder.answer);
	assert_string_equal(rated.reason, "odd");
	assert_false(rated.helpful);
}

static void what_is_on_its_way_to_the_disk_waits(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_WAITS};
	enum feedback_status status;
	struct pending settled;

	fixture_rates(f, &rated);
	assert_true(rate(f, fixture_rating(f, &rated)).waits);
	assert_int_equal(f->responder.pending, 1);
	assert_false(feedback_settled(&f->responder, &f->session.pending,
				      NOW_US, &settled, &status));
	rated.fate = RECORD_KEPT;
	assert_true(feedback_settled(&f->responder, &f->session.pending, NOW_US,
				     &settled, &status));
	assert_int_equal(status, FEEDBACK_KEPT);
	assert_string_equal(settled.id, "f");
	assert_string_equal(settled.answer, f->responder.answer);
	assert_int_equal(f->responder.pending, 0);
	assert_false(feedback_settled(&f->responder, &f->session.pending,
				      NOW_US, &settled, &status));
}

static void an_answer_that_nobody_gave_is_refused(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_KEPT};
	struct mouth_answer answer;

	fixture_rates(f, &rated);
	fixture_rating(f, &rated);
	*strstr(rated.body, f->responder.answer) ^= 1;
	answer = rate(f, rated.body);
	has(&answer, 400, "\"code\":\"unknown_answer\"");
	assert_string_equal(rated.answer, "");
}

static void nobody_waits_for_a_disk_for_ever(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_WAITS};
	enum feedback_status status;
	struct mouth_answer answer;
	struct pending settled;

	fixture_rates(f, &rated);
	assert_true(rate(f, fixture_rating(f, &rated)).waits);
	assert_true(
		feedback_settled(&f->responder, &f->session.pending,
				 NOW_US + (int64_t)PENDING_SECONDS * 1000000,
				 &settled, &status));
	assert_int_equal(status, FEEDBACK_NOT_KEPT);
	answer = feedback_tell(&f->responder, settled.id, settled.answer,
			       status);
	has(&answer, 503, "\"code\":\"not_recorded\"");
	has(&answer, 503, "\"reply_to\":\"f\"");
}

static void what_the_store_refuses_is_told(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.refuses = true};
	struct mouth_answer answer;

	fixture_rates(f, &rated);
	answer = rate(f, fixture_rating(f, &rated));
	has(&answer, 503, "\"code\":\"not_recorded\"");
	f->shared.observer = NULL;
	answer = rate(f, rated.body);
	has(&answer, 503, "\"code\":\"not_recorded\"");
}

static void a_session_that_is_not_ours_has_no_answer_to_rate(void **state)
{
	struct fixture *f = *state;
	struct rated rated = {.fate = RECORD_KEPT};
	struct mouth_answer answer;

	fixture_rates(f, &rated);
	answer = rate(f, "{\"answer\":\"a\",\"helpful\":true,"
			 "\"session\":\"AAAA\"}");
	has(&answer, 400, "\"code\":\"session_foreign\"");
	assert_string_equal(rated.answer, "");
}

static void a_body_that_is_no_feedback_is_told_where(void **state)
{
	struct fixture *f = *state;
	struct mouth_answer answer = rate(f, "{\"answer\":\"a\"}");

	has(&answer, 400, "line 1, column 1: 'helpful' is missing");
	answer = rate(f, "{\"answer\":\"a\",\"helpful\":true}");
	has(&answer, 400, "line 1, column 1: 'session' is missing");
	answer = rate(f, "{");
	has(&answer, 400, "\"code\":\"invalid_json\"");
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(what_is_kept_at_once_is_acknowledged_at_once),
		WITH_FIXTURE(what_is_on_its_way_to_the_disk_waits),
		WITH_FIXTURE(an_answer_that_nobody_gave_is_refused),
		WITH_FIXTURE(nobody_waits_for_a_disk_for_ever),
		WITH_FIXTURE(what_the_store_refuses_is_told),
		WITH_FIXTURE(a_session_that_is_not_ours_has_no_answer_to_rate),
		WITH_FIXTURE(a_body_that_is_no_feedback_is_told_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
