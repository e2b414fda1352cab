/* SPDX-License-Identifier: MIT */
#include "cli/view.h"

#include "proto/message.h"

#include <string.h>

#define MARGIN 2u
#define LABEL_COLUMNS 14u
#define RUNNERS_UP_MAX 8u

static bool is_text(const char *text)
{
	return text && text[0];
}

/* "Step 2 of 4", "Careful" ...: what kind of answer this is. */
static void view_kind(const struct term *out, const struct faq_intent *intent,
		      unsigned steps)
{
	switch (intent->kind) {
	case FAQ_KIND_STEP:
		term_style(out, TERM_GREEN);
		fprintf(out->file, "Step %u of %u  ", intent->step, steps);
		break;
	case FAQ_KIND_MISTAKE:
		term_style(out, TERM_YELLOW);
		term_sign(out, TERM_SIGN_WARNING);
		fputs(" Careful  ", out->file);
		break;
	case FAQ_KIND_REDIRECT:
		term_style(out, TERM_BLUE);
		term_sign(out, TERM_SIGN_ARROW);
		fputc(' ', out->file);
		break;
	case FAQ_KIND_FAQ:
	case FAQ_KIND_LIST:
	case FAQ_KIND_ABOUT:
	case FAQ_KIND_LIMIT:
	case FAQ_KIND_META:
	case FAQ_KIND_ACT:
		break;
	}
	term_style(out, TERM_PLAIN);
}

static void view_part(const struct term *out, const struct faq_part *part,
		      unsigned steps)
{
	const struct faq_intent *intent = part->intent;
	bool again = part->again && is_text(intent->again);

	if (intent->kind != FAQ_KIND_META && intent->kind != FAQ_KIND_ACT) {
		term_spaces(out, MARGIN);
		view_kind(out, intent, steps);
		term_styled(out, TERM_BOLD, intent->title);
		fputc('\n', out->file);
	}
	const char *text = again ? intent->again : intent->text;
	term_wrap(out, text, MARGIN, 0);
	/* Most texts name their link's address already. */
	if (intent->link && !strstr(text, intent->link->url)) {
		term_spaces(out, MARGIN);
		term_style(out, TERM_BLUE);
		term_sign(out, TERM_SIGN_ARROW);
		term_style(out, TERM_PLAIN);
		fputc(' ', out->file);
		term_text(out, intent->link->title);
		fputs(": ", out->file);
		term_styled(out, TERM_BLUE, intent->link->url);
		fputc('\n', out->file);
	}
	if (is_text(intent->note)) {
		fputc('\n', out->file);
		term_style(out, TERM_DIM);
		term_spaces(out, MARGIN);
		fputs("Note: ", out->file);
		term_wrap(out, intent->note, MARGIN + 6, MARGIN + 6);
		term_style(out, TERM_PLAIN);
	}
}

static void view_option(const struct term *out, size_t number,
			const struct faq_intent *intent)
{
	term_spaces(out, MARGIN + 1);
	term_style(out, TERM_BLUE);
	fprintf(out->file, "%zu", number);
	term_style(out, TERM_PLAIN);
	fputs("  ", out->file);
	term_wrap(out, intent->title, MARGIN + 4, MARGIN + 4);
}

/* What may be picked by its number: options, or what might have been meant. */
static void view_options(const struct term *out, const struct faq_reply *reply)
{
	for (size_t i = 0; i < reply->choice_count; i++)
		view_option(out, i + 1, reply->choice[i]);
	for (size_t i = 0; i < faq_suggestions_shown(reply); i++)
		view_option(out, i + 1, reply->suggest[i].intent);
}

void view_reply(const struct term *out, const struct faq_reply *reply)
{
	bool more = false;

	if (is_text(reply->lead)) {
		term_wrap(out, reply->lead, MARGIN, 0);
		more = true;
	}
	for (size_t i = 0; i < reply->part_count; i++) {
		if (more)
			fputc('\n', out->file);
		view_part(out, &reply->part[i], reply->steps);
		more = true;
	}
	if (reply->choice_count || faq_suggestions_shown(reply)) {
		fputs(more ? "\n" : "", out->file);
		view_options(out, reply);
		more = true;
	}
	if (is_text(reply->tail)) {
		if (more)
			fputc('\n', out->file);
		term_wrap(out, reply->tail, MARGIN, 0);
	}
}

static void view_label(const struct term *out, const char *label)
{
	term_spaces(out, MARGIN);
	term_style(out, TERM_DIM);
	term_cell(out, label, LABEL_COLUMNS - MARGIN);
	term_style(out, TERM_PLAIN);
}

static void view_line(const struct term *out, const char *label,
		      const char *text)
{
	view_label(out, label);
	term_wrap(out, text[0] ? text : "(nothing)", LABEL_COLUMNS,
		  LABEL_COLUMNS);
}

static void view_verdict(const struct term *out, const struct faq_reply *reply,
			 const struct faq_trace *trace)
{
	char text[512], act[MESSAGE_ACT_BYTES];

	message_act(reply, act);
	snprintf(text, sizeof(text), "%s%s%s, confidence %.2f%s%s",
		 faq_verdict_text(reply->verdict), act[0] ? ", " : "", act,
		 reply->confidence, reply->best ? " of " : "",
		 reply->best ? reply->best->id : "");
	view_line(out, "verdict", text);
	if (trace->reason[0])
		view_line(out, "because", trace->reason);
}

static void view_winner(const struct term *out,
			const struct faq_trace_candidate *candidate)
{
	const struct faq_pattern *pattern = candidate->pattern;
	char text[512];

	view_line(out, "intent", pattern->intent->id);
	snprintf(text, sizeof(text), "%s:%u", pattern->source, pattern->line);
	view_line(out, "place", text);
	view_label(out, "template");
	term_text(out, pattern->line_text);
	fputc('\n', out->file);
	/* Between slashes, as pcre2test takes it: spaces at its ends count. */
	view_label(out, "PCRE2");
	fputc('/', out->file);
	term_text(out, pattern->regex);
	fputs("/\n", out->file);
	snprintf(text, sizeof(text),
		 "%.2f explained, %.2f known but not, %.2f foreign",
		 candidate->explained, candidate->known, candidate->foreign);
	view_line(out, "weights", text);
}

static void view_candidate(const struct term *out,
			   const struct faq_trace_candidate *candidate)
{
	const struct faq_pattern *pattern = candidate->pattern;

	term_spaces(out, MARGIN);
	term_cell(out, faq_fate_text(candidate->fate), 10);
	fprintf(out->file, "%.2f  ", candidate->confidence);
	term_styled(out, TERM_BOLD, pattern->intent->id);
	term_style(out, TERM_DIM);
	fprintf(out->file, "  %s:%u\n", pattern->source, pattern->line);
	term_style(out, TERM_PLAIN);
	term_wrap(out, pattern->line_text, MARGIN + 16, 0);
}

static void view_suggestions(const struct term *out,
			     const struct faq_reply *reply)
{
	if (!reply->suggest_count)
		return;
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, "Nearest titles");
	fputc('\n', out->file);
	for (size_t i = 0; i < reply->suggest_count; i++) {
		fprintf(out->file, "  %.2f  ", reply->suggest[i].score);
		term_styled(out, TERM_BOLD, reply->suggest[i].intent->id);
		fputs("  ", out->file);
		term_text(out, reply->suggest[i].intent->title);
		fputc('\n', out->file);
	}
}

/* Candidates other than the winner, the confirmed ones first. */
static void view_candidates(const struct term *out,
			    const struct faq_trace *trace)
{
	size_t shown = 0;
	for (int refused = 0; refused < 2; refused++) {
		for (size_t i = 0; i < trace->candidate_count; i++) {
			const struct faq_trace_candidate *candidate =
				&trace->candidate[i];
			bool no = candidate->fate == FAQ_FATE_REFUSED ||
				  candidate->fate == FAQ_FATE_UNTRIED;
			if (candidate->fate == FAQ_FATE_WON ||
			    no != (refused == 1) || shown == RUNNERS_UP_MAX)
				continue;
			if (!shown++) {
				fputc('\n', out->file);
				term_styled(out, TERM_BOLD, "Runners-up");
				fputc('\n', out->file);
			}
			view_candidate(out, candidate);
		}
	}
}

void view_why(const struct term *out, const char *question,
	      const struct faq_reply *reply, const struct faq_trace *trace)
{
	char text[128];

	/* Personal data is never echoed, and so not explained either. */
	view_line(out, "question",
		  reply->personal_data ? "(holds personal data)" : question);
	if (!reply->personal_data)
		view_line(out, "read as", trace->normalised);
	for (size_t i = 0; i < trace->repair_count; i++) {
		snprintf(text, sizeof(text), "%s to %s", trace->repair[i].from,
			 trace->repair[i].to);
		view_line(out, i ? "" : "repaired", text);
	}
	view_verdict(out, reply, trace);
	snprintf(text, sizeof(text), "%zu of the patterns, %zu asked of PCRE2",
		 trace->pattern_count, trace->tried);
	view_line(out, "indexed", text);
	for (size_t i = 0; i < trace->candidate_count; i++) {
		if (trace->candidate[i].fate != FAQ_FATE_WON)
			continue;
		fputc('\n', out->file);
		term_styled(out, TERM_BOLD,
			    reply->verdict == FAQ_VERDICT_ANSWER
				    ? "Winning pattern"
				    : "Best pattern");
		fputc('\n', out->file);
		view_winner(out, &trace->candidate[i]);
	}
	view_candidates(out, trace);
	view_suggestions(out, reply);
}
