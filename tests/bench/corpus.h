/* SPDX-License-Identifier: MIT */
/*
 * corpus.h: a content and messages to ask it. Everything lives in the corpus's
 * arena. Out of memory, a benchmark aborts.
 */
#ifndef BENCH_CORPUS_H
#define BENCH_CORPUS_H

#include "core/arena.h"
#include "core/faq.h"

struct content;

struct corpus {
	const char *name;
	struct arena arena;
	struct content *content; /* of a folder, else NULL */
	struct faq_source *made; /* of a made-up one, else NULL */
	size_t made_count;
	uint64_t read_ns;     /* what reading the folder took */
	const char **message; /* in an order that mixes all kinds */
	size_t message_count, message_room;
};

/* The content of a folder and the "+" lines of TESTS/questions/LANGUAGE, which
 * are to be answered. False, with a line on stderr, when there is none. */
bool corpus_read(struct corpus *corpus, const char *folder, const char *tests);

/* Made up, see synth.c: about `patterns` templates, `messages` questions. False
 * when the word list can't be read. */
bool corpus_make(struct corpus *corpus, const char *name, size_t patterns,
		 size_t messages, const char *word_list);

void corpus_release(struct corpus *corpus);

void corpus_add(struct corpus *corpus, const char *message, size_t bytes);

/* Sources and site, whichever way they came. */
const struct faq_source *corpus_sources(const struct corpus *corpus,
					size_t *count);
const struct faq_site *corpus_site(const struct corpus *corpus);

/* Numbers that look random and are the same on every run (SplitMix64, Steele
 * et al. 2014). */
uint64_t random_next(uint64_t *state);
/* 0 <= result < below, below > 0. */
size_t random_below(uint64_t *state, size_t below);

#endif
