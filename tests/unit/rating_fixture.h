/* SPDX-License-Identifier: MIT */
/*
 * rating_fixture.h: a store that takes feedback, for server_fixture.h, and
 * feedback of a visitor who has been answered.
 */
#ifndef TEST_RATING_FIXTURE_H
#define TEST_RATING_FIXTURE_H

#include "server_fixture.h"

#include "server/talk/ask.h"

#include <stdio.h>

struct rated {
	enum record_fate fate;
	char answer[64], reason[64];
	bool helpful, refuses;
	char body[1024];
};

static bool rated_feedback(void *context, const struct feedback_record *record)
{
	struct rated *rated = context;

	assert_int_equal(strlen(record->visitor), 32);
	snprintf(rated->answer, sizeof(rated->answer), "%s", record->answer_id);
	snprintf(rated->reason, sizeof(rated->reason), "%s", record->reason);
	rated->helpful = record->helpful;
	return !rated->refuses;
}

static struct receipt rated_receipt(void *context)
{
	(void)context;
	return (struct receipt){7, 0};
}

static enum record_fate rated_fate(void *context, const struct receipt *receipt)
{
	assert_int_equal(receipt->number, 7);
	return ((struct rated *)context)->fate;
}

__attribute__((unused)) static void fixture_rates(struct fixture *f,
						  struct rated *rated)
{
	f->observer = (struct observer){.context = rated,
					.feedback = rated_feedback,
					.receipt = rated_receipt,
					.fate = rated_fate};
	f->shared.observer = &f->observer;
}

/* A body of POST /v1/feedback, with the session of an answer. */
__attribute__((unused)) static const char *fixture_rating(struct fixture *f,
							  struct rated *rated)
{
	static const char question[] = "{\"text\":\"what is tea\"}";
	const struct mouth_call call = {.body = question,
					.bytes = sizeof(question) - 1};

	assert_int_equal(ask_answer(&f->responder, &call).status, 200);
	snprintf(rated->body, sizeof(rated->body),
		 "{\"id\":\"f\",\"answer\":\"%s\",\"helpful\":false,"
		 "\"reason\":\"odd\",\"session\":\"%s\"}",
		 f->responder.answer, f->responder.session);
	return rated->body;
}

#endif
