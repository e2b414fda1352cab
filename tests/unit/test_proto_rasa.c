/* SPDX-License-Identifier: MIT */
#include "proto/rasa.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "golden.h"

static const struct faq_link shop = {"shop", "Tea shop", "https://a.example/"};

static const struct faq_intent pour = {.id = "step.pour",
				       .title = "Pour it over the leaves",
				       .text = "Pour \"slowly\".",
				       .again = "Slowly.",
				       .note = "It is hot.",
				       .link = &shop,
				       .kind = FAQ_KIND_STEP,
				       .step = 2};
static const struct faq_intent twice = {.id = "mistake.twice",
					.title = "Using water twice",
					.text = "It tastes flat.",
					.again = "",
					.note = "It is hot.",
					.kind = FAQ_KIND_MISTAKE};
static const struct faq_intent tea = {.id = "faq.tea",
				      .title = "What tea is",
				      .text = "Leaves, see https://a.example/",
				      .again = "",
				      .note = "",
				      .link = &shop,
				      .kind = FAQ_KIND_FAQ};

struct fixture {
	struct faq_reply reply;
	struct json_writer writer;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->reply.lead = f->reply.tail = "";
	f->reply.text = "All of it.";
	f->reply.steps = 4;
	json_writer_init(&f->writer, 1u << 20);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	json_writer_release(&f->writer);
	free(f);
	return 0;
}

/* The bubbles of the reply are exactly `wanted`. */
static void are_bubbles(struct fixture *f, const char *wanted)
{
	json_writer_clear(&f->writer);
	rasa_put_reply(&f->writer, RASA_ARRAY, "v", &f->reply);
	assert_string_equal(f->writer.bytes, wanted);
}

static void a_bubble_a_part_and_the_extras_on_the_last(void **state)
{
	struct fixture *f = *state;

	f->reply.lead = "First things first.";
	f->reply.tail = "Say next.";
	f->reply.part_count = 2;
	f->reply.part[0] = (struct faq_part){.intent = &pour};
	f->reply.part[1] = (struct faq_part){.intent = &twice};
	f->reply.offer = &tea;
	f->reply.handover = true;
	rasa_put_reply(&f->writer, RASA_ARRAY, "visitor-7", &f->reply);
	golden_is("rasa-reply.json", f->writer.bytes, f->writer.size);
	json_writer_clear(&f->writer);
	rasa_put_reply(&f->writer, RASA_LINES, "visitor-7", &f->reply);
	golden_is("rasa-stream.jsonl", f->writer.bytes, f->writer.size);
}

static void a_part_asked_again_is_short(void **state)
{
	struct fixture *f = *state;

	f->reply.part_count = 1;
	f->reply.part[0] = (struct faq_part){.intent = &pour, .again = true};
	are_bubbles(f, "[{\"recipient_id\":\"v\",\"text\":\"2/4 Pour it over "
		       "the leaves\\nSlowly.\\nTea shop: https://a.example/"
		       "\\n\\nIt is hot.\"}]");
}

static void a_link_that_the_text_has_is_not_repeated(void **state)
{
	struct fixture *f = *state;

	f->reply.part_count = 1;
	f->reply.part[0] = (struct faq_part){.intent = &tea};
	are_bubbles(f, "[{\"recipient_id\":\"v\",\"text\":\"Leaves, see "
		       "https://a.example/\"}]");
}

static void choices_are_buttons(void **state)
{
	struct fixture *f = *state;

	f->reply.verdict = FAQ_VERDICT_CLARIFY;
	f->reply.lead = "Which one?";
	f->reply.choice_count = 2;
	f->reply.choice[0] = &pour;
	f->reply.choice[1] = &tea;
	are_bubbles(f, "[{\"recipient_id\":\"v\",\"text\":\"Which one?\","
		       "\"buttons\":[{\"title\":\"Pour it over the leaves\","
		       "\"payload\":\"Pour it over the leaves\"},{\"title\":"
		       "\"What tea is\",\"payload\":\"What tea is\"}]}]");
}

static void suggestions_are_buttons_but_not_beside_personal_data(void **state)
{
	struct fixture *f = *state;
	size_t i;

	f->reply.verdict = FAQ_VERDICT_NONE;
	f->reply.lead = "No.";
	f->reply.suggest_count = FAQ_SUGGEST_MAX;
	for (i = 0; i < FAQ_SUGGEST_MAX; i++)
		f->reply.suggest[i].intent = &tea;
#define TEA "{\"title\":\"What tea is\",\"payload\":\"What tea is\"}"
	are_bubbles(
		f, "[{\"recipient_id\":\"v\",\"text\":\"No.\",\"buttons\":[" TEA
		   "," TEA "," TEA "]}]");
	f->reply.personal_data = true;
	are_bubbles(f, "[{\"recipient_id\":\"v\",\"text\":\"No.\"}]");
}

static void a_reply_of_text_alone_is_one_bubble(void **state)
{
	struct fixture *f = *state;

	are_bubbles(f, "[{\"recipient_id\":\"v\",\"text\":\"All of it.\"}]");
}

static void silence_is_an_empty_array_or_nothing(void **state)
{
	struct fixture *f = *state;

	rasa_put_reply(&f->writer, RASA_LINES, "v", NULL);
	assert_int_equal(f->writer.size, 0);
	rasa_put_reply(&f->writer, RASA_ARRAY, "v", NULL);
	assert_string_equal(f->writer.bytes, "[]");
}

static void the_longest_part_is_whole(void **state)
{
	static char text[FAQ_ANSWER_BYTES_MAX + 1];
	static char title[FAQ_TITLE_BYTES_MAX + 1];
	static char note[FAQ_NOTE_BYTES_MAX + 1];
	static char url[FAQ_URL_BYTES_MAX + 1];
	struct fixture *f = *state;
	struct faq_link link = {"l", title, url};
	struct faq_intent intent = pour;

	memset(text, 't', sizeof(text) - 1);
	memset(title, 'h', sizeof(title) - 1);
	memset(url, 'u', sizeof(url) - 1);
	memset(note, 'n', sizeof(note) - 2);
	note[sizeof(note) - 2] = '!';
	intent.text = text;
	intent.title = title;
	intent.note = note;
	intent.link = &link;
	f->reply.part_count = 1;
	f->reply.part[0] = (struct faq_part){.intent = &intent};
	rasa_put_reply(&f->writer, RASA_ARRAY, "v", &f->reply);
	assert_non_null(strstr(f->writer.bytes, "nnn!\"}]"));
}

static void status_is_ok(void **state)
{
	struct fixture *f = *state;

	rasa_put_status(&f->writer);
	assert_string_equal(f->writer.bytes, "{\"status\":\"ok\"}");
}

static void a_message_is_read_with_its_sender(void **state)
{
	struct rasa_ask ask;
	struct json_error error;
	size_t size;
	char *text = golden_read("rasa-ask.json", &size);

	(void)state;
	assert_int_equal(rasa_ask_parse(&ask, text, size, &error), JSON_OK);
	assert_string_equal(ask.sender, "visitor-7");
	assert_false(ask.anonymous);
	assert_string_equal(ask.message, "what is tea");
	assert_int_equal(ask.message_bytes, 11);
	rasa_ask_release(&ask);
	free(text);
}

static void sender_is(const char *text, const char *sender, bool anonymous)
{
	struct rasa_ask ask;
	struct json_error error;

	assert_int_equal(rasa_ask_parse(&ask, text, strlen(text), &error),
			 JSON_OK);
	assert_string_equal(ask.sender, sender);
	assert_int_equal(ask.anonymous, anonymous);
	rasa_ask_release(&ask);
}

static void a_sender_may_be_a_number_or_nobody(void **state)
{
	(void)state;
	sender_is("{\"message\":\"a\",\"sender\":12345678901}", "12345678901",
		  false);
	sender_is("{\"message\":\"a\",\"sender\":-9007199254740992}",
		  "-9007199254740992", false);
	sender_is("{\"message\":\"a\",\"sender\":\"\"}", "", false);
	sender_is("{\"message\":\"a\",\"sender\":null}", "default", true);
	sender_is("{\"message\":\"a\"}", "default", true);
}

static void refused(const char *text, const char *part)
{
	struct rasa_ask ask;
	struct json_error error;

	assert_int_equal(rasa_ask_parse(&ask, text, strlen(text), &error),
			 JSON_ERROR_SYNTAX);
	assert_null(ask.doc);
	if (!strstr(error.message, part))
		fail_msg("'%s' does not say '%s'", error.message, part);
}

static void what_is_no_message_is_refused(void **state)
{
	(void)state;
	refused("", "");
	refused("[]", "an object");
	refused("{\"sender\":\"v\"}", "'message' is missing");
	refused("{\"message\":null}", "'message' must be a string");
	refused("{\"message\":\"a\",\"sender\":1.5}", "'sender' must be");
	refused("{\"message\":\"a\",\"sender\":1e17}", "'sender' must be");
	refused("{\"message\":\"a\",\"sender\":{}}", "'sender' must be");
}

static void is_kind(const char *message, enum rasa_message kind,
		    const char *name)
{
	struct rasa_ask ask = {.message = message};
	char found[RASA_INTENT_BYTES];

	assert_int_equal(rasa_message_kind(&ask, found), kind);
	assert_string_equal(found, name);
}

static void a_slash_begins_an_intent(void **state)
{
	char longest[200];

	(void)state;
	is_kind("what is tea", RASA_TEXT, "");
	is_kind("", RASA_TEXT, "");
	is_kind("/", RASA_TEXT, "");
	is_kind("/ 2", RASA_TEXT, "");
	is_kind("/restart", RASA_RESTART, "restart");
	is_kind("/session_start{\"a\":\"b\"}", RASA_SESSION_START,
		"session_start");
	is_kind("/greet", RASA_GREET, "greet");
	is_kind("/get_started", RASA_GREET, "get_started");
	is_kind("/faq.tea@0.9{\"kind\":\"green\"}", RASA_INTENT, "faq.tea");
	is_kind("/restarted", RASA_INTENT, "restarted");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[0] = '/';
	longest[sizeof(longest) - 1] = '\0';
	is_kind(longest, RASA_INTENT,
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_bubble_a_part_and_the_extras_on_the_last),
		WITH_FIXTURE(a_part_asked_again_is_short),
		WITH_FIXTURE(a_link_that_the_text_has_is_not_repeated),
		WITH_FIXTURE(choices_are_buttons),
		WITH_FIXTURE(
			suggestions_are_buttons_but_not_beside_personal_data),
		WITH_FIXTURE(a_reply_of_text_alone_is_one_bubble),
		WITH_FIXTURE(silence_is_an_empty_array_or_nothing),
		WITH_FIXTURE(the_longest_part_is_whole),
		WITH_FIXTURE(status_is_ok),
		cmocka_unit_test(a_message_is_read_with_its_sender),
		cmocka_unit_test(a_sender_may_be_a_number_or_nobody),
		cmocka_unit_test(what_is_no_message_is_refused),
		cmocka_unit_test(a_slash_begins_an_intent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
