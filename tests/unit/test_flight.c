/* SPDX-License-Identifier: MIT */
#include "server/desk/flight.h"

#include "server/fake_desk.h"
#include "server/log/log.h"
#include "server/run/clock.h"
#include "unit/own_threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define LETTER(purpose)                                                        \
	"{\"for\":\"" purpose "\",\"method\":\"POST\",\"path\":\"/r\","        \
	"\"key\":\"k1\",\"body\":\"{}\"}"

struct journey {
	struct fake_desk desk;
	struct log log;
	struct loop *loop;
	struct poster poster;
	struct desks desks;
	char url[64];
	struct flight_port port;
	struct flight *flight;
	bool gone; /* from the outbox */
	unsigned asked;
	/* What came of it: */
	unsigned ended;
	bool withdrawn;
	struct desk_result result;
};

static void on_wake(void *context)
{
	struct journey *j = context;

	if (j->flight)
		flight_look(j->flight, clock_us());
	if (j->ended)
		loop_stop(j->loop);
}

static void on_tick(void *context)
{
	struct journey *j = context;

	poster_tick(&j->poster, clock_us());
}

static bool waits(void *context, int64_t id)
{
	struct journey *j = context;

	assert_int_equal(id, 7);
	j->asked++;
	return !j->gone;
}

static void ended(void *context, struct flight *flight,
		  const struct desk_result *result)
{
	struct journey *j = context;

	assert_ptr_equal(flight, j->flight);
	j->ended++;
	j->withdrawn = !result;
	if (result)
		j->result = *result;
	flight_free(flight);
	j->flight = NULL;
	loop_wake(j->loop);
}

static void wake(void *context)
{
	loop_wake(((struct journey *)context)->loop);
}

static int64_t now_ms(void *unused)
{
	(void)unused;
	return clock_unix_ms();
}

static void set_up_desk(struct journey *j)
{
	struct desk_setup *desk = &j->desks.desk[0];

	snprintf(j->url, sizeof(j->url), "http://127.0.0.1:%d", j->desk.port);
	desk->config = (struct desk_config){
		.name = "own",
		.kind = DESK_WEBHOOK,
		.secret = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
		.secret_count = 1,
		.url = j->url,
		.http = true,
		.map = {.text = "/t", .conversation = "/c"}};
	desk->allow_private = true;
	j->desks.count = 1;
}

static int set_up(void **state)
{
	struct journey *j = calloc(1, sizeof(*j));
	const struct loop_events events = {
		.on_wake = on_wake, .on_tick = on_tick, .context = j};

	assert_non_null(j);
	log_quiet_lws(&j->log);
	assert_true(fake_desk_open(&j->desk));
	set_up_desk(j);
	j->loop = loop_new(&events);
	assert_non_null(j->loop);
	assert_true(poster_open(&j->poster, j->loop));
	j->port = (struct flight_port){.poster = &j->poster,
				       .desks = &j->desks,
				       .now_ms = now_ms,
				       .waits = waits,
				       .ended = ended,
				       .wake = wake,
				       .context = j};
	*state = j;
	return 0;
}

static int tear_down(void **state)
{
	struct journey *j = *state;

	poster_close(&j->poster);
	if (j->flight)
		flight_free(j->flight);
	loop_free(j->loop);
	fake_desk_close(&j->desk);
	free(j);
	return own_threads_ended() ? 0 : -1;
}

static void deliver(struct journey *j, const char *mouth, const char *body)
{
	struct store_outgoing message = {.id = 7,
					 .body = body,
					 .body_bytes = strlen(body),
					 .attempts = 1};

	snprintf(message.desk, sizeof(message.desk), "%s", mouth);
	j->flight = flight_new(&j->port, &message);
	assert_non_null(j->flight);
	flight_begin(j->flight, clock_us());
	if (j->flight)
		loop_run(j->loop);
	assert_int_equal(j->ended, 1);
}

static void a_message_reaches_its_desk(void **state)
{
	struct journey *j = *state;

	deliver(j, "desk:own", LETTER("reply"));
	assert_false(j->withdrawn);
	assert_int_equal(j->result.outcome, DESK_DONE);
	assert_int_equal(j->desk.count, 1);
	assert_string_equal(j->desk.call[0].path, "/r");
	assert_non_null(strstr(j->desk.call[0].head, "webhook-id: k1\r\n"));
	assert_int_equal(j->asked, 1);
}

/* Between its being taken and the connection a person came. */
static void what_was_withdrawn_on_the_way_is_not_said(void **state)
{
	struct journey *j = *state;

	j->gone = true;
	deliver(j, "desk:own", LETTER("reply"));
	assert_true(j->withdrawn);
	assert_int_equal(j->asked, 1);
	assert_int_equal(j->desk.count, 0);
}

static void what_the_desk_says_is_the_outcome(void **state)
{
	struct journey *j = *state;

	fake_desk_answer(&j->desk, "429");
	deliver(j, "desk:own", LETTER("reply"));
	assert_int_equal(j->result.outcome, DESK_AGAIN);
	assert_int_equal(j->result.after_s, 7);
	assert_string_equal(j->result.cause, "429");
}

static void a_private_address_is_not_gone_to(void **state)
{
	struct journey *j = *state;

	j->desks.desk[0].allow_private = false;
	deliver(j, "desk:own", LETTER("reply"));
	assert_int_equal(j->result.outcome, DESK_AGAIN);
	assert_string_equal(j->result.cause,
			    "its host is on a private address");
	assert_int_equal(j->desk.count, 0);
}

static void a_url_without_a_port_is_not_gone_to(void **state)
{
	struct journey *j = *state;

	j->desks.desk[0].config.url = "http://127.0.0.1:99999";
	deliver(j, "desk:own", LETTER("reply"));
	assert_int_equal(j->result.outcome, DESK_AGAIN);
	assert_string_equal(j->result.cause, "its url has no port that is one");
}

/* It may be set up again tomorrow. */
static void a_desk_that_is_not_set_up_is_waited_for(void **state)
{
	struct journey *j = *state;

	deliver(j, "desk:other", LETTER("reply"));
	assert_int_equal(j->result.outcome, DESK_AGAIN);
	assert_true(j->result.after_s >= 60);
}

static void what_is_no_letter_is_given_up(void **state)
{
	struct journey *j = *state;

	deliver(j, "desk:own", "{}");
	assert_int_equal(j->result.outcome, DESK_DEAD);
	assert_string_equal(j->result.cause, "it can't be read");
}

static void a_flight_may_end_while_its_name_is_looked_up(void **state)
{
	struct journey *j = *state;
	const struct store_outgoing message = {.desk = "desk:own",
					       .body = LETTER("note"),
					       .body_bytes =
						       strlen(LETTER("note"))};

	for (int i = 0; i < 20; i++) {
		struct flight *flight = flight_new(&j->port, &message);

		assert_non_null(flight);
		assert_string_equal(flight_desk_name(flight), "own");
		flight_begin(flight, clock_us());
		flight_free(flight);
	}
	assert_int_equal(j->ended, 0);
}

int main(void)
{
#define ON_THE_WAY(test)                                                       \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		ON_THE_WAY(a_message_reaches_its_desk),
		ON_THE_WAY(what_was_withdrawn_on_the_way_is_not_said),
		ON_THE_WAY(what_the_desk_says_is_the_outcome),
		ON_THE_WAY(a_private_address_is_not_gone_to),
		ON_THE_WAY(a_url_without_a_port_is_not_gone_to),
		ON_THE_WAY(a_desk_that_is_not_set_up_is_waited_for),
		ON_THE_WAY(what_is_no_letter_is_given_up),
		ON_THE_WAY(a_flight_may_end_while_its_name_is_looked_up),
	};

	return cmocka_run_group_tests_name("flight", tests, NULL, NULL);
}
