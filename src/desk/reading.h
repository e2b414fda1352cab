/* SPDX-License-Identifier: MIT */
/*
 * reading.h: how a connector takes a webhook's body apart. A connector walks
 * the document with these; the first thing that is wrong stops the reading and
 * stays, with its place.
 */
#ifndef FAQ_DESK_READING_H
#define FAQ_DESK_READING_H

#include "desk/desk.h"

struct reading {
	const struct desk_config *config;
	const struct desk_hook *hook;
	struct desk_events *events;
	const struct json_doc *doc; /* that places are in */
	const struct cJSON *root;
	struct json_error *error;
	enum desk_status status; /* the first failure */
};

/* Remembers the first failure; `value` NULL: the document as a whole. */
void reading_fail(struct reading *reading, const struct cJSON *value,
		  const char *message);

/* A member that must be an object: NULL, and a failure, when it is not. */
const struct cJSON *reading_object(struct reading *reading,
				   const struct cJSON *object,
				   const char *name);
/* The same, but it may be absent or null: NULL without a failure. */
const struct cJSON *reading_maybe(struct reading *reading,
				  const struct cJSON *object, const char *name);
/* A member that is a string; "" when absent or null. */
const char *reading_text(struct reading *reading, const struct cJSON *object,
			 const char *name);
/* The same for an id, which may be a whole number too; at most
 * DESK_ID_BYTES_MAX, without control characters. */
const char *reading_id(struct reading *reading, const struct cJSON *object,
		       const char *name);
/* As reading_id, but it must be there. */
const char *reading_the_id(struct reading *reading, const struct cJSON *object,
			   const char *name);
/* False when absent. */
bool reading_flag(struct reading *reading, const struct cJSON *object,
		  const char *name);
/* The event's order: milliseconds since 1970 of a value that is RFC 3339 in
 * UTC, or a number or digits that are seconds (Slack's with a fraction) or
 * milliseconds; 0 for anything else: by it events are put in order, nothing
 * more. A time of whole seconds spans one. */
void reading_set_time(struct desk_event *event, const struct cJSON *value);

/* The id that a value is, or NULL when it is none. */
const char *reading_value_id(struct reading *reading,
			     const struct cJSON *value);

/* Another event: DESK_IGNORED, DESK_WHY_KIND, all else "". NULL after a
 * failure, which too many events are. Lives until the next one is added. */
struct desk_event *reading_add(struct reading *reading,
			       const struct cJSON *value);
/* A copy that lives with the events; "" without memory, which is a failure. */
const char *reading_keep(struct reading *reading, const char *bytes,
			 size_t size);
/* "a/b", or "a" when b is "". */
const char *reading_join(struct reading *reading, const char *a, const char *b);
/* HTML as the plain text that it shows; of very much, its beginning. */
const char *reading_html(struct reading *reading, const char *html);

void reading_set_text(struct desk_event *event, const char *text);
void reading_ignore(struct desk_event *event, enum desk_why why);
/* Is that who one of the configuration's agents is? */
bool reading_is_agent(const struct reading *reading, const char *id);
/* When the configuration names an account and it is not this one, the event is
 * ignored and this is true. */
bool reading_is_foreign(const struct reading *reading,
			struct desk_event *event);
bool reading_same(const char *a, const char *b); /* NULL is "" */

#endif
