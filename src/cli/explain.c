/* SPDX-License-Identifier: MIT */
#include "cli/explain.h"

#include "proto/message.h"

#include <stdio.h>

/* Parts and choices; the bytes written. */
static size_t names_of(const struct faq_reply *reply, char out[EXPLAIN_BYTES])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < reply->part_count && at < EXPLAIN_BYTES; i++)
		at += (size_t)snprintf(out + at, EXPLAIN_BYTES - at, "%s%s",
				       i ? " + " : "",
				       reply->part[i].intent->id);
	for (size_t i = 0; i < reply->choice_count && at < EXPLAIN_BYTES; i++)
		at += (size_t)snprintf(out + at, EXPLAIN_BYTES - at, "%s%s",
				       i ? ", " : "options ",
				       reply->choice[i]->id);
	return at;
}

void explain_got(const struct faq_reply *reply, const char *state,
		 char out[EXPLAIN_BYTES])
{
	char act[MESSAGE_ACT_BYTES];
	size_t at = names_of(reply, out);
	bool best = reply->best && !reply->part_count;

	message_act(reply, act);
	const char *first = at ? "" : act[0] ? act : "no answer";
	if (at < EXPLAIN_BYTES)
		snprintf(out + at, EXPLAIN_BYTES - at, "%s%s%s%s%s (%.2f%s%s)",
			 first, at && act[0] ? ", " : "", at ? act : "",
			 state[0] ? " | " : "", state, reply->confidence,
			 best ? " for " : "", best ? reply->best->id : "");
}

void explain_candidate(const struct faq_trace_candidate *candidate,
		       char out[EXPLAIN_BYTES])
{
	const struct faq_pattern *pattern = candidate->pattern;

	snprintf(out, EXPLAIN_BYTES, "%.2f %s  %s:%u: %s",
		 candidate->confidence, pattern->intent->id, pattern->source,
		 pattern->line, pattern->line_text);
}

const struct faq_trace_candidate *explain_winner(const struct faq_trace *trace)
{
	for (size_t i = 0; i < trace->candidate_count; i++)
		if (trace->candidate[i].fate == FAQ_FATE_WON)
			return &trace->candidate[i];
	return NULL;
}

const struct faq_trace_candidate *
explain_runner_up(const struct faq_trace *trace,
		  const struct faq_intent *winner)
{
	const struct faq_trace_candidate *best = NULL;
	for (size_t i = 0; i < trace->candidate_count; i++) {
		const struct faq_trace_candidate *candidate =
			&trace->candidate[i];
		if (candidate->fate != FAQ_FATE_MATCHED &&
		    candidate->fate != FAQ_FATE_WEAK &&
		    candidate->fate != FAQ_FATE_VETOED)
			continue;
		if (candidate->pattern->intent != winner &&
		    (!best || candidate->confidence > best->confidence))
			best = candidate;
	}
	return best;
}
