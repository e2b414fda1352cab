/* SPDX-License-Identifier: MIT */
/*
 * hub_thread.h: the hub's thread, and what it shares with those who call it;
 * for hub.c and hub_thread.c only.
 */
#ifndef FAQD_HUB_THREAD_H
#define FAQD_HUB_THREAD_H

#include "server/desk/errand.h"
#include "server/desk/hub_bus.h"
#include "server/desk/hub_word.h"

#include <stdatomic.h>

struct hub {
	struct hub_settings settings;
	char node[HUB_NODE_BYTES]; /* "": nobody shares the store */
	struct hub_bus *bus;
	struct store *store; /* of the thread, as all to `json` */
	struct hub_core *core;
	struct served *served;
	struct store_key key;
	struct json_writer json;
	/* Of hub_count, as the log knows it. */
	uint64_t lost, full, gave_way;
	pthread_t thread;
	/* What it shows to others. */
	atomic_uint agents, waiting, joined;
	atomic_ullong from_visitors, from_agents, refused;
	atomic_bool missed; /* a word of another node found no room */
	struct letterbox box[HUB_BOXES];
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	struct errand *first, **last;
	size_t queued, boxes;
	struct served *next; /* to change over to, or NULL */
	bool stop;
};

/* For the core; `context` is a struct hub. */
void hub_thread_deliver(void *context, const struct hub_letter *letter);
int64_t hub_thread_now_ms(void *context);
const struct faq_catalog *hub_thread_catalog(void *context);

/* What another node has said, or NULL, becomes an errand. */
void hub_hear(void *context, const char *text);

/* Lets others see how many there are. */
void hub_thread_show(struct hub *hub);
/* For pthread_create(): until `stop` is set and nothing is queued. */
void *hub_thread_run(void *hub);

#endif
