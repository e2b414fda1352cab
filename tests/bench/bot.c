/* SPDX-License-Identifier: MIT */
#include "bot.h"

#include "clock.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t now(void *context)
{
	(void)context;
	return clock_wall_ns();
}

static void print_fault(void *context, const struct faq_diag *diag)
{
	(void)context;
	if (diag->severity == FAQ_SEVERITY_ERROR)
		fprintf(stderr, "%s:%u: %s\n", diag->source, diag->line,
			diag->message);
}

static void *copy(const void *bytes, size_t size)
{
	void *memory = bench_alloc(size + 1, 1);
	memcpy(memory, bytes, size);
	return memory;
}

/* The words are those of the whole pipeline. Surfaces that point into the text
 * that was read are led to a copy of it. */
static void prepare(struct bench_bot *bot, size_t message, struct prepared *out)
{
	struct faq_scratch *scratch = bot->scratch;
	struct words *words = &scratch->words;
	struct match match;
	words->count = 0; /* should the message not be read at all */
	bench_bot_ask(bot, message);
	out->count = words->count;
	out->words = copy(words->word, words->count * sizeof(*words->word));
	char *text = arena_copy(&bot->catalog->arena, scratch->text.buffer,
				scratch->text.bytes);
	for (size_t i = 0; text && i < out->count; i++) {
		const char *surface = out->words[i].surface;
		if (surface >= scratch->text.buffer &&
		    surface < scratch->text.buffer + TEXT_BYTES)
			out->words[i].surface =
				text + (surface - scratch->text.buffer);
	}
	pattern_matcher_start(scratch->matcher, 0);
	match_run(bot->catalog, scratch, out->words, out->count, &match, NULL);
	out->subject = copy(scratch->subject, scratch->subject_bytes);
	out->subject_bytes = scratch->subject_bytes;
}

static size_t heap_bytes(void)
{
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
}

bool bench_bot_open(struct bench_bot *bot, struct corpus *corpus)
{
	const struct faq_options options = {.clock_ns = now};
	size_t sources, before = heap_bytes();
	const struct faq_source *source = corpus_sources(corpus, &sources);
	*bot = (struct bench_bot){.corpus = corpus};
	uint64_t began = clock_cpu_ns();
	enum faq_status status = faq_catalog_build(&bot->catalog, source,
						   sources, corpus_site(corpus),
						   &options, print_fault, NULL);
	bot->load_ns = clock_cpu_ns() - began + corpus->read_ns;
	if (!status)
		status = faq_scratch_new(&bot->scratch, &options);
	if (status) {
		fprintf(stderr, "bench: %s\n", faq_status_text(status));
		bench_bot_close(bot);
		return false;
	}
	bot->bytes = heap_bytes() - before;
	bot->reply = bench_alloc(1, sizeof(*bot->reply));
	bot->prepared =
		bench_alloc(corpus->message_count, sizeof(*bot->prepared));
	for (size_t i = 0; i < corpus->message_count; i++)
		prepare(bot, i, &bot->prepared[i]);
	return true;
}

void bench_bot_close(struct bench_bot *bot)
{
	for (size_t i = 0; bot->prepared && i < bot->corpus->message_count;
	     i++) {
		free(bot->prepared[i].words);
		free(bot->prepared[i].subject);
	}
	free(bot->prepared);
	free(bot->reply);
	faq_scratch_free(bot->scratch);
	faq_catalog_free(bot->catalog);
}

void bench_bot_ask(struct bench_bot *bot, size_t message)
{
	const char *text = bot->corpus->message[message];
	struct faq_dialog dialog;
	faq_dialog_init(&dialog);
	if (faq_ask(bot->catalog, bot->scratch, &dialog, text, strlen(text),
		    bot->reply, NULL))
		abort();
}

void bench_bot_match(struct bench_bot *bot, size_t message, struct match *out)
{
	const struct prepared *prepared = &bot->prepared[message];
	pattern_matcher_start(bot->scratch->matcher, 0); /* no deadline */
	match_run(bot->catalog, bot->scratch, prepared->words, prepared->count,
		  out, NULL);
}

struct all {
	struct bench_bot *bot;
	const struct prepared *prepared;
	uint32_t *found;
	size_t count;
};

static void confirm(void *context, uint32_t pattern)
{
	struct all *all = context;
	const struct rule *rule = &all->bot->catalog->rules[pattern];
	if (!rule->raw &&
	    pattern_match(all->bot->scratch->matcher, rule->code,
			  all->prepared->subject,
			  all->prepared->subject_bytes) == PATTERN_YES)
		all->found[all->count++] = pattern;
}

size_t bench_bot_match_all(struct bench_bot *bot, size_t message,
			   uint32_t *found)
{
	const struct faq_catalog *catalog = bot->catalog;
	const struct prepared *prepared = &bot->prepared[message];
	struct index_marks *marks = &bot->scratch->marks;
	struct all all = {bot, prepared, found, 0};
	index_mark(catalog->index, marks, prepared->words, prepared->count);
	index_find(catalog->index, marks, confirm, &all);
	for (size_t i = 0; i < catalog->unindexed_count; i++)
		confirm(&all, catalog->unindexed[i]);
	for (size_t i = 0; i < catalog->veto_first[catalog->intent_count];
	     i++) {
		if (index_may_match(catalog->index, marks, catalog->vetoes[i]))
			confirm(&all, catalog->vetoes[i]);
	}
	return all.count;
}
