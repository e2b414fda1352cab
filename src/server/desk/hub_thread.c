/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_thread.h"

#include "proto/agent_outgoing.h"
#include "proto/outgoing.h"
#include "server/desk/hub_story.h"
#include "server/web/wipe.h"

#include <time.h>

void hub_thread_deliver(void *context, const struct hub_letter *letter)
{
	struct hub *hub = context;

	if (letter->seat.worker < HUB_BOXES)
		letterbox_put(&hub->box[letter->seat.worker], letter);
}

int64_t hub_thread_now_ms(void *context)
{
	const struct hub *hub = context;

	return hub->settings.now_ms(NULL);
}

const struct faq_catalog *hub_thread_catalog(void *context)
{
	const struct hub *hub = context;

	return hub->served->catalog;
}

/* Sends what is in hub->json. */
static void say(struct hub *hub, struct hub_seat seat, enum hub_say how)
{
	if (!json_failed(&hub->json))
		hub_thread_deliver(
			hub, &(struct hub_letter){seat, how, hub->json.bytes,
						  hub->json.size, ""});
	json_writer_clear(&hub->json);
}

static void visitor_asks(struct hub *hub, const struct errand *errand)
{
	const struct hub_story_source source = {hub->store, &hub->key,
						hub->served->catalog};
	struct hub_told *told =
		hub_story_read(&source, &errand->visitor, &errand->wish);

	if (told) {
		hub_core_visitor_asks(hub->core, errand->seat, &errand->visitor,
				      hub_story_of(told));
	} else {
		outgoing_error(&hub->json, "", MESSAGE_FAILED,
			       "no person could be asked for");
		say(hub, errand->seat, HUB_BOT);
	}
	hub_story_free(told);
}

static void agent_came(struct hub *hub, const struct errand *errand)
{
	const struct errand_text *text = errand->text;

	if (hub_core_agent_came(hub->core, errand->seat, text[0].bytes,
				text[1].bytes, text[2].bytes))
		return;
	agent_error(&hub->json, text[2].bytes, AGENT_FAILED,
		    "as many agents as may be are there");
	say(hub, errand->seat, HUB_SAY);
}

static void do_errand(struct hub *hub, const struct errand *errand)
{
	struct hub_core *core = hub->core;
	const struct store_id *visitor = &errand->visitor;

	switch (errand->kind) {
	case ERRAND_VISITOR_CAME:
		hub_core_visitor_came(core, errand->seat, visitor, errand->seq);
		break;
	case ERRAND_VISITOR_ASKS:
		visitor_asks(hub, errand);
		break;
	case ERRAND_VISITOR_SAYS:
		hub_core_visitor_says(
			core, errand->seat, visitor, errand->text[0].bytes,
			errand->text[1].bytes, errand->text[1].size);
		break;
	case ERRAND_VISITOR_HEARD:
		hub_core_visitor_heard(core, visitor, errand->seq);
		break;
	case ERRAND_VISITOR_TYPING:
		hub_core_visitor_typing(core, visitor, errand->on);
		break;
	case ERRAND_AGENT_CAME:
		agent_came(hub, errand);
		break;
	case ERRAND_AGENT_DOES:
		hub_core_agent_does(core, errand->seat, &errand->command);
		break;
	case ERRAND_LEFT:
		hub_core_visitor_left(core, errand->seat);
		hub_core_agent_left(core, errand->seat);
		break;
	case ERRAND_HEARD:
		hub_core_hears(core, errand->text[0].size
					     ? errand->text[0].bytes
					     : NULL);
		break;
	}
}

static void show_crowd(struct hub *hub, const struct hub_count *count)
{
	const struct log *log = hub->settings.log;

	if (count->refused > hub->full)
		log_event(log, LOG_LEVEL_WARNING,
			  "no room for one more who wants a person",
			  log_number("waiting", count->waiting),
			  log_number("joined", count->joined));
	if (count->gave_way > hub->gave_way)
		log_event(log, LOG_LEVEL_WARNING,
			  "a conversation gave way: its visitor was gone, and "
			  "too many wait for a person",
			  log_number("waiting", count->waiting),
			  log_number("joined", count->joined));
	atomic_fetch_add(&hub->refused, count->refused - hub->full);
	hub->full = count->refused;
	hub->gave_way = count->gave_way;
}

void hub_thread_show(struct hub *hub)
{
	struct hub_count count;

	hub_core_count(hub->core, &count);
	atomic_store(&hub->agents, count.agents);
	atomic_store(&hub->waiting, count.waiting);
	atomic_store(&hub->joined, count.joined);
	atomic_store(&hub->from_visitors, count.from_visitors);
	atomic_store(&hub->from_agents, count.from_agents);
	show_crowd(hub, &count);
	if (count.lost > hub->lost)
		log_event(hub->settings.log, LOG_LEVEL_ERROR,
			  "what was said to a person could not be stored",
			  log_cause(store_message(hub->store)));
	hub->lost = count.lost;
}

static void work(struct hub *hub, struct errand *errand)
{
	while (errand) {
		struct errand *next = errand->next;

		do_errand(hub, errand);
		errand_free(errand);
		hub_thread_show(hub);
		errand = next;
	}
	hub_core_forget(hub->core);
	wipe_stack();
}

static void serve(struct hub *hub, struct served *next)
{
	if (!next)
		return;
	served_drop(hub->served);
	hub->served = next;
}

/* With the lock: waits for errands or the next tick; `*tick` says which. NULL
 * and no tick: it is to end and nothing is left. */
static struct errand *next_errands(struct hub *hub,
				   const struct timespec *tick_at, bool *tick)
{
	struct errand *first;
	int error = 0;

	while (!hub->first && !hub->stop && error == 0)
		error = pthread_cond_timedwait(&hub->wake, &hub->lock, tick_at);
	first = hub->first;
	hub->first = NULL;
	hub->last = &hub->first;
	hub->queued = 0;
	*tick = error != 0;
	return first;
}

static struct timespec seconds_from_now(time_t seconds)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += seconds;
	return at;
}

static bool is_due(const struct timespec *at)
{
	struct timespec now = seconds_from_now(0);

	return now.tv_sec > at->tv_sec ||
	       (now.tv_sec == at->tv_sec && now.tv_nsec >= at->tv_nsec);
}

void *hub_thread_run(void *context)
{
	struct hub *hub = context;
	struct timespec tick_at = seconds_from_now(HUB_TICK_SECONDS);
	struct errand *errands;
	struct served *next;
	bool tick, ends = false;

	while (!ends) {
		pthread_mutex_lock(&hub->lock);
		errands = next_errands(hub, &tick_at, &tick);
		next = hub->next;
		hub->next = NULL;
		ends = hub->stop && !errands;
		pthread_mutex_unlock(&hub->lock);
		serve(hub, next);
		work(hub, errands);
		if (ends || !(tick || is_due(&tick_at)))
			continue;
		if (atomic_exchange(&hub->missed, false))
			hub_core_hears(hub->core, NULL);
		hub_core_tick(hub->core);
		hub_thread_show(hub);
		tick_at = seconds_from_now(HUB_TICK_SECONDS);
	}
	return NULL;
}
