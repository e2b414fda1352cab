/* SPDX-License-Identifier: MIT */
#include "server/metrics/counted.h"

static const char *const mouths[COUNTED_MOUTHS] = {
	[COUNTED_CHAT] = "chat", [COUNTED_ASK] = "ask",
	[COUNTED_RASA] = "rasa", [COUNTED_OPENAI] = "openai",
	[COUNTED_DESK] = "desk",
};

static const char *const connections[COUNTED_CONNECTIONS] = {
	[COUNTED_HTTP] = "http",
	[COUNTED_WEBSOCKET] = "chat",
};

static const char *const limits[COUNTED_LIMITS] = {
	[COUNTED_LIMIT_CONNECTIONS] = "connections",
	[COUNTED_LIMIT_ADDRESS] = "connections_per_address",
	[COUNTED_LIMIT_ARRIVALS] = "connections_per_minute",
	[COUNTED_LIMIT_QUESTIONS] = "questions_per_minute",
	[COUNTED_LIMIT_SESSION] = "session_questions_per_minute",
	[COUNTED_LIMIT_HEADER] = "header_bytes",
	[COUNTED_LIMIT_MESSAGE] = "message_bytes",
	[COUNTED_LIMIT_BODY] = "body_bytes",
	[COUNTED_LIMIT_QUEUE] = "queue_frames",
	[COUNTED_LIMIT_TIMEOUT] = "timeout",
	[COUNTED_LIMIT_STALL] = "stall",
	[COUNTED_LIMIT_IDLE] = "idle",
	[COUNTED_LIMIT_ORIGIN] = "origin",
	[COUNTED_LIMIT_KEY] = "key",
};

static const char *const feedback[COUNTED_FEEDBACK] = {
	[COUNTED_HELPFUL] = "helpful",
	[COUNTED_UNHELPFUL] = "unhelpful",
	[COUNTED_NOT_KEPT] = "not_kept",
};

const struct metrics_labels counted_labels = {
	.mouths = mouths,
	.connections = connections,
	.limits = limits,
	.feedback = feedback,
	.mouth_count = COUNTED_MOUTHS,
	.connection_count = COUNTED_CONNECTIONS,
	.limit_count = COUNTED_LIMITS,
	.feedback_count = COUNTED_FEEDBACK,
};

const char *counted_mouth_name(enum counted_mouth mouth)
{
	return mouths[mouth];
}

const char *counted_limit_name(enum counted_limit limit)
{
	return limits[limit];
}
