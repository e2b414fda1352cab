/* SPDX-License-Identifier: MIT */
#include "match.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "subject.h"

#define WEIGHT_TOPIC 1.0
#define WEIGHT_NUMBER 0.3
#define WEIGHT_FUNCTION 0.05
#define WEIGHT_ELSEWHERE 2.5
#define KNOWN_PART 0.5
#define FOREIGN_PART 0.8
/* What a required group and the vote of the words add to a hit's rank. */
#define RANK_TOPIC 0.03
#define RANK_FUNCTION 0.01
#define RANK_GROUPS_MAX 4u
#define RANK_VOTE 0.15
#define TITLE_CONFIDENCE 0.999
#define RANK_TITLE 2.0 /* more than all of these together */
/* Hits that much below the best one can't matter any more. */
#define MATCH_MARGIN 0.15

struct run {
	const struct faq_catalog *catalog;
	struct faq_scratch *scratch;
	struct match *out;
	struct faq_trace *trace;
	size_t tried; /* patterns that were to be confirmed */
	size_t asked; /* ... and that PCRE2 was asked about */
};

static void weigh(struct faq_scratch *scratch, const struct word *words,
		  size_t count)
{
	static const double weights[] = {WEIGHT_FUNCTION, WEIGHT_FUNCTION,
					 WEIGHT_NUMBER,   WEIGHT_TOPIC,
					 WEIGHT_TOPIC,    WEIGHT_ELSEWHERE};
	scratch->weight_known = scratch->weight_foreign = 0.0;
	scratch->foreign_bits = scratch->courtesy_bits = 0;
	for (size_t i = 0; i < count; i++) {
		double weight = weights[words[i].word_class];
		bool foreign = words[i].word_class >= WORD_FOREIGN;
		if (i < INDEX_WORDS_MAX) {
			scratch->weight[i] = weight;
			scratch->foreign_bits |= (uint64_t)foreign << i;
			scratch->courtesy_bits |=
				(uint64_t)(words[i].word_class == WORD_COURTESY)
				<< i;
		}
		if (foreign)
			scratch->weight_foreign += weight;
		else
			scratch->weight_known += weight;
	}
}

static double root(double x, unsigned n)
{
	switch (n) {
	case 0:
	case 1:
		return x;
	case 2:
		return sqrt(x);
	case 3:
		return cbrt(x);
	default:
		return sqrt(sqrt(x));
	}
}

/* See match.h. */
static void rate(const struct faq_scratch *scratch,
		 const struct index_pattern *pattern,
		 struct match_candidate *candidate)
{
	uint64_t bits = candidate->covers;
	double known = 0.0, foreign = 0.0;
	while (bits) {
		unsigned i = (unsigned)__builtin_ctzll(bits);
		if (scratch->foreign_bits >> i & 1)
			foreign += scratch->weight[i];
		else
			known += scratch->weight[i];
		bits &= bits - 1;
	}
	/* Who asks for a "thank you" has found a topic. */
	double courtesy = (WEIGHT_TOPIC - WEIGHT_FUNCTION) *
			  __builtin_popcountll(candidate->covers &
					       scratch->courtesy_bits);
	double explained = known + foreign + courtesy;
	candidate->explained = explained;
	candidate->known = scratch->weight_known - known;
	candidate->foreign = scratch->weight_foreign - foreign;
	double all = explained + KNOWN_PART * candidate->known +
		     FOREIGN_PART * candidate->foreign;
	candidate->confidence =
		all > 0.0 ? root(explained / all, pattern->content) : 0.0;
}

/* The message is an intent's very title: a suggestion that was taken. */
static bool is_title(const struct faq_catalog *catalog, uint32_t pattern,
		     double confidence)
{
	return catalog->rules[pattern].title && confidence > TITLE_CONFIDENCE;
}

static bool better(const struct run *run, const struct match_candidate *a,
		   const struct match_candidate *b)
{
	if (a->confidence < b->confidence || a->confidence > b->confidence)
		return a->confidence > b->confidence;
	const struct faq_catalog *catalog = run->catalog;
	bool title = is_title(catalog, a->pattern, a->confidence);
	if (title != is_title(catalog, b->pattern, b->confidence))
		return title;
	const struct index_pattern *p =
		index_pattern(catalog->index, a->pattern);
	const struct index_pattern *q =
		index_pattern(catalog->index, b->pattern);
	if (p->content != q->content)
		return p->content > q->content;
	if (p->gap != q->gap)
		return p->gap < q->gap;
	const struct rule *r = &catalog->rules[a->pattern];
	const struct rule *s = &catalog->rules[b->pattern];
	if (r->intent != s->intent)
		return strcmp(catalog->intents[r->intent].id,
			      catalog->intents[s->intent].id) < 0;
	return strcmp(catalog->patterns[a->pattern].regex,
		      catalog->patterns[b->pattern].regex) < 0;
}

static void add_candidate(void *context, uint32_t p)
{
	struct run *run = context;
	struct faq_scratch *scratch = run->scratch;
	const struct index_pattern *pattern =
		index_pattern(run->catalog->index, p);
	if (run->trace)
		run->trace->pattern_count++;
	struct match_candidate one = {.pattern = p};
	one.covers =
		index_covers(run->catalog->index, &scratch->marks, pattern);
	rate(scratch, pattern, &one);
	size_t at = scratch->candidate_count;
	while (at && better(run, &one, &scratch->candidate[at - 1]))
		at--;
	if (at == MATCH_CANDIDATES_MAX)
		return;
	if (scratch->candidate_count < MATCH_CANDIDATES_MAX)
		scratch->candidate_count++;
	memmove(&scratch->candidate[at + 1], &scratch->candidate[at],
		(scratch->candidate_count - at - 1) * sizeof(one));
	scratch->candidate[at] = one;
}

/* The index is as good as PCRE2 where a look-ahead would see all there is. */
static bool is_proved(const struct run *run, uint32_t p)
{
	return index_proves(run->catalog->index, &run->scratch->marks, p) &&
	       run->scratch->subject_bytes < PATTERN_GAP_BYTES;
}

static enum pattern_match try_pattern(struct run *run, uint32_t p,
				      const struct word *words, size_t count)
{
	struct faq_scratch *scratch = run->scratch;
	const struct rule *rule = &run->catalog->rules[p];
	run->tried++;
	/* Who asks why gets PCRE2's own word, which must be the same. */
	if (!run->trace && is_proved(run, p))
		return PATTERN_YES;
	run->asked++;
	if (rule->raw && !scratch->plain_bytes)
		subject_write_plain(scratch, words, count);
	enum pattern_match result = pattern_match(
		scratch->matcher, rule->code,
		rule->raw ? scratch->plain : scratch->subject,
		rule->raw ? scratch->plain_bytes : scratch->subject_bytes);
	assert(result != PATTERN_NO || !is_proved(run, p));
	if (result == PATTERN_BUDGET) {
		scratch->limits.pattern_budget++;
		run->out->limited = true;
	}
	return result;
}

static bool has_intent(const struct match *out, uint32_t intent)
{
	for (size_t i = 0; i < out->count; i++) {
		if (out->hit[i].intent == intent)
			return true;
	}
	return false;
}

static void trace_fate(struct run *run, const struct match_candidate *one,
		       enum faq_trace_fate fate)
{
	struct faq_trace *trace = run->trace;
	if (!trace || trace->candidate_count == FAQ_TRACE_CANDIDATES)
		return;
	trace->candidate[trace->candidate_count++] =
		(struct faq_trace_candidate){
			.pattern = &run->catalog->patterns[one->pattern],
			.fate = fate,
			.confidence = one->confidence,
			.explained = one->explained,
			.known = one->known,
			.foreign = one->foreign};
}

/* A veto that runs out of its steps holds: better no answer than a wrong one.
 */
static bool vetoed(struct run *run, uint32_t intent, const struct word *words,
		   size_t count)
{
	const struct faq_catalog *catalog = run->catalog;
	const uint32_t *veto = catalog->vetoes + catalog->veto_first[intent];
	const uint32_t *end = catalog->vetoes + catalog->veto_first[intent + 1];
	const struct index_marks *marks = &run->scratch->marks;
	for (;; veto++) {
		veto = index_first(catalog->index, marks, veto, end);
		if (veto == end)
			return false;
		if (try_pattern(run, *veto, words, count) == PATTERN_NO)
			continue;
		trace_fate(run, &(struct match_candidate){.pattern = *veto},
			   FAQ_FATE_VETOED);
		return true;
	}
}

static enum faq_trace_fate confirm(struct run *run,
				   const struct match_candidate *one,
				   const struct word *words, size_t count)
{
	struct match *out = run->out;
	uint32_t intent = run->catalog->rules[one->pattern].intent;
	/* The clock is read only once a question turns out to be a hard one. */
	if (run->tried >= MATCH_TRIES_FREE &&
	    pattern_matcher_late(run->scratch->matcher)) {
		out->limited = true;
		return FAQ_FATE_BUDGET;
	}
	if (has_intent(out, intent) || out->count == MATCH_HITS_MAX ||
	    run->tried >= MATCH_TRIES_MAX ||
	    (out->count &&
	     one->confidence < out->hit[0].confidence - MATCH_MARGIN))
		return FAQ_FATE_UNTRIED;
	switch (try_pattern(run, one->pattern, words, count)) {
	case PATTERN_NO:
		return FAQ_FATE_REFUSED;
	case PATTERN_BUDGET:
		return FAQ_FATE_BUDGET;
	case PATTERN_YES:
		break;
	}
	/* Asking back is no answer that a veto could be meant for. */
	if (!run->catalog->rules[one->pattern].asks &&
	    !is_title(run->catalog, one->pattern, one->confidence) &&
	    vetoed(run, intent, words, count))
		return FAQ_FATE_VETOED;
	out->hit[out->count++] =
		(struct match_hit){.intent = intent,
				   .pattern = one->pattern,
				   .confidence = one->confidence,
				   .explained = one->explained,
				   .known = one->known,
				   .foreign = one->foreign,
				   .covers = one->covers};
	return out->count == 1 ? FAQ_FATE_WON : FAQ_FATE_MATCHED;
}

static unsigned at_most(unsigned n, unsigned most)
{
	return n < most ? n : most;
}

static double rank_of(const struct run *run, const struct match_hit *hit,
		      double vote)
{
	const struct index_pattern *pattern =
		index_pattern(run->catalog->index, hit->pattern);
	unsigned topics = at_most(pattern->content, RANK_GROUPS_MAX);
	unsigned others = at_most(
		(unsigned)(pattern->required -
			   at_most(pattern->content, pattern->required)),
		RANK_GROUPS_MAX);
	if (is_title(run->catalog, hit->pattern, hit->confidence))
		return RANK_TITLE;
	return hit->confidence + RANK_TOPIC * topics + RANK_FUNCTION * others +
	       RANK_VOTE * vote;
}

/* Orders the hits by rank; equal ones stay as they were confirmed. */
static void rank_hits(struct run *run, const struct word *words, size_t count)
{
	struct match *out = run->out;
	uint32_t intents[MATCH_HITS_MAX];
	double votes[MATCH_HITS_MAX];
	for (size_t i = 0; i < out->count; i++)
		intents[i] = out->hit[i].intent;
	suggest_weigh(run->catalog, words, count, intents, votes, out->count);
	for (size_t i = 0; i < out->count; i++) {
		struct match_hit hit = out->hit[i];
		size_t at = i;
		hit.rank = rank_of(run, &hit, votes[i]);
		while (at && out->hit[at - 1].rank < hit.rank) {
			out->hit[at] = out->hit[at - 1];
			at--;
		}
		out->hit[at] = hit;
	}
}

/* Which words the slots of the best pattern captured. */
static void find_slots(struct run *run)
{
	struct match *out = run->out;
	struct faq_scratch *scratch = run->scratch;
	struct pattern_slot slots[FAQ_SLOTS_MAX];
	const struct rule *rule = &run->catalog->rules[out->hit[0].pattern];
	const char *subject = scratch->subject;
	if (!rule->slots || rule->raw ||
	    pattern_match(scratch->matcher, rule->code, subject,
			  scratch->subject_bytes) != PATTERN_YES)
		return;
	out->slot_count = pattern_slots(scratch->matcher, rule->code, slots,
					FAQ_SLOTS_MAX);
	for (size_t i = 0; i < out->slot_count; i++)
		out->slot[i] = (struct match_slot){
			slots[i].name, subject_words(subject, slots[i].start),
			subject_words(subject + slots[i].start,
				      slots[i].bytes)};
}

/* The first hit confirmed need not be the best one. */
static void trace_best(const struct run *run)
{
	struct faq_trace *trace = run->trace;
	for (size_t i = 0; trace && i < trace->candidate_count; i++) {
		struct faq_trace_candidate *one = &trace->candidate[i];
		bool best =
			run->out->count &&
			one->pattern ==
				&run->catalog
					 ->patterns[run->out->hit[0].pattern];
		if (best)
			one->fate =
				one->confidence <
						run->catalog->thresholds.answer
					? FAQ_FATE_WEAK
					: FAQ_FATE_WON;
		else if (one->fate == FAQ_FATE_WON)
			one->fate = FAQ_FATE_MATCHED;
	}
}

/* Only an answer's own vetoes are looked at, but who asks why learns of all. */
static size_t count_vetoes(const struct run *run)
{
	const struct faq_catalog *catalog = run->catalog;
	size_t count = 0, end = catalog->veto_first[catalog->intent_count];
	for (size_t i = 0; i < end; i++)
		count += index_may_match(catalog->index, &run->scratch->marks,
					 catalog->vetoes[i]);
	return count;
}

void match_run(const struct faq_catalog *catalog, struct faq_scratch *scratch,
	       const struct word *words, size_t count, struct match *out,
	       struct faq_trace *trace)
{
	struct run run = {.catalog = catalog,
			  .scratch = scratch,
			  .out = out,
			  .trace = trace};
	out->count = out->slot_count = 0; /* the rest counts as far as these */
	out->limited = false;
	scratch->candidate_count = 0;
	subject_write(scratch, words, count);
	weigh(scratch, words, count);
	index_mark(catalog->index, &scratch->marks, words, count);
	index_find(catalog->index, &scratch->marks, add_candidate, &run);
	for (size_t i = 0; i < catalog->unindexed_count; i++)
		add_candidate(&run, catalog->unindexed[i]);
	if (trace)
		trace->pattern_count += count_vetoes(&run);
	for (size_t i = 0; i < scratch->candidate_count; i++) {
		const struct match_candidate *one = &scratch->candidate[i];
		enum faq_trace_fate fate = confirm(&run, one, words, count);
		trace_fate(&run, one, fate);
		if (fate == FAQ_FATE_UNTRIED && !trace &&
		    run.tried >= MATCH_TRIES_MAX)
			break;
	}
	if (out->count > 1)
		rank_hits(&run, words, count);
	if (out->count)
		find_slots(&run);
	trace_best(&run);
	scratch->limits.patterns_tried += run.asked;
	if (trace)
		trace->tried += run.asked;
}
