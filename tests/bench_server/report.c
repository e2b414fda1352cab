/* SPDX-License-Identifier: MIT */
#include "bench_server/report.h"

#include "proto/json.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

double report_core_rate(const struct report_row *row)
{
	return row->cpu_us > 0 ? 1e6 / row->cpu_us : 0;
}

void report_add_row(struct report *report, const struct report_row *row)
{
	assert(report->row_count < REPORT_ROWS_MAX);
	report->row[report->row_count++] = *row;
}

void report_add(struct report *report, double is, enum report_wanted how,
		double wanted, const char *unit, const char *what, ...)
{
	struct report_figure *figure = &report->figure[report->figure_count];
	va_list arguments;

	assert(report->figure_count < REPORT_FIGURES_MAX);
	report->figure_count++;
	figure->is = is;
	figure->wanted = wanted;
	figure->how = how;
	figure->unit = unit;
	va_start(arguments, what);
	vsnprintf(figure->what, sizeof(figure->what), what, arguments);
	va_end(arguments);
}

static bool met(const struct report_figure *figure)
{
	return figure->how == REPORT_AT_LEAST ? figure->is >= figure->wanted
					      : figure->is <= figure->wanted;
}

static void print_machine(void)
{
	char line[512], name[256] = "unknown processor";
	struct utsname system;
	FILE *file = fopen("/proc/cpuinfo", "r");

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "model name : %255[^\n]", name) == 1)
			break;
	if (file)
		fclose(file);
	printf("%s, %ld cores: one for the server, one for the client\n", name,
	       sysconf(_SC_NPROCESSORS_ONLN));
	if (uname(&system) == 0)
		printf("%s %s\n", system.sysname, system.release);
}

static void print_rows(const struct report *report)
{
	const char *load = "";
	size_t i;

	for (i = 0; i < report->row_count; i++) {
		const struct report_row *row = &report->row[i];

		if (strcmp(load, row->load) != 0)
			printf("\n%-28s %9s %9s %9s %6s %9s %9s %7s %8s\n",
			       row->load, "answers/s", "per core", "us CPU",
			       "busy", "p50 us", "p99 us", "bytes", "connects");
		load = row->load;
		printf("  %-26s %9.0f %9.0f %9.2f %5.0f%% %9.1f %9.1f %7.0f "
		       "%8.2f\n",
		       row->server, row->rate, report_core_rate(row),
		       row->cpu_us, 100 * row->busy, row->p50_us, row->p99_us,
		       row->body_bytes, row->connects);
	}
}

static void print_figure(const struct report_figure *figure)
{
	const char *mark = figure->how == REPORT_NOTHING ? ""
			   : met(figure)                 ? "met"
							 : "MISSED";

	printf("  %-7s %-56s %9.*f %s", mark, figure->what,
	       figure->is < 10 ? 2 : 1, figure->is, figure->unit);
	if (figure->how != REPORT_NOTHING)
		printf(", wanted: at %s %g",
		       figure->how == REPORT_AT_LEAST ? "least" : "most",
		       figure->wanted);
	puts("");
}

void report_print(const struct report *report, size_t rounds, size_t round_ms)
{
	size_t i;

	print_machine();
	printf("\n"
	       "answers/s  medians of %zu rounds of %zu ms, servers taking "
	       "turns\n"
	       "per core   answers to a second of the server's CPU time: what "
	       "is compared\n"
	       "us CPU     the same as microseconds an answer\n"
	       "busy       share of its core that the server used; well below "
	       "100 %%, the\n"
	       "           client or the wait between two questions is the "
	       "limit\n"
	       "p50, p99   from asking (or connecting) to the whole answer\n"
	       "bytes      of an answer's payload or body\n"
	       "connects   connections for an answer\n",
	       rounds, round_ms);
	print_rows(report);
	puts("");
	for (i = 0; i < report->figure_count; i++)
		if (report->figure[i].how == REPORT_NOTHING)
			print_figure(&report->figure[i]);
	puts("\nTargets");
	for (i = 0; i < report->figure_count; i++)
		if (report->figure[i].how != REPORT_NOTHING)
			print_figure(&report->figure[i]);
}

static void put_row(struct json_writer *json, const struct report_row *row)
{
	json_put_open(json, '{');
	json_add_string(json, "load", row->load);
	json_add_string(json, "server", row->server);
	json_add_number(json, "answers_per_second", row->rate);
	json_add_number(json, "answers_per_core_second", report_core_rate(row));
	json_add_number(json, "cpu_us", row->cpu_us);
	json_add_number(json, "busy", row->busy);
	json_add_number(json, "p50_us", row->p50_us);
	json_add_number(json, "p99_us", row->p99_us);
	json_add_number(json, "p99_best_us", row->p99_best_us);
	json_add_number(json, "body_bytes", row->body_bytes);
	json_add_number(json, "connects", row->connects);
	json_put_close(json, '}');
}

static void put_figure(struct json_writer *json,
		       const struct report_figure *figure)
{
	json_put_open(json, '{');
	json_add_string(json, "what", figure->what);
	json_add_number(json, "is", figure->is);
	json_add_string(json, "unit", figure->unit);
	if (figure->how != REPORT_NOTHING) {
		json_add_number(json,
				figure->how == REPORT_AT_LEAST ? "at_least"
							       : "at_most",
				figure->wanted);
		json_add_bool(json, "met", met(figure));
	}
	json_put_close(json, '}');
}

void report_print_json(const struct report *report)
{
	struct json_writer json;
	size_t i;

	json_writer_init(&json, JSON_BYTES_MAX);
	json_put_open(&json, '{');
	json_put_name(&json, "rows");
	json_put_open(&json, '[');
	for (i = 0; i < report->row_count; i++)
		put_row(&json, &report->row[i]);
	json_put_close(&json, ']');
	json_put_name(&json, "figures");
	json_put_open(&json, '[');
	for (i = 0; i < report->figure_count; i++)
		put_figure(&json, &report->figure[i]);
	json_put_close(&json, ']');
	json_put_close(&json, '}');
	if (!json_failed(&json))
		puts(json.bytes);
	json_writer_release(&json);
}
