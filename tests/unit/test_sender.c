/* SPDX-License-Identifier: MIT */
#include "server/desk/sender.h"

#include "server/fake_desk.h"
#include "server/run/clock.h"
#include "unit/store_fixture.h"

#include <poll.h>

#define LETTER(purpose, body)                                                  \
	"{\"for\":\"" purpose "\",\"method\":\"POST\",\"path\":\"/r\","        \
	"\"key\":\"k1\",\"body\":\"" body "\"}"
#define WAIT_MS 15000

struct post_office {
	void *store_state;
	struct bench *bench;
	struct fake_desk desk;
	struct desks desks;
	char url[64];
	struct log log; /* into a pipe: an attempt is a line */
	int out, in;
	struct tally tally;
	struct sender *sender;
};

static int64_t now_ms(void *unused)
{
	(void)unused;
	return clock_unix_ms();
}

static void start(struct post_office *o)
{
	const struct sender_options options = {.desks = &o->desks,
					       .database = o->bench->path,
					       .store = &o->bench->options,
					       .log = &o->log,
					       .tally = &o->tally,
					       .now_ms = now_ms};
	struct store_error error;

	if (!sender_start(&o->sender, &options, &error))
		fail_msg("%s", error.message);
}

static void open_log(struct post_office *o)
{
	struct log_settings settings = {.form = LOG_FORM_JSON,
					.level = LOG_LEVEL_DEBUG,
					.clock_ms = now_ms};
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	o->in = ends[0];
	o->out = settings.fd = ends[1];
	assert_true(log_open(&o->log, &settings));
}

static int set_up(void **state)
{
	struct post_office *o = calloc(1, sizeof(*o));

	assert_non_null(o);
	bench_set_up(&o->store_state);
	o->bench = o->store_state;
	o->bench->options.busy_ms = WAIT_MS;
	bench_open(o->bench);
	open_log(o);
	log_quiet_lws(&o->log);
	assert_true(fake_desk_open(&o->desk));
	snprintf(o->url, sizeof(o->url), "http://127.0.0.1:%d", o->desk.port);
	o->desks.count = 1;
	o->desks.desk[0] = (struct desk_setup){
		.config = {.name = "own",
			   .kind = DESK_WEBHOOK,
			   .secret = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
			   .secret_count = 1,
			   .url = o->url,
			   .http = true,
			   .map = {.text = "/t",
				   .conversation = "/c",
				   .handover = {.path = "/handover",
						.body = "\"{{reason}}\""}}},
		.allow_private = true};
	*state = o;
	return 0;
}

static int tear_down(void **state)
{
	struct post_office *o = *state;

	sender_stop(o->sender);
	log_close(&o->log);
	close(o->in);
	close(o->out);
	fake_desk_close(&o->desk);
	bench_tear_down(&o->store_state);
	free(o);
	return 0;
}

static void put_for(struct post_office *o, const char *desk,
		    const char *conversation, const char *letter)
{
	struct store_record record =
		outgoing_of(1, conversation, letter, now_ms(NULL));

	strcpy(record.as.outgoing.desk, desk);
	record.as.outgoing.verbatim = true;
	write_one(o->bench->store, record);
}

static void put(struct post_office *o, const char *conversation,
		const char *letter)
{
	put_for(o, "desk:own", conversation, letter);
}

static void read_line(struct post_office *o, char *line, size_t room)
{
	struct pollfd waiting = {.fd = o->in, .events = POLLIN};
	size_t size = 0;

	do {
		assert_int_equal(poll(&waiting, 1, WAIT_MS), 1);
		assert_true(size < room - 1);
		assert_int_equal(read(o->in, &line[size], 1), 1);
	} while (line[size++] != '\n');
	line[size] = '\0';
}

/* The outcome of the next attempt. */
static void attempt_is(struct post_office *o, const char *outcome)
{
	char line[1024];

	do
		read_line(o, line, sizeof(line));
	while (!strstr(line, "a message to a desk"));
	if (!strstr(line, outcome))
		fail_msg("no '%s' in %s", outcome, line);
}

/* It ends, with all noted that came to an end; so much is in the outbox. */
static void ends_with(struct post_office *o, uint64_t pending, uint64_t dead)
{
	struct store_outbox_count count;

	sender_stop(o->sender);
	o->sender = NULL;
	assert_int_equal(store_outbox_count(o->bench->store, &count), STORE_OK);
	assert_int_equal(count.pending, pending);
	assert_int_equal(count.dead, dead);
}

static void what_waits_at_the_start_is_sent(void **state)
{
	struct post_office *o = *state;

	put(o, "c1", LETTER("reply", "one"));
	start(o);
	attempt_is(o, "done");
	ends_with(o, 0, 0);
	assert_string_equal(o->desk.call[0].body, "one");
	assert_int_equal(o->tally.attempt[0][TALLY_DONE], 1);
}

static void a_conversation_is_sent_in_order(void **state)
{
	static const char *const said[] = {"one", "two", "three"};
	struct post_office *o = *state;

	put(o, "c1", LETTER("reply", "one"));
	put(o, "c1", LETTER("reply", "two"));
	put(o, "c1", LETTER("reply", "three"));
	fake_desk_answer(&o->desk, "500 200");
	start(o);
	attempt_is(o, "again");
	for (size_t i = 0; i < 3; i++)
		attempt_is(o, "done");
	ends_with(o, 0, 0);
	assert_int_equal(o->desk.count, 4);
	assert_string_equal(o->desk.call[0].body, "one");
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(o->desk.call[i + 1].body, said[i]);
	assert_int_equal(o->tally.attempt[0][TALLY_AGAIN], 1);
}

static void who_is_woken_looks_at_once(void **state)
{
	struct post_office *o = *state;
	int64_t begun_us = clock_us();

	start(o);
	put(o, "c1", LETTER("reply", "one"));
	sender_wake(o->sender);
	assert_true(fake_desk_wait(&o->desk, 1));
	assert_true(clock_us() - begun_us < 1500000); /* not after 2 s */
}

/* What was taken by one that died does not wait for its lease. */
static void a_lease_of_a_dead_sender_ends_with_the_start(void **state)
{
	struct post_office *o = *state;
	struct store_record sent = {.kind = STORE_SENT};
	int64_t far_ms = now_ms(NULL) + 3600000;
	size_t due;

	put(o, "c1", LETTER("reply", "one"));
	put(o, "c2", LETTER("reply", "two"));
	sent.as.sent.id = 2;
	sent.as.sent.state = STORE_OUTBOX_PENDING;
	sent.as.sent.next_ms = far_ms;
	write_one(o->bench->store, sent);
	assert_int_equal(store_outbox_change(o->bench->store, STORE_OUTBOX_DUE,
					     0, now_ms(NULL), &due),
			 STORE_OK);
	start(o);
	attempt_is(o, "done");
	ends_with(o, 1, 0); /* the desk said when to come back to it */
	assert_string_equal(o->desk.call[0].body, "one");
}

static void what_is_refused_for_good_goes_to_a_person(void **state)
{
	struct post_office *o = *state;
	struct store_record session = session_of(1, 5, 0);

	session.as.session.state = STORE_SESSION_BOT;
	write_one(o->bench->store, session);
	put(o, "c1", LETTER("reply", "one"));
	put(o, "c1", LETTER("reply", "two"));
	fake_desk_answer(&o->desk, "400 200");
	start(o);
	attempt_is(o, "dead");
	attempt_is(o, "done");
	ends_with(o, 0, 1);
	assert_string_equal(o->desk.call[1].path, "/handover");
	assert_int_equal(o->desk.count, 2);
	assert_int_equal(o->tally.attempt[0][TALLY_DEAD], 1);
	assert_int_equal(o->tally.withdrawn, 1);
}

/* A note that can't be told is no reason to call somebody. */
static void only_an_answer_that_fails_calls_a_person(void **state)
{
	struct post_office *o = *state;

	write_one(o->bench->store, session_of(1, 5, 0));
	put(o, "c1", LETTER("note", "one"));
	fake_desk_answer(&o->desk, "400 200");
	start(o);
	attempt_is(o, "dead");
	ends_with(o, 0, 1);
	assert_int_equal(o->desk.count, 1);
}

static void what_is_under_way_at_the_end_stays(void **state)
{
	struct post_office *o = *state;

	put(o, "c1", LETTER("reply", "one"));
	fake_desk_answer(&o->desk, "-1");
	start(o);
	assert_true(fake_desk_wait(&o->desk, 1));
	ends_with(o, 1, 0);
}

static void a_desk_that_hangs_does_not_hold_up_another(void **state)
{
	struct post_office *o = *state;
	struct desk_setup *second = &o->desks.desk[1];
	struct fake_desk other;
	char url[64], conversation[16];

	assert_true(fake_desk_open(&other));
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", other.port);
	*second = o->desks.desk[0];
	second->config.name = "other";
	second->config.url = url;
	o->desks.count = 2;
	for (unsigned i = 0; i < SENDER_FLIGHTS; i++) {
		snprintf(conversation, sizeof(conversation), "c%u", i);
		put(o, conversation, LETTER("reply", "one"));
	}
	put_for(o, "desk:other", "c", LETTER("reply", "two"));
	fake_desk_answer(&o->desk, "-1");
	start(o);
	attempt_is(o, "\"other\""); /* before any of the first times out */
	sender_stop(o->sender);
	o->sender = NULL;
	fake_desk_close(&other);
}

int main(void)
{
#define SENDING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		SENDING(what_waits_at_the_start_is_sent),
		SENDING(a_conversation_is_sent_in_order),
		SENDING(who_is_woken_looks_at_once),
		SENDING(a_lease_of_a_dead_sender_ends_with_the_start),
		SENDING(what_is_refused_for_good_goes_to_a_person),
		SENDING(only_an_answer_that_fails_calls_a_person),
		SENDING(what_is_under_way_at_the_end_stays),
		SENDING(a_desk_that_hangs_does_not_hold_up_another),
	};

	return cmocka_run_group_tests_name("sender", tests, NULL, NULL);
}
