/* SPDX-License-Identifier: MIT */
#include "server/talk/turn.h"

#include "server_fixture.h"

#include <stdio.h>

static struct incoming question(const char *id, const char *text)
{
	return (struct incoming){.type = INCOMING_ASK,
				 .id = id,
				 .session = "",
				 .text = text,
				 .text_bytes = strlen(text),
				 .choice = ""};
}

static struct incoming choice(const char *id, const char *choice,
			      unsigned number)
{
	return (struct incoming){.type = INCOMING_CHOOSE,
				 .id = id,
				 .session = "",
				 .text = "",
				 .choice = choice,
				 .number = number};
}

static enum turn_status take(struct fixture *f, struct visit *visit,
			     struct incoming message)
{
	return turn_take(&f->responder, visit, COUNTED_ASK, &message, NULL);
}

static void json_has(const struct fixture *f, const char *part)
{
	if (!strstr(f->responder.json.bytes, part))
		fail_msg("'%s' is not in '%s'", part, f->responder.json.bytes);
}

static void a_question_is_answered_with_the_session_to_go_on_from(void **state)
{
	struct fixture *f = *state;
	struct visit visit, back;
	char ending[64];

	visit_init(&visit);
	assert_int_equal(take(f, &visit, question("q", "what is tea")),
			 TURN_ANSWERED);
	assert_true(visit.begun);
	json_has(f, "{\"type\":\"answer\",\"reply_to\":\"q\",");
	json_has(f, f->responder.session);
	snprintf(ending, sizeof(ending), "\"id\":\"%s\"", f->responder.answer);
	json_has(f, ending);
	assert_true(
		token_gave(&f->responder.signer, &visit, f->responder.answer));
	visit_init(&back);
	assert_null(turn_resume(&f->responder, &back, f->responder.session));
	assert_memory_equal(back.visitor, visit.visitor, VISIT_VISITOR_BYTES);
	assert_int_equal(back.dialog.last_intent, visit.dialog.last_intent);
	assert_true(visit_has_seen(&back, "q"));
}

static void a_repeat_is_acknowledged_and_moves_nothing(void **state)
{
	struct fixture *f = *state;
	struct visit visit, before;

	visit_init(&visit);
	assert_int_equal(take(f, &visit, question("a", "what is tea")),
			 TURN_ANSWERED);
	assert_int_equal(take(f, &visit, question("b", "what is tea")),
			 TURN_ANSWERED);
	before = visit;
	assert_int_equal(take(f, &visit, question("a", "what is tea")),
			 TURN_REPEATED);
	json_has(f, "{\"type\":\"repeated\",\"reply_to\":\"a\",\"session\":");
	assert_memory_equal(&before.dialog, &visit.dialog,
			    sizeof(before.dialog));
	assert_memory_equal(before.seen, visit.seen, sizeof(before.seen));
}

/* The drawing of message.h. */
static void what_got_lost_is_answered_from_where_the_client_is(void **state)
{
	struct fixture *f = *state;
	struct visit there, back;
	char behind_a[TOKEN_BYTES], lost[sizeof(f->responder.reply.buffer)];

	visit_init(&there);
	assert_int_equal(take(f, &there, question("a", "what is tea")),
			 TURN_ANSWERED);
	memcpy(behind_a, f->responder.session, sizeof(behind_a));
	assert_int_equal(take(f, &there, question("b", "what is tea")),
			 TURN_ANSWERED);
	json_has(f, "\"again\":true");
	snprintf(lost, sizeof(lost), "%s", f->responder.reply.text);

	visit_init(&back);
	assert_null(turn_resume(&f->responder, &back, behind_a));
	assert_int_equal(take(f, &back, question("a", "what is tea")),
			 TURN_REPEATED);
	assert_int_equal(take(f, &back, question("b", "what is tea")),
			 TURN_ANSWERED);
	assert_string_equal(f->responder.reply.text, lost);
	assert_memory_equal(&back.dialog, &there.dialog, sizeof(back.dialog));
}

static void messages_without_an_id_are_never_repeats(void **state)
{
	struct fixture *f = *state;
	struct visit visit;

	visit_init(&visit);
	assert_int_equal(take(f, &visit, question("", "what is tea")),
			 TURN_ANSWERED);
	assert_int_equal(take(f, &visit, question("", "what is tea")),
			 TURN_ANSWERED);
}

static void a_choice_by_id_is_answered_and_an_unknown_one_is_not(void **state)
{
	struct fixture *f = *state;
	struct visit visit, before;

	visit_init(&visit);
	assert_int_equal(take(f, &visit, choice("1", "faq.tea", 0)),
			 TURN_ANSWERED);
	json_has(f, "\"best\":\"faq.tea\"");
	before = visit;
	assert_int_equal(take(f, &visit, choice("2", "faq.coffee", 0)),
			 TURN_UNKNOWN_CHOICE);
	assert_memory_equal(&before, &visit, sizeof(visit));
	assert_int_equal(take(f, &visit, choice("2", "faq.tea", 0)),
			 TURN_ANSWERED);
}

static void a_choice_by_number_is_as_good_as_typed(void **state)
{
	struct fixture *f = *state;
	struct visit chosen, typed;
	char text[sizeof(f->responder.reply.buffer)];

	visit_init(&chosen);
	visit_init(&typed);
	assert_int_equal(take(f, &chosen, choice("", "", 7)), TURN_ANSWERED);
	snprintf(text, sizeof(text), "%s", f->responder.reply.text);
	assert_int_equal(take(f, &typed, question("", "7")), TURN_ANSWERED);
	assert_string_equal(text, f->responder.reply.text);
	assert_memory_equal(&chosen.dialog, &typed.dialog,
			    sizeof(typed.dialog));
}

static int64_t in_a_year(void)
{
	return INT64_C(4102444800);
}

static void a_session_too_old_or_foreign_begins_anew_and_says_why(void **state)
{
	struct fixture *f = *state;
	struct visit visit;
	char session[TOKEN_BYTES];

	visit_init(&visit);
	visit.dialog.step = 1;
	memcpy(session, turn_session(&f->responder, &visit), sizeof(session));
	assert_null(turn_resume(&f->responder, &visit, ""));
	assert_int_equal(visit.dialog.step, 1);
	assert_string_equal(turn_resume(&f->responder, &visit, "AAAA"),
			    "session_foreign");
	assert_int_equal(visit.dialog.step, 0);
	assert_false(visit.begun);
	assert_null(turn_resume(&f->responder, &visit, session));
	assert_int_equal(visit.dialog.step, 1);
	f->responder.now_s = in_a_year;
	assert_string_equal(turn_resume(&f->responder, &visit, session),
			    "session_expired");
	assert_false(visit.begun);
}

struct heard {
	unsigned turns;
	char visitor[VISIT_VISITOR_TEXT], question[64], answer_id[64];
};

static void hear(void *context, const struct turn_record *record)
{
	struct heard *heard = context;

	heard->turns++;
	assert_string_equal(record->mouth, "ask");
	assert_non_null(record->reply);
	snprintf(heard->visitor, sizeof(heard->visitor), "%s", record->visitor);
	snprintf(heard->question, sizeof(heard->question), "%.*s",
		 (int)record->question_bytes, record->question);
	snprintf(heard->answer_id, sizeof(heard->answer_id), "%s",
		 record->answer_id);
}

static void the_observer_hears_of_each_question_once(void **state)
{
	struct fixture *f = *state;
	struct heard heard = {0};
	struct visit visit;
	char name[VISIT_VISITOR_TEXT];

	f->observer = (struct observer){.context = &heard, .turn = hear};
	f->shared.observer = &f->observer;
	visit_init(&visit);
	assert_int_equal(take(f, &visit, question("a", "what is tea")),
			 TURN_ANSWERED);
	visit_name(&visit, name);
	assert_string_equal(heard.visitor, name);
	assert_string_equal(heard.question, "what is tea");
	json_has(f, heard.answer_id);
	assert_int_equal(take(f, &visit, question("a", "what is tea")),
			 TURN_REPEATED);
	assert_int_equal(heard.turns, 1);
	assert_int_equal(take(f, &visit, choice("b", "faq.tea", 0)),
			 TURN_ANSWERED);
	assert_string_equal(heard.question, "faq.tea");
	assert_int_equal(take(f, &visit, choice("c", "no", 0)),
			 TURN_UNKNOWN_CHOICE);
	assert_int_equal(heard.turns, 2);
}

#define WITH_FIXTURE(test_)                                                    \
	cmocka_unit_test_setup_teardown(test_, fixture_set_up,                 \
					fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FIXTURE(
			a_question_is_answered_with_the_session_to_go_on_from),
		WITH_FIXTURE(a_repeat_is_acknowledged_and_moves_nothing),
		WITH_FIXTURE(
			what_got_lost_is_answered_from_where_the_client_is),
		WITH_FIXTURE(messages_without_an_id_are_never_repeats),
		WITH_FIXTURE(
			a_choice_by_id_is_answered_and_an_unknown_one_is_not),
		WITH_FIXTURE(a_choice_by_number_is_as_good_as_typed),
		WITH_FIXTURE(
			a_session_too_old_or_foreign_begins_anew_and_says_why),
		WITH_FIXTURE(the_observer_hears_of_each_question_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
