/* SPDX-License-Identifier: MIT */
/*
 * Templates against each other. Each template spells a few sentences of its
 * own words, a shortest one first, and the engine says who answers them: so
 * what is found is what would happen, and costs a question each.
 */
#include "cli/check.h"
#include "cli/expect.h"
#include "core/faq_analyse.h"

#include <stdlib.h>
#include <string.h>

#define SENTENCES 6u /* of a template */
#define SENTENCE_BYTES 200u
#define BROAD_MIN 8u  /* sentences of others before it is too broad */
#define BROAD_PART 4u /* ... and one in so many of all */

/* Two intents that meet, and where it shows best. */
struct meeting {
	const struct faq_intent *a, *b; /* a's template spelled it */
	const struct faq_pattern *of_a, *of_b;
	char sentence[SENTENCE_BYTES];
	bool taken; /* b answers; else the bot asks which one */
	size_t times;
};

struct meetings {
	struct check *check;
	struct meeting *list;
	size_t count, room;
};

/* How a template fares with its own sentences. */
struct fate {
	size_t asked, won, taken, asked_back, vetoed, unanswered;
	char sentence[SENTENCE_BYTES]; /* the first that it lost */
	const struct faq_pattern *winner;
};

size_t check_index(const struct check *check, const struct faq_pattern *pattern)
{
	return (size_t)(pattern - faq_catalog_pattern(check->bot->catalog, 0));
}

static void ask(struct check *check, const char *sentence)
{
	struct faq_dialog dialog;
	faq_dialog_init(&dialog);
	bot_ask(check->bot, &dialog, sentence, &check->reply, &check->trace);
}

/* The best template of another intent that the trace confirms. */
static const struct faq_pattern *rival(const struct check *check,
				       const struct faq_intent *own)
{
	const struct faq_trace *trace = &check->trace;
	const struct faq_pattern *matched = NULL;
	for (size_t i = 0; i < trace->candidate_count; i++) {
		const struct faq_trace_candidate *one = &trace->candidate[i];
		if (one->pattern->intent == own)
			continue;
		if (one->fate == FAQ_FATE_WON)
			return one->pattern;
		if (one->fate == FAQ_FATE_MATCHED && !matched)
			matched = one->pattern;
	}
	return matched;
}

static bool was_vetoed(const struct check *check, const struct faq_intent *own)
{
	for (size_t i = 0; i < check->trace.candidate_count; i++) {
		const struct faq_trace_candidate *one =
			&check->trace.candidate[i];
		if (one->fate == FAQ_FATE_VETOED && one->pattern->intent == own)
			return true;
	}
	return false;
}

static struct meeting *meeting_of(struct meetings *meetings,
				  const struct faq_intent *a,
				  const struct faq_intent *b)
{
	for (size_t i = 0; i < meetings->count; i++) {
		struct meeting *one = &meetings->list[i];
		if ((one->a == a && one->b == b) ||
		    (one->a == b && one->b == a))
			return one;
	}
	if (meetings->count == meetings->room) {
		size_t room = meetings->room ? 2 * meetings->room : 64;
		struct meeting *list =
			realloc(meetings->list, room * sizeof(*list));
		if (!list) {
			meetings->check->no_memory = true;
			return NULL;
		}
		meetings->list = list;
		meetings->room = room;
	}
	struct meeting *one = &meetings->list[meetings->count++];
	*one = (struct meeting){0};
	return one;
}

static void meet(struct meetings *meetings, const struct faq_pattern *own,
		 const struct faq_pattern *other, const char *sentence,
		 bool taken)
{
	struct meeting *one = meeting_of(meetings, own->intent, other->intent);
	if (!one)
		return;
	if (!one->times || strlen(sentence) < strlen(one->sentence)) {
		one->a = own->intent;
		one->b = other->intent;
		one->of_a = own;
		one->of_b = other;
		one->taken = taken;
		snprintf(one->sentence, sizeof(one->sentence), "%s", sentence);
	}
	one->times++;
}

/* "? ...": its author wants the bot to ask back where others match, too. */
static bool wants_asking(const struct faq_pattern *pattern)
{
	return pattern && pattern->line_text[0] == '?';
}

/* One sentence of a template: who answers? */
static void try_sentence(struct meetings *meetings,
			 const struct faq_pattern *own, const char *sentence,
			 struct fate *fate)
{
	struct check *check = meetings->check;
	ask(check, sentence);
	fate->asked++;
	if (check->reply.verdict != FAQ_VERDICT_CLARIFY &&
	    expect_name(&check->reply, own->intent->id)) {
		fate->won++;
		return;
	}
	const struct faq_pattern *other = rival(check, own->intent);
	bool taken = check->reply.verdict == FAQ_VERDICT_ANSWER;
	if (!taken && other && (wants_asking(own) || wants_asking(other))) {
		fate->won++;
		return;
	}
	if (was_vetoed(check, own->intent)) {
		if (!fate->vetoed++ && !fate->winner)
			snprintf(fate->sentence, sizeof(fate->sentence), "%s",
				 sentence);
		return; /* as its author wants it */
	}
	if (check->reply.verdict == FAQ_VERDICT_NONE || !other) {
		fate->unanswered++;
		if (!fate->winner)
			snprintf(fate->sentence, sizeof(fate->sentence), "%s",
				 sentence);
		return;
	}
	if (!fate->winner) {
		fate->winner = other;
		snprintf(fate->sentence, sizeof(fate->sentence), "%s",
			 sentence);
	}
	if (taken)
		fate->taken++;
	else
		fate->asked_back++;
	meet(meetings, own, other, sentence, taken);
}

static void report_never(struct check *check, const struct faq_pattern *own,
			 const struct fate *fate)
{
	const struct faq_pattern *winner = fate->winner;
	if (fate->vetoed == fate->asked)
		check_report(check, WARNING, "vetoed-template", own->source,
			     own->line, 1,
			     "a veto ('- ...') of '%s' itself refuses each of "
			     "the %zu sentences it was tried with, as \"%s\"; "
			     "remove one of the two",
			     own->intent->id, fate->asked, fate->sentence);
	else if (winner && faq_pattern_within(check->bot->catalog,
					      check_index(check, own),
					      check_index(check, winner)))
		check_report(check, WARNING, "unreachable-template",
			     own->source, own->line, 1,
			     "can never win: '%s' of '%s' (%s:%u) matches all "
			     "that it matches, as surely; remove one, or add "
			     "a word that tells them apart",
			     winner->line_text, winner->intent->id,
			     winner->source, winner->line);
	else if (winner && fate->taken + fate->asked_back == fate->asked)
		check_report(check, WARNING, "shadowed-template", own->source,
			     own->line, 1,
			     "loses every sentence it was tried with: \"%s\" "
			     "goes to '%s' (%s:%u); add a word that tells them "
			     "apart, or a veto there",
			     fate->sentence, winner->intent->id, winner->source,
			     winner->line);
	else if (fate->unanswered == fate->asked)
		check_report(check, WARNING, "weak-template", own->source,
			     own->line, 1,
			     "its own words are not enough for an answer: "
			     "\"%s\" gets none; add a word of the topic",
			     fate->sentence);
}

/* A template that another one of its own intent makes idle. */
static void report_idle(struct check *check, const struct faq_pattern *own)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	size_t p = check_index(check, own);
	for (size_t i = 0; i < own->intent->pattern_count; i++) {
		size_t q = own->intent->first_pattern + i;
		const struct faq_pattern *other =
			faq_catalog_pattern(catalog, q);
		if (q == p || other->veto || other->title ||
		    !faq_pattern_within(catalog, p, q) ||
		    (q > p && faq_pattern_within(catalog, q, p)))
			continue;
		check_report(check, WARNING, "idle-template", own->source,
			     own->line, 1,
			     "line %u ('%s') matches all that this one "
			     "matches; remove this one",
			     other->line, other->line_text);
		return;
	}
}

static void try_pattern(struct meetings *meetings, size_t i)
{
	struct check *check = meetings->check;
	const struct faq_catalog *catalog = check->bot->catalog;
	const struct faq_pattern *own = faq_catalog_pattern(catalog, i);
	struct fate fate = {0};
	char sentence[SENTENCE_BYTES];
	for (size_t k = 0; k < SENTENCES && !own->raw; k++) {
		if (faq_pattern_sentence(catalog, i, k, sentence,
					 sizeof(sentence)))
			try_sentence(meetings, own, sentence, &fate);
	}
	if (fate.asked && !fate.won)
		report_never(check, own, &fate);
	else
		report_idle(check, own);
}

static int by_place(const void *left, const void *right)
{
	const struct meeting *a = left, *b = right;
	int order = strcmp(a->of_a->source, b->of_a->source);
	if (order)
		return order;
	return (a->of_a->line > b->of_a->line) -
	       (a->of_a->line < b->of_a->line);
}

static void report_meetings(struct meetings *meetings)
{
	if (meetings->count)
		qsort(meetings->list, meetings->count, sizeof(*meetings->list),
		      by_place);
	for (size_t i = 0; i < meetings->count; i++) {
		const struct meeting *one = &meetings->list[i];
		check_report(meetings->check, WARNING, "overlap",
			     one->of_a->source, one->of_a->line, 1,
			     "'%s' and '%s' (%s:%u) both match \"%s\"%s; "
			     "add a word, or a veto where it does not belong",
			     one->a->id, one->b->id, one->of_b->source,
			     one->of_b->line, one->sentence,
			     one->taken ? ", and the second one answers it"
					: ", so the bot asks which is meant");
	}
}

/* Of the shortest sentences of other intents: how many does it match? */
static void report_broad(struct check *check, const size_t *of, size_t count)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	for (size_t i = 0; i < faq_catalog_patterns(catalog); i++) {
		const struct faq_pattern *own = faq_catalog_pattern(catalog, i);
		if (own->veto || own->title || of[i] < BROAD_MIN ||
		    of[i] < count / BROAD_PART)
			continue;
		check_report(check, WARNING, "matches-everything", own->source,
			     own->line, 1,
			     "matches %zu of %zu sentences of other intents; "
			     "name a word of the topic, or bind it with ^ "
			     "and $",
			     of[i], count);
	}
}

static void count_broad(struct check *check, size_t *of)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	size_t patterns = faq_catalog_patterns(catalog), count = 0;
	char sentence[SENTENCE_BYTES];
	for (size_t i = 0; i < patterns; i++) {
		const struct faq_pattern *from =
			faq_catalog_pattern(catalog, i);
		if (from->veto || from->title ||
		    !faq_pattern_sentence(catalog, i, 0, sentence,
					  sizeof(sentence)) ||
		    !faq_pattern_read(catalog, check->bot->scratch, sentence,
				      strlen(sentence)))
			continue;
		count++;
		for (size_t j = 0; j < patterns; j++) {
			if (faq_pattern_topics(catalog, j) ||
			    faq_catalog_pattern(catalog, j)->intent ==
				    from->intent)
				continue;
			of[j] += faq_pattern_matches(catalog,
						     check->bot->scratch,
						     j) == FAQ_MATCH_YES;
		}
	}
	report_broad(check, of, count);
}

void check_overlaps(struct check *check)
{
	const struct faq_catalog *catalog = check->bot->catalog;
	struct meetings meetings = {.check = check};
	size_t patterns = faq_catalog_patterns(catalog);
	size_t *of = calloc(patterns + 1, sizeof(*of));
	for (size_t i = 0; i < patterns; i++) {
		const struct faq_pattern *own = faq_catalog_pattern(catalog, i);
		if (!own->veto && !own->title)
			try_pattern(&meetings, i);
	}
	report_meetings(&meetings);
	if (of)
		count_broad(check, of);
	check->no_memory = check->no_memory || !of;
	free(of);
	free(meetings.list);
}
