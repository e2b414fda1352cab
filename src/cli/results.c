/* SPDX-License-Identifier: MIT */
#include "cli/results.h"

#include "cli/explain.h"
#include "cli/expect.h"
#include "proto/message.h"

#include <stdlib.h>
#include <string.h>

static bool grow(struct results *results)
{
	if (results->count < results->room)
		return true;
	size_t room = results->room ? 2 * results->room : 256;
	struct result *list = realloc(results->list, room * sizeof(*list));
	if (!list)
		return false;
	results->list = list;
	results->room = room;
	return true;
}

static enum result_kind kind_of(const struct outcome *outcome)
{
	if (outcome->passed)
		return outcome->known_failure ? RESULT_FAILED : RESULT_PASSED;
	return outcome->known_failure ? RESULT_KNOWN : RESULT_FAILED;
}

/* What a question got, by name: its own intent when that won. */
static void answered_by(const struct outcome *outcome, char out[EXPECT_BYTES])
{
	const struct faq_reply *reply = outcome->reply;
	char act[MESSAGE_ACT_BYTES];
	const struct question *question = outcome->question;
	const char *name = "none";

	message_act(reply, act);
	if (question && expect_name(reply, question->intent) &&
	    (question->want != QUESTION_WINS || outcome->passed))
		name = question->intent;
	else if (reply->verdict == FAQ_VERDICT_CLARIFY)
		name = "options";
	else if (reply->verdict == FAQ_VERDICT_ANSWER && reply->part_count)
		name = reply->part[0].intent->id;
	else if (act[0])
		name = act;
	snprintf(out, EXPECT_BYTES, "%s", name);
}

static char *candidate(const struct faq_trace_candidate *one)
{
	char text[EXPLAIN_BYTES] = "";
	if (one)
		explain_candidate(one, text);
	return strdup(text);
}

static void keep_why(struct result *result, const struct outcome *outcome)
{
	const struct faq_trace *trace = outcome->trace;
	bool show =
		result->kind != RESULT_PASSED && !outcome->reply->personal_data;
	const struct faq_trace_candidate *won =
		show ? explain_winner(trace) : NULL;
	const struct faq_trace_candidate *second =
		show ? explain_runner_up(trace,
					 won ? won->pattern->intent : NULL)
		     : NULL;

	result->read_as = strdup(show ? trace->normalised : "");
	result->reason = strdup(show ? trace->reason : "");
	result->won_by = candidate(won);
	result->runner_up = candidate(second);
}

static void release(struct result *result)
{
	free(result->path);
	free(result->text);
	free(result->expected);
	free(result->got);
	free(result->intent);
	free(result->answered);
	free(result->wrong);
	free(result->read_as);
	free(result->won_by);
	free(result->runner_up);
	free(result->reason);
}

static bool is_whole(const struct result *result)
{
	return result->path && result->text && result->expected &&
	       result->got && result->intent && result->answered &&
	       result->wrong && result->read_as && result->won_by &&
	       result->runner_up && result->reason;
}

bool results_add(struct results *results, const struct outcome *outcome)
{
	char got[EXPLAIN_BYTES], answered[EXPECT_BYTES];
	const struct question *question = outcome->question;

	if (!grow(results))
		return false;
	explain_got(outcome->reply, outcome->state, got);
	answered_by(outcome, answered);
	struct result result = {
		.kind = kind_of(outcome),
		.question = question != NULL,
		.want = question ? question->want : QUESTION_WINS,
		.line = outcome->line,
		.confidence = outcome->reply->confidence,
		.ns = outcome->ns,
		.path = strdup(outcome->path),
		.text = strdup(outcome->text),
		.expected = strdup(outcome->expected),
		.got = strdup(outcome->passed && outcome->known_failure
				      ? "a pass: remove the !"
				      : got),
		.intent = strdup(question ? question->intent : ""),
		.answered = strdup(answered),
		.wrong = strdup(outcome->wrong)};
	keep_why(&result, outcome);
	if (!is_whole(&result)) {
		release(&result);
		return false;
	}
	results->list[results->count++] = result;
	results->of_kind[result.kind]++;
	return true;
}

void results_release(struct results *results)
{
	for (size_t i = 0; i < results->count; i++)
		release(&results->list[i]);
	free(results->list);
	*results = (struct results){0};
}
