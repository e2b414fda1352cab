/* SPDX-License-Identifier: MIT */
#include "server/talk/chat_reply.h"

#include "proto/outgoing.h"
#include "server_fixture.h"

static void what_the_writer_holds_is_queued(void **state)
{
	struct fixture *f = *state;

	json_writer_clear(&f->responder.json);
	outgoing_read(&f->responder.json, 7);
	assert_int_equal(chat_send_json(&f->session), CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"read\",\"seq\":7}");
}

static void an_error_names_its_message(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		chat_send_error(&f->session, "m", MESSAGE_FAILED, "no"),
		CHAT_GO_ON);
	fixture_sent_has(f, "{\"type\":\"error\",\"reply_to\":\"m\","
			    "\"code\":\"failed\",\"detail\":\"no\"}");
}

static void what_could_not_be_written_ends_the_chat(void **state)
{
	struct fixture *f = *state;

	json_writer_clear(&f->responder.json);
	json_put_open(&f->responder.json, '{');
	for (int i = 0; i < 64; i++)
		json_put_open(&f->responder.json, '[');
	if (!json_failed(&f->responder.json))
		f->responder.json.failed = true;
	assert_int_equal(chat_send_json(&f->session), CHAT_CLOSE_FAILED);
	assert_int_equal(f->session.queue.count, 0);
}

static void a_visitor_who_does_not_read_is_let_go(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < f->session.queue.max; i++)
		assert_int_equal(chat_send(&f->session, "{}", 2), CHAT_GO_ON);
	assert_int_equal(chat_send(&f->session, "{}", 2), CHAT_CLOSE_SLOW);
	assert_int_equal(f->session.queue.count, f->session.queue.max);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_the_writer_holds_is_queued),
		TEST(an_error_names_its_message),
		TEST(what_could_not_be_written_ends_the_chat),
		TEST(a_visitor_who_does_not_read_is_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
