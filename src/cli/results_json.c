/* SPDX-License-Identifier: MIT */
#include "cli/results_json.h"

#include "proto/json.h"

#define JSON_MAX ((size_t)256u * 1024u * 1024u)

static void add_text(struct json_writer *writer, const char *name,
		     const char *text)
{
	if (text[0])
		json_add_string(writer, name, text);
}

static void put_result(struct json_writer *writer, const struct result *result)
{
	static const char *const kinds[] = {[RESULT_PASSED] = "passed",
					    [RESULT_FAILED] = "failed",
					    [RESULT_KNOWN] = "known"};

	json_put_open(writer, '{');
	json_add_string(writer, "file", result->path);
	json_add_count(writer, "line", result->line);
	json_add_string(writer, "text", result->text);
	json_add_string(writer, "result", kinds[result->kind]);
	json_add_string(writer, "expected", result->expected);
	json_add_string(writer, "got", result->got);
	add_text(writer, "intent", result->intent);
	json_add_string(writer, "answered", result->answered);
	json_add_number(writer, "confidence", result->confidence);
	json_add_number(writer, "us", (double)result->ns / 1e3);
	add_text(writer, "wrong", result->wrong);
	add_text(writer, "read_as", result->read_as);
	add_text(writer, "best", result->won_by);
	add_text(writer, "runner_up", result->runner_up);
	add_text(writer, "because", result->reason);
	json_put_close(writer, '}');
}

static void put_row(struct json_writer *writer, const struct metrics_row *row)
{
	json_put_open(writer, '{');
	json_add_string(writer, "id", row->name);
	json_add_count(writer, "wanted", row->wanted);
	json_add_count(writer, "right", row->right);
	json_add_count(writer, "wrong", row->wrong);
	json_add_number(writer, "precision", metrics_row_precision(row));
	json_add_number(writer, "recall", metrics_row_recall(row));
	json_put_close(writer, '}');
}

static void put_totals(struct json_writer *writer,
		       const struct results *results,
		       const struct metrics *metrics,
		       const struct coverage *coverage)
{
	json_add_count(writer, "passed", results->of_kind[RESULT_PASSED]);
	json_add_count(writer, "failed", results->of_kind[RESULT_FAILED]);
	json_add_count(writer, "known", results->of_kind[RESULT_KNOWN]);
	json_add_number(writer, "precision", metrics_precision(metrics));
	json_add_number(writer, "recall", metrics_recall(metrics));
	json_add_number(writer, "false", metrics_false(metrics));
	json_add_count(writer, "patterns", coverage->patterns);
	json_add_count(writer, "exercised",
		       coverage->of_state[COVERAGE_EXERCISED]);
}

bool results_json_write(FILE *file, const struct results *results,
			const struct metrics *metrics,
			const struct coverage *coverage)
{
	struct json_writer writer;

	json_writer_init(&writer, JSON_MAX);
	json_put_open(&writer, '{');
	put_totals(&writer, results, metrics, coverage);
	json_put_name(&writer, "intents");
	json_put_open(&writer, '[');
	for (size_t i = 0; i < metrics->count; i++)
		put_row(&writer, &metrics->row[i]);
	json_put_close(&writer, ']');
	json_put_name(&writer, "tests");
	json_put_open(&writer, '[');
	for (size_t i = 0; i < results->count; i++)
		put_result(&writer, &results->list[i]);
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	bool good = !json_failed(&writer);
	if (good)
		fprintf(file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good;
}
