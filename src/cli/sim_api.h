/* SPDX-License-Identifier: MIT */
/*
 * sim_api.h: a REST API that is not always well: an HTTP server (libmicrohttpd)
 * that asks what to do with each request, and answers it, late, or never.
 * One thread; nothing happens but in sim_api_run().
 */
#ifndef FAQ_SIM_API_H
#define FAQ_SIM_API_H

#include "cli/sim_speak.h"

#define SIM_API_BODY_MAX (1024u * 1024u)
#define SIM_API_HEADERS_MAX 32u

struct sim_reaction {
	unsigned status; /* 0: hang up without a word */
	const char *body;
	unsigned retry_after_s; /* 0: no such header */
	int64_t delay_ms;       /* before any of it */
};

/* `request` lives until it returns; its root is NULL. */
typedef struct sim_reaction sim_api_fn(void *context,
				       const struct sim_request *request);

struct sim_api;

/* Listens where the URL says, "http://HOST:PORT[/PATH]". NULL when it can't;
 * `cause` says why. */
struct sim_api *sim_api_open(const char *url, sim_api_fn *react, void *context,
			     char *cause, size_t size);
/* NULL is fine. */
void sim_api_close(struct sim_api *api);

/* Readable when there is something to do. */
int sim_api_fd(const struct sim_api *api);
/* Does what there is to do; says in how many milliseconds there is more. */
int64_t sim_api_run(struct sim_api *api);

#endif
