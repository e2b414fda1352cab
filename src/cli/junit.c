/* SPDX-License-Identifier: MIT */
#include "cli/junit.h"

#include "cli/markup.h"

#include <string.h>

static void attribute(FILE *file, const char *name, const char *text)
{
	fprintf(file, " %s=\"", name);
	markup_text(file, text);
	fputc('"', file);
}

static double seconds(uint64_t ns)
{
	return (double)ns / 1e9;
}

static void line(FILE *file, const char *label, const char *text)
{
	if (!text[0])
		return;
	fprintf(file, "%s: ", label);
	markup_text(file, text);
	fputc('\n', file);
}

static void put_failure(FILE *file, const struct result *result)
{
	fputs("      <failure", file);
	attribute(file, "message", result->got);
	fputs(">", file);
	line(file, "expected", result->expected);
	line(file, "got", result->got);
	line(file, "wrong", result->wrong);
	line(file, "read as", result->read_as);
	line(file, "best", result->won_by);
	line(file, "runner-up", result->runner_up);
	line(file, "because", result->reason);
	fputs("</failure>\n", file);
}

static void put_case(FILE *file, const struct result *result)
{
	char name[24];

	snprintf(name, sizeof(name), "%u: ", result->line);
	fprintf(file, "    <testcase name=\"%s", name);
	markup_text(file, result->text);
	fputc('"', file);
	attribute(file, "classname",
		  result->question ? result->intent : result->path);
	attribute(file, "file", result->path);
	fprintf(file, " line=\"%u\" time=\"%.6f\"", result->line,
		seconds(result->ns));
	if (result->kind == RESULT_PASSED) {
		fputs("/>\n", file);
		return;
	}
	fputs(">\n", file);
	if (result->kind == RESULT_KNOWN)
		fputs("      <skipped message=\"known failure\"/>\n", file);
	else
		put_failure(file, result);
	fputs("    </testcase>\n", file);
}

/* One file's results from `begin` on; returns where the next one's begin. */
static size_t put_suite(FILE *file, const struct results *results, size_t begin)
{
	const char *path = results->list[begin].path;
	size_t of_kind[RESULT_KNOWN + 1] = {0}, end = begin;
	uint64_t ns = 0;

	for (;
	     end < results->count && strcmp(results->list[end].path, path) == 0;
	     end++) {
		of_kind[results->list[end].kind]++;
		ns += results->list[end].ns;
	}
	fputs("  <testsuite", file);
	attribute(file, "name", path);
	fprintf(file,
		" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\""
		" time=\"%.6f\">\n",
		end - begin, of_kind[RESULT_FAILED], of_kind[RESULT_KNOWN],
		seconds(ns));
	for (size_t i = begin; i < end; i++)
		put_case(file, &results->list[i]);
	fputs("  </testsuite>\n", file);
	return end;
}

void junit_write(FILE *file, const struct results *results)
{
	fprintf(file,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites name=\"faqctl test\" tests=\"%zu\""
		" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n",
		results->count, results->of_kind[RESULT_FAILED],
		results->of_kind[RESULT_KNOWN]);
	for (size_t at = 0; at < results->count;)
		at = put_suite(file, results, at);
	fputs("</testsuites>\n", file);
}
