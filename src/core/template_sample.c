/* SPDX-License-Identifier: MIT */
#include "template_sample.h"

static bool has_words(const struct template_item *item)
{
	return !item->gap && !item->negated && item->set.count;
}

double template_sentences(const struct template *template)
{
	double count = 1.0;
	if (template->raw)
		return 0.0;
	for (size_t i = 0; i < template->count; i++) {
		if (has_words(&template->item[i]))
			count *= (double)template->item[i].set.count;
	}
	return count;
}

static void add_shortest(const struct litset *set, const struct vocab *vocab,
			 struct buf *out)
{
	const struct phrase *phrase = &set->phrases[0];
	for (size_t i = 1; i < set->count; i++) {
		if (set->phrases[i].count < phrase->count)
			phrase = &set->phrases[i];
	}
	for (size_t i = 0; i < phrase->count; i++) {
		if (symbol_is_gap(phrase->symbols[i]))
			continue;
		if (out->used)
			buf_char(out, ' ');
		buf_text(out, vocab_stem(vocab, symbol_id(phrase->symbols[i])));
	}
}

void template_sample(const struct template *template, const struct vocab *vocab,
		     struct buf *out)
{
	for (size_t i = 0; i < template->count && !template->raw; i++) {
		if (has_words(&template->item[i]))
			add_shortest(&template->item[i].set, vocab, out);
	}
}
