/* SPDX-License-Identifier: MIT */
/*
 * template_sample.h: what a template matches, shown: how many sentences, and
 * one of them. Pure.
 */
#ifndef FAQ_TEMPLATE_SAMPLE_H
#define FAQ_TEMPLATE_SAMPLE_H

#include "buf.h"
#include "template.h"

/* Sentences in one order and with nothing in its gaps; 0 for a raw one. */
double template_sentences(const struct template *template);

/* Appends a shortest sentence in base forms: no gap, no optional part. */
void template_sample(const struct template *template, const struct vocab *vocab,
		     struct buf *out);

#endif
