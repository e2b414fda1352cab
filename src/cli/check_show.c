/* SPDX-License-Identifier: MIT */
/* Findings for eyes, as JSON and as SARIF. */
#include "cli/check.h"

#include <string.h>

/* A finding is under 2 KiB: FAULTS_MAX of them stay below. */
#define JSON_MAX (32u * 1024u * 1024u)

static const char *const severity_text[] = {[FAQ_SEVERITY_NOTE] = "note",
					    [FAQ_SEVERITY_WARNING] = "warning",
					    [FAQ_SEVERITY_ERROR] = "error"};

void findings_print(const struct findings *findings, const struct term *out)
{
	const struct faults *faults = findings->faults;
	for (size_t i = 0; i < faults->count; i++) {
		const struct faults one = {.list = &faults->list[i],
					   .count = 1};
		if (!findings->by[i])
			faults_print(&one, out, FAQ_SEVERITY_NOTE);
	}
}

static void put_counts(const struct findings *findings, const struct bot *bot,
		       struct json_writer *writer)
{
	const size_t *of = findings->of_severity;
	json_add_count(writer, "errors", of[FAQ_SEVERITY_ERROR]);
	json_add_count(writer, "warnings", of[FAQ_SEVERITY_WARNING]);
	json_add_count(writer, "notes", of[FAQ_SEVERITY_NOTE]);
	json_add_count(writer, "accepted", findings->accepted);
	if (!bot->catalog)
		return;
	json_add_count(writer, "intents", faq_catalog_intents(bot->catalog));
	json_add_count(writer, "patterns", faq_catalog_patterns(bot->catalog));
}

static void put_finding(const struct findings *findings, size_t i,
			struct json_writer *writer)
{
	const struct faq_diag *diag = &findings->faults->list[i];
	json_put_open(writer, '{');
	json_add_string(writer, "severity", severity_text[diag->severity]);
	json_add_string(writer, "code", diag->code);
	json_add_string(writer, "file", diag->source);
	json_add_count(writer, "line", diag->line);
	json_add_count(writer, "column", diag->column);
	json_add_string(writer, "message", diag->message);
	if (findings->by[i])
		json_add_string(writer, "accepted", findings->by[i]->reason);
	json_put_close(writer, '}');
}

static bool finish(struct json_writer *writer, const struct term *out)
{
	bool good = !json_failed(writer);
	if (good)
		fprintf(out->file, "%s\n", writer->bytes);
	json_writer_release(writer);
	return good;
}

bool findings_json(const struct findings *findings, const struct bot *bot,
		   const struct term *out)
{
	struct json_writer writer;
	json_writer_init(&writer, JSON_MAX);
	json_put_open(&writer, '{');
	put_counts(findings, bot, &writer);
	json_put_name(&writer, "faults");
	json_put_open(&writer, '[');
	for (size_t i = 0; i < findings->faults->count; i++)
		put_finding(findings, i, &writer);
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	return finish(&writer, out);
}

static void open_named(struct json_writer *writer, const char *name,
		       char bracket)
{
	json_put_name(writer, name);
	json_put_open(writer, bracket);
}

static void put_text(struct json_writer *writer, const char *name,
		     const char *text)
{
	open_named(writer, name, '{');
	json_add_string(writer, "text", text);
	json_put_close(writer, '}');
}

/* Each code once; results lead to them by their ids. */
static void put_rules(const struct findings *findings,
		      struct json_writer *writer)
{
	const struct faults *faults = findings->faults;
	open_named(writer, "rules", '[');
	for (size_t i = 0; i < faults->count; i++) {
		size_t j = 0;
		while (strcmp(faults->list[j].code, faults->list[i].code) != 0)
			j++;
		if (j < i)
			continue;
		json_put_open(writer, '{');
		json_add_string(writer, "id", faults->list[i].code);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

static void put_tool(const struct findings *findings,
		     struct json_writer *writer)
{
	open_named(writer, "tool", '{');
	open_named(writer, "driver", '{');
	json_add_string(writer, "name", "faqctl check");
	json_add_string(writer, "version", FAQCTL_VERSION);
	put_rules(findings, writer);
	json_put_close(writer, '}');
	json_put_close(writer, '}');
}

/* A region needs a line of at least 1: of a whole file there is none. */
static void put_location(const struct faq_diag *diag,
			 struct json_writer *writer)
{
	open_named(writer, "locations", '[');
	json_put_open(writer, '{');
	open_named(writer, "physicalLocation", '{');
	open_named(writer, "artifactLocation", '{');
	json_add_string(writer, "uri", diag->source);
	json_put_close(writer, '}');
	if (diag->line) {
		open_named(writer, "region", '{');
		json_add_count(writer, "startLine", diag->line);
		if (diag->column)
			json_add_count(writer, "startColumn", diag->column);
		json_put_close(writer, '}');
	}
	json_put_close(writer, '}');
	json_put_close(writer, '}');
	json_put_close(writer, ']');
}

static void put_result(const struct findings *findings, size_t i,
		       struct json_writer *writer)
{
	const struct faq_diag *diag = &findings->faults->list[i];
	json_put_open(writer, '{');
	json_add_string(writer, "ruleId", diag->code);
	json_add_string(writer, "level", severity_text[diag->severity]);
	put_text(writer, "message", diag->message);
	put_location(diag, writer);
	if (findings->by[i]) {
		open_named(writer, "suppressions", '[');
		json_put_open(writer, '{');
		json_add_string(writer, "kind", "inSource");
		json_add_string(writer, "justification",
				findings->by[i]->reason);
		json_put_close(writer, '}');
		json_put_close(writer, ']');
	}
	json_put_close(writer, '}');
}

bool findings_sarif(const struct findings *findings, const struct term *out)
{
	struct json_writer writer;
	json_writer_init(&writer, JSON_MAX);
	json_put_open(&writer, '{');
	json_add_string(&writer, "$schema",
			"https://json.schemastore.org/sarif-2.1.0.json");
	json_add_string(&writer, "version", "2.1.0");
	open_named(&writer, "runs", '[');
	json_put_open(&writer, '{');
	put_tool(findings, &writer);
	json_add_string(&writer, "columnKind", "utf16CodeUnits");
	open_named(&writer, "results", '[');
	for (size_t i = 0; i < findings->faults->count; i++)
		put_result(findings, i, &writer);
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	return finish(&writer, out);
}
