/* SPDX-License-Identifier: MIT */
/*
 * recording.h: what is told of questions and feedback (record.h), as records of
 * the store (recorder.h).
 *
 * The recorder redacts the text before it keeps it; an answer's id, by which
 * feedback finds it, is kept as a keyed hash.
 *
 * Threads: any worker.
 */
#ifndef FAQD_RECORDING_H
#define FAQD_RECORDING_H

#include "server/talk/record.h"
#include "server/talk/recorder.h"

struct recording {
	struct recorder *recorder;
	bool transcripts;                 /* else questions are not kept */
	int64_t (*now_ms)(void *context); /* from 1970 */
	void *now_context;
};

/* What a turn says of its answer. */
void recording_reply(struct store_turn *turn, const struct faq_reply *reply);

/* For struct observer; `context` is a struct recording. */
void recording_turn(void *context, const struct turn_record *record);
bool recording_feedback(void *context, const struct feedback_record *record);
struct receipt recording_receipt(void *context);
enum record_fate recording_fate(void *context, const struct receipt *receipt);
void recording_session(void *context, const struct session_record *record);

#endif
