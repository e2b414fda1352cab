/* SPDX-License-Identifier: MIT */
#include "cli/report.h"

#include "cli/explain.h"
#include "proto/json.h"

#include <stdlib.h>
#include <string.h>

#define PATH_COLUMNS 42u
#define LABEL_COLUMNS 14u

void report_begin(struct report *report, const struct term *out,
		  enum report_form form)
{
	*report = (struct report){.out = out, .form = form};
	report->began_ns = term_clock_ns();
	if (form == REPORT_TAP)
		fputs("TAP version 14\n", out->file);
}

bool report_file_begin(struct report *report)
{
	report->file_passed = report->file_failed = report->file_known = 0;
	report->kept = *report->out;
	report->kept.file =
		open_memstream(&report->failures, &report->failure_bytes);
	return report->kept.file != NULL;
}

static void line_of(const struct term *out, const char *label, const char *text)
{
	term_spaces(out, 4);
	term_style(out, TERM_DIM);
	term_cell(out, label, LABEL_COLUMNS - 4);
	term_style(out, TERM_PLAIN);
	term_wrap(out, text, LABEL_COLUMNS, LABEL_COLUMNS);
}

static void candidate_line(const struct term *out, const char *label,
			   const struct faq_trace_candidate *candidate)
{
	char text[EXPLAIN_BYTES];

	explain_candidate(candidate, text);
	line_of(out, label, text);
}

static void suggestion_line(const struct term *out,
			    const struct faq_reply *reply)
{
	char text[EXPLAIN_BYTES];

	if (!reply->suggest_count)
		return;
	snprintf(text, sizeof(text), "%.2f %s", reply->suggest[0].score,
		 reply->suggest[0].intent->id);
	line_of(out, "suggested", text);
}

static void why(const struct term *out, const struct outcome *outcome)
{
	const struct faq_trace *trace = outcome->trace;
	const struct faq_trace_candidate *won = explain_winner(trace);
	const struct faq_intent *winner = won ? won->pattern->intent : NULL;

	if (outcome->reply->personal_data)
		return;
	if (trace->normalised[0])
		line_of(out, "read as", trace->normalised);
	if (won)
		candidate_line(out,
			       outcome->reply->verdict == FAQ_VERDICT_ANSWER
				       ? "won by"
				       : "best was",
			       won);
	const struct faq_trace_candidate *second =
		explain_runner_up(trace, winner);
	if (second)
		candidate_line(out, winner ? "runner-up" : "nearest", second);
	if (trace->reason[0])
		line_of(out, "because", trace->reason);
	if (!winner && !second)
		suggestion_line(out, outcome->reply);
}

static void print_failure(const struct term *out, const struct outcome *outcome,
			  const char *got)
{
	char place[EXPLAIN_BYTES];

	fputs("  ", out->file);
	term_style(out, TERM_RED);
	term_sign(out, TERM_SIGN_BAD);
	term_style(out, TERM_PLAIN);
	fputc(' ', out->file);
	term_style(out, TERM_DIM);
	snprintf(place, sizeof(place), "%s:%u  ", outcome->path, outcome->line);
	size_t column = 4 + term_text(out, place);
	term_style(out, TERM_PLAIN);
	term_style(out, TERM_BOLD);
	term_wrap(out, outcome->text, 4, column);
	term_style(out, TERM_PLAIN);
	if (outcome->known_failure) {
		line_of(out, "expected", "to fail, as its ! says");
		line_of(out, "got", "a pass: remove the !");
		return;
	}
	line_of(out, "expected", outcome->expected);
	line_of(out, "got", got);
	if (outcome->wrong[0])
		line_of(out, "wrong", outcome->wrong);
	why(out, outcome);
}

/* TAP: a # would begin a directive. */
static void tap_text(const struct term *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			fputc('\\', out->file);
		if ((unsigned char)*text >= ' ')
			fputc(*text, out->file);
	}
}

/* YAML takes a JSON string for a scalar. */
static void tap_field(const struct term *out, const char *name,
		      const char *text)
{
	struct json_writer writer;

	json_writer_init(&writer, 64u * 1024u);
	json_put_string(&writer, text);
	if (!json_failed(&writer))
		fprintf(out->file, "  %s: %s\n", name, writer.bytes);
	json_writer_release(&writer);
}

static void tap_outcome(struct report *report, const struct outcome *outcome,
			bool good, const char *got)
{
	const struct term *out = report->out;
	size_t number = report->passed + report->failed + report->known;

	fprintf(out->file, "%sok %zu - ", good ? "" : "not ", number);
	tap_text(out, outcome->path);
	fprintf(out->file, ":%u ", outcome->line);
	tap_text(out, outcome->text);
	if (outcome->known_failure && !outcome->passed)
		fputs(" # TODO known failure", out->file);
	fputc('\n', out->file);
	if (good)
		return;
	fputs("  ---\n", out->file);
	tap_field(out, "expected", outcome->expected);
	tap_field(out, "got", outcome->passed ? "a pass: remove the !" : got);
	if (outcome->wrong[0])
		tap_field(out, "wrong", outcome->wrong);
	if (!outcome->reply->personal_data)
		tap_field(out, "because", outcome->trace->reason);
	fputs("  ...\n", out->file);
}

void report_outcome(struct report *report, const struct outcome *outcome)
{
	char got[EXPLAIN_BYTES];
	bool good = outcome->passed && !outcome->known_failure;
	bool known = !outcome->passed && outcome->known_failure;

	report->passed += good;
	report->known += known;
	report->failed += !good && !known;
	report->file_passed += good;
	report->file_known += known;
	report->file_failed += !good && !known;
	explain_got(outcome->reply, outcome->state, got);
	if (report->form == REPORT_TAP)
		tap_outcome(report, outcome, good, got);
	else if (report->form == REPORT_TEXT && !good && !known)
		print_failure(&report->kept, outcome, got);
}

void report_file_end(struct report *report, const char *path)
{
	const struct term *out = report->out;
	bool bad = report->file_failed != 0;

	fclose(report->kept.file);
	report->kept.file = NULL;
	report->files++;
	if (report->form == REPORT_TEXT) {
		term_style(out, bad ? TERM_RED : TERM_GREEN);
		term_sign(out, bad ? TERM_SIGN_BAD : TERM_SIGN_GOOD);
		term_style(out, TERM_PLAIN);
		fputc(' ', out->file);
		term_cell(out, path, PATH_COLUMNS);
		fprintf(out->file, "%5zu passed", report->file_passed);
		if (bad)
			fprintf(out->file, "%5zu failed", report->file_failed);
		if (report->file_known)
			fprintf(out->file, "%5zu known to fail",
				report->file_known);
		fputc('\n', out->file);
		fwrite(report->failures, 1, report->failure_bytes, out->file);
	}
	free(report->failures);
	report->failures = NULL;
}

void report_end(struct report *report)
{
	const struct term *out = report->out;
	double seconds = (double)(term_clock_ns() - report->began_ns) / 1e9;

	if (report->form == REPORT_QUIET)
		return;
	if (report->form == REPORT_TAP) {
		fprintf(out->file, "1..%zu\n",
			report->passed + report->failed + report->known);
		return;
	}
	fprintf(out->file, "\n%zu file%s in %.2f s", report->files,
		report->files == 1 ? "" : "s", seconds);
	if (report->known)
		fprintf(out->file, ", %zu known to fail", report->known);
	fputc('\n', out->file);
	fprintf(out->file, "%zu passed, %zu failed\n", report->passed,
		report->failed);
}
