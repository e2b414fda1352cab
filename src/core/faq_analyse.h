/* SPDX-License-Identifier: MIT */
/*
 * faq_analyse.h: what templates mean to each other, for faqctl check. Nothing
 * that answers visitors needs it. Ownership and threads are as in faq.h;
 * nothing here allocates.
 */
#ifndef FAQ_ANALYSE_H
#define FAQ_ANALYSE_H

#include "faq.h"

/*
 * Spells sentence `k` of pattern i (below faq_catalog_patterns()) into `out`,
 * ending in NUL: 0 is a shortest one, others take their words from elsewhere in
 * its lists; some may come twice. False, and "", when it does not fit, for a
 * raw pattern without words, and for a `k` that would only repeat.
 */
FAQ_MUST_CHECK bool faq_pattern_sentence(const struct faq_catalog *catalog,
					 size_t i, size_t k, char *out,
					 size_t size);

/* Reads a text for faq_pattern_matches(). False when it can't be a question. */
FAQ_MUST_CHECK bool faq_pattern_read(const struct faq_catalog *catalog,
				     struct faq_scratch *scratch,
				     const char *text, size_t bytes);

enum faq_match {
	FAQ_MATCH_NO,
	FAQ_MATCH_YES,
	FAQ_MATCH_BUDGET /* out of its steps */
};

/* Does pattern i match the text read last? Asks PCRE2 itself. */
enum faq_match faq_pattern_matches(const struct faq_catalog *catalog,
				   struct faq_scratch *scratch, size_t i);

/*
 * True when it is proved that whatever p matches q matches, too, at no less
 * confidence. False proves nothing.
 */
bool faq_pattern_within(const struct faq_catalog *catalog, size_t p, size_t q);

/* How many groups of topic words a pattern requires: with 0, anything at all
 * may hold what it looks for. */
unsigned faq_pattern_topics(const struct faq_catalog *catalog, size_t i);

#endif
