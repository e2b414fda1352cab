/* SPDX-License-Identifier: MIT */
#include "cli/usage_wrong.h"

#include <string.h>

#define ROWS_MAX 31u /* of days: a month */
#define BAR_MAX 40u
#define ALSO_SHOWN 2u

static void heading(const struct term *out, const char *text)
{
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, text);
	fputc('\n', out->file);
}

static double percent(uint64_t part, uint64_t whole)
{
	return whole ? 100 * (double)part / (double)whole : 0;
}

static void print_total(const struct term *out, const char *name,
			uint64_t count, uint64_t whole)
{
	term_spaces(out, 2);
	term_cell(out, name, 16);
	fprintf(out->file, "%9llu", (unsigned long long)count);
	if (whole)
		fprintf(out->file, "  %5.1f %%", percent(count, whole));
	fputc('\n', out->file);
}

static void print_totals(const struct usage *usage, const struct term *out)
{
	const uint64_t *of = usage->of_verdict;
	uint64_t all = usage_questions(usage);
	uint64_t judged = usage->helpful + usage->unhelpful;

	print_total(out, "questions", all, 0);
	print_total(out, "answered", of[FAQ_VERDICT_ANSWER], all);
	print_total(out, "  by a limit", usage_limits(usage), all);
	print_total(out, "asked back", of[FAQ_VERDICT_CLARIFY], all);
	print_total(out, "no answer", of[FAQ_VERDICT_NONE], all);
	print_total(out, "handed over", usage->handovers, all);
	print_total(out, "found helpful", usage->helpful, judged);
	print_total(out, "not helpful", usage->unhelpful, judged);
}

static void print_group(const struct group *group, const struct term *out)
{
	fprintf(out->file, "%7llu  ", (unsigned long long)group->questions);
	term_wrap(out, group->example[0], 9, 9);
	term_style(out, TERM_DIM);
	for (size_t i = 1; i < group->example_count && i <= ALSO_SHOWN; i++) {
		fputs("         also: ", out->file);
		term_wrap(out, group->example[i], 15, 15);
	}
	if (group->nearest[0])
		fprintf(out->file, "         nearest: %s (%.2f)\n",
			group->nearest, group->score);
	term_style(out, TERM_PLAIN);
}

static void print_groups(const struct usage *usage, bool all,
			 const struct term *out)
{
	size_t shown = usage_groups_shown(usage, all);

	heading(out, "Asked without an answer, alike together");
	if (!shown)
		fputs("  nothing\n", out->file);
	for (size_t i = 0; i < shown; i++)
		print_group(&usage->groups.list[i], out);
	if (shown < usage->groups.count)
		fprintf(out->file, "\n  %zu more groups; --all shows them\n",
			usage->groups.count - shown);
	if (usage->groups.left_out)
		fprintf(out->file,
			"\n  %llu questions were left out, a shorter period "
			"has them\n",
			(unsigned long long)usage->groups.left_out);
}

static void print_intents(const struct usage *usage, const struct term *out)
{
	if (!usage->intent_count)
		return;
	heading(out, "Answers");
	term_styled(out, TERM_DIM,
		    "  answers  helpful     not     share  intent");
	fputc('\n', out->file);
	for (size_t i = 0; i < usage->intent_count; i++) {
		const struct store_intent_count *row = &usage->intent[i];
		uint64_t judged = row->helpful + row->unhelpful;
		fprintf(out->file, "%9llu%9llu%8llu",
			(unsigned long long)row->answers,
			(unsigned long long)row->helpful,
			(unsigned long long)row->unhelpful);
		if (judged)
			fprintf(out->file, "  %6.1f %%  ",
				percent(row->helpful, judged));
		else
			fputs("         -  ", out->file);
		term_text(out, row->intent);
		fputc('\n', out->file);
	}
}

static void print_kinds(const struct usage *usage, const struct term *out)
{
	if (!usage->kind_count)
		return;
	heading(out, "Answers by kind");
	for (size_t i = 0; i < usage->kind_count; i++)
		print_total(out, usage->kind[i].name, usage->kind[i].answers,
			    usage->of_verdict[FAQ_VERDICT_ANSWER]);
}

static uint64_t all_of(const struct usage_day *day)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < USAGE_VERDICTS; i++)
		sum += day->of_verdict[i];
	return sum;
}

static void print_bar(const struct term *out, uint64_t value, uint64_t most)
{
	size_t room = out->width > 50 ? out->width - 46 : 4;
	uint64_t length;

	if (room > BAR_MAX)
		room = BAR_MAX;
	length = most ? (value * room + most - 1) / most : 0;
	term_style(out, TERM_BLUE);
	for (uint64_t i = 0; i < length; i++)
		fputs(out->utf8 ? "\xe2\x96\x88" : "#", out->file);
	term_style(out, TERM_PLAIN);
}

static void print_days(const struct usage *usage, const struct term *out)
{
	struct usage_day row[ROWS_MAX];
	int64_t days;
	size_t count = usage_spans(usage, ROWS_MAX, row, &days);
	uint64_t most = 0;
	char date[PERIOD_DATE_BYTES];

	if (!count)
		return;
	heading(out, "By day");
	if (days > 1)
		fprintf(out->file, "  %lld days a line\n", (long long)days);
	term_styled(out, TERM_DIM,
		    "  from        questions  no answer  handed over");
	fputc('\n', out->file);
	for (size_t i = 0; i < count; i++)
		if (all_of(&row[i]) > most)
			most = all_of(&row[i]);
	for (size_t i = 0; i < count; i++) {
		period_date(row[i].day, date);
		fprintf(out->file, "  %s%11llu%11llu%13llu  ", date,
			(unsigned long long)all_of(&row[i]),
			(unsigned long long)row[i].of_verdict[FAQ_VERDICT_NONE],
			(unsigned long long)row[i].handovers);
		print_bar(out, all_of(&row[i]), most);
		fputc('\n', out->file);
	}
}

void usage_view(const struct usage *usage, bool all, const struct term *out)
{
	char from[PERIOD_DATE_BYTES], to[PERIOD_DATE_BYTES];

	period_date(usage->period.from_ms / PERIOD_DAY_MS, from);
	period_date((usage->period.to_ms - 1) / PERIOD_DAY_MS, to);
	term_styled(out, TERM_BOLD, usage->source);
	if (usage->period.from_ms)
		fprintf(out->file, ": %s to %s\n\n", from, to);
	else
		fprintf(out->file, ": up to %s\n\n", to);
	print_totals(usage, out);
	print_groups(usage, all, out);
	usage_wrong_view(usage, out);
	print_intents(usage, out);
	print_kinds(usage, out);
	print_days(usage, out);
}
