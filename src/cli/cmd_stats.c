/* SPDX-License-Identifier: MIT */
/*
 * faqctl stats: what the content holds, and how many sentences each template
 * matches.
 */
#include "cli/bot.h"
#include "core/faq_word.h"

#include <stdlib.h>
#include <string.h>

struct stats {
	size_t kind[FAQ_KIND_ACT + 1];
	size_t intents, proposed, templates, vetoes, raw;
	size_t places, answered; /* of page.md */
	double sentences;
	char **words; /* of all samples, each once, in order */
	size_t word_count, word_room;
	bool no_memory;
};

static bool is_wanted(const struct options *options,
		      const struct faq_intent *intent)
{
	const char *wanted = options->intent;
	return !wanted || strncmp(intent->id, wanted, strlen(wanted)) == 0;
}

static void add_word(struct stats *stats, const char *word, size_t size)
{
	if (stats->word_count == stats->word_room) {
		size_t room = stats->word_room ? 2 * stats->word_room : 256;
		char **words = realloc(stats->words, room * sizeof(*words));
		if (!words) {
			stats->no_memory = true;
			return;
		}
		stats->words = words;
		stats->word_room = room;
	}
	char *copy = strndup(word, size);
	if (copy)
		stats->words[stats->word_count++] = copy;
	else
		stats->no_memory = true;
}

static int compare_words(const void *a, const void *b)
{
	const char *const *left = a;
	const char *const *right = b;
	return strcmp(*left, *right);
}

static void sort_words(struct stats *stats)
{
	size_t kept = 0;

	if (!stats->word_count)
		return;
	qsort(stats->words, stats->word_count, sizeof(*stats->words),
	      compare_words);
	for (size_t i = 0; i < stats->word_count; i++) {
		if (kept &&
		    strcmp(stats->words[kept - 1], stats->words[i]) == 0)
			free(stats->words[i]);
		else
			stats->words[kept++] = stats->words[i];
	}
	stats->word_count = kept;
}

static void count_pattern(struct stats *stats,
			  const struct faq_pattern *pattern)
{
	const char *word = pattern->sample;

	stats->templates += !pattern->veto && !pattern->title;
	stats->vetoes += pattern->veto;
	stats->raw += pattern->raw;
	if (!pattern->veto)
		stats->sentences += pattern->sentences;
	for (; *word && !stats->no_memory; word += strspn(word, " ")) {
		size_t size = strcspn(word, " ");
		if (faq_word_kind(word, size) == FAQ_WORD_CONTENT)
			add_word(stats, word, size);
		word += size;
	}
}

static void count_all(struct stats *stats, const struct bot *bot,
		      const struct options *options)
{
	const struct faq_catalog *catalog = bot->catalog;

	for (size_t i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);
		if (!is_wanted(options, intent))
			continue;
		stats->intents++;
		stats->kind[intent->kind]++;
		stats->proposed += intent->proposed;
		for (unsigned n = 0; n < intent->pattern_count; n++)
			count_pattern(
				stats,
				faq_catalog_pattern(catalog,
						    intent->first_pattern + n));
	}
	stats->places = faq_catalog_anchors(catalog);
	for (size_t i = 0; i < stats->places; i++)
		stats->answered += faq_catalog_anchor(catalog, i)->used;
	sort_words(stats);
}

static void stats_release(struct stats *stats)
{
	for (size_t i = 0; i < stats->word_count; i++)
		free(stats->words[i]);
	free(stats->words);
}

/* "1,234", or "1.2e+07" where nobody counts any more. */
static void sentences_text(double count, char out[24])
{
	if (count < 1e6)
		snprintf(out, 24, "%.0f", count);
	else
		snprintf(out, 24, "%.1e", count);
}

static void print_row(const struct term *out, const char *name, size_t count)
{
	term_spaces(out, 2);
	term_cell(out, name, 24);
	fprintf(out->file, "%8zu\n", count);
}

static void print_summary(const struct term *out, const struct stats *stats)
{
	char sentences[24];

	term_styled(out, TERM_BOLD, "Intents");
	fputc('\n', out->file);
	for (size_t i = 0; i <= FAQ_KIND_ACT; i++)
		if (stats->kind[i])
			print_row(out, faq_kind_text((enum faq_kind)i),
				  stats->kind[i]);
	print_row(out, "all", stats->intents);
	print_row(out, "still proposed", stats->proposed);
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, "Templates");
	fputc('\n', out->file);
	print_row(out, "that answer", stats->templates);
	print_row(out, "vetoes", stats->vetoes);
	print_row(out, "raw regexes", stats->raw);
	sentences_text(stats->sentences, sentences);
	term_spaces(out, 2);
	term_cell(out, "sentences they match", 24);
	fprintf(out->file, "%8s\n", sentences);
	print_row(out, "words in their samples", stats->word_count);
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, "Page");
	fputc('\n', out->file);
	print_row(out, "places", stats->places);
	print_row(out, "places answered", stats->answered);
}

static double sentences_of(const struct bot *bot,
			   const struct faq_intent *intent)
{
	double sum = 0.0;
	for (unsigned n = 0; n < intent->pattern_count; n++) {
		const struct faq_pattern *pattern = faq_catalog_pattern(
			bot->catalog, intent->first_pattern + n);
		sum += pattern->veto ? 0.0 : pattern->sentences;
	}
	return sum;
}

/* An intent a line; each template below it when they were asked for. */
static void print_intent(const struct term *out, const struct bot *bot,
			 const struct faq_intent *intent, bool templates)
{
	char count[24];

	sentences_text(sentences_of(bot, intent), count);
	if (templates)
		fputc('\n', out->file);
	else
		fprintf(out->file, "%10s  %9u  ", count, intent->pattern_count);
	term_styled(out, TERM_BOLD, intent->id);
	if (templates)
		fprintf(out->file, ": %u templates, %s sentences",
			intent->pattern_count, count);
	fputs(intent->proposed ? "  (proposed)\n" : "\n", out->file);
	for (unsigned n = 0; templates && n < intent->pattern_count; n++) {
		const struct faq_pattern *pattern = faq_catalog_pattern(
			bot->catalog, intent->first_pattern + n);
		sentences_text(pattern->sentences, count);
		fprintf(out->file, "%10s  ", pattern->raw ? "raw" : count);
		term_style(out, TERM_DIM);
		fprintf(out->file, "%5u  ", pattern->line);
		term_style(out, TERM_PLAIN);
		if (pattern->veto)
			fputs("veto: ", out->file);
		term_wrap(out,
			  pattern->raw ? pattern->line_text : pattern->sample,
			  19, pattern->veto ? 25 : 19);
	}
}

static void print_intents(const struct term *out, const struct bot *bot,
			  const struct options *options)
{
	const char *last = options->intent;

	fputc('\n', out->file);
	term_styled(out, TERM_BOLD,
		    last ? " sentences  line  a shortest one, in base forms"
			 : " sentences  templates  intent");
	fputc('\n', out->file);
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(bot->catalog, i);
		if (is_wanted(options, intent))
			print_intent(out, bot, intent, last != NULL);
	}
	if (!last)
		fputs("\n'faqctl stats --intent ID' shows its templates.\n",
		      out->file);
}

static void put_intent(struct json_writer *writer, const struct bot *bot,
		       const struct faq_intent *intent)
{
	json_put_open(writer, '{');
	json_add_string(writer, "id", intent->id);
	json_add_bool(writer, "proposed", intent->proposed);
	json_add_number(writer, "sentences", sentences_of(bot, intent));
	json_put_name(writer, "templates");
	json_put_open(writer, '[');
	for (unsigned n = 0; n < intent->pattern_count; n++) {
		const struct faq_pattern *pattern = faq_catalog_pattern(
			bot->catalog, intent->first_pattern + n);
		json_put_open(writer, '{');
		json_add_count(writer, "line", pattern->line);
		json_add_string(writer, "template", pattern->line_text);
		json_add_bool(writer, "veto", pattern->veto);
		json_add_number(writer, "sentences", pattern->sentences);
		json_add_string(writer, "sample", pattern->sample);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

static void put_counts(struct json_writer *writer, const struct stats *stats)
{
	json_put_name(writer, "kinds");
	json_put_open(writer, '{');
	for (size_t i = 0; i <= FAQ_KIND_ACT; i++)
		json_add_count(writer, faq_kind_text((enum faq_kind)i),
			       stats->kind[i]);
	json_put_close(writer, '}');
	json_add_count(writer, "intents", stats->intents);
	json_add_count(writer, "proposed", stats->proposed);
	json_add_count(writer, "templates", stats->templates);
	json_add_count(writer, "vetoes", stats->vetoes);
	json_add_count(writer, "raw", stats->raw);
	json_add_number(writer, "sentences", stats->sentences);
	json_add_count(writer, "places", stats->places);
	json_add_count(writer, "places_answered", stats->answered);
}

static bool print_json(const struct term *out, const struct bot *bot,
		       const struct options *options, const struct stats *stats)
{
	struct json_writer writer;

	json_writer_init(&writer, 64u * 1024u * 1024u);
	json_put_open(&writer, '{');
	put_counts(&writer, stats);
	json_put_name(&writer, "words");
	json_put_open(&writer, '[');
	for (size_t i = 0; i < stats->word_count; i++)
		json_put_string(&writer, stats->words[i]);
	json_put_close(&writer, ']');
	json_put_name(&writer, "by_intent");
	json_put_open(&writer, '[');
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(bot->catalog, i);
		if (is_wanted(options, intent))
			put_intent(&writer, bot, intent);
	}
	json_put_close(&writer, ']');
	json_put_close(&writer, '}');
	bool good = !json_failed(&writer);
	if (good)
		fprintf(out->file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good;
}

static enum exit_code run_stats(const struct options *options,
				const struct term *out, const struct term *err)
{
	struct stats stats = {0};
	struct bot bot;
	enum exit_code code = bot_open(&bot, options, err);

	if (code != EXIT_GOOD)
		return code;
	count_all(&stats, &bot, options);
	if (!stats.intents) {
		const char *near = bot_nearest(&bot, options->intent);
		fprintf(err->file, "faqctl: no intent '%s'", options->intent);
		if (near)
			fprintf(err->file, ", did you mean '%s'?", near);
		fputc('\n', err->file);
		code = EXIT_FINDINGS;
	} else if (options->json) {
		code = print_json(out, &bot, options, &stats) ? EXIT_GOOD
							      : EXIT_CANNOT;
	} else {
		if (!options->intent)
			print_summary(out, &stats);
		print_intents(out, &bot, options);
	}
	if (stats.no_memory)
		code = EXIT_CANNOT;
	stats_release(&stats);
	bot_release(&bot);
	return code;
}

const struct command cmd_stats = {
	.name = "stats",
	.operands = "",
	.summary = "show what the content holds",
	.about = "Intents by kind, templates, and how many sentences they "
		 "match: word for word, in one order, with nothing in their "
		 "gaps. With --intent, each template with its count and a "
		 "shortest sentence that it matches.",
	.examples = "faqctl stats\nfaqctl stats --intent faq.\n"
		    "faqctl stats --json | jq .sentences",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_INTENT, OPTION_JSON,
		    OPTION_COLOR, OPTION_HELP},
	.run = run_stats};
