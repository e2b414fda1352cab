/* SPDX-License-Identifier: MIT */
/*
 * writing.h: how a connector makes requests. writing_begin() gives the body to
 * write, writing_end() closes it and says where it goes. The first failure
 * stays.
 */
#ifndef FAQ_DESK_WRITING_H
#define FAQ_DESK_WRITING_H

#include "desk/desk.h"

#define WRITING_BODY_BYTES_MAX (512u * 1024u)
#define WRITING_ARGUMENTS_MAX 3u

struct writing {
	const struct desk_config *config;
	const struct desk_to *to;
	struct desk_requests *requests;
	struct json_writer json;
	enum desk_status status;
};

/* What a visitor, or for `internal` an agent, is to see: in the desk's markup
 * and within its limit. */
struct message {
	const char *text;
	size_t bytes;
	bool internal;
	/* Of a desk that takes one response: what is over the limit. */
	const char *rest;
	size_t rest_bytes;
	/* Below the last message of an answer. */
	const struct faq_intent *const *button;
	size_t button_count;
	const struct faq_link *const *link;
	size_t link_count;
};

/* "{" of an object is written, and "}" by the end. */
struct json_writer *writing_begin(struct writing *writing);
/* Each '*' of `path` is one of the arguments, percent-encoded. */
void writing_end(struct writing *writing, const char *method, const char *path,
		 const char *const argument[WRITING_ARGUMENTS_MAX]);
/* The same for a body that is there already. */
void writing_put(struct writing *writing, const char *method, const char *path,
		 const char *const argument[WRITING_ARGUMENTS_MAX],
		 const char *body, size_t bytes);
void writing_fail(struct writing *writing, enum desk_status status);
/* The key of the request to be written next. */
void writing_key(const struct writing *writing, char key[DESK_KEY_BYTES]);

/* Of what reading_join() put together: the part before the '/', copied, and
 * the one behind it, "" if none. False when it does not fit. */
bool writing_parts(const char *conversation, char *first, size_t size,
		   const char **second);

/* [{TITLE:...,PAYLOAD:...}] of the buttons there are. */
void writing_buttons(struct json_writer *json, const struct message *message,
		     const char *title, const char *payload);

#endif
