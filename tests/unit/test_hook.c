/* SPDX-License-Identifier: MIT */
#include "unit/dispatch_fixture.h"
#include "unit/request_fixture.h"

#include "server/desk/hook.h"

#include <strings.h>

#define OWN_BODY "{\"text\":\"what is tea\",\"room\":\"r\"}"

static struct session *caller(struct dispatch *d)
{
	return &d->engine->session;
}

static bool nothing_said(struct dispatch *d)
{
	size_t size;

	return queue_first(&caller(d)->queue, &size) == NULL;
}

static enum session_next asks(struct dispatch *d, const char *path,
			      size_t bytes)
{
	const struct request request = post(path, bytes);

	return hook_on_request(caller(d), &request);
}

/* The head of a call that "own" has signed, `age` seconds ago. */
static struct request signed_request(struct dispatch *d, const char *body,
				     int64_t age)
{
	struct request request = post("/desk/own", strlen(body));
	struct desk_headers headers;

	assert_int_equal(desk_sign(&d->desks.desk[0].config, "msg_1",
				   clock_unix_ms() / 1000 - age, body,
				   strlen(body), &headers),
			 DESK_OK);
	for (size_t i = 0; i < headers.count; i++)
		for (size_t j = 0; j < REQUEST_DESK_HEADERS; j++)
			if (!strcasecmp(request_desk_header[j],
					headers.header[i].name))
				set(&request.desk[j], headers.header[i].value);
	return request;
}

static enum session_next brings(struct dispatch *d, const char *body)
{
	struct session *session = caller(d);

	assert_int_equal(inbox_add(&session->inbox, body, strlen(body)),
			 INBOX_OK);
	return hook_on_body(session);
}

static enum session_next calls(struct dispatch *d, const char *body,
			       int64_t age)
{
	const struct request request = signed_request(d, body, age);

	assert_int_equal(hook_on_request(caller(d), &request), SESSION_WAIT);
	return brings(d, body);
}

static uint64_t refusals(struct dispatch *d, enum tally_refusal refusal)
{
	struct dispatcher_state now;

	dispatcher_state(d->dispatcher, &now);
	return now.tally->refusal[0][refusal];
}

static void what_the_desk_signed_gets_its_200_when_it_is_stored(void **state)
{
	struct dispatch *d = *state;
	struct call *call;

	assert_int_equal(calls(d, OWN_BODY, 0), SESSION_WAIT);
	assert_non_null(caller(d)->call);
	assert_true(nothing_said(d));
	call = dispatch_wait(d);
	assert_ptr_equal(call->session, caller(d));
	hook_settle(call);
	fixture_sent_has(d->engine, "HTTP/1.1 200");
	assert_null(caller(d)->call);
}

static void a_body_that_was_changed_is_refused_and_counted(void **state)
{
	struct dispatch *d = *state;
	const struct request request = signed_request(d, OWN_BODY, 0);

	hook_on_request(caller(d), &request);
	brings(d, "{\"text\":\"what is Tea\",\"room\":\"r\"}");
	fixture_sent_has(d->engine, "HTTP/1.1 401");
	assert_int_equal(refusals(d, TALLY_FORGED), 1);
}

static void what_was_signed_long_ago_is_refused(void **state)
{
	struct dispatch *d = *state;

	calls(d, OWN_BODY, 3600);
	fixture_sent_has(d->engine, "signed too long ago");
	assert_int_equal(refusals(d, TALLY_STALE), 1);
}

static void what_is_not_signed_is_refused(void **state)
{
	struct dispatch *d = *state;

	assert_int_equal(asks(d, "/desk/own", 2), SESSION_WAIT);
	brings(d, "{}");
	fixture_sent_has(d->engine, "HTTP/1.1 401");
	assert_int_equal(refusals(d, TALLY_UNSIGNED), 1);
}

static void what_the_desk_does_not_send_is_refused(void **state)
{
	struct dispatch *d = *state;

	calls(d, "{\"room\":\"r\"}", 0);
	fixture_sent_has(d->engine, "HTTP/1.1 400");
	assert_int_equal(refusals(d, TALLY_BODY), 1);
}

static void there_are_only_the_desks_of_the_file(void **state)
{
	struct dispatch *d = *state;

	asks(d, "/desk/other", 2);
	fixture_sent_has(d->engine, "there is no such desk");
	asks(d, "/desk/own/secret", 2);
	fixture_sent_has(d->engine, "there is no such desk");
	d->engine->responder.door = NULL;
	asks(d, "/desk/own", 2);
	fixture_sent_has(d->engine, "there is no such page");
}

static void a_body_over_the_limit_is_not_awaited(void **state)
{
	struct dispatch *d = *state;

	asks(d, "/desk/own", 5000);
	fixture_sent_has(d->engine, "HTTP/1.1 413");
	assert_null(caller(d)->hook);
}

static void who_has_gone_leaves_the_call_to_itself(void **state)
{
	struct dispatch *d = *state;
	struct call *call;

	calls(d, OWN_BODY, 0);
	hook_forget(caller(d));
	call = dispatch_wait(d);
	assert_null(call->session);
	assert_int_equal(hook_settle(call), SESSION_WAIT);
	assert_true(nothing_said(d));
}

static void a_call_that_failed_is_asked_for_again(void **state)
{
	struct dispatch *d = *state;
	struct call *call;

	calls(d, OWN_BODY, 0);
	call = dispatch_wait(d);
	call->fate = CALL_FAILED;
	hook_settle(call);
	fixture_sent_has(d->engine, "HTTP/1.1 503");
	calls(d, OWN_BODY, 0);
	call = dispatch_wait(d);
	call->fate = CALL_BUSY;
	hook_settle(call);
	fixture_sent_has(d->engine, "retry-after: 5");
}

static void a_desk_that_waits_reads_the_answer(void **state)
{
	static const char body[] =
		"{\"token\":\"" OWN_SECRET "\",\"channel_id\":\"c\","
		"\"user_id\":\"u\",\"post_id\":\"p\",\"text\":\"what is tea\"}";
	struct dispatch *d = *state;

	asks(d, "/desk/room", strlen(body));
	assert_int_equal(brings(d, body), SESSION_WAIT);
	hook_settle(dispatch_wait(d));
	fixture_sent_has(d->engine, "leaves in hot water");
}

int main(void)
{
#define AT_WORK(test)                                                          \
	cmocka_unit_test_setup_teardown(test, dispatch_set_up,                 \
					dispatch_tear_down)
	const struct CMUnitTest tests[] = {
		AT_WORK(what_the_desk_signed_gets_its_200_when_it_is_stored),
		AT_WORK(a_body_that_was_changed_is_refused_and_counted),
		AT_WORK(what_was_signed_long_ago_is_refused),
		AT_WORK(what_is_not_signed_is_refused),
		AT_WORK(what_the_desk_does_not_send_is_refused),
		AT_WORK(there_are_only_the_desks_of_the_file),
		AT_WORK(a_body_over_the_limit_is_not_awaited),
		AT_WORK(who_has_gone_leaves_the_call_to_itself),
		AT_WORK(a_call_that_failed_is_asked_for_again),
		AT_WORK(a_desk_that_waits_reads_the_answer),
	};

	return cmocka_run_group_tests_name("hook", tests, NULL, NULL);
}
