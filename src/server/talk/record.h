/* SPDX-License-Identifier: MIT */
/*
 * record.h: who wants to know of questions and feedback (transcripts, metrics).
 * What happens is told as it happens; nobody is waited for.
 *
 * An answer says nothing of whether its question was recorded: that may be lost
 * with the process. Feedback is acknowledged once it is on the disk.
 *
 * Threads: the callbacks are called by any worker, also at the same time. What
 * a record points to lives until the callback returns. The question is the
 * visitor's own text: redact it before it is kept.
 */
#ifndef FAQD_RECORD_H
#define FAQD_RECORD_H

#include "core/faq.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct turn_record {
	const char *mouth;     /* "chat", "ask" */
	const char *visitor;   /* 32 hexadecimal digits */
	const char *answer_id; /* ours, that feedback names; "": none may */
	/* What was asked: the text, a number typed or clicked, or the id of the
	 * intent that was clicked. */
	const char *question;
	size_t question_bytes;
	const struct faq_reply *reply;
	uint64_t latency_ns; /* of the engine */
};

struct feedback_record {
	const char *visitor;
	const char *answer_id;
	bool helpful;
	const char *reason; /* the visitor's text, "" for none */
};

/* Where a visitor is whose client can't carry it. */
struct session_record {
	const char *mouth, *visitor; /* as of a turn */
	const struct faq_dialog *dialog;
};

/* Stands for a record that is on its way to the disk. */
struct receipt {
	uint64_t number, refused;
};

enum record_fate {
	RECORD_WAITS,
	RECORD_KEPT, /* it outlives this process */
	RECORD_LOST
};

/* Each callback may be NULL. */
struct observer {
	void *context;
	void (*turn)(void *context, const struct turn_record *record);
	/* False when it can't be kept: the visitor is told. */
	bool (*feedback)(void *context, const struct feedback_record *record);
	/* The receipt of what feedback() has just taken, and what became of
	 * it. NULL, both: what is taken is kept at once. */
	struct receipt (*receipt)(void *context);
	enum record_fate (*fate)(void *context, const struct receipt *receipt);
	void (*session)(void *context, const struct session_record *record);
};

#endif
