/* SPDX-License-Identifier: MIT */
/* Which intents and templates the tests ever come by. */
#include "cli/chat.h"
#include "cli/check.h"
#include "cli/questions.h"
#include "core/faq_analyse.h"

#include <stdlib.h>
#include <string.h>

#define LINES_SHOWN 8u

/* What the tests came by; arrays by intent and by pattern. */
struct tested {
	struct check *check;
	struct testfile_fault fault;
	unsigned *wins, *nots; /* lines that want it, and that don't */
	bool *hit;             /* templates that matched a + line */
	size_t files;
};

static size_t intent_index(const struct check *check, const char *id)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	const struct faq_intent *intent = faq_catalog_find(catalog, id);
	return intent ? (size_t)(intent - faq_catalog_intent(catalog, 0))
		      : faq_catalog_intents(catalog);
}

/* Which templates of its intent match a + line. */
static void come_by(struct tested *tested, const struct faq_intent *intent,
		    const char *text)
{
	const struct bot *bot = tested->check->bot;
	if (!faq_pattern_read(bot->catalog, bot->scratch, text, strlen(text)))
		return;
	for (size_t i = 0; i < intent->pattern_count; i++) {
		size_t pattern = intent->first_pattern + i;
		if (!tested->hit[pattern] &&
		    faq_pattern_matches(bot->catalog, bot->scratch, pattern) ==
			    FAQ_MATCH_YES)
			tested->hit[pattern] = true;
	}
}

static void take_questions(struct tested *tested, const char *path)
{
	const struct faq_catalog *catalog = tested->check->bot->catalog;
	struct questions questions;
	questions_read(&questions, path, &tested->fault);
	for (size_t i = 0; i < questions.count; i++) {
		const struct question *question = &questions.list[i];
		size_t intent = intent_index(tested->check, question->intent);
		if (intent == faq_catalog_intents(catalog))
			continue;
		if (question->want == QUESTION_NOT)
			tested->nots[intent]++;
		else
			tested->wins[intent]++;
		if (question->want != QUESTION_NOT && !question->known_failure)
			come_by(tested, faq_catalog_intent(catalog, intent),
				question->text);
	}
	questions_release(&questions);
}

/* A turn that names an intent tests it. */
static void take_turn(struct tested *tested, const struct chat_turn *turn)
{
	const struct faq_catalog *catalog = tested->check->bot->catalog;
	for (size_t i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);
		if (!strstr(turn->expect, intent->id))
			continue;
		tested->wins[i]++;
		come_by(tested, intent, turn->visitor);
	}
}

static void take_chat(struct tested *tested, const char *path)
{
	struct chat chat;
	chat_read(&chat, path, &tested->fault);
	for (size_t i = 0; i < chat.count; i++)
		if (chat.list[i].checked)
			take_turn(tested, &chat.list[i]);
	chat_release(&chat);
}

static void take_files(struct tested *tested, const char *kind,
		       const char *suffix,
		       void (*take)(struct tested *tested, const char *path))
{
	struct check *check = tested->check;
	struct testfiles files;
	if (!testfiles_find(&files, check->options->tests, kind,
			    check->bot->language, suffix))
		check->no_memory = true;
	for (size_t i = 0; i < files.count; i++)
		take(tested, files.path[i]);
	tested->files += files.count;
	testfiles_release(&files);
}

static void report_intent(const struct tested *tested, size_t i)
{
	struct check *check = tested->check;
	const struct faq_intent *intent =
		faq_catalog_intent(check->bot->catalog, i);
	if (!tested->wins[i])
		check_report(check, WARNING, "untested-intent", intent->source,
			     intent->line, 1,
			     "no test asks for '%s'; write [%s] and a + line "
			     "into the test file of this one",
			     intent->id, intent->id);
	else if (!tested->nots[i] && intent->kind != FAQ_KIND_ACT)
		check_report(check, NOTE, "no-counter-test", intent->source,
			     intent->line, 1,
			     "no - line says what '%s' must leave to others; "
			     "add the question that comes nearest",
			     intent->id);
}

/* The templates of an intent that no + line comes by, in one finding. */
static void report_templates(const struct tested *tested, size_t i)
{
	struct check *check = tested->check;
	const struct faq_catalog *catalog = check->bot->catalog;
	const struct faq_intent *intent = faq_catalog_intent(catalog, i);
	char lines[LINES_SHOWN * 12 + 8] = "";
	size_t missing = 0, all = 0, at = 0;
	unsigned first = 0;
	for (size_t j = 0; j < intent->pattern_count; j++) {
		size_t p = intent->first_pattern + j;
		const struct faq_pattern *pattern =
			faq_catalog_pattern(catalog, p);
		all += !pattern->veto && !pattern->title;
		if (pattern->veto || pattern->title || tested->hit[p])
			continue;
		if (!missing++)
			first = pattern->line;
		if (missing <= LINES_SHOWN)
			at += (size_t)snprintf(lines + at, sizeof(lines) - at,
					       "%s%u", at ? ", " : "",
					       pattern->line);
	}
	if (missing)
		check_report(check, WARNING, "untested-template",
			     intent->source, first, 1,
			     "%zu of the %zu templates of '%s' match no + "
			     "line (lines %s%s); add a question for each, or "
			     "remove it",
			     missing, all, intent->id, lines,
			     missing > LINES_SHOWN ? ", ..." : "");
}

static void report(const struct tested *tested)
{
	struct check *check = tested->check;
	size_t intents = faq_catalog_intents(check->bot->catalog);
	check->no_tests = !tested->files;
	if (check->no_tests) {
		check_report(check, NOTE, "no-tests", check->options->tests, 0,
			     0, "no test file; name the folder with -T");
		return;
	}
	for (size_t i = 0; i < intents; i++) {
		report_intent(tested, i);
		if (tested->wins[i])
			report_templates(tested, i);
	}
}

void check_tests(struct check *check)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	size_t intents = faq_catalog_intents(catalog);
	size_t patterns = faq_catalog_patterns(catalog);
	struct tested tested = {.check = check,
				.fault = {check->err, &check->test_faults}};
	tested.wins = calloc(intents + 1, sizeof(*tested.wins));
	tested.nots = calloc(intents + 1, sizeof(*tested.nots));
	tested.hit = calloc(patterns + 1, sizeof(*tested.hit));
	if (tested.wins && tested.nots && tested.hit) {
		take_files(&tested, "questions", ".test", take_questions);
		take_files(&tested, "dialogs", ".chat", take_chat);
		report(&tested);
	} else {
		check->no_memory = true;
	}
	free(tested.wins);
	free(tested.nots);
	free(tested.hit);
}
