/* SPDX-License-Identifier: MIT */
/*
 * faqctl bench: how fast this content answers its own test questions, each in
 * a fresh conversation, on one core. Comparisons live in tests/bench.
 */
#include "cli/bot.h"
#include "cli/questions.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define BENCH_ROUNDS 20u
#define BENCH_ROUNDS_MAX 10000u

struct bench {
	const struct bot *bot;
	const char **text;
	size_t count;
	uint32_t *took_ns; /* one a question and round */
	size_t took;
	struct term_progress progress;
	struct faq_reply reply;
};

struct bench_files {
	struct testfiles files;
	struct questions questions[TESTFILES_MAX];
	size_t total;
};

static bool read_files(struct bench_files *all, const struct options *options,
		       const struct bot *bot,
		       const struct testfile_fault *fault)
{
	if (!testfiles_find(&all->files, options->tests, "questions",
			    bot->language, ".test"))
		return false;
	for (size_t i = 0; i < all->files.count; i++) {
		if (!questions_read(&all->questions[i], all->files.path[i],
				    fault))
			return false;
		all->total += all->questions[i].count;
	}
	return true;
}

static void release_files(struct bench_files *all)
{
	for (size_t i = 0; i < all->files.count; i++)
		questions_release(&all->questions[i]);
	testfiles_release(&all->files);
}

static void ask_all(struct bench *bench, size_t rounds)
{
	size_t total = rounds * bench->count;
	struct faq_dialog dialog;

	for (size_t round = 0; round < rounds; round++) {
		for (size_t i = 0; i < bench->count; i++) {
			faq_dialog_init(&dialog);
			uint64_t began = term_clock_ns();
			bot_ask(bench->bot, &dialog, bench->text[i],
				&bench->reply, NULL);
			uint64_t took = term_clock_ns() - began;
			bench->took_ns[bench->took++] =
				took < UINT32_MAX ? (uint32_t)took : UINT32_MAX;
		}
		term_progress(&bench->progress, "asking",
			      (round + 1) * bench->count, total);
	}
	term_progress_end(&bench->progress);
}

static int compare_times(const void *a, const void *b)
{
	const uint32_t *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

__attribute__((format(printf, 3, 4))) static void
print_figure(const struct term *out, const char *name, const char *format, ...)
{
	char value[128];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(value, sizeof(value), format, arguments);
	va_end(arguments);
	term_spaces(out, 2);
	term_cell(out, name, 20);
	fprintf(out->file, "%s\n", value);
}

static void print_times(const struct bench *bench, const struct term *out)
{
	double sum = 0.0;

	qsort(bench->took_ns, bench->took, sizeof(*bench->took_ns),
	      compare_times);
	for (size_t i = 0; i < bench->took; i++)
		sum += bench->took_ns[i];
	print_figure(out, "questions", "%zu, each %zu times", bench->count,
		     bench->took / bench->count);
	print_figure(out, "questions/s", "%.0f on one core",
		     (double)bench->took / (sum / 1e9));
	print_figure(out, "p50", "%.1f us",
		     bench->took_ns[bench->took / 2] / 1e3);
	print_figure(out, "p99", "%.1f us",
		     bench->took_ns[bench->took - 1 - bench->took / 100] / 1e3);
	print_figure(out, "slowest", "%.1f us",
		     bench->took_ns[bench->took - 1] / 1e3);
}

static void print_bot(const struct bench *bench, const struct term *out)
{
	const struct faq_catalog *catalog = bench->bot->catalog;
	struct faq_limits limits;

	faq_scratch_limits(bench->bot->scratch, &limits);
	print_figure(out, "asked of PCRE2", "%.2f patterns a question",
		     limits.questions ? (double)limits.patterns_tried /
						(double)limits.questions
				      : 0.0);
	print_figure(out, "over budget", "%llu patterns, %llu questions",
		     (unsigned long long)limits.pattern_budget,
		     (unsigned long long)limits.question_budget);
	print_figure(out, "content", "%zu intents, %zu patterns%s",
		     faq_catalog_intents(catalog),
		     faq_catalog_patterns(catalog),
		     faq_catalog_jit(catalog) ? ", JIT" : ", interpreter");
	print_figure(out, "load time", "%.1f ms",
		     (double)bench->bot->load_ns / 1e6);
	print_figure(out, "memory", "%.1f MB",
		     (double)faq_catalog_bytes(catalog) / 1e6);
}

static enum exit_code measure(struct bench *bench, size_t rounds,
			      const struct term *out)
{
	bench->took_ns = calloc(rounds * bench->count, sizeof(uint32_t));
	if (!bench->took_ns)
		return EXIT_CANNOT;
	/* A first round warms caches and is thrown away. */
	ask_all(bench, 1);
	bench->took = 0;
	ask_all(bench, rounds);
	print_times(bench, out);
	print_bot(bench, out);
	free(bench->took_ns);
	return EXIT_GOOD;
}

static enum exit_code bench_bot(const struct bot *bot,
				const struct options *options,
				const struct term *out, const struct term *err,
				size_t rounds)
{
	size_t faults = 0;
	const struct testfile_fault fault = {err, &faults};
	struct bench_files *all = calloc(1, sizeof(*all));
	struct bench *bench = calloc(1, sizeof(*bench));
	enum exit_code code = EXIT_CANNOT;

	if (!all || !bench || !read_files(all, options, bot, &fault))
		goto done;
	bench->bot = bot;
	bench->text = calloc(all->total + 1, sizeof(*bench->text));
	if (!bench->text)
		goto done;
	for (size_t i = 0; i < all->files.count; i++)
		for (size_t j = 0; j < all->questions[i].count; j++)
			bench->text[bench->count++] =
				all->questions[i].list[j].text;
	code = EXIT_FINDINGS;
	if (bench->count)
		code = measure(bench, rounds, out);
	else
		fprintf(err->file,
			"faqctl: no question in '%s'; name the folder with "
			"-T\n",
			options->tests);
done:
	if (bench)
		free(bench->text);
	free(bench);
	if (all)
		release_files(all);
	free(all);
	return code;
}

static enum exit_code run_bench(const struct options *options,
				const struct term *out, const struct term *err)
{
	struct bot bot;
	char *end = NULL;
	unsigned long rounds = options->rounds
				       ? strtoul(options->rounds, &end, 10)
				       : BENCH_ROUNDS;

	if ((end && *end) || !rounds || rounds > BENCH_ROUNDS_MAX) {
		fputs("faqctl bench: --rounds is a number from 1 to 10000\n",
		      err->file);
		return EXIT_USAGE;
	}
	enum exit_code code = bot_open(&bot, options, err);
	if (code != EXIT_GOOD)
		return code;
	code = bench_bot(&bot, options, out, err, rounds);
	bot_release(&bot);
	return code;
}

const struct command cmd_bench = {
	.name = "bench",
	.operands = "",
	.summary = "measure how fast the content answers",
	.about = "Asks every question of TESTS/questions, each in a fresh "
		 "conversation, and prints questions/s on one core, the median "
		 "and the 99th percentile, load time and memory. The clock is "
		 "read around each question.",
	.examples = "faqctl bench\nfaqctl bench --rounds 100",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_TESTS,
		    OPTION_ROUNDS, OPTION_COLOR, OPTION_HELP},
	.run = run_bench};
