/* SPDX-License-Identifier: MIT */
/*
 * faqctl test: questions with their intents, and whole conversations.
 */
#include "cli/bot.h"
#include "cli/chat.h"
#include "cli/expect.h"
#include "cli/questions.h"
#include "cli/report.h"

#include <stdlib.h>
#include <string.h>

struct runner {
	const struct bot *bot;
	const struct options *options;
	struct report report;
	struct testfile_fault fault;
	size_t faults;
	bool no_memory;
	struct faq_reply reply;
	struct faq_trace trace;
};

static bool file_is_wanted(const struct runner *runner, const char *path)
{
	return !runner->options->file || strstr(path, runner->options->file);
}

static bool intent_is_wanted(const struct runner *runner, const char *intent)
{
	const char *wanted = runner->options->intent;
	return !wanted || strncmp(intent, wanted, strlen(wanted)) == 0;
}

/* A turn may name several. */
static bool names_are_wanted(const struct runner *runner, const char *names)
{
	return !runner->options->intent ||
	       strstr(names, runner->options->intent);
}

/* Test names are known to the content; says so when not. */
static bool names_are_known(struct runner *runner, const char *path,
			    unsigned line, const char *names)
{
	char name[EXPECT_BYTES];

	if (expect_known(runner->bot, names, name))
		return true;
	const char *near = bot_nearest(runner->bot, name);
	if (near)
		testfile_fault(&runner->fault, path, line,
			       "unknown intent '%s', did you mean '%s'?", name,
			       near);
	else
		testfile_fault(&runner->fault, path, line,
			       "unknown intent '%s'", name);
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

static bool question_passes(const struct question *question,
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

static void ask_question(struct runner *runner, const char *path,
			 const struct question *question)
{
	static const char *const prefix[] = {[QUESTION_WINS] = "",
					     [QUESTION_NOT] = "anything but ",
					     [QUESTION_CLARIFY] =
						     "options, as for "};
	struct faq_dialog dialog;
	char expected[EXPECT_BYTES];

	faq_dialog_init(&dialog);
	bot_ask(runner->bot, &dialog, question->text, &runner->reply,
		&runner->trace);
	snprintf(expected, sizeof(expected), "%s%s", prefix[question->want],
		 question->intent);
	const struct outcome outcome = {
		.path = path,
		.line = question->line,
		.text = question->text,
		.expected = expected,
		.wrong = "",
		.state = "",
		.passed = question_passes(question, &runner->reply),
		.known_failure = question->known_failure,
		.reply = &runner->reply,
		.trace = &runner->trace};
	report_outcome(&runner->report, &outcome);
}

static void run_questions(struct runner *runner, const char *path)
{
	struct questions questions;
	size_t before = runner->faults;

	if (!questions_read(&questions, path, &runner->fault) &&
	    runner->faults == before)
		runner->no_memory = true;
	if (!report_file_begin(&runner->report)) {
		runner->no_memory = true;
		questions_release(&questions);
		return;
	}
	const char *last = "";
	for (size_t i = 0; i < questions.count && !runner->no_memory; i++) {
		const struct question *question = &questions.list[i];
		bool same = strcmp(last, question->intent) == 0;
		last = question->intent;
		if (!intent_is_wanted(runner, question->intent) ||
		    (!same && !names_are_known(runner, path, question->line,
					       question->intent)))
			continue;
		ask_question(runner, path, question);
	}
	report_file_end(&runner->report, path);
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

static void judge_turn(struct runner *runner, const char *path,
		       const struct chat_turn *turn,
		       const struct faq_dialog *dialog, const char *before)
{
	char state[64], expected[2 * EXPECT_BYTES], wrong[1024];
	const struct faq_reply *reply = &runner->reply;

	faq_dialog_describe(dialog, state, sizeof(state));
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
		.reply = reply,
		.trace = &runner->trace};
	report_outcome(&runner->report, &outcome);
}

static void play(struct runner *runner, const char *path,
		 const struct chat *chat)
{
	struct faq_dialog dialog;
	char before[FAQ_REPLY_BYTES] = "";

	faq_dialog_init(&dialog);
	for (size_t i = 0; i < chat->count; i++) {
		const struct chat_turn *turn = &chat->list[i];
		if (turn->fresh) {
			faq_dialog_init(&dialog);
			before[0] = '\0';
		}
		bot_ask(runner->bot, &dialog, turn->visitor, &runner->reply,
			&runner->trace);
		if (turn->checked && names_are_wanted(runner, turn->expect) &&
		    names_are_known(runner, path, turn->line, turn->expect))
			judge_turn(runner, path, turn, &dialog, before);
		snprintf(before, sizeof(before), "%s", runner->reply.text);
	}
}

static void run_chat(struct runner *runner, const char *path)
{
	struct chat chat;
	size_t before = runner->faults;

	if (!chat_read(&chat, path, &runner->fault) && runner->faults == before)
		runner->no_memory = true;
	if (!report_file_begin(&runner->report))
		runner->no_memory = true;
	if (!runner->no_memory) {
		play(runner, path, &chat);
		report_file_end(&runner->report, path);
	}
	chat_release(&chat);
}

static void run_kind(struct runner *runner, const char *kind,
		     const char *suffix,
		     void (*run)(struct runner *runner, const char *path))
{
	struct testfiles files;

	if (!testfiles_find(&files, runner->options->tests, kind,
			    runner->bot->language, suffix))
		runner->no_memory = true;
	for (size_t i = 0; i < files.count && !runner->no_memory; i++)
		if (file_is_wanted(runner, files.path[i]))
			run(runner, files.path[i]);
	testfiles_release(&files);
}

static enum exit_code finish(struct runner *runner, const struct term *err)
{
	struct report *report = &runner->report;

	report_end(report);
	if (runner->no_memory) {
		fputs("faqctl: out of memory\n", err->file);
		return EXIT_CANNOT;
	}
	if (!(report->passed + report->failed + report->known)) {
		fprintf(err->file,
			"faqctl: no test in '%s' matches; name the folder "
			"with -T\n",
			runner->options->tests);
		return EXIT_FINDINGS;
	}
	if (runner->faults)
		fprintf(err->file, "faqctl: %zu fault%s in the test files\n",
			runner->faults, runner->faults == 1 ? "" : "s");
	return report->failed || runner->faults ? EXIT_FINDINGS : EXIT_GOOD;
}

static enum exit_code run_test(const struct options *options,
			       const struct term *out, const struct term *err)
{
	struct bot bot;
	enum exit_code code = bot_open(&bot, options, err);

	if (code != EXIT_GOOD)
		return code;
	struct runner *runner = calloc(1, sizeof(*runner));
	if (runner) {
		runner->bot = &bot;
		runner->options = options;
		runner->fault.err = err;
		runner->fault.count = &runner->faults;
		report_begin(&runner->report, out, options->tap);
		run_kind(runner, "questions", ".test", run_questions);
		run_kind(runner, "dialogs", ".chat", run_chat);
		code = finish(runner, err);
	}
	free(runner);
	bot_release(&bot);
	return runner ? code : EXIT_CANNOT;
}

const struct command cmd_test = {
	.name = "test",
	.operands = "",
	.summary = "run the questions and conversations of the tests",
	.about = "Runs TESTS/questions/LANG/*.test and "
		 "TESTS/dialogs/LANG/*.chat "
		 "against the content and says of each failure what was "
		 "expected, "
		 "what came and which pattern won. The last line is 'N passed, "
		 "N "
		 "failed'. No test at all is a failure.",
	.examples = "faqctl test\n"
		    "faqctl test --intent step. --file checklist\n"
		    "faqctl test --tap > build/test.tap",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_TESTS,
		    OPTION_INTENT, OPTION_FILE, OPTION_TAP, OPTION_COLOR,
		    OPTION_HELP},
	.run = run_test};
