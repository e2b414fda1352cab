/* SPDX-License-Identifier: MIT */
/*
 * sim_post.h: many requests to one faqd at a time (libcurl). One thread;
 * nothing happens but in sim_post_run() and sim_post_wait().
 */
#ifndef FAQ_SIM_POST_H
#define FAQ_SIM_POST_H

#include "desk/desk.h"

#define SIM_POST_WAIT_S 15
#define SIM_POST_BYTES_MAX (4u * 1024u * 1024u)

struct sim_answer {
	unsigned status;  /* 0: none came, or not a whole one */
	const char *body; /* NUL-terminated; of this call only */
	size_t bytes;
	unsigned retry_after_s; /* 0: not said */
	int64_t took_ms;
};

typedef void sim_answer_fn(void *context, const struct sim_answer *answer);

struct sim_post;

/* NULL without memory. */
struct sim_post *sim_post_open(const char *server);
/* Requests under way end without an answer being told. NULL is fine. */
void sim_post_close(struct sim_post *post);

struct sim_parcel {
	const char *path; /* behind the server's URL */
	const char *body; /* copied; NULL: a GET */
	size_t bytes;
	const char *type; /* of the body, or NULL */
	const struct desk_header *header;
	size_t header_count;
};

/* `done` is called once, from sim_post_run(). False without memory. */
bool sim_post_send(struct sim_post *post, const struct sim_parcel *parcel,
		   sim_answer_fn *done, void *context);
size_t sim_post_under_way(const struct sim_post *post);
/* Takes what has come. */
void sim_post_run(struct sim_post *post);
/* Until something comes, here or at `fd` (-1: none), at most so long. */
void sim_post_wait(struct sim_post *post, int fd, int64_t wait_ms);

#endif
