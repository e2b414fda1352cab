/* SPDX-License-Identifier: MIT */
/* Raw patterns against texts that are meant to keep them busy. */
#include "cli/check.h"
#include "core/faq_analyse.h"

#include <ctype.h>
#include <string.h>

#define SLOW_NS 1000000u /* a twentieth of what a question may take */
#define TRIES 3u         /* the best one counts: others may be at work, too */
#define LETTERS_MAX 12u

/* Letters and words of the regex, over and over. */
static void fill(char *out, size_t size, const char *unit, size_t bytes,
		 const char *between)
{
	size_t at = 0, gap = strlen(between);
	while (at + bytes + gap + 1 < size) {
		memcpy(out + at, unit, bytes);
		memcpy(out + at + bytes, between, gap);
		at += bytes + gap;
	}
	out[at] = '\0';
}

static uint64_t busy_ns(const struct check *check, size_t pattern,
			const char *text)
{
	const struct bot *bot = check->bot;
	uint64_t best = UINT64_MAX;
	if (!faq_pattern_read(bot->catalog, bot->scratch, text, strlen(text)))
		return 0;
	for (unsigned i = 0; i < TRIES && best > SLOW_NS; i++) {
		uint64_t began = term_clock_ns();
		if (faq_pattern_matches(bot->catalog, bot->scratch, pattern) ==
		    FAQ_MATCH_BUDGET)
			return UINT64_MAX;
		uint64_t took = term_clock_ns() - began;
		best = took < best ? took : best;
	}
	return best;
}

static uint64_t worst_ns(const struct check *check, size_t i)
{
	static const char *const betweens[] = {"", " "};
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz";
	const char *regex = faq_catalog_pattern(check->bot->catalog, i)->regex;
	char text[FAQ_QUESTION_BYTES];
	uint64_t worst;
	unsigned units = 0;

	/* Long words that no letter of the regex ends. */
	fill(text, sizeof(text), alphabet, sizeof(alphabet) - 1, " ");
	worst = busy_ns(check, i, text);
	for (const char *at = regex; *at && units < LETTERS_MAX; at++) {
		if (!isalnum((unsigned char)*at))
			continue;
		size_t run = 1;
		while (isalnum((unsigned char)at[run]))
			run++;
		for (size_t j = 0; j < 4; j++) {
			fill(text, sizeof(text), at, j < 2 ? 1 : run,
			     betweens[j % 2]);
			uint64_t took = busy_ns(check, i, text);
			worst = took > worst ? took : worst;
		}
		at += run - 1;
		units++;
	}
	return worst;
}

void check_regexes(struct check *check)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	for (size_t i = 0; i < faq_catalog_patterns(catalog); i++) {
		const struct faq_pattern *pattern =
			faq_catalog_pattern(catalog, i);
		if (!pattern->raw || worst_ns(check, i) <= SLOW_NS)
			continue;
		check_report(check, WARNING, "slow-regex", pattern->source,
			     pattern->line, 1,
			     "a message can keep this regex busy for longer "
			     "than a whole question may take; give it fewer "
			     "repeats within repeats, and smaller bounds");
	}
}
