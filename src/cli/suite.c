/* SPDX-License-Identifier: MIT */
#include "cli/suite.h"

#include "cli/chat.h"
#include "cli/expect.h"

#include <string.h>

static bool suite_stops(const struct suite *suite)
{
	return suite->no_memory || suite->no_answer;
}

bool suite_wants_file(const struct suite *suite, const char *path)
{
	return !suite->options->file || strstr(path, suite->options->file);
}

bool suite_wants_intent(const struct suite *suite, const char *intent)
{
	const char *wanted = suite->options->intent;
	return !wanted || strncmp(intent, wanted, strlen(wanted)) == 0;
}

/* A turn may name several. */
static bool names_are_wanted(const struct suite *suite, const char *names)
{
	return !suite->options->intent || strstr(names, suite->options->intent);
}

/* Test names are known to the content; says so when not. */
static bool names_are_known(struct suite *suite, const char *path,
			    unsigned line, const char *names)
{
	char name[EXPECT_BYTES];

	if (expect_known(suite->asker.bot, names, name))
		return true;
	const char *near = bot_nearest(suite->asker.bot, name);
	if (near)
		testfile_fault(&suite->fault, path, line,
			       "unknown intent '%s', did you mean '%s'?", name,
			       near);
	else
		testfile_fault(&suite->fault, path, line, "unknown intent '%s'",
			       name);
	return false;
}

/* + wants this intent in the first place, not as a second answer. */
static bool wins(const struct faq_reply *reply, const char *intent)
{
	if (reply->part_count > 1 &&
	    strcmp(reply->part[1].intent->id, intent) == 0)
		return false;
	return expect_name(reply, intent);
}

bool suite_passes(const struct question *question,
		  const struct faq_reply *reply)
{
	switch (question->want) {
	case QUESTION_WINS:
		return wins(reply, question->intent);
	case QUESTION_NOT:
		return !expect_name(reply, question->intent);
	case QUESTION_CLARIFY:
		break;
	}
	return reply->verdict == FAQ_VERDICT_CLARIFY;
}

static bool ask(struct suite *suite, const char *text)
{
	if (asker_ask(&suite->asker, text, &suite->reply, &suite->trace))
		return true;
	suite->no_answer = true;
	return false;
}

static void add_outcome(struct suite *suite, const struct outcome *outcome)
{
	report_outcome(&suite->report, outcome);
	coverage_add(&suite->coverage, outcome);
	if (!results_add(&suite->results, outcome))
		suite->no_memory = true;
}

static void ask_question(struct suite *suite, const char *path,
			 const struct question *question)
{
	static const char *const prefix[] = {[QUESTION_WINS] = "",
					     [QUESTION_NOT] = "anything but ",
					     [QUESTION_CLARIFY] =
						     "options, as for "};
	char expected[EXPECT_BYTES];

	asker_fresh(&suite->asker);
	if (!ask(suite, question->text))
		return;
	snprintf(expected, sizeof(expected), "%s%s", prefix[question->want],
		 question->intent);
	const struct outcome outcome = {
		.path = path,
		.line = question->line,
		.text = question->text,
		.expected = expected,
		.wrong = "",
		.state = "",
		.passed = suite_passes(question, &suite->reply),
		.known_failure = question->known_failure,
		.question = question,
		.ns = suite->asker.ns,
		.reply = &suite->reply,
		.trace = &suite->trace};
	add_outcome(suite, &outcome);
}

static void run_questions(struct suite *suite, const char *path)
{
	struct questions questions;
	size_t before = suite->faults;

	if (!questions_read(&questions, path, &suite->fault) &&
	    suite->faults == before)
		suite->no_memory = true;
	if (!report_file_begin(&suite->report)) {
		suite->no_memory = true;
		questions_release(&questions);
		return;
	}
	const char *last = "";
	for (size_t i = 0; i < questions.count && !suite_stops(suite); i++) {
		const struct question *question = &questions.list[i];
		bool same = strcmp(last, question->intent) == 0;
		last = question->intent;
		if (!suite_wants_intent(suite, question->intent) ||
		    (!same && !names_are_known(suite, path, question->line,
					       question->intent)))
			continue;
		ask_question(suite, path, question);
	}
	report_file_end(&suite->report, path);
	questions_release(&questions);
}

/* The first check that the reply fails, in words; "" when none does. */
static void failed_check(const struct chat_turn *turn,
			 const struct faq_reply *reply, const char *before,
			 char *out, size_t size)
{
	out[0] = '\0';
	for (size_t i = 0; i < turn->check_count && !out[0]; i++) {
		const struct chat_check *check = &turn->check[i];
		bool holds = expect_text(reply->text, check->text);
		if (check->kind == CHAT_HAS && !holds)
			snprintf(out, size, "the reply lacks \"%s\": %s",
				 check->text, reply->text);
		else if (check->kind == CHAT_NOT && holds)
			snprintf(out, size, "the reply holds \"%s\": %s",
				 check->text, reply->text);
		else if (check->kind == CHAT_DIFFERS &&
			 strcmp(reply->text, before) == 0)
			snprintf(out, size,
				 "the reply is the same as before: %s",
				 reply->text);
	}
}

static void judge_turn(struct suite *suite, const char *path,
		       const struct chat_turn *turn, const char *before)
{
	char state[64], expected[2 * EXPECT_BYTES], wrong[1024];
	const struct faq_reply *reply = &suite->reply;

	asker_state(&suite->asker, state, sizeof(state));
	failed_check(turn, reply, before, wrong, sizeof(wrong));
	snprintf(expected, sizeof(expected), "%s%s%s",
		 turn->expect[0] ? turn->expect : "anything",
		 turn->state[0] ? " | " : "", turn->state);
	const struct outcome outcome = {
		.path = path,
		.line = turn->line,
		.text = turn->visitor,
		.expected = expected,
		.wrong = wrong,
		.state = state,
		.passed = expect_names(reply, turn->expect) &&
			  expect_state(state, turn->state) && !wrong[0],
		.ns = suite->asker.ns,
		.reply = reply,
		.trace = &suite->trace};
	add_outcome(suite, &outcome);
}

static void play(struct suite *suite, const char *path, const struct chat *chat)
{
	char before[FAQ_REPLY_BYTES] = "";

	asker_fresh(&suite->asker);
	for (size_t i = 0; i < chat->count && !suite_stops(suite); i++) {
		const struct chat_turn *turn = &chat->list[i];
		if (turn->fresh) {
			asker_fresh(&suite->asker);
			before[0] = '\0';
		}
		if (!ask(suite, turn->visitor))
			return;
		if (turn->checked && names_are_wanted(suite, turn->expect) &&
		    names_are_known(suite, path, turn->line, turn->expect))
			judge_turn(suite, path, turn, before);
		snprintf(before, sizeof(before), "%s", suite->reply.text);
	}
}

static void run_chat(struct suite *suite, const char *path)
{
	struct chat chat;
	size_t before = suite->faults;

	if (!chat_read(&chat, path, &suite->fault) && suite->faults == before)
		suite->no_memory = true;
	if (!report_file_begin(&suite->report))
		suite->no_memory = true;
	if (!suite->no_memory) {
		play(suite, path, &chat);
		report_file_end(&suite->report, path);
	}
	chat_release(&chat);
}

static void run_kind(struct suite *suite, const char *kind, const char *suffix,
		     void (*run)(struct suite *suite, const char *path))
{
	struct testfiles files;

	if (!testfiles_find(&files, suite->options->tests, kind,
			    suite->asker.bot->language, suffix))
		suite->no_memory = true;
	for (size_t i = 0; i < files.count && !suite_stops(suite); i++)
		if (suite_wants_file(suite, files.path[i]))
			run(suite, files.path[i]);
	testfiles_release(&files);
}

void suite_run(struct suite *suite)
{
	run_kind(suite, "questions", ".test", run_questions);
	run_kind(suite, "dialogs", ".chat", run_chat);
	report_end(&suite->report);
}
