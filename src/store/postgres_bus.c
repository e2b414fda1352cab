/* SPDX-License-Identifier: MIT */
#include "store/bus.h"
#include "store/clean.h"
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bus {
	struct store *store;
	char topic[BUS_TOPICS_MAX][STORE_TOPIC_BYTES];
	size_t count;
	unsigned links; /* the connection that listens */
};

/* Topics hold letters, digits and '.', '_', ':', '-' only: none ends the
 * quotes. Several statements in one query are one transaction. */
static enum store_status listen_all(struct bus *bus)
{
	struct postgres_store *s = postgres_of(bus->store);
	char sql[BUS_TOPICS_MAX * (STORE_TOPIC_BYTES + 32u)] = "";
	size_t size = 0;
	enum store_status status;

	for (size_t i = 0; i < bus->count; i++)
		size += (size_t)snprintf(sql + size, sizeof(sql) - size,
					 "LISTEN \"faqd:%s\";", bus->topic[i]);
	status = postgres_run(s, sql);
	bus->links = s->links;
	return status;
}

static enum store_status fail(struct store_error *error, const char *why,
			      enum store_status status)
{
	snprintf(error->message, sizeof(error->message), "cannot listen: %s",
		 why);
	return status;
}

static bool take_topics(struct bus *bus, const char *const topics[],
			size_t count)
{
	if (count == 0 || count > BUS_TOPICS_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!clean_is_name(topics[i], STORE_TOPIC_BYTES))
			return false;
		snprintf(bus->topic[i], STORE_TOPIC_BYTES, "%s", topics[i]);
	}
	bus->count = count;
	return true;
}

enum store_status bus_open(struct bus **out, const char *address,
			   const struct store_options *options,
			   const char *const topics[], size_t count,
			   struct store_error *error)
{
	struct bus *bus;
	enum store_status status;

	*out = NULL;
	if (!store_is_shared(address))
		return fail(error, "the store is not shared", STORE_UNSHARED);
	bus = calloc(1, sizeof(*bus));
	if (!bus)
		return fail(error, "out of memory", STORE_ERROR_NOMEM);
	if (!take_topics(bus, topics, count)) {
		free(bus);
		return fail(error, "a topic is no name, or there are too many",
			    STORE_ERROR_MISUSE);
	}
	status = store_open(&bus->store, address, options, error);
	if (status == STORE_OK) {
		status = listen_all(bus);
		*error = bus->store->error;
	}
	if (status != STORE_OK) {
		bus_close(bus);
		return status;
	}
	*out = bus;
	return STORE_OK;
}

void bus_close(struct bus *bus)
{
	if (!bus)
		return;
	store_close(bus->store);
	free(bus);
}

int bus_fd(const struct bus *bus)
{
	const struct postgres_store *s = postgres_of(bus->store);

	return s->conn ? PQsocket(s->conn) : -1;
}

const char *bus_message(const struct bus *bus)
{
	return store_message(bus->store);
}

static void hand_out(const PGnotify *heard, bus_fn *each, void *context)
{
	static const char prefix[] = "faqd:";
	struct store_notice notice = {{0}, {0}};

	if (strncmp(heard->relname, prefix, strlen(prefix)) != 0)
		return;
	snprintf(notice.topic, sizeof(notice.topic), "%s",
		 heard->relname + strlen(prefix));
	snprintf(notice.text, sizeof(notice.text), "%s", heard->extra);
	each(context, &notice);
}

enum store_status bus_read(struct bus *bus, bus_fn *each, void *context)
{
	struct postgres_store *s = postgres_of(bus->store);
	enum store_status status;
	PGnotify *heard;

	s->base.error.message[0] = '\0';
	status = postgres_link(s); /* reads what has come */
	if (status == STORE_OK && bus->links != s->links) {
		status = listen_all(bus);
		if (status == STORE_OK)
			each(context, NULL);
	}
	while (status == STORE_OK && (heard = PQnotifies(s->conn))) {
		hand_out(heard, each, context);
		PQfreemem(heard);
	}
	return status;
}
