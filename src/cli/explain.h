/* SPDX-License-Identifier: MIT */
/*
 * explain.h: what came and why, in words that every form of report uses.
 */
#ifndef FAQ_EXPLAIN_H
#define FAQ_EXPLAIN_H

#include "core/faq.h"

#define EXPLAIN_BYTES 512u

/* "step.review, act.next | step 2 (0.91)"; `state` may be "". */
void explain_got(const struct faq_reply *reply, const char *state,
		 char out[EXPLAIN_BYTES]);

/* "0.91 step.review  intents/en/checklist.md:41: template" */
void explain_candidate(const struct faq_trace_candidate *candidate,
		       char out[EXPLAIN_BYTES]);

/* The candidate that won; NULL when none did. */
const struct faq_trace_candidate *explain_winner(const struct faq_trace *trace);

/* The best candidate of another intent than `winner`, which may be NULL. */
const struct faq_trace_candidate *
explain_runner_up(const struct faq_trace *trace,
		  const struct faq_intent *winner);

#endif
