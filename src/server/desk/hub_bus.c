/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_bus.h"

#include "server/desk/hub_word.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 1000   /* as bus_read() wants it */
#define SILENT_MS 6000 /* three ticks of our own hub, whose words come back */

struct hub_bus {
	struct hub_bus_options options;
	struct bus *bus;
	int64_t heard_ms; /* by a clock that never goes back */
	int end[2];       /* a pipe: closed at its other end to stop */
	pthread_t thread;
};

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void hand_on(void *context, const struct store_notice *notice)
{
	struct hub_bus *hub_bus = context;

	hub_bus->heard_ms = clock_ms();
	hub_bus->options.each(hub_bus->options.context,
			      notice ? notice->text : NULL);
}

static enum store_status open_bus(struct hub_bus *hub_bus,
				  struct store_error *error)
{
	static const char *const topics[] = {HUB_TOPIC};

	hub_bus->heard_ms = clock_ms();
	return bus_open(&hub_bus->bus, hub_bus->options.address,
			hub_bus->options.store, topics, 1, error);
}

/*
 * A connection that was cut off and is back may be silent for long: what the
 * server sends comes as late as it has been cut off for, and nothing tells us.
 */
static void listen_anew(struct hub_bus *hub_bus)
{
	struct store_error error;

	bus_close(hub_bus->bus);
	if (open_bus(hub_bus, &error) == STORE_OK)
		hub_bus->options.each(hub_bus->options.context, NULL);
}

static void *listen_on(void *context)
{
	struct hub_bus *hub_bus = context;
	struct pollfd fds[2] = {{.fd = hub_bus->end[0], .events = POLLIN},
				{.events = POLLIN}};

	hub_bus->options.each(hub_bus->options.context, NULL);
	do {
		if (!hub_bus->bus || clock_ms() - hub_bus->heard_ms > SILENT_MS)
			listen_anew(hub_bus);
		/* Lost for now: it connects again by itself. */
		if (hub_bus->bus)
			(void)!bus_read(hub_bus->bus, hand_on, hub_bus);
		fds[1].fd = hub_bus->bus ? bus_fd(hub_bus->bus) : -1;
		(void)!poll(fds, 2, LOOK_MS);
	} while (!fds[0].revents);
	return NULL;
}

static void release(struct hub_bus *hub_bus)
{
	bus_close(hub_bus->bus);
	close(hub_bus->end[0]);
	free(hub_bus);
}

bool hub_bus_start(struct hub_bus **out, const struct hub_bus_options *options,
		   struct store_error *error)
{
	struct hub_bus *hub_bus = calloc(1, sizeof(*hub_bus));

	*out = NULL;
	*error = (struct store_error){"no memory or no pipe to be had"};
	if (!hub_bus || pipe(hub_bus->end) != 0) {
		free(hub_bus);
		return false;
	}
	hub_bus->options = *options;
	if (open_bus(hub_bus, error) == STORE_OK) {
		*error = (struct store_error){"no thread to be had"};
		if (pthread_create(&hub_bus->thread, NULL, listen_on,
				   hub_bus) == 0) {
			*out = hub_bus;
			return true;
		}
	}
	close(hub_bus->end[1]);
	release(hub_bus);
	return false;
}

void hub_bus_stop(struct hub_bus *hub_bus)
{
	if (!hub_bus)
		return;
	close(hub_bus->end[1]);
	pthread_join(hub_bus->thread, NULL);
	release(hub_bus);
}
