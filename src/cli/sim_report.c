/* SPDX-License-Identifier: MIT */
#include "cli/sim_report.h"

#include <string.h>

#define JSON_BYTES (256u * 1024u)
#define NAME_COLUMNS 14u

void sim_report_add(struct sim_report *report, const char *name,
		    const char *about, enum sim_result result,
		    const char *detail)
{
	struct sim_check *check = &report->check[report->count];

	if (report->count == SIM_CHECKS_MAX)
		return;
	report->count++;
	report->failed += result == SIM_FAILED;
	*check = (struct sim_check){name, about, result, ""};
	snprintf(check->detail, sizeof(check->detail), "%s",
		 detail ? detail : "");
}

static const char *result_text(enum sim_result result)
{
	static const char *const texts[] = {"pass", "FAIL", "none"};

	return texts[result];
}

void sim_report_line(const struct sim_check *check, const struct term *out)
{
	static const enum term_style styles[] = {TERM_GREEN, TERM_RED,
						 TERM_DIM};

	term_styled(out, styles[check->result], result_text(check->result));
	fputs("  ", out->file);
	term_cell(out, check->name, NAME_COLUMNS);
	term_wrap(out, check->about, 6 + NAME_COLUMNS, 6 + NAME_COLUMNS);
	if (!*check->detail)
		return;
	term_spaces(out, 6 + NAME_COLUMNS);
	term_wrap(out, check->detail, 6 + NAME_COLUMNS, 6 + NAME_COLUMNS);
}

void sim_report_end(const struct sim_report *report, const struct sim *sim,
		    const struct term *out)
{
	const struct sim_counts *counts = &sim->counts;

	fprintf(out->file, "\n%zu events posted", counts->posts);
	if (report->events)
		fprintf(out->file,
			" (%zu in %zu conversations, %zu of them "
			"repeats; %zu replies came twice, as their response "
			"was lost)",
			report->events, report->talks, report->duplicates,
			report->doubled);
	fprintf(out->file,
		", the slowest acknowledged in %lld ms; %zu requests heard, "
		"%zu of them in trouble; %.1f s\n",
		(long long)counts->slowest_ms, counts->requests,
		counts->troubled, (double)report->took_ms / 1000);
	fprintf(out->file, "%zu passed, %zu failed\n",
		report->count - report->failed, report->failed);
	if (report->failed)
		term_wrap(out,
			  "--trace FILE writes every event, request and "
			  "response; --only NAME does one check alone.",
			  0, 0);
}

static void put_counts(struct json_writer *json,
		       const struct sim_report *report, const struct sim *sim)
{
	const struct sim_counts *counts = &sim->counts;

	json_put_name(json, "counts");
	json_put_open(json, '{');
	json_add_count(json, "events", report->events);
	json_add_count(json, "duplicates", report->duplicates);
	json_add_count(json, "conversations", report->talks);
	json_add_count(json, "replies_doubled", report->doubled);
	json_add_count(json, "posts", counts->posts);
	json_add_count(json, "posts_failed", counts->failed_posts);
	json_add_count(json, "posts_busy", counts->busy_posts);
	json_add_count(json, "slowest_ms",
		       (unsigned long long)counts->slowest_ms);
	json_add_count(json, "requests", counts->requests);
	json_add_count(json, "requests_troubled", counts->troubled);
	json_add_count(json, "requests_repeated", counts->repeated);
	json_add_count(json, "took_ms", (unsigned long long)report->took_ms);
	json_put_close(json, '}');
}

bool sim_report_json(const struct sim_report *report, const struct sim *sim,
		     FILE *file)
{
	struct json_writer json;
	bool good;

	json_writer_init(&json, JSON_BYTES);
	json_put_open(&json, '{');
	json_add_string(&json, "desk", sim->name);
	json_add_string(&json, "kind", desk_traits(sim->config->kind)->name);
	json_add_bool(&json, "passed", report->failed == 0);
	json_put_name(&json, "checks");
	json_put_open(&json, '[');
	for (size_t i = 0; i < report->count; i++) {
		const struct sim_check *check = &report->check[i];

		json_put_open(&json, '{');
		json_add_string(&json, "name", check->name);
		json_add_string(&json, "about", check->about);
		json_add_string(&json, "result",
				check->result == SIM_FAILED
					? "fail"
					: result_text(check->result));
		if (*check->detail)
			json_add_string(&json, "detail", check->detail);
		json_put_close(&json, '}');
	}
	json_put_close(&json, ']');
	put_counts(&json, report, sim);
	json_put_close(&json, '}');
	good = !json_failed(&json) && fprintf(file, "%s\n", json.bytes) > 0;
	json_writer_release(&json);
	return good;
}
