/* SPDX-License-Identifier: MIT */
/*
 * post.h: requests to desks' APIs: lws's client, on a loop of the sender's.
 * Certificates are verified, by the system's authorities or by those of a
 * file, and must be for the url's host; redirects are not followed; of a
 * response the first POST_ANSWER_BYTES are read.
 *
 * Ownership: a poster owns its posts until they are over. What a request points
 * to is copied.
 *
 * Threads: the sender's.
 */
#ifndef FAQD_POST_H
#define FAQD_POST_H

#include "desk/desk.h"
#include "server/desk/reach.h"
#include "server/run/loop.h"

#define POST_ANSWER_BYTES (64u * 1024u)
#define POST_CONNECT_SECONDS 5
#define POST_SECONDS 20 /* from the connection to the whole response */

struct lws_context;
struct post;

struct poster {
	struct lws_context *context;
	struct post *first;
};

struct post_request {
	const struct reach_url *url;
	const char *address; /* numeric, of that url's host */
	const char *ca_file; /* outlives the poster; NULL: the system's */
	const char *method, *path;
	const struct desk_headers *headers;
	const char *body;
	size_t bytes;
};

/* Status 0: none came. */
struct post_result {
	int status;
	struct desk_header header; /* Retry-After, if it is there */
	size_t header_count;
	const char *body; /* what came of it */
	size_t bytes;
	const char *cause; /* why none came, or "" */
};

/* Who is told of a post. */
struct post_owner {
	/* The connection stands and nothing has been said: is it still to be?
	 * If not, the post ends with status 0. */
	bool (*wanted)(void *context);
	void (*done)(void *context, const struct post_result *result);
	void *context;
};

__attribute__((warn_unused_result)) bool poster_open(struct poster *poster,
						     struct loop *loop);
/* What is under way ends without a word. Before the loop is freed. */
void poster_close(struct poster *poster);

/* `done` is called once, maybe before this returns. False without memory:
 * `done` is not called. */
__attribute__((warn_unused_result)) bool
post_start(struct poster *poster, const struct post_request *request,
	   int64_t now_us, const struct post_owner *owner);

/* Ends those that have taken too long: call it at every tick. */
void poster_tick(struct poster *poster, int64_t now_us);

#endif
