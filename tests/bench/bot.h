/* SPDX-License-Identifier: MIT */
/*
 * bot.h: our own engine as a benchmark meets it: the whole of faq_ask(), or
 * matching alone on messages that were read before.
 */
#ifndef BENCH_BOT_H
#define BENCH_BOT_H

#include "corpus.h"
#include "core/match.h"
#include "engine.h"

/* A message as matching gets it. */
struct prepared {
	struct word *words;
	size_t count;
	char *subject; /* what patterns run over; see pattern.h */
	size_t subject_bytes;
};

struct bench_bot {
	const struct corpus *corpus;
	struct faq_catalog *catalog;
	struct faq_scratch *scratch;
	struct faq_reply *reply;
	struct prepared *prepared; /* one for each message */
	uint64_t load_ns;          /* reading the folder and building */
	size_t bytes;              /* catalogue and scratch */
};

/* False, with a line on stderr, when the content has faults. */
bool bench_bot_open(struct bench_bot *bot, struct corpus *corpus);
void bench_bot_close(struct bench_bot *bot);

/* faq_ask(), each message in a fresh conversation. */
void bench_bot_ask(struct bench_bot *bot, size_t message);

/* match_run() on the words of a message. */
void bench_bot_match(struct bench_bot *bot, size_t message, struct match *out);

/* The index, then PCRE2 on each pattern that it lets through: what match_run()
 * would do if it needed all of them. Numbers in the catalogue; returns how
 * many, at most FAQ_PATTERNS_MAX. */
size_t bench_bot_match_all(struct bench_bot *bot, size_t message,
			   uint32_t *found);

#endif
