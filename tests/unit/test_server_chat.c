/* SPDX-License-Identifier: MIT */
#include "server/chat.h"

#include "server_fixture.h"

static enum chat_close piece(struct fixture *f, const char *text, bool first,
			     bool final)
{
	struct chat_piece p = {
		.bytes = text,
		.size = strlen(text),
		.first = first,
		.final = final,
	};

	return chat_on_piece(&f->session, &p);
}

static enum chat_close say(struct fixture *f, const char *text)
{
	return piece(f, text, true, true);
}

static void a_question_is_answered_under_its_id(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "{\"type\":\"ask\",\"id\":\"q\","
				"\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"answer\",\"reply_to\":\"q\",");
}

static void fragments_are_put_together(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(piece(f, "{\"type\":\"ask\",", true, false),
			 CHAT_GO_ON);
	assert_int_equal(piece(f, "\"text\":\"what ", false, false),
			 CHAT_GO_ON);
	assert_int_equal(f->session.queue.count, 0);
	assert_int_equal(piece(f, "is tea\"}", false, true), CHAT_GO_ON);
	fixture_sent_has(f, "\"id\":\"faq.tea\"");
	assert_null(f->session.inbox.bytes);
}

static void a_new_message_forgets_an_unfinished_one(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(piece(f, "half", true, false), CHAT_GO_ON);
	assert_int_equal(say(f, "{\"type\":\"ask\",\"text\":\"what is tea\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "\"type\":\"answer\"");
}

static void an_empty_message_is_an_error_that_ends_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, ""), CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"error\",\"detail\":");
}

static void an_unknown_type_is_an_error(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f, "{\"type\":\"sing\",\"id\":\"1\","
				"\"text\":\"x\"}"),
			 CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"error\",\"reply_to\":\"1\"");
}

static void a_message_over_the_limit_says_1009(void **state)
{
	struct fixture *f = *state;
	char big[1025];
	int i;

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	for (i = 0; i < 8; i++)
		assert_int_equal(piece(f, big, i == 0, false), CHAT_GO_ON);
	assert_int_equal(piece(f, "x", false, false), CHAT_CLOSE_SIZE);
}

static void a_binary_message_says_1003(void **state)
{
	struct fixture *f = *state;
	struct chat_piece p = {"x", 1, true, true, true};

	assert_int_equal(chat_on_piece(&f->session, &p), CHAT_CLOSE_BINARY);
}

static void who_does_not_read_is_told_1008(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < QUEUE_FRAMES_MAX; i++)
		assert_int_equal(say(f, "{"), CHAT_GO_ON);
	assert_int_equal(say(f, "{"), CHAT_CLOSE_SLOW);
	assert_int_equal(f->session.queue.count, QUEUE_FRAMES_MAX);
}

static void a_chat_begins_with_a_fresh_dialogue(void **state)
{
	struct fixture *f = *state;

	f->session.dialog.step = 2;
	f->session.close = true;
	chat_on_open(&f->session);
	assert_int_equal(f->session.dialog.step, 0);
	assert_true(f->session.chat);
	assert_false(f->session.close);
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_question_is_answered_under_its_id),
		WITH_FIXTURE(fragments_are_put_together),
		WITH_FIXTURE(a_new_message_forgets_an_unfinished_one),
		WITH_FIXTURE(an_empty_message_is_an_error_that_ends_nothing),
		WITH_FIXTURE(an_unknown_type_is_an_error),
		WITH_FIXTURE(a_message_over_the_limit_says_1009),
		WITH_FIXTURE(a_binary_message_says_1003),
		WITH_FIXTURE(who_does_not_read_is_told_1008),
		WITH_FIXTURE(a_chat_begins_with_a_fresh_dialogue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
