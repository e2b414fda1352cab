/* SPDX-License-Identifier: MIT */
/* What an agent's tool hears, byte for byte as in tests/proto/golden/agent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/agent_outgoing.h"
#include "unit/content.h"
#include "unit/golden.h"

#define TALK "0123456789abcdef0123456789abcdef"

static const char content[] =
	"### Opening hours\n\nTen to six.\n\n```ask faq.open\nwhen do you "
	"open\n```\n\n### The desk\n\nAsk there.\n\n```ask faq.desk\nwhere "
	"is the desk\n```\n\n";
static const struct agent_message said = {
	.seq = 3,
	.from = "visitor",
	.text = "a person, please",
	.text_bytes = 16,
	.at_ms = 1700000000123,
	.agent = "",
	.verdict = "",
	.intent = "",
};
static const struct agent_message answered = {
	.seq = 4,
	.from = "bot",
	.text = "Opening hours",
	.text_bytes = 13,
	.at_ms = 1700000000456,
	.agent = "",
	.verdict = "answer",
	.intent = "faq.open",
	.confidence = 0.5,
	.near_count = 1,
	.near = {{"faq.desk", 0.25}},
};
static const struct agent_message replied = {
	.seq = 5,
	.from = "agent",
	.text = "Hello",
	.text_bytes = 5,
	.at_ms = 1700000000789,
	.agent = "Ada",
	.verdict = "",
	.intent = "",
};
static const struct agent_summary waiting = {
	.conversation = TALK,
	.state = "waiting",
	.reason = "asked",
	.agent = "",
	.since_ms = 1700000000000,
	.last = &said,
	.messages = 3,
	.online = true,
	.step = 2,
};
static const struct agent_summary joined = {
	.conversation = TALK,
	.state = "joined",
	.reason = "misses",
	.agent = "Ada",
	.since_ms = 1700000000000,
};
static const struct agent_presence presence = {2, 1};
static struct json_writer json;

static int set_up(void **state)
{
	(void)state;
	json_writer_init(&json, GOLDEN_BYTES);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	json_writer_release(&json);
	return 0;
}

static void written(const char *name)
{
	char file[64];

	assert_false(json_failed(&json));
	snprintf(file, sizeof(file), "agent/%s.json", name);
	golden_is(file, json.bytes, json.size);
	json_writer_clear(&json);
}

static void a_hello_tells_all_there_is_to_begin_with(void **state)
{
	struct faq_catalog *catalog = build_good(content);

	(void)state;
	agent_begin_hello(&json, "a", "Ada");
	agent_put_summary(&json, &waiting);
	agent_put_summary(&json, &joined);
	agent_end_hello(&json, &presence, catalog);
	written("hello");
	faq_catalog_free(catalog);
}

static void a_conversation_comes_with_the_bots_reasoning(void **state)
{
	(void)state;
	agent_begin_conversation(&json, "b", &joined);
	agent_put_message(&json, &said);
	agent_put_message(&json, &answered);
	agent_put_message(&json, &replied);
	agent_end_conversation(&json);
	written("conversation");
}

static void what_happens_is_told(void **state)
{
	(void)state;
	agent_changed(&json, &waiting);
	written("changed");
	agent_said(&json, TALK, &replied);
	written("message");
	agent_typing(&json, TALK, true);
	written("typing");
	agent_presence(&json, "", &presence);
	written("presence");
}

static void what_was_delivered_comes_again(void **state)
{
	struct agent_message message = replied;

	(void)state;
	message.delivered = true;
	agent_said(&json, TALK, &message);
	written("delivered");
}

static void a_command_is_answered(void **state)
{
	(void)state;
	agent_done(&json, "c", "claimed", TALK, 0);
	written("claimed");
	agent_done(&json, "d", "sent", TALK, 5);
	written("sent");
	agent_done(&json, "e", "noted", TALK, 6);
	written("noted");
	agent_done(&json, "h", "given_back", TALK, 0);
	written("given_back");
	agent_done(&json, "i", "closed", TALK, 0);
	written("closed");
	agent_done(&json, "j", "corrected", TALK, 2);
	written("corrected");
	agent_done(&json, "k", "unfollowed", TALK, 0);
	written("unfollowed");
	agent_error(&json, "f", AGENT_ALREADY_CLAIMED, "Bob has it");
	written("error");
}

static void the_engine_suggests(void **state)
{
	struct talk talk;

	(void)state;
	talk_begin(&talk, build_good(content));
	assert_string_equal(say_to(&talk, "when do you open"), "faq.open");
	agent_suggestions(&json, "g", TALK, &talk.reply);
	written("suggestions");
	talk_end(&talk);
}

static void each_code_has_a_text_of_its_own(void **state)
{
	(void)state;
	for (int a = 0; a <= AGENT_FAILED; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(
				agent_code_text((enum agent_code)a),
				agent_code_text((enum agent_code)b));
}

int main(void)
{
#define WRITTEN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WRITTEN(a_hello_tells_all_there_is_to_begin_with),
		WRITTEN(a_conversation_comes_with_the_bots_reasoning),
		WRITTEN(what_happens_is_told),
		WRITTEN(what_was_delivered_comes_again),
		WRITTEN(a_command_is_answered),
		WRITTEN(the_engine_suggests),
		cmocka_unit_test(each_code_has_a_text_of_its_own),
	};

	return cmocka_run_group_tests_name("agent_outgoing", tests, NULL, NULL);
}
