/* SPDX-License-Identifier: MIT */
/*
 * reply.h: is this message an answer, and to which question? Made for a load
 * generator: it looks at the members of the outermost object until it has seen
 * what it needs, and allocates nothing.
 */
#ifndef LOAD_REPLY_H
#define LOAD_REPLY_H

#include <stdbool.h>
#include <stddef.h>

enum reply_kind {
	REPLY_ANSWER,   /* answer, clarify or none */
	REPLY_ERROR,    /* "type":"error" */
	REPLY_OTHER,    /* hello and the like: not meant for a question */
	REPLY_MALFORMED /* no JSON object with a type */
};

struct reply {
	enum reply_kind kind;
	const char *to; /* reply_to, or NULL; not terminated */
	size_t to_bytes;
};

struct reply reply_look(const char *json, size_t bytes);

/* Reads all of it by faqd's strict reader: slow, for samples. */
bool reply_is_json(const char *json, size_t bytes);

#endif
