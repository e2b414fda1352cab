/* SPDX-License-Identifier: MIT */
#include "cli/usage_wrong.h"

#include "proto/json.h"

#define JSON_MAX ((size_t)256u * 1024u * 1024u)

static void add_date(struct json_writer *writer, const char *name, int64_t ms)
{
	char date[PERIOD_DATE_BYTES];

	period_date(ms / PERIOD_DAY_MS, date);
	json_add_string(writer, name, date);
}

static void open_list(struct json_writer *writer, const char *name)
{
	json_put_name(writer, name);
	json_put_open(writer, '[');
}

static void add_verdicts(struct json_writer *writer, const uint64_t *of)
{
	json_add_count(writer, "answered", of[FAQ_VERDICT_ANSWER]);
	json_add_count(writer, "asked_back", of[FAQ_VERDICT_CLARIFY]);
	json_add_count(writer, "no_answer", of[FAQ_VERDICT_NONE]);
}

static void put_group(struct json_writer *writer, const struct group *group)
{
	json_put_open(writer, '{');
	json_add_count(writer, "questions", group->questions);
	json_add_count(writer, "wordings", group->wordings);
	json_add_string(writer, "typical", group->example[0]);
	add_date(writer, "first", group->first_ms);
	add_date(writer, "last", group->last_ms);
	if (group->nearest[0]) {
		json_add_string(writer, "nearest", group->nearest);
		json_add_number(writer, "score", group->score);
	}
	open_list(writer, "examples");
	for (size_t i = 0; i < group->example_count; i++) {
		json_put_open(writer, '{');
		json_add_string(writer, "text", group->example[i]);
		json_add_count(writer, "questions",
			       group->example_questions[i]);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

static void put_intent(struct json_writer *writer,
		       const struct store_intent_count *row)
{
	uint64_t judged = row->helpful + row->unhelpful;

	json_put_open(writer, '{');
	json_add_string(writer, "id", row->intent);
	json_add_count(writer, "answers", row->answers);
	json_add_count(writer, "helpful", row->helpful);
	json_add_count(writer, "unhelpful", row->unhelpful);
	if (judged)
		json_add_number(writer, "share",
				(double)row->helpful / (double)judged);
	json_put_close(writer, '}');
}

static void put_day(struct json_writer *writer, const struct usage_day *day)
{
	json_put_open(writer, '{');
	add_date(writer, "day", day->day * PERIOD_DAY_MS);
	add_verdicts(writer, day->of_verdict);
	json_add_count(writer, "handovers", day->handovers);
	json_put_close(writer, '}');
}

static void put_lists(struct json_writer *writer, const struct usage *usage)
{
	open_list(writer, "groups");
	for (size_t i = 0; i < usage->groups.count; i++)
		put_group(writer, &usage->groups.list[i]);
	json_put_close(writer, ']');
	json_add_count(writer, "left_out", usage->groups.left_out);
	usage_wrong_json(writer, usage);
	open_list(writer, "intents");
	for (size_t i = 0; i < usage->intent_count; i++)
		put_intent(writer, &usage->intent[i]);
	json_put_close(writer, ']');
	open_list(writer, "kinds");
	for (size_t i = 0; i < usage->kind_count; i++) {
		json_put_open(writer, '{');
		json_add_string(writer, "kind", usage->kind[i].name);
		json_add_count(writer, "answers", usage->kind[i].answers);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	open_list(writer, "days");
	for (size_t i = 0; i < usage->day_count; i++)
		put_day(writer, &usage->day[i]);
	json_put_close(writer, ']');
}

bool usage_json(const struct usage *usage, FILE *file)
{
	struct json_writer writer;

	json_writer_init(&writer, JSON_MAX);
	json_put_open(&writer, '{');
	add_date(&writer, "from", usage->period.from_ms);
	add_date(&writer, "to", usage->period.to_ms - 1);
	json_add_count(&writer, "questions", usage_questions(usage));
	add_verdicts(&writer, usage->of_verdict);
	json_add_count(&writer, "handovers", usage->handovers);
	json_add_count(&writer, "helpful", usage->helpful);
	json_add_count(&writer, "unhelpful", usage->unhelpful);
	put_lists(&writer, usage);
	json_put_close(&writer, '}');
	bool good = !json_failed(&writer);
	if (good)
		fprintf(file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good;
}
