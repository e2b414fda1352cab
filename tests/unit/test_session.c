/* SPDX-License-Identifier: MIT */
/* One connection: who it is counted as, and how much it may ask. */
#include "server/talk/session.h"

#include "server_fixture.h"

static const uint8_t seed[LIMIT_SEED_BYTES] = {1};

/* The limits of one address, and a chat of 198.51.100.7. */
static void limit_address(struct fixture *f, unsigned burst)
{
	const struct limit_rules rules = {.questions = {1, burst}};

	f->shared.limit = limit_new(&rules, 16, seed);
	assert_non_null(f->shared.limit);
	f->session.chat = true;
	assert_true(address_parse(&f->session.client, "198.51.100.7", 12));
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	limit_free(f->shared.limit);
	return fixture_tear_down(state);
}

static void whom_nothing_limits_may_ask(void **state)
{
	struct fixture *f = *state;
	unsigned seconds, i;

	f->session.chat = true;
	f->limits.session_questions_per_minute = 1;
	f->limits.session_burst = 1;
	for (i = 0; i < 5; i++)
		assert_true(session_may_ask(&f->session, &seconds));
}

static void an_address_has_its_burst_and_then_waits(void **state)
{
	struct fixture *f = *state;
	unsigned seconds = 0;

	limit_address(f, 2);
	assert_true(session_may_ask(&f->session, &seconds));
	assert_true(session_may_ask(&f->session, &seconds));
	assert_false(session_may_ask(&f->session, &seconds));
	assert_in_range(seconds, 58, 60);
	assert_true(address_parse(&f->session.client, "198.51.100.8", 12));
	assert_true(session_may_ask(&f->session, &seconds));
}

static void a_chat_has_a_burst_of_its_own(void **state)
{
	struct fixture *f = *state;
	unsigned seconds = 0;

	limit_address(f, 100);
	f->limits.session_questions_per_minute = 2;
	f->limits.session_burst = 1;
	assert_true(session_may_ask(&f->session, &seconds));
	assert_false(session_may_ask(&f->session, &seconds));
	assert_in_range(seconds, 28, 30);
	f->session.chat = false; /* each POST is a session of no length */
	assert_true(session_may_ask(&f->session, &seconds));
}

/* What the chat is refused is not taken from its address. */
static void a_refused_chat_costs_its_address_nothing(void **state)
{
	struct fixture *f = *state;
	unsigned seconds, i;

	limit_address(f, 2);
	f->limits.session_questions_per_minute = 1;
	f->limits.session_burst = 1;
	assert_true(session_may_ask(&f->session, &seconds));
	for (i = 0; i < 5; i++)
		assert_false(session_may_ask(&f->session, &seconds));
	f->session.chat = false;
	assert_true(session_may_ask(&f->session, &seconds));
	assert_false(session_may_ask(&f->session, &seconds));
}

/* Nor is what the address is refused taken from the chat. */
static void a_refused_address_costs_its_chat_nothing(void **state)
{
	struct fixture *f = *state;
	unsigned seconds, i;

	limit_address(f, 1);
	f->limits.session_questions_per_minute = 1;
	f->limits.session_burst = 2;
	assert_true(session_may_ask(&f->session, &seconds));
	for (i = 0; i < 5; i++)
		assert_false(session_may_ask(&f->session, &seconds));
	assert_true(address_parse(&f->session.client, "198.51.100.8", 12));
	assert_true(session_may_ask(&f->session, &seconds));
}

/* There is no keyring: so the key is one that is there no more. */
static void a_key_that_was_revoked_frees_from_no_limit(void **state)
{
	struct fixture *f = *state;
	unsigned seconds;

	limit_address(f, 1);
	assert_true(session_keeps_key(&f->session));
	snprintf(f->session.key, sizeof(f->session.key), "abcdefghijklmnop");
	assert_true(session_may_ask(&f->session, &seconds));
	assert_true(session_may_ask(&f->session, &seconds));
	assert_false(session_keeps_key(&f->session));
	assert_true(session_keeps_key(&f->session));
	assert_true(session_may_ask(&f->session, &seconds));
	assert_false(session_may_ask(&f->session, &seconds));
}

static void the_trusted_may_always_ask(void **state)
{
	struct fixture *f = *state;
	unsigned seconds, i;

	limit_address(f, 1);
	f->limits.session_questions_per_minute = 1;
	f->limits.session_burst = 1;
	assert_int_equal(networks_add(&f->none, "198.51.100.0/24"), NETWORK_OK);
	for (i = 0; i < 5; i++)
		assert_true(session_may_ask(&f->session, &seconds));
}

static void a_list_of_sessions_is_left_from_any_place(void **state)
{
	static struct session a, b, c;
	struct session *first = NULL;

	(void)state;
	session_link(&a, &first);
	session_link(&b, &first);
	session_link(&c, &first);
	assert_ptr_equal(first, &c);
	assert_ptr_equal(c.next, &b);
	assert_ptr_equal(b.next, &a);
	session_unlink(&b, &first);
	assert_ptr_equal(c.next, &a);
	assert_ptr_equal(a.previous, &c);
	session_unlink(&c, &first);
	assert_ptr_equal(first, &a);
	assert_null(a.previous);
	session_unlink(&a, &first);
	assert_null(first);
}

static void an_answer_is_owed_while_asked_for_or_on_its_way(void **state)
{
	struct fixture *f = *state;

	assert_false(session_in_flight(&f->session));
	f->session.asking = true;
	assert_true(session_in_flight(&f->session));
	f->session.asking = false;
	assert_true(queue_push(&f->session.queue, "x", 1));
	assert_true(session_in_flight(&f->session));
	queue_drop(&f->session.queue);
	assert_false(session_in_flight(&f->session));
}

static void a_connection_is_counted_as_what_it_is(void **state)
{
	struct fixture *f = *state;
	struct metrics_sum sum;
	struct metrics *metrics;

	assert_int_equal(metrics_new(&metrics, &counted_labels, 1), FAQ_OK);
	f->responder.metrics = metrics_worker(metrics, 0);
	session_count_opened(&f->session);
	session_count_closed(&f->session);
	f->session.chat = true;
	session_count_opened(&f->session);
	session_count_limit(&f->session, COUNTED_LIMIT_IDLE);
	metrics_sum(metrics, &sum);
	assert_int_equal(sum.count[METRICS_OPENED + COUNTED_HTTP], 1);
	assert_int_equal(sum.count[METRICS_CLOSED + COUNTED_HTTP], 1);
	assert_int_equal(sum.count[METRICS_OPENED + COUNTED_WEBSOCKET], 1);
	assert_int_equal(sum.count[METRICS_CLOSED + COUNTED_WEBSOCKET], 0);
	assert_int_equal(sum.count[METRICS_LIMIT + COUNTED_LIMIT_IDLE], 1);
	f->responder.metrics = NULL;
	metrics_free(metrics);
}

#define FIXED(test_)                                                           \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXED(whom_nothing_limits_may_ask),
		FIXED(an_address_has_its_burst_and_then_waits),
		FIXED(a_chat_has_a_burst_of_its_own),
		FIXED(a_refused_chat_costs_its_address_nothing),
		FIXED(a_refused_address_costs_its_chat_nothing),
		FIXED(a_key_that_was_revoked_frees_from_no_limit),
		FIXED(the_trusted_may_always_ask),
		FIXED(a_list_of_sessions_is_left_from_any_place),
		FIXED(an_answer_is_owed_while_asked_for_or_on_its_way),
		FIXED(a_connection_is_counted_as_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
