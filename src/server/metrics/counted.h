/* SPDX-License-Identifier: MIT */
/*
 * counted.h: the names under which faqd counts (metrics.h): the ways to ask,
 * the kinds of connections, the limits. An enum's value is the label's index.
 */
#ifndef FAQD_COUNTED_H
#define FAQD_COUNTED_H

#include "server/metrics/metrics.h"

/* The way that a question came. */
enum counted_mouth {
	COUNTED_CHAT,
	COUNTED_ASK,
	COUNTED_RASA,
	COUNTED_OPENAI,
	COUNTED_DESK, /* a support desk's webhook */
	COUNTED_MOUTHS
};

/* "chat", "ask" ... */
const char *counted_mouth_name(enum counted_mouth mouth);

enum counted_connection {
	COUNTED_HTTP,
	COUNTED_WEBSOCKET, /* a chat */
	COUNTED_CONNECTIONS
};

/* What was refused or cut, by why. */
enum counted_limit {
	COUNTED_LIMIT_CONNECTIONS, /* all there may be are open */
	COUNTED_LIMIT_ADDRESS,     /* of one address */
	COUNTED_LIMIT_ARRIVALS,    /* new ones a minute, of one address */
	COUNTED_LIMIT_QUESTIONS,   /* a minute, of one address */
	COUNTED_LIMIT_SESSION,     /* questions a minute, of one chat */
	COUNTED_LIMIT_HEADER,      /* the headers' length */
	COUNTED_LIMIT_MESSAGE,     /* a message's length */
	COUNTED_LIMIT_BODY,        /* a body's length */
	COUNTED_LIMIT_QUEUE,       /* asks without reading the answers */
	COUNTED_LIMIT_TIMEOUT,     /* a request that did not come in whole */
	COUNTED_LIMIT_STALL,       /* takes nothing */
	COUNTED_LIMIT_IDLE,        /* a chat without a message */
	COUNTED_LIMIT_ORIGIN,      /* a page that may not talk to us */
	COUNTED_LIMIT_KEY,         /* no API key where one is needed */
	COUNTED_LIMITS
};

/* What became of feedback: it was kept, or not. */
enum counted_feedback {
	COUNTED_HELPFUL,
	COUNTED_UNHELPFUL,
	COUNTED_NOT_KEPT,
	COUNTED_FEEDBACK
};

const char *counted_limit_name(enum counted_limit limit);

extern const struct metrics_labels counted_labels;

#endif
