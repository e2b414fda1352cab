/* SPDX-License-Identifier: MIT */
/*
 * What message.h promises: replies as JSON that a reader can rely on.
 */
#include "proto/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct faq_link desk = {"desk", "Front desk",
				     "https://example.org/desk"};

static const struct faq_intent step_two = {.id = "step.towel",
					   .title = "Bring a towel",
					   .text = "Bring \"two\".",
					   .markdown = "Bring *two*.",
					   .html = "<p>Bring two.</p>",
					   .again = "Two <towels> & \"soap\".",
					   .rests = "",
					   .why = "",
					   .offer = "",
					   .note = "It is wet.",
					   .link = &desk,
					   .source = "en/pool.md",
					   .kind = FAQ_KIND_STEP,
					   .step = 2};

static const struct faq_intent plain = {.id = "faq.open",
					.title = "Opening hours",
					.text = "From nine.",
					.markdown = "From nine.",
					.html = "<p>From nine.</p>",
					.again = "",
					.rests = "",
					.why = "",
					.offer = "",
					.note = "",
					.source = "en/pool.md",
					.kind = FAQ_KIND_FAQ};

/* Replies are large; tests run one after the other. */
static struct faq_reply *new_reply(void)
{
	struct faq_reply *reply = calloc(1, sizeof(*reply));
	assert_non_null(reply);
	reply->lead = reply->tail = reply->text = "";
	reply->steps = 4;
	return reply;
}

/* The reply as JSON, read again. */
static struct json_doc *encode(const struct faq_reply *reply,
			       const struct message_envelope *envelope)
{
	static const struct message_envelope plainly = {"a", "", "s", NULL,
							NULL};
	struct json_doc *doc;
	struct json_writer writer;

	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	message_write_answer(&writer, envelope ? envelope : &plainly, reply,
			     NULL);
	assert_false(json_failed(&writer));
	assert_int_equal(json_parse(&doc, writer.bytes, writer.size, NULL),
			 JSON_OK);
	json_writer_release(&writer);
	return doc;
}

static void has_string(const struct cJSON *object, const char *name,
		       const char *value)
{
	const char *text = json_string(json_get(object, name));
	if (!text || strcmp(text, value) != 0)
		fail_msg("'%s' is '%s', not '%s'", name, text ? text : "-",
			 value);
}

static void has_number(const struct cJSON *object, const char *name,
		       double value)
{
	double number = -1;
	assert_true(json_number(json_get(object, name), &number));
	assert_true(number > value - 1e-6 && number < value + 1e-6);
}

static void has_bool(const struct cJSON *object, const char *name, bool value)
{
	bool truth = !value;
	assert_true(json_bool(json_get(object, name), &truth));
	assert_true(truth == value);
}

static void an_answer_carries_all_its_parts(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();
	const struct message_envelope envelope = {"a1", "7", "token", NULL,
						  NULL};

	reply->part_count = 2;
	reply->part[0] = (struct faq_part){&step_two, 0.9, false, NULL};
	reply->part[1] = (struct faq_part){&plain, 0.7, false, NULL};
	reply->lead = "First things first.";
	reply->tail = "Say next.";
	reply->text = "All of it.";
	reply->step = 2;
	reply->confidence = 0.9;
	reply->best = &step_two;
	reply->offer = &plain;
	struct json_doc *doc = encode(reply, &envelope);
	const struct cJSON *root = json_root(doc);
	const struct cJSON *part = json_first(json_get(root, "parts"));

	has_string(root, "type", "answer");
	has_string(root, "id", "a1");
	has_string(root, "reply_to", "7");
	has_string(root, "session", "token");
	has_string(root, "verdict", "answer");
	has_string(root, "lead", "First things first.");
	has_string(root, "tail", "Say next.");
	has_string(root, "text", "All of it.");
	has_string(root, "best", "step.towel");
	has_string(json_get(root, "offer"), "id", "faq.open");
	has_number(root, "confidence", 0.9);
	has_number(root, "step", 2);
	has_number(root, "steps", 4);
	has_string(part, "id", "step.towel");
	has_string(part, "kind", "step");
	has_string(part, "title", "Bring a towel");
	has_string(part, "text", "Bring \"two\".");
	has_string(part, "markdown", "Bring *two*.");
	has_string(part, "html", "<p>Bring two.</p>");
	has_string(part, "note", "It is wet.");
	has_string(json_get(part, "link"), "url", desk.url);
	has_string(json_get(part, "link"), "title", desk.title);
	has_number(part, "step", 2);
	has_number(part, "steps", 4);
	has_number(part, "confidence", 0.9);
	has_string(json_next(part), "id", "faq.open");
	json_free(doc);
	free(reply);
}

static void what_is_absent_is_left_out(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();

	reply->part_count = 1;
	reply->part[0] = (struct faq_part){&plain, 0.7, false, NULL};
	struct json_doc *doc = encode(reply, NULL);
	const struct cJSON *root = json_root(doc);
	const struct cJSON *part = json_first(json_get(root, "parts"));
	const char *const top[] = {"reply_to", "resumed", "code",
				   "offer",    "best",    "act"};
	const char *const in_part[] = {"step", "steps", "link", "note"};

	for (size_t i = 0; i < 6; i++)
		assert_null(json_get(root, top[i]));
	for (size_t i = 0; i < 4; i++)
		assert_null(json_get(part, in_part[i]));
	assert_int_equal(json_count(json_get(root, "choices")), 0);
	assert_int_equal(json_count(json_get(root, "suggestions")), 0);
	json_free(doc);
	free(reply);
}

static void a_repeated_answer_is_short_and_its_html_safe(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();

	reply->part_count = 2;
	reply->part[0] = (struct faq_part){&step_two, 0.9, true, NULL};
	reply->part[1] = (struct faq_part){&plain, 0.9, true, NULL};
	struct json_doc *doc = encode(reply, NULL);
	const struct cJSON *part =
		json_first(json_get(json_root(doc), "parts"));

	has_bool(part, "again", true);
	has_string(part, "text", "Two <towels> & \"soap\".");
	has_string(part, "html",
		   "<p>Two &lt;towels&gt; &amp; &quot;soap&quot;.</p>");
	has_string(json_next(part), "text", "From nine.");
	json_free(doc);
	free(reply);
}

static void choices_are_numbered_and_suggestions_scored(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();

	reply->verdict = FAQ_VERDICT_CLARIFY;
	reply->choice_count = 2;
	reply->choice[0] = &step_two;
	reply->choice[1] = &plain;
	reply->suggest_count = 1;
	reply->suggest[0] = (struct faq_suggestion){&plain, 0.25};
	struct json_doc *doc = encode(reply, NULL);
	const struct cJSON *root = json_root(doc);
	const struct cJSON *choice = json_first(json_get(root, "choices"));

	has_string(root, "verdict", "clarify");
	has_number(choice, "number", 1);
	has_string(choice, "title", "Bring a towel");
	has_number(json_next(choice), "number", 2);
	const struct cJSON *near = json_first(json_get(root, "suggestions"));
	has_string(near, "id", "faq.open");
	has_number(near, "score", 0.25);
	json_free(doc);
	free(reply);
}

static void flags_are_always_there(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();

	reply->verdict = FAQ_VERDICT_NONE;
	reply->personal_data = reply->handover = true;
	struct json_doc *doc = encode(reply, NULL);
	has_bool(json_root(doc), "personal_data", true);
	has_bool(json_root(doc), "handover", true);
	has_bool(json_root(doc), "limited", false);
	has_bool(json_root(doc), "paused", false);
	json_free(doc);
	free(reply);
}

static void an_act_is_named_with_its_number(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();
	char act[MESSAGE_ACT_BYTES];

	message_act(reply, act);
	assert_string_equal(act, "");
	reply->act = FAQ_ACT_NEXT;
	message_act(reply, act);
	assert_string_equal(act, "act.next");
	reply->act = FAQ_ACT_JUMP;
	reply->act_number = 3;
	message_act(reply, act);
	assert_string_equal(act, "act.jump(3)");
	reply->act = FAQ_ACT_PICK;
	struct json_doc *doc = encode(reply, NULL);
	has_string(json_root(doc), "act", "act.pick(3)");
	json_free(doc);
	free(reply);
}

static void a_trace_is_valid_json(void **state)
{
	(void)state;
	static const struct faq_pattern pattern = {.intent = &plain,
						   .line_text = "open \"it\"",
						   .regex = "\\bopen\\b",
						   .source = "en/pool.md",
						   .line = 9};
	struct faq_trace *trace = calloc(1, sizeof(*trace));
	struct json_writer writer;
	struct json_doc *doc;

	assert_non_null(trace);
	trace->candidate_count = 1;
	trace->candidate[0].pattern = &pattern;
	trace->repair_count = 1;
	memcpy(trace->repair[0].from, "opne", 5);
	memcpy(trace->repair[0].to, "open", 5);
	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	message_put_trace(&writer, trace);
	assert_int_equal(json_parse(&doc, writer.bytes, writer.size, NULL),
			 JSON_OK);
	const struct cJSON *candidate =
		json_first(json_get(json_root(doc), "candidates"));
	has_string(candidate, "regex", "\\bopen\\b");
	has_string(candidate, "fate", "won");
	has_number(candidate, "line", 9);
	json_free(doc);
	json_writer_release(&writer);
	free(trace);
}

static void a_session_that_was_refused_is_told(void **state)
{
	(void)state;
	struct faq_reply *reply = new_reply();
	const struct message_envelope envelope = {
		"a1", "", "token", message_code_text(MESSAGE_SESSION_EXPIRED),
		NULL};

	struct json_doc *doc = encode(reply, &envelope);
	has_bool(json_root(doc), "resumed", false);
	has_string(json_root(doc), "code", "session_expired");
	json_free(doc);
	free(reply);
}

static void each_code_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int a = 0; a <= MESSAGE_FAILED; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(
				message_code_text((enum message_code)a),
				message_code_text((enum message_code)b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_carries_all_its_parts),
		cmocka_unit_test(what_is_absent_is_left_out),
		cmocka_unit_test(a_repeated_answer_is_short_and_its_html_safe),
		cmocka_unit_test(choices_are_numbered_and_suggestions_scored),
		cmocka_unit_test(flags_are_always_there),
		cmocka_unit_test(an_act_is_named_with_its_number),
		cmocka_unit_test(a_trace_is_valid_json),
		cmocka_unit_test(a_session_that_was_refused_is_told),
		cmocka_unit_test(each_code_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
