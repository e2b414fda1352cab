/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strcasestr */
#include "server/desk/post.h"

#include "server/fake_desk.h"
#include "server/log/log.h"
#include "server/run/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAR_US 3600000000LL /* later than any time-out */

struct asking {
	struct fake_desk desk;
	struct log log;
	struct loop *loop;
	struct poster poster;
	struct reach_url url;
	char url_text[64];
	int64_t ahead_us; /* how far the ticks' clock is */
	bool unwanted;
	/* What came of it: */
	unsigned done;
	int status;
	char body[64], cause[64], retry_after[32];
};

static void on_wake(void *context)
{
	struct asking *a = context;

	if (a->done)
		loop_stop(a->loop);
}

static void on_tick(void *context)
{
	struct asking *a = context;

	poster_tick(&a->poster, clock_us() + a->ahead_us);
}

static int set_up(void **state)
{
	struct asking *a = calloc(1, sizeof(*a));
	const struct loop_events events = {
		.on_wake = on_wake, .on_tick = on_tick, .context = a};

	assert_non_null(a);
	log_quiet_lws(&a->log);
	assert_true(fake_desk_open(&a->desk));
	a->loop = loop_new(&events);
	assert_non_null(a->loop);
	assert_true(poster_open(&a->poster, a->loop));
	snprintf(a->url_text, sizeof(a->url_text), "http://desk.example:%d/api",
		 a->desk.port);
	assert_true(reach_parse(&a->url, a->url_text));
	*state = a;
	return 0;
}

static int tear_down(void **state)
{
	struct asking *a = *state;

	poster_close(&a->poster);
	loop_free(a->loop);
	fake_desk_close(&a->desk);
	free(a);
	return 0;
}

static bool wanted(void *context)
{
	return !((struct asking *)context)->unwanted;
}

static void done(void *context, const struct post_result *result)
{
	struct asking *a = context;

	a->done++;
	a->status = result->status;
	snprintf(a->body, sizeof(a->body), "%.*s", (int)result->bytes,
		 result->body);
	snprintf(a->cause, sizeof(a->cause), "%s", result->cause);
	if (result->header_count)
		snprintf(a->retry_after, sizeof(a->retry_after), "%s",
			 result->header.value);
	loop_wake(a->loop);
}

static void start(struct asking *a)
{
	static const char body[] = "{\"text\":\"tea\"}";
	const struct desk_headers headers = {
		.count = 1, .header = {{"x-token", "open sesame"}}};
	const struct post_request request = {.url = &a->url,
					     .address = "127.0.0.1",
					     .method = "PUT",
					     .path = "/rooms/1",
					     .headers = &headers,
					     .body = body,
					     .bytes = sizeof(body) - 1};
	const struct post_owner owner = {wanted, done, a};

	assert_true(post_start(&a->poster, &request, clock_us(), &owner));
}

static void ask(struct asking *a)
{
	start(a);
	loop_run(a->loop);
	assert_int_equal(a->done, 1);
}

static void what_is_asked_comes_whole(void **state)
{
	struct asking *a = *state;
	const struct fake_call *call = &a->desk.call[0];
	char host[64];

	ask(a);
	assert_int_equal(a->status, 200);
	assert_string_equal(a->body, "{}");
	assert_int_equal(a->desk.count, 1);
	assert_string_equal(call->path, "/api/rooms/1");
	assert_string_equal(call->body, "{\"text\":\"tea\"}");
	assert_memory_equal(call->head, "PUT ", 4);
	assert_non_null(strstr(call->head, "x-token: open sesame\r\n"));
	snprintf(host, sizeof(host), "Host: desk.example:%d\r\n", a->desk.port);
	assert_non_null(strcasestr(call->head, host));
	assert_non_null(strstr(call->head, "content-length: 14\r\n"));
}

static void a_redirect_is_an_answer_and_not_followed(void **state)
{
	struct asking *a = *state;

	fake_desk_answer(&a->desk, "307 200");
	ask(a);
	assert_int_equal(a->status, 307);
	assert_int_equal(a->desk.count, 1);
}

static void when_to_come_back_is_told(void **state)
{
	struct asking *a = *state;

	fake_desk_answer(&a->desk, "429");
	ask(a);
	assert_int_equal(a->status, 429);
	assert_string_equal(a->retry_after, "7");
}

static void who_hangs_up_has_said_nothing(void **state)
{
	struct asking *a = *state;

	fake_desk_answer(&a->desk, "0");
	ask(a);
	assert_int_equal(a->status, 0);
	assert_int_equal(a->desk.count, 1);
}

static void nobody_there_is_told_with_its_cause(void **state)
{
	struct asking *a = *state;

	a->url.port = 1;
	ask(a);
	assert_int_equal(a->status, 0);
	assert_true(*a->cause);
}

/* The connection stood, and nothing was said on it. */
static void what_is_not_wanted_any_more_is_not_said(void **state)
{
	struct asking *a = *state;

	a->unwanted = true;
	ask(a);
	assert_int_equal(a->status, 0);
	a->unwanted = false;
	a->done = 0;
	ask(a);
	assert_int_equal(a->desk.count, 1);
}

/* It accepts, and never says a word. */
static void who_takes_too_long_is_cut(void **state)
{
	struct asking *a = *state;

	fake_desk_answer(&a->desk, "-1");
	a->ahead_us = FAR_US;
	ask(a);
	assert_int_equal(a->status, 0);
}

static void what_is_under_way_at_the_end_is_told_to_nobody(void **state)
{
	struct asking *a = *state;

	start(a);
	poster_close(&a->poster);
	assert_int_equal(a->done, 0);
	assert_true(poster_open(&a->poster, a->loop));
}

int main(void)
{
#define ASKING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		ASKING(what_is_asked_comes_whole),
		ASKING(a_redirect_is_an_answer_and_not_followed),
		ASKING(when_to_come_back_is_told),
		ASKING(who_hangs_up_has_said_nothing),
		ASKING(nobody_there_is_told_with_its_cause),
		ASKING(what_is_not_wanted_any_more_is_not_said),
		ASKING(who_takes_too_long_is_cut),
		ASKING(what_is_under_way_at_the_end_is_told_to_nobody),
	};

	return cmocka_run_group_tests_name("post", tests, NULL, NULL);
}
