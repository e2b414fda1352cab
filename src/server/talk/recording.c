/* SPDX-License-Identifier: MIT */
#include "server/talk/recording.h"

#include <stdio.h>
#include <string.h>

static void put_near(struct store_turn *turn, const struct faq_intent *intent,
		     double score)
{
	struct store_near *near;

	if (turn->near_count == STORE_NEAR_MAX)
		return;
	near = &turn->near[turn->near_count++];
	snprintf(near->intent, sizeof(near->intent), "%s", intent->id);
	near->score = score;
}

/* The options that were offered, then what was nearest. */
static void put_nears(struct store_turn *turn, const struct faq_reply *reply)
{
	size_t i;

	for (i = 0; i < reply->choice_count; i++)
		put_near(turn, reply->choice[i], reply->confidence);
	for (i = 0; i < reply->suggest_count; i++)
		put_near(turn, reply->suggest[i].intent,
			 reply->suggest[i].score);
}

void recording_reply(struct store_turn *turn, const struct faq_reply *reply)
{
	size_t i;

	turn->verdict = reply->verdict;
	turn->confidence = reply->confidence;
	turn->handover = reply->handover;
	turn->personal_data = reply->personal_data;
	if (reply->best)
		snprintf(turn->intent, sizeof(turn->intent), "%s",
			 reply->best->id);
	turn->answer_count = reply->part_count;
	for (i = 0; i < reply->part_count; i++)
		snprintf(turn->answer[i], sizeof(turn->answer[i]), "%s",
			 reply->part[i].intent->id);
	put_nears(turn, reply);
}

static bool find_answer(const struct recording *recording, const char *id,
			struct store_id *out)
{
	return recorder_id(recording->recorder, "answer", id, strlen(id), out);
}

void recording_turn(void *context, const struct turn_record *record)
{
	const struct recording *recording = context;
	struct store_turn turn;

	if (!recording->transcripts)
		return;
	memset(&turn, 0, sizeof(turn));
	if (!store_id_parse(record->visitor, strlen(record->visitor),
			    &turn.visitor))
		return;
	if (record->answer_id[0] &&
	    !find_answer(recording, record->answer_id, &turn.message))
		return;
	turn.time_ms = recording->now_ms(recording->now_context);
	turn.latency_us = (uint32_t)(record->latency_ns / 1000);
	snprintf(turn.mouth, sizeof(turn.mouth), "%s", record->mouth);
	recording_reply(&turn, record->reply);
	/* A full queue is counted where it fills up. */
	(void)recorder_turn(recording->recorder, &turn, record->question,
			    record->question_bytes);
}

bool recording_feedback(void *context, const struct feedback_record *record)
{
	const struct recording *recording = context;
	struct store_feedback feedback;

	memset(&feedback, 0, sizeof(feedback));
	if (!store_id_parse(record->visitor, strlen(record->visitor),
			    &feedback.visitor) ||
	    !find_answer(recording, record->answer_id, &feedback.message))
		return false;
	feedback.time_ms = recording->now_ms(recording->now_context);
	feedback.helpful = record->helpful;
	return recorder_feedback(recording->recorder, &feedback, record->reason,
				 strlen(record->reason));
}

struct receipt recording_receipt(void *context)
{
	const struct recording *recording = context;

	return recorder_receipt(recording->recorder);
}

enum record_fate recording_fate(void *context, const struct receipt *receipt)
{
	const struct recording *recording = context;

	return recorder_fate(recording->recorder, receipt);
}

/* It has no text in it, so it is kept without transcripts too. */
void recording_session(void *context, const struct session_record *record)
{
	const struct recording *recording = context;
	struct store_session session;

	memset(&session, 0, sizeof(session));
	if (!store_id_parse(record->visitor, strlen(record->visitor),
			    &session.visitor))
		return;
	session.updated_ms = recording->now_ms(recording->now_context);
	snprintf(session.mouth, sizeof(session.mouth), "%s", record->mouth);
	faq_dialog_save(record->dialog, session.dialog);
	/* A full queue is counted where it fills up. */
	(void)recorder_session(recording->recorder, &session);
}
