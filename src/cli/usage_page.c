/* SPDX-License-Identifier: MIT */
#include "cli/usage_wrong.h"

#include "cli/chart.h"
#include "cli/markup.h"
#include "cli/webpage_frame.h"

#include <string.h>

#define COLUMNS_MAX 92u /* a quarter of a year */

static void put_card(FILE *file, const char *name, uint64_t count,
		     uint64_t whole, const char *class)
{
	char value[32], more[64] = "";

	snprintf(value, sizeof(value), "%llu", (unsigned long long)count);
	if (whole)
		snprintf(more, sizeof(more), "%.1f&#8239;%% of %llu",
			 100 * (double)count / (double)whole,
			 (unsigned long long)whole);
	webpage_card(file, name, value, more, class);
}

static void put_cards(FILE *file, const struct usage *usage)
{
	const uint64_t *of = usage->of_verdict;
	uint64_t all = usage_questions(usage);
	uint64_t judged = usage->helpful + usage->unhelpful;

	fputs("<dl class=\"cards\">\n", file);
	put_card(file, "Questions", all, 0, "");
	put_card(file, "Answered", of[FAQ_VERDICT_ANSWER], all, "good");
	put_card(file, "Asked back", of[FAQ_VERDICT_CLARIFY], all, "");
	put_card(file, "No answer", of[FAQ_VERDICT_NONE], all, "bad");
	put_card(file, "Handed over", usage->handovers, all, "");
	put_card(file, "Found helpful", usage->helpful, judged, "");
	fputs("</dl>\n", file);
}

static void put_number(FILE *file, uint64_t number)
{
	fprintf(file, "<td class=\"num\">%llu</td>",
		(unsigned long long)number);
}

static void put_group(FILE *file, const struct group *group, uint64_t most)
{
	const struct chart_part part = {(double)group->questions / (double)most,
					2};

	fputs("<tr>", file);
	put_number(file, group->questions);
	fputs("<td><strong>", file);
	markup_text(file, group->example[0]);
	fputs("</strong>", file);
	for (size_t i = 1; i < group->example_count; i++) {
		fputs("<small>", file);
		markup_text(file, group->example[i]);
		fputs("</small>", file);
	}
	fputs("</td><td>", file);
	chart_bar(file, &part, 1);
	fputs("</td><td><code>", file);
	markup_text(file, group->nearest);
	fputs("</code></td>", file);
	if (group->nearest[0])
		fprintf(file, "<td class=\"num\">%.2f</td></tr>\n",
			group->score);
	else
		fputs("<td></td></tr>\n", file);
}

static void put_groups(FILE *file, const struct usage *usage, bool all)
{
	size_t shown = usage_groups_shown(usage, all);

	webpage_section(file, "asked", "Asked without an answer");
	if (!shown) {
		fputs("<p>Nothing.</p>\n", file);
		return;
	}
	fprintf(file,
		"<p class=\"soft\">Questions of the same words stand together, "
		"the most frequent wording first: %zu of %zu groups. Nearest "
		"is what faqd thought of but was not sure enough to "
		"answer.</p>\n",
		shown, usage->groups.count);
	webpage_frame_open(file, "Questions without an answer", "asked");
	fputs("<thead><tr><th scope=\"col\" class=\"num\">Asked</th>"
	      "<th scope=\"col\">Question</th><th scope=\"col\">Compared</th>"
	      "<th scope=\"col\">Nearest intent</th>"
	      "<th scope=\"col\" class=\"num\">Score</th></tr></thead>"
	      "<tbody>\n",
	      file);
	for (size_t i = 0; i < shown; i++)
		put_group(file, &usage->groups.list[i],
			  usage->groups.list[0].questions);
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
}

static void put_intent(FILE *file, const struct store_intent_count *row)
{
	uint64_t judged = row->helpful + row->unhelpful;
	double helpful = judged ? (double)row->helpful / (double)judged : 0;
	const struct chart_part parts[] = {{helpful, 0},
					   {judged ? 1 - helpful : 0, 2}};

	fputs("<tr><th scope=\"row\"><code>", file);
	markup_text(file, row->intent);
	fputs("</code></th>", file);
	put_number(file, row->answers);
	put_number(file, row->helpful);
	put_number(file, row->unhelpful);
	if (judged) {
		fprintf(file, "<td class=\"num\">%.1f&#8239;%%</td><td>",
			100 * helpful);
		chart_bar(file, parts, 2);
		fputs("</td></tr>\n", file);
	} else {
		fputs("<td class=\"num soft\">none</td><td></td></tr>\n", file);
	}
}

static void put_intents(FILE *file, const struct usage *usage)
{
	webpage_section(file, "intents", "Answers and what was said of them");
	if (!usage->intent_count) {
		fputs("<p>Nothing was answered.</p>\n", file);
		return;
	}
	webpage_frame_open(file, "Answers and feedback of each intent",
			   "rated");
	fputs("<thead><tr><th scope=\"col\">Intent</th>"
	      "<th scope=\"col\" class=\"num\">Answers</th>"
	      "<th scope=\"col\" class=\"num\">Helpful</th>"
	      "<th scope=\"col\" class=\"num\">Not</th>"
	      "<th scope=\"col\" class=\"num\">Share</th>"
	      "<th scope=\"col\">Helpful or not</th></tr></thead><tbody>\n",
	      file);
	for (size_t i = 0; i < usage->intent_count; i++)
		put_intent(file, &usage->intent[i]);
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
}

static void put_kinds(FILE *file, const struct usage *usage)
{
	webpage_section(file, "kinds", "Answers by kind");
	if (!usage->kind_count) {
		fputs("<p>Nothing was answered.</p>\n", file);
		return;
	}
	webpage_frame_open(file, "Answers by kind", "");
	fputs("<thead><tr><th scope=\"col\">Kind</th><th scope=\"col\" "
	      "class=\"num\">Answers</th><th scope=\"col\">Compared</th></tr>"
	      "</thead><tbody>\n",
	      file);
	for (size_t i = 0; i < usage->kind_count; i++) {
		const struct usage_kind *kind = &usage->kind[i];
		const struct chart_part part = {
			(double)kind->answers / (double)usage->kind[0].answers,
			0};
		fputs("<tr><th scope=\"row\">", file);
		markup_text(file, kind->name);
		fputs("</th>", file);
		put_number(file, kind->answers);
		fputs("<td>", file);
		chart_bar(file, &part, 1);
		fputs("</td></tr>\n", file);
	}
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
}

static void put_day_table(FILE *file, const struct usage_day *row, size_t count)
{
	char date[PERIOD_DATE_BYTES];

	fputs("<details><summary>The same as a table</summary>\n", file);
	webpage_frame_open(file, "Questions by day", "");
	fputs("<thead><tr><th scope=\"col\">From</th>"
	      "<th scope=\"col\" class=\"num\">Answered</th>"
	      "<th scope=\"col\" class=\"num\">Asked back</th>"
	      "<th scope=\"col\" class=\"num\">No answer</th>"
	      "<th scope=\"col\" class=\"num\">Handed over</th></tr></thead>"
	      "<tbody>\n",
	      file);
	for (size_t i = 0; i < count; i++) {
		period_date(row[i].day, date);
		fprintf(file, "<tr><th scope=\"row\">%s</th>", date);
		put_number(file, row[i].of_verdict[FAQ_VERDICT_ANSWER]);
		put_number(file, row[i].of_verdict[FAQ_VERDICT_CLARIFY]);
		put_number(file, row[i].of_verdict[FAQ_VERDICT_NONE]);
		put_number(file, row[i].handovers);
		fputs("</tr>\n", file);
	}
	fputs("</tbody>\n", file);
	webpage_frame_close(file);
	fputs("</details>\n", file);
}

static void put_days(FILE *file, const struct usage *usage)
{
	struct usage_day row[COLUMNS_MAX];
	struct chart_column column[COLUMNS_MAX];
	int64_t days;
	size_t count = usage_spans(usage, COLUMNS_MAX, row, &days);
	char title[64] = "Questions by day";
	struct chart chart = {.title = title,
			      .name = {"answered", "asked back", "no answer"},
			      .series = 3,
			      .column = column,
			      .count = count};

	webpage_section(file, "days", "By day");
	if (!count) {
		fputs("<p>Nothing was asked.</p>\n", file);
		return;
	}
	if (days > 1)
		snprintf(title, sizeof(title), "Questions, %lld days a column",
			 (long long)days);
	for (size_t i = 0; i < count; i++) {
		column[i] = (struct chart_column){
			.value = {row[i].of_verdict[FAQ_VERDICT_ANSWER],
				  row[i].of_verdict[FAQ_VERDICT_CLARIFY],
				  row[i].of_verdict[FAQ_VERDICT_NONE]}};
		period_date(row[i].day, column[i].label);
	}
	chart_columns(file, &chart);
	put_day_table(file, row, count);
}

void usage_page(const struct usage *usage, bool all, FILE *file)
{
	static const struct webpage_link links[] = {
		{"asked", "Asked without an answer"},
		{"wrong", "Wrong answers"},
		{"intents", "Answers"},
		{"kinds", "Kinds"},
		{"days", "Days"},
		{NULL, NULL}};
	char from[PERIOD_DATE_BYTES], to[PERIOD_DATE_BYTES], heading[96];

	period_date(usage->period.from_ms / PERIOD_DAY_MS, from);
	period_date((usage->period.to_ms - 1) / PERIOD_DAY_MS, to);
	if (usage->period.from_ms)
		snprintf(heading, sizeof(heading), "What was asked, %s to %s",
			 from, to);
	else
		snprintf(heading, sizeof(heading), "What was asked up to %s",
			 to);
	webpage_open(file, heading, heading,
		     "What visitors asked, as <code>faqctl report "
		     "--html</code> found it in faqd's database. Personal data "
		     "was taken out before it was stored. Days are those of "
		     "UTC.",
		     links);
	put_cards(file, usage);
	put_groups(file, usage, all);
	usage_wrong_page(file, usage);
	put_intents(file, usage);
	put_kinds(file, usage);
	put_days(file, usage);
	webpage_close(file);
}
