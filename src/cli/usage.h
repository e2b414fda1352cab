/* SPDX-License-Identifier: MIT */
/*
 * usage.h: what visitors asked in a period, for faqctl report: out of faqd's
 * database, counted and grouped. usage_view, usage_json and usage_page write
 * it down.
 *
 * Nothing in it but what the store gives: questions are redacted there.
 *
 * Ownership: the usage owns all that it points to until usage_release().
 */
#ifndef FAQ_USAGE_H
#define FAQ_USAGE_H

#include "cli/groups.h"
#include "cli/period.h"
#include "cli/term.h"

#define USAGE_GROUPS_SHOWN 20u
#define USAGE_KINDS_MAX 16u
#define USAGE_VERDICTS ((size_t)FAQ_VERDICT_NONE + 1u)

struct usage_day {
	int64_t day; /* since 1970-01-01; the first one of several */
	uint64_t of_verdict[USAGE_VERDICTS];
	uint64_t handovers;
};

struct usage_kind {
	char name[16]; /* "step" */
	uint64_t answers;
};

/* An agent's word on an answer; "" for no intent. */
struct usage_wrong {
	int64_t time_ms;
	char question[STORE_QUESTION_BYTES]; /* one line, without [TYPE]s */
	char answered[STORE_INTENT_BYTES], expected[STORE_INTENT_BYTES];
	char agent[STORE_AGENT_BYTES];
};

struct usage {
	const char *source; /* the database's name; the caller's */
	struct period period;
	uint64_t of_verdict[USAGE_VERDICTS];
	uint64_t handovers, helpful, unhelpful;
	struct groups groups;              /* of FAQ_VERDICT_NONE */
	struct store_intent_count *intent; /* the most answered first */
	size_t intent_count, intent_room;
	struct usage_day *day; /* ascending; without those of silence */
	size_t day_count, day_room;
	struct usage_kind kind[USAGE_KINDS_MAX];
	size_t kind_count;
	struct usage_wrong *wrong; /* by what was expected; none twice */
	size_t wrong_count, wrong_room;
	bool no_memory;
};

/* STORE_ERROR_NOMEM also when the groups need too much. Release it in any
 * case. */
STORE_MUST_CHECK enum store_status usage_read(struct usage *usage,
					      struct store *store,
					      const struct period *period);
void usage_release(struct usage *usage);

uint64_t usage_questions(const struct usage *usage);
/* Of those answered: told, by a limit.* intent, what the page does not say. */
uint64_t usage_limits(const struct usage *usage);
/* Groups to show, without --all. */
size_t usage_groups_shown(const struct usage *usage, bool all);

/*
 * Days from the first to the last one, those of silence too, summed up so that
 * there are at most `most` (> 0). Returns how many; *days is how long each is.
 */
size_t usage_spans(const struct usage *usage, size_t most,
		   struct usage_day *out, int64_t *days);

/* As text for eyes. */
void usage_view(const struct usage *usage, bool all, const struct term *out);
/* As one JSON object. False when memory runs out. */
bool usage_json(const struct usage *usage, FILE *file);
/* As a page for the browser: one file, without network and script. */
void usage_page(const struct usage *usage, bool all, FILE *file);

#endif
