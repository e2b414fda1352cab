/* SPDX-License-Identifier: MIT */
#include "server/desk/hub.h"

#include "proto/message.h"
#include "server/desk/hub_thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the bus has brought for a thread that is not there. */
static void free_errands(struct hub *hub)
{
	while (hub->first) {
		struct errand *next = hub->first->next;

		errand_free(hub->first);
		hub->first = next;
	}
}

static void release(struct hub *hub)
{
	hub_bus_stop(hub->bus);
	free_errands(hub);
	hub_core_free(hub->core);
	json_writer_release(&hub->json);
	store_close(hub->store);
	served_drop(hub->served);
	served_drop(hub->next);
	for (size_t i = 0; i < HUB_BOXES; i++)
		letterbox_release(&hub->box[i]);
	pthread_cond_destroy(&hub->wake);
	pthread_mutex_destroy(&hub->lock);
	free(hub);
}

static void init(struct hub *hub, const struct hub_settings *settings)
{
	pthread_condattr_t how;

	hub->settings = *settings;
	hub->served = served_keep(settings->served);
	hub->last = &hub->first;
	if (store_is_shared(settings->database))
		for (size_t i = 0; i < sizeof(settings->node); i++)
			snprintf(hub->node + 2 * i, 3, "%02x",
				 (unsigned)settings->node[i]);
	json_writer_init(&hub->json, MESSAGE_REPLY_BYTES_MAX);
	for (unsigned i = 0; i < HUB_BOXES; i++)
		letterbox_init(&hub->box[i], i);
	pthread_mutex_init(&hub->lock, NULL);
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(&hub->wake, &how);
	pthread_condattr_destroy(&how);
}

static bool start_bus(struct hub *hub, struct store_error *error)
{
	const struct hub_bus_options options = {
		.address = hub->settings.database,
		.store = hub->settings.store,
		.each = hub_hear,
		.context = hub,
	};

	return !hub->node[0] || hub_bus_start(&hub->bus, &options, error);
}

static bool start(struct hub *hub, struct store_error *error)
{
	const struct hub_settings *settings = &hub->settings;
	struct store_options store = *settings->store;
	struct hub_options core = {
		.deliver = hub_thread_deliver,
		.now_ms = hub_thread_now_ms,
		.catalog = hub_thread_catalog,
		.context = hub,
		.away_ms = settings->away_ms,
		.node = hub->node[0] ? hub->node : NULL,
	};

	/* All wait for this thread. */
	store.wait_ms = HUB_STORE_MS;
	if (store_open(&hub->store, settings->database, &store, error) !=
	    STORE_OK)
		return false;
	store_get_key(hub->store, &hub->key);
	core.store = hub->store;
	if (hub_core_new(&hub->core, &core) != STORE_OK) {
		snprintf(error->message, sizeof(error->message), "%s",
			 *store_message(hub->store) ? store_message(hub->store)
						    : "out of memory");
		return false;
	}
	hub_thread_show(hub);
	if (!start_bus(hub, error))
		return false;
	*error = (struct store_error){"no thread to be had"};
	return pthread_create(&hub->thread, NULL, hub_thread_run, hub) == 0;
}

bool hub_start(struct hub **out, const struct hub_settings *settings,
	       struct store_error *error)
{
	struct hub *hub = calloc(1, sizeof(*hub));

	*out = NULL;
	*error = (struct store_error){"out of memory"};
	if (!hub)
		return false;
	init(hub, settings);
	if (!start(hub, error)) {
		release(hub);
		return false;
	}
	*out = hub;
	return true;
}

void hub_stop(struct hub *hub)
{
	if (!hub)
		return;
	pthread_mutex_lock(&hub->lock);
	hub->stop = true;
	pthread_cond_signal(&hub->wake);
	pthread_mutex_unlock(&hub->lock);
	pthread_join(hub->thread, NULL);
	release(hub);
}

void hub_serve(struct hub *hub, struct served *served)
{
	struct served *unused;

	if (!hub)
		return;
	pthread_mutex_lock(&hub->lock);
	unused = hub->next;
	hub->next = served_keep(served);
	pthread_mutex_unlock(&hub->lock);
	served_drop(unused);
}

/* ---- for the workers ---- */

struct letterbox *hub_letterbox(struct hub *hub, void (*wake)(void *context),
				void *context)
{
	struct letterbox *box = NULL;

	if (!hub)
		return NULL;
	pthread_mutex_lock(&hub->lock);
	if (hub->boxes < HUB_BOXES)
		box = &hub->box[hub->boxes++];
	pthread_mutex_unlock(&hub->lock);
	if (box)
		letterbox_open(box, wake, context);
	return box;
}

void hub_presence(const struct hub *hub, unsigned *agents, unsigned *waiting)
{
	*agents = hub ? atomic_load(&hub->agents) : 0;
	*waiting = hub ? atomic_load(&hub->waiting) : 0;
}

void hub_state(const struct hub *hub, struct hub_state *out)
{
	*out = (struct hub_state){
		.count = {.agents = atomic_load(&hub->agents),
			  .waiting = atomic_load(&hub->waiting),
			  .joined = atomic_load(&hub->joined),
			  .from_visitors = atomic_load(&hub->from_visitors),
			  .from_agents = atomic_load(&hub->from_agents)},
		.refused = atomic_load(&hub->refused),
	};
}

/* Who leaves is heard though others are not: that makes room. */
static bool has_room(const struct hub *hub, const struct errand *errand)
{
	return hub->queued < HUB_QUEUE ||
	       (errand->kind == ERRAND_LEFT && hub->queued < 2 * HUB_QUEUE);
}

/* Takes the errand over in any case but false, of which NULL is one. */
static bool enqueue(struct hub *hub, struct errand *errand)
{
	bool room = false;

	if (errand) {
		pthread_mutex_lock(&hub->lock);
		room = has_room(hub, errand);
		if (room) {
			*hub->last = errand;
			hub->last = &errand->next;
			hub->queued++;
			pthread_cond_signal(&hub->wake);
		}
		pthread_mutex_unlock(&hub->lock);
	}
	if (!room)
		atomic_fetch_add(&hub->refused, 1);
	return room;
}

/* An errand without a command. */
static bool hand_in(struct hub *hub, struct errand *errand)
{
	bool posted = enqueue(hub, errand);

	if (!posted)
		errand_free(errand);
	return posted;
}

/* One without texts. */
static struct errand *of_visitor(enum errand_kind kind, struct hub_seat seat,
				 const struct store_id *visitor, uint64_t seq)
{
	const struct errand_text none[ERRAND_TEXTS] = {{NULL, 0}};
	struct errand *errand = errand_new(kind, seat, none);

	if (errand) {
		errand->visitor = *visitor;
		errand->seq = seq;
	}
	return errand;
}

bool hub_visitor_came(struct hub *hub, struct hub_seat seat,
		      const struct store_id *visitor, uint64_t after_seq)
{
	return hub && hand_in(hub, of_visitor(ERRAND_VISITOR_CAME, seat,
					      visitor, after_seq));
}

bool hub_visitor_heard(struct hub *hub, struct hub_seat seat,
		       const struct store_id *visitor, uint64_t seq)
{
	return hub && hand_in(hub, of_visitor(ERRAND_VISITOR_HEARD, seat,
					      visitor, seq));
}

void hub_visitor_typing(struct hub *hub, const struct store_id *visitor,
			bool on)
{
	struct errand *errand;

	if (!hub)
		return;
	errand = of_visitor(ERRAND_VISITOR_TYPING, (struct hub_seat){0, 0},
			    visitor, 0);
	if (errand)
		errand->on = on;
	(void)hand_in(hub, errand);
}

bool hub_visitor_says(struct hub *hub, struct hub_seat seat,
		      const struct store_id *visitor, const char *id,
		      const char *text, size_t bytes)
{
	const struct errand_text texts[ERRAND_TEXTS] = {errand_text(id),
							{text, bytes}};
	struct errand *errand;

	if (!hub || bytes > STORE_MESSAGE_TEXT)
		return false;
	errand = errand_new(ERRAND_VISITOR_SAYS, seat, texts);
	if (errand)
		errand->visitor = *visitor;
	return hand_in(hub, errand);
}

/* The wish is the caller's: what it points to becomes the errand's own. */
static void keep_wish(struct errand *errand, const struct hub_wish *wish)
{
	errand->wish = *wish;
	errand->wish.answer_id = errand->text[0].bytes;
	if (!wish->last)
		return;
	errand->last = *wish->last;
	errand->last.question = errand->text[1].bytes;
	errand->last.answer = errand->text[2].bytes;
	errand->last.intent = errand->text[3].bytes;
	errand->wish.last = &errand->last;
}

bool hub_visitor_asks(struct hub *hub, struct hub_seat seat,
		      const struct store_id *visitor,
		      const struct hub_wish *wish)
{
	struct errand_text texts[ERRAND_TEXTS] = {errand_text(wish->answer_id)};
	struct errand *errand;

	if (!hub)
		return false;
	if (wish->last) {
		texts[1] = errand_cut(wish->last->question, STORE_MESSAGE_TEXT);
		texts[2] = errand_cut(wish->last->answer, STORE_MESSAGE_TEXT);
		texts[3] = errand_text(wish->last->intent);
	}
	errand = errand_new(ERRAND_VISITOR_ASKS, seat, texts);
	if (errand) {
		errand->visitor = *visitor;
		keep_wish(errand, wish);
	}
	return hand_in(hub, errand);
}

bool hub_agent_came(struct hub *hub, struct hub_seat seat, const char *key,
		    const char *name, const char *reply_to)
{
	const struct errand_text texts[ERRAND_TEXTS] = {
		errand_text(key), errand_text(name), errand_text(reply_to)};

	return hub && hand_in(hub, errand_new(ERRAND_AGENT_CAME, seat, texts));
}

bool hub_agent_does(struct hub *hub, struct hub_seat seat,
		    struct agent_command *command)
{
	const struct errand_text none[ERRAND_TEXTS] = {{NULL, 0}};
	struct errand *errand =
		hub ? errand_new(ERRAND_AGENT_DOES, seat, none) : NULL;

	if (errand)
		errand->command = *command;
	if (!hub || !enqueue(hub, errand)) {
		if (errand)
			errand->command = (struct agent_command){0};
		errand_free(errand);
		return false;
	}
	command->doc = NULL;
	return true;
}

void hub_left(struct hub *hub, struct hub_seat seat)
{
	const struct errand_text none[ERRAND_TEXTS] = {{NULL, 0}};

	if (hub)
		(void)hand_in(hub, errand_new(ERRAND_LEFT, seat, none));
}

/* ---- from other nodes ---- */

void hub_hear(void *context, const char *text)
{
	const struct errand_text texts[ERRAND_TEXTS] = {
		errand_text(text ? text : "")};
	struct hub *hub = context;

	if (text && strncmp(text, hub->node, HUB_NODE_BYTES - 1) == 0)
		return;
	if (!hand_in(hub,
		     errand_new(ERRAND_HEARD, (struct hub_seat){0, 0}, texts)))
		atomic_store(&hub->missed, true);
}
