/* SPDX-License-Identifier: MIT */
#include "server/edge/exchange.h"

#include "server/run/clock.h"

#include <openssl/rand.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TELL_SECONDS 1
#define NOTICES_MAX 128u /* a second; LIMIT_SPENT_MAX need fewer */
#define COUNT_MAX 1000000ul

struct exchange {
	const char *address;
	const struct store_options *options;
	struct limit *limit;
	char node[EXCHANGE_NODE_BYTES];
	struct store *store; /* of the thread, as what follows; NULL: lost */
	struct bus *bus;
	struct limit_spent spent[LIMIT_SPENT_MAX];
	struct store_record batch[NOTICES_MAX];
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t ending;
	bool stop;
};

size_t exchange_write(char out[STORE_NOTICE_BYTES], const char *node,
		      const struct limit_spent *spent, size_t count)
{
	size_t size = (size_t)snprintf(out, STORE_NOTICE_BYTES, "%s", node);
	size_t i;

	for (i = 0; i < count; i++) {
		char item[ADDRESS_TEXT_BYTES + 16], from[ADDRESS_TEXT_BYTES];
		size_t length;

		address_text(&spent[i].from, from);
		length = (size_t)snprintf(item, sizeof(item), " %s=%u", from,
					  spent[i].count);
		if (size + length >= STORE_NOTICE_BYTES)
			break;
		memcpy(out + size, item, length + 1);
		size += length;
	}
	return i;
}

/* "ADDRESS=COUNT" of so many bytes. */
static void take_item(struct limit *limit, const char *item, size_t size,
		      int64_t now_us)
{
	const char *sign = memchr(item, '=', size);
	struct address from;
	unsigned long count;
	char *end;

	if (!sign || !address_parse(&from, item, (size_t)(sign - item)))
		return;
	count = strtoul(sign + 1, &end, 10);
	if (end == item + size && count > 0 && count <= COUNT_MAX)
		limit_charge(limit, &from, (unsigned)count, now_us);
}

void exchange_take(struct limit *limit, const char *node, const char *text,
		   int64_t now_us)
{
	size_t size = strcspn(text, " ");

	if (size == strlen(node) && memcmp(text, node, size) == 0)
		return; /* our own */
	while (text[size]) {
		text += size + 1;
		size = strcspn(text, " ");
		take_item(limit, text, size, now_us);
	}
}

static void hear(void *context, const struct store_notice *notice)
{
	const struct exchange *exchange = context;

	if (notice)
		exchange_take(exchange->limit, exchange->node, notice->text,
			      clock_us());
}

/* Others hear of it a second later, or not at all while the store is away. */
static void tell(struct exchange *exchange)
{
	size_t count = limit_spent(exchange->limit, exchange->spent), told = 0;
	size_t notices = 0;

	while (exchange->store && told < count && notices < NOTICES_MAX) {
		struct store_record *record = &exchange->batch[notices++];

		record->kind = STORE_NOTICE;
		snprintf(record->as.notice.topic, STORE_TOPIC_BYTES, "%s",
			 EXCHANGE_TOPIC);
		told += exchange_write(record->as.notice.text, exchange->node,
				       exchange->spent + told, count - told);
	}
	if (notices)
		(void)!store_write(exchange->store, exchange->batch, notices,
				   STORE_COMMITTED);
}

/* Once; both connect again by themselves. */
static void open_both(struct exchange *exchange)
{
	static const char *const topics[] = {EXCHANGE_TOPIC};
	struct store_error error;

	if (!exchange->store &&
	    store_open(&exchange->store, exchange->address, exchange->options,
		       &error) != STORE_OK)
		return;
	if (!exchange->bus)
		(void)!bus_open(&exchange->bus, exchange->address,
				exchange->options, topics, 1, &error);
}

/* False: the end. */
static bool wait_for_next(struct exchange *exchange)
{
	struct timespec until;
	int error = 0;
	bool stop;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += TELL_SECONDS;
	pthread_mutex_lock(&exchange->lock);
	while (!exchange->stop && error == 0)
		error = pthread_cond_timedwait(&exchange->ending,
					       &exchange->lock, &until);
	stop = exchange->stop;
	pthread_mutex_unlock(&exchange->lock);
	return !stop;
}

static void *run(void *argument)
{
	struct exchange *exchange = argument;

	do {
		open_both(exchange);
		tell(exchange);
		if (exchange->bus)
			(void)!bus_read(exchange->bus, hear, exchange);
	} while (wait_for_next(exchange));
	return NULL;
}

static void release(struct exchange *exchange)
{
	bus_close(exchange->bus);
	store_close(exchange->store);
	pthread_cond_destroy(&exchange->ending);
	pthread_mutex_destroy(&exchange->lock);
	free(exchange);
}

static bool name_node(struct exchange *exchange)
{
	unsigned char random[(EXCHANGE_NODE_BYTES - 1) / 2];

	if (RAND_bytes(random, sizeof(random)) != 1)
		return false;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(exchange->node + 2 * i, 3, "%02x", random[i]);
	return true;
}

struct exchange *exchange_start(const char *address,
				const struct store_options *options,
				struct limit *limit)
{
	struct exchange *exchange = calloc(1, sizeof(*exchange));
	pthread_condattr_t how;

	if (!exchange)
		return NULL;
	exchange->address = address;
	exchange->options = options;
	exchange->limit = limit;
	pthread_mutex_init(&exchange->lock, NULL);
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(&exchange->ending, &how);
	pthread_condattr_destroy(&how);
	if (name_node(exchange) && limit_share(limit) &&
	    pthread_create(&exchange->thread, NULL, run, exchange) == 0)
		return exchange;
	release(exchange);
	return NULL;
}

void exchange_stop(struct exchange *exchange)
{
	if (!exchange)
		return;
	pthread_mutex_lock(&exchange->lock);
	exchange->stop = true;
	pthread_cond_signal(&exchange->ending);
	pthread_mutex_unlock(&exchange->lock);
	pthread_join(exchange->thread, NULL);
	release(exchange);
}
