/* SPDX-License-Identifier: MIT */
/*
 * faqctl diff: every question whose answer changes between two contents.
 */
#include "cli/bot.h"
#include "cli/revision.h"
#include "cli/samples.h"

#include <stdlib.h>
#include <string.h>

#define OUTCOME_BYTES 256u

/* How a content takes a question. */
struct outcome_of {
	char name[OUTCOME_BYTES]; /* "faq.a + faq.b", "asks: ...", "none" */
	char because[OUTCOME_BYTES * 2]; /* the pattern, or the reason */
	char text[FAQ_REPLY_BYTES];
};

struct change {
	char *before, *after;    /* names; equal when only the words differ */
	char *because, *instead; /* patterns then and now */
	const char *text;        /* the question */
};

struct diff {
	struct bot old, new;
	struct samples samples;
	struct change *changes;
	size_t count, room;
	struct faq_reply *reply;
	struct faq_trace *trace;
	struct outcome_of before, after;
};

static void append(char *out, size_t size, const char *text)
{
	size_t used = strlen(out);
	snprintf(out + used, size - used, "%s", text);
}

static void name_outcome(const struct faq_reply *reply, char *out, size_t size)
{
	out[0] = '\0';
	for (size_t i = 0; i < reply->part_count; i++) {
		append(out, size, i ? " + " : "");
		append(out, size, reply->part[i].intent->id);
	}
	if (reply->verdict == FAQ_VERDICT_CLARIFY)
		append(out, size, "asks: ");
	for (size_t i = 0;
	     reply->verdict == FAQ_VERDICT_CLARIFY && i < reply->choice_count;
	     i++) {
		append(out, size, i ? ", " : "");
		append(out, size, reply->choice[i]->id);
	}
	if (!out[0])
		append(out, size,
		       reply->act ? faq_act_text(reply->act) : "none");
}

static void name_reason(const struct faq_trace *trace, char *out, size_t size)
{
	for (size_t i = 0; i < trace->candidate_count; i++) {
		const struct faq_trace_candidate *candidate =
			&trace->candidate[i];
		const struct faq_pattern *pattern = candidate->pattern;
		if (candidate->fate != FAQ_FATE_WON || !pattern)
			continue;
		const char *slash = strrchr(pattern->source, '/');
		snprintf(out, size, "%s:%u: %s",
			 slash ? slash + 1 : pattern->source, pattern->line,
			 pattern->line_text);
		return;
	}
	snprintf(out, size, "%s", trace->reason);
}

static void ask(const struct diff *diff, const struct bot *bot,
		const char *text, struct outcome_of *outcome)
{
	struct faq_dialog dialog;

	faq_dialog_init(&dialog);
	bot_ask(bot, &dialog, text, diff->reply, diff->trace);
	name_outcome(diff->reply, outcome->name, sizeof(outcome->name));
	name_reason(diff->trace, outcome->because, sizeof(outcome->because));
	snprintf(outcome->text, sizeof(outcome->text), "%s", diff->reply->text);
}

static bool add_change(struct diff *diff, const char *text)
{
	if (diff->count == diff->room) {
		size_t room = diff->room ? 2 * diff->room : 64;
		struct change *changes =
			realloc(diff->changes, room * sizeof(*changes));
		if (!changes)
			return false;
		diff->changes = changes;
		diff->room = room;
	}
	struct change *change = &diff->changes[diff->count++];
	*change = (struct change){.before = strdup(diff->before.name),
				  .after = strdup(diff->after.name),
				  .because = strdup(diff->before.because),
				  .instead = strdup(diff->after.because),
				  .text = text};
	return change->before && change->after && change->because &&
	       change->instead;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;
	int order = strcmp(left->before, right->before);
	if (!order)
		order = strcmp(left->after, right->after);
	return order ? order : strcmp(left->text, right->text);
}

static bool compare(struct diff *diff, const struct term *err)
{
	struct faq_reply *reply = malloc(sizeof(*reply));
	struct faq_trace *trace = malloc(sizeof(*trace));
	bool good = reply && trace;

	diff->reply = reply;
	diff->trace = trace;
	for (size_t i = 0; good && i < diff->samples.count; i++) {
		const char *text = diff->samples.text[i];
		ask(diff, &diff->old, text, &diff->before);
		ask(diff, &diff->new, text, &diff->after);
		if (strcmp(diff->before.name, diff->after.name) != 0 ||
		    strcmp(diff->before.text, diff->after.text) != 0)
			good = add_change(diff, text);
	}
	free(reply);
	free(trace);
	if (!good)
		fputs("faqctl: out of memory\n", err->file);
	if (diff->count)
		qsort(diff->changes, diff->count, sizeof(*diff->changes),
		      compare_changes);
	return good;
}

static bool same_group(const struct change *a, const struct change *b)
{
	return strcmp(a->before, b->before) == 0 &&
	       strcmp(a->after, b->after) == 0;
}

static void print_group(const struct term *out, const struct change *change)
{
	term_styled(out, TERM_BOLD, change->before);
	if (strcmp(change->before, change->after) == 0) {
		fputs(": in other words", out->file);
	} else {
		fputc(' ', out->file);
		term_sign(out, TERM_SIGN_ARROW);
		fputc(' ', out->file);
		term_styled(out, TERM_BOLD, change->after);
	}
	fputc('\n', out->file);
}

static void print_because(const struct term *out, const char *label,
			  const char *because)
{
	term_style(out, TERM_DIM);
	term_spaces(out, 6);
	term_cell(out, label, 6);
	term_wrap(out, because, 12, 12);
	term_style(out, TERM_PLAIN);
}

static void print_changes(const struct term *out, const struct diff *diff)
{
	for (size_t i = 0; i < diff->count; i++) {
		const struct change *change = &diff->changes[i];
		if (!i || !same_group(change, change - 1)) {
			fputs(i ? "\n" : "", out->file);
			print_group(out, change);
		}
		term_spaces(out, 4);
		term_wrap(out, change->text, 4, 4);
		if (strcmp(change->before, change->after) == 0)
			continue;
		print_because(out, "old", change->because);
		print_because(out, "new", change->instead);
	}
	fprintf(out->file, "%s%zu of %zu questions change\n",
		diff->count ? "\n" : "", diff->count, diff->samples.count);
}

static bool print_json(const struct term *out, const struct diff *diff)
{
	struct json_writer writer;

	json_writer_init(&writer, 256u * 1024u * 1024u);
	json_put_open(&writer, '{');
	json_add_count(&writer, "questions", diff->samples.count);
	json_add_count(&writer, "changed", diff->count);
	json_put_name(&writer, "changes");
	json_put_open(&writer, '[');
	for (size_t i = 0; i < diff->count; i++) {
		const struct change *change = &diff->changes[i];
		json_put_open(&writer, '{');
		json_add_string(&writer, "text", change->text);
		json_add_string(&writer, "old", change->before);
		json_add_string(&writer, "new", change->after);
		json_add_string(&writer, "old_pattern", change->because);
		json_add_string(&writer, "new_pattern", change->instead);
		json_put_close(&writer, '}');
	}
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	bool good = !json_failed(&writer);
	if (good)
		fprintf(out->file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good;
}

static enum exit_code open_both(struct diff *diff,
				const struct options *options, const char *old,
				const char *new, const struct term *err)
{
	struct options one = *options;
	enum exit_code code;

	if (!old || !new)
		return EXIT_CANNOT;
	one.content = old;
	code = bot_open(&diff->old, &one, err);
	if (code != EXIT_GOOD)
		return code;
	one.content = new;
	return bot_open(&diff->new, &one, err);
}

static enum exit_code run_both(struct diff *diff, const struct options *options,
			       const struct term *out, const struct term *err)
{
	enum exit_code code =
		options->questions
			? samples_read(&diff->samples, options->questions, err)
			: samples_read_tests(&diff->samples, options->tests,
					     diff->new.language, err);
	if (code != EXIT_GOOD)
		return code;
	if (!diff->samples.count) {
		fprintf(err->file,
			"faqctl diff: no questions in '%s'; name a file with "
			"--questions\n",
			options->questions ? options->questions
					   : options->tests);
		return EXIT_CANNOT;
	}
	if (!compare(diff, err))
		return EXIT_CANNOT;
	if (!options->json)
		print_changes(out, diff);
	else if (!print_json(out, diff))
		return EXIT_CANNOT;
	return diff->count ? EXIT_FINDINGS : EXIT_GOOD;
}

static void diff_free(struct diff *diff)
{
	for (size_t i = 0; i < diff->count; i++) {
		free(diff->changes[i].before);
		free(diff->changes[i].after);
		free(diff->changes[i].because);
		free(diff->changes[i].instead);
	}
	free(diff->changes);
	samples_release(&diff->samples);
	bot_release(&diff->old);
	bot_release(&diff->new);
	free(diff);
}

static enum exit_code run_diff(const struct options *options,
			       const struct term *out, const struct term *err)
{
	struct revision old, new;

	if (options->word_count != 2) {
		fputs("faqctl diff: name the old and the new content, each a "
		      "folder or REV:FOLDER\n",
		      err->file);
		return EXIT_USAGE;
	}
	struct diff *diff = calloc(1, sizeof(*diff));
	if (!diff)
		return EXIT_CANNOT;
	const char *before = revision_open(&old, options->words[0], err);
	const char *after = revision_open(&new, options->words[1], err);
	enum exit_code code = open_both(diff, options, before, after, err);
	if (code == EXIT_GOOD)
		code = run_both(diff, options, out, err);
	revision_release(&old);
	revision_release(&new);
	diff_free(diff);
	return code;
}

const struct command cmd_diff = {
	.name = "diff",
	.operands = "OLD NEW",
	.summary = "show which answers change between two contents",
	.about = "OLD and NEW are content folders, or REV:FOLDER as git had "
		 "them. Each question is asked of both; those whose answer "
		 "changes are shown by change, with the templates that won. "
		 "The questions are the tests' own '+' lines unless "
		 "--questions names a file: a .test, rows of JSON with "
		 "\"text\" (.jsonl), or a question a line.\n\n"
		 "The exit code is 1 when anything changes.",
	.examples = "faqctl diff HEAD:intents intents\n"
		    "faqctl diff old new --questions asked.jsonl --json",
	.options = {OPTION_QUESTIONS, OPTION_TESTS, OPTION_LANGUAGE,
		    OPTION_JSON, OPTION_COLOR, OPTION_HELP},
	.run = run_diff};
