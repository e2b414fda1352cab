/* SPDX-License-Identifier: MIT */
/* What templates mean to each other; see faq_analyse.h. Never used for
 * answering. */
#include "faq_analyse.h"
#include "index_data.h"
#include "match.h"
#include "subject.h"

#include <string.h>

#include "buf.h"

/* A surface of a stem in one form. */
struct wanted {
	const char *stem;
	char form;
	char found[WORD_BYTES];
	size_t bytes;
};

static void offer_form(void *context, const char *form, size_t bytes)
{
	struct wanted *wanted = context;
	struct english_fold fold;
	if (wanted->bytes || bytes >= WORD_BYTES)
		return;
	english_fold(form, bytes, &fold);
	if (fold.form != wanted->form || fold.bytes != strlen(wanted->stem) ||
	    memcmp(fold.stem, wanted->stem, fold.bytes) != 0)
		return;
	memcpy(wanted->found, form, bytes);
	wanted->bytes = bytes;
}

static void spell_symbol(const struct faq_catalog *catalog, symbol s,
			 struct buf *out)
{
	struct wanted wanted = {
		.stem = vocab_stem(catalog->vocab, symbol_id(s)),
		.form = symbol_form(s)};
	if (symbol_is_gap(s))
		return;
	if (wanted.form && wanted.form != '.')
		english_forms(wanted.stem, strlen(wanted.stem), offer_form,
			      &wanted);
	if (out->used)
		buf_char(out, ' ');
	if (wanted.bytes)
		buf_add(out, wanted.found, wanted.bytes);
	else
		buf_text(out, wanted.stem);
}

static const struct index_phrase *
member(const struct index *index, const struct index_feature *feature, size_t i)
{
	return &index->phrases[index->members[feature->first + i]];
}

/* The phrase that sentence k takes of a feature. */
static const struct index_phrase *
choose(const struct index *index, const struct index_feature *feature, size_t k)
{
	const struct index_phrase *best = member(index, feature, 0);
	/* Short lists word by word, long ones in strides. */
	size_t stride = feature->count > 8 ? feature->count / 8 : 1;
	if (k)
		return member(index, feature, k * stride % feature->count);
	for (size_t i = 1; i < feature->count; i++) {
		const struct index_phrase *other = member(index, feature, i);
		if (other->count < best->count)
			best = other;
	}
	return best;
}

static void spell_feature(const struct faq_catalog *catalog, uint32_t feature,
			  size_t k, struct buf *out, bool *more)
{
	const struct index *index = catalog->index;
	const struct index_feature *f = &index->features[feature];
	const struct index_phrase *phrase = choose(index, f, k);
	*more = *more || f->count > 1;
	for (size_t i = 0; i < phrase->count; i++)
		spell_symbol(catalog, index->symbols[phrase->first + i], out);
}

bool faq_pattern_sentence(const struct faq_catalog *catalog, size_t i, size_t k,
			  char *out, size_t size)
{
	const struct index *index = catalog->index;
	const struct index_pattern *pattern = index_pattern(index, (uint32_t)i);
	const uint32_t *features = index_features(index, pattern);
	struct buf text;
	bool more = k == 0;
	size_t walked = 0;
	buf_init(&text, out, size);
	for (size_t j = 0; j < pattern->step_count; j++) {
		const struct index_step *step =
			&index->steps[pattern->steps + j];
		if (step->gap || step->optional || step->negated)
			continue;
		walked++;
		spell_feature(catalog, step->feature, k, &text, &more);
	}
	for (size_t j = 0; !walked && j < pattern->required; j++)
		spell_feature(catalog, features[j], k, &text, &more);
	if (text.used && text.used + 1 < size && more)
		return true;
	if (size)
		out[0] = '\0';
	return false;
}

bool faq_pattern_read(const struct faq_catalog *catalog,
		      struct faq_scratch *scratch, const char *text,
		      size_t bytes)
{
	struct words *words = &scratch->words;
	if (bytes > FAQ_QUESTION_BYTES ||
	    text_read(&scratch->text, text, bytes) != TEXT_OK)
		return false;
	words_read(words, &scratch->text, catalog->vocab, NULL, NULL);
	words_resolve(words, catalog->vocab);
	same_apply(catalog->same, words);
	subject_write(scratch, words->word, words->count);
	subject_write_plain(scratch, words->word, words->count);
	return true;
}

enum faq_match faq_pattern_matches(const struct faq_catalog *catalog,
				   struct faq_scratch *scratch, size_t i)
{
	const struct rule *rule = &catalog->rules[i];
	pattern_matcher_start(scratch->matcher, 0);
	switch (pattern_match(scratch->matcher, rule->code,
			      rule->raw ? scratch->plain : scratch->subject,
			      rule->raw ? scratch->plain_bytes
					: scratch->subject_bytes)) {
	case PATTERN_YES:
		return FAQ_MATCH_YES;
	case PATTERN_BUDGET:
		return FAQ_MATCH_BUDGET;
	case PATTERN_NO:
		break;
	}
	return FAQ_MATCH_NO;
}

/* Every phrase of p is one of q, too. */
static bool feature_within(const struct index *index, uint32_t p, uint32_t q)
{
	const struct index_feature *a = &index->features[p];
	const struct index_feature *b = &index->features[q];
	if (p == q)
		return true;
	if (a->count > b->count || a->by_key != b->by_key)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		size_t j = 0;
		while (j < b->count && index->members[a->first + i] !=
					       index->members[b->first + j])
			j++;
		if (j == b->count)
			return false;
	}
	return true;
}

/* Of the first `a_count` features of a, each lies within one of b's; or, the
 * other way round, each of b's holds one of a's. */
static bool all_within(const struct index *index, const uint32_t *a,
		       size_t a_count, const uint32_t *b, size_t b_count)
{
	for (size_t i = 0; i < a_count; i++) {
		size_t j = 0;
		while (j < b_count && !feature_within(index, a[i], b[j]))
			j++;
		if (j == b_count)
			return false;
	}
	return true;
}

static bool all_hold(const struct index *index, const uint32_t *b,
		     size_t b_count, const uint32_t *a, size_t a_count)
{
	for (size_t i = 0; i < b_count; i++) {
		size_t j = 0;
		while (j < a_count && !feature_within(index, a[j], b[i]))
			j++;
		if (j == a_count)
			return false;
	}
	return true;
}

static bool step_within(const struct index *index, const struct index_step *p,
			const struct index_step *q)
{
	if (p->negated || q->negated || !p->gap != !q->gap)
		return false;
	if (p->gap)
		return p->gap <= q->gap;
	return (!p->optional || q->optional) &&
	       feature_within(index, p->feature, q->feature);
}

static bool steps_within(const struct index *index,
			 const struct index_pattern *p,
			 const struct index_pattern *q)
{
	if (p->step_count != q->step_count)
		return false;
	for (size_t i = 0; i < p->step_count; i++) {
		if (!step_within(index, &index->steps[p->steps + i],
				 &index->steps[q->steps + i]))
			return false;
	}
	return true;
}

bool faq_pattern_within(const struct faq_catalog *catalog, size_t p, size_t q)
{
	const struct index *index = catalog->index;
	const struct index_pattern *a = index_pattern(index, (uint32_t)p);
	const struct index_pattern *b = index_pattern(index, (uint32_t)q);
	const uint32_t *in_a = index_features(index, a);
	const uint32_t *in_b = index_features(index, b);
	if (catalog->rules[p].raw || catalog->rules[q].raw)
		return catalog->rules[p].raw && catalog->rules[q].raw &&
		       !strcmp(catalog->patterns[p].regex,
			       catalog->patterns[q].regex);
	if ((b->begins && !a->begins) || (b->ends && !a->ends) ||
	    b->content < a->content || b->gap > a->gap ||
	    !all_within(index, in_a, a->all, in_b, b->all))
		return false;
	if (b->step_count || !b->proof)
		return steps_within(index, a, b);
	return all_hold(index, in_b, b->required, in_a, a->required);
}

unsigned faq_pattern_topics(const struct faq_catalog *catalog, size_t i)
{
	return index_pattern(catalog->index, (uint32_t)i)->content;
}
