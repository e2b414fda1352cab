/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <gnu/libc-version.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#ifdef __clang__
#define BENCH_COMPILER __VERSION__
#else
#define BENCH_COMPILER "gcc " __VERSION__
#endif

#ifndef BENCH_FLAGS
#define BENCH_FLAGS "?"
#endif

static void print_cpu(void)
{
	char line[512], name[256] = "unknown processor";
	FILE *file = fopen("/proc/cpuinfo", "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "model name : %255[^\n]", name) == 1)
			break;
	}
	if (file)
		fclose(file);
	printf("%s, %ld cores, of which one is used\n", name,
	       sysconf(_SC_NPROCESSORS_ONLN));
}

void report_head(size_t rounds, uint64_t budget_ns)
{
	struct utsname system;
	print_cpu();
	if (!uname(&system))
		printf("%s %s, glibc %s, compiled by " BENCH_COMPILER
		       " with " BENCH_FLAGS "\n",
		       system.sysname, system.release, gnu_get_libc_version());
	for (size_t i = 0; engines[i]; i++)
		printf("%s: %s\n", engines[i]->name, engines[i]->version());
#ifndef BENCH_RE2
	puts("RE2: not installed (libre2-dev)");
#endif
#ifndef BENCH_VECTORSCAN
	puts("Vectorscan: not installed (libvectorscan-dev)");
#endif
	printf("\n"
	       "questions/s  on one core: median of %zu rounds of %.0f ms, in\n"
	       "             this thread's CPU time, all rows taking turns\n"
	       "us           the same as microseconds a question\n"
	       "p50, p99     of single questions, by the wall clock\n"
	       "load ms      from the content's files, or from the regexes, "
	       "to the\n"
	       "             first question, in CPU time\n"
	       "MB           of heap and JIT code after that\n"
	       "times        what a question costs, in match stages\n"
	       "differ       questions on which it does not find what PCRE2's\n"
	       "             interpreter finds, and of how many\n"
	       "\n"
	       "whole pipeline: faq_ask(), from bytes to a reply. match stage: "
	       "match_run() on\n"
	       "words read before; it confirms candidates best first until "
	       "no other could\n"
	       "matter. match stage, all: the same index, every candidate "
	       "confirmed. The other\n"
	       "engines find all patterns that match the same words; any-order "
	       "templates are\n"
	       "several regexes each to those without look-ahead. RE2 builds "
	       "its "
	       "automaton from\nthe text it meets; it meets the same questions "
	       "every round, which flatters it.\n",
	       rounds, (double)budget_ns / 1e6);
}

static void print_row(const struct row *row, double match_ns)
{
	double ns = row_ns(row);
	if (row->kind == ROW_ENGINE && !row->self) {
		printf("%-25s can't take these patterns (after %.0f ms)\n",
		       row->name, (double)row->load_ns / 1e6);
		return;
	}
	printf("%-25s %11.0f %9.2f %9.2f %9.2f %9.1f %7.1f %8.2f", row->name,
	       1e9 / ns, ns / 1e3, row->p50_ns / 1e3, row->p99_ns / 1e3,
	       (double)row->load_ns / 1e6, (double)row->bytes / 1e6,
	       ns / match_ns);
	if (row->checked)
		printf("  %zu of %zu\n", row->differ, row->checked);
	else
		puts("");
}

void report_table(const struct corpus *corpus, const struct bench_bot *bot,
		  const struct plan *plan, const struct row *rows, size_t count,
		  size_t answered, size_t checked)
{
	double match_ns = 1.0;
	printf("\n%s: %zu intents, %zu patterns, %zu questions\n", corpus->name,
	       faq_catalog_intents(bot->catalog),
	       faq_catalog_patterns(bot->catalog), corpus->message_count);
	printf("compared: %zu patterns, %zu of them any-order (as %zu regexes "
	       "in all);\nnot: %zu raw, %zu others. %zu of %zu questions "
	       "match.\n",
	       plan->count, plan->split, plan->part_count, plan->raw,
	       plan->untold, answered, checked);
	printf("%-25s %11s %9s %9s %9s %9s %7s %8s  %s\n", "", "questions/s",
	       "us", "p50 us", "p99 us", "load ms", "MB", "times", "differ");
	for (size_t i = 0; i < count; i++) {
		if (rows[i].kind == ROW_MATCH)
			match_ns = row_ns(&rows[i]);
	}
	for (size_t i = 0; i < count; i++)
		print_row(&rows[i], match_ns);
	fflush(stdout);
}

void report_target(bool met, const char *what, double is, double wanted)
{
	printf("  %-7s %s: %.*f, wanted %.0f\n", met ? "met" : "MISSED", what,
	       is < 100.0 ? 1 : 0, is, wanted);
}
