/* SPDX-License-Identifier: MIT */
/*
 * store_fixture.h: a store of its own for a test, records to put into it, and a
 * look at what it holds. With a server in TEST_POSTGRES the store is a
 * database there, so that the same tests hold for it; else it is SQLite's, in a
 * folder of its own.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "store/store.h"
#include "unit/postgres_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define DAY_MS 86400000LL

struct bench {
	char folder[64];
	char path[96]; /* or the address */
	struct store_options options;
	struct store *store;
	struct store_error error;
};

static inline void bench_open(struct bench *bench)
{
	assert_int_equal(store_open(&bench->store, bench->path, &bench->options,
				    &bench->error),
			 STORE_OK);
}

static inline int bench_set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	assert_non_null(bench);
	strcpy(bench->folder, "/tmp/faqd-store-XXXXXX");
	assert_non_null(mkdtemp(bench->folder));
	if (postgres_server())
		postgres_database(bench->path, sizeof(bench->path));
	else
		snprintf(bench->path, sizeof(bench->path), "%s/x.db",
			 bench->folder);
	memset(bench->options.salt, 7, sizeof(bench->options.salt));
	bench->options.busy_ms = postgres_server() ? 500 : 1;
	*state = bench;
	return 0;
}

static inline int bench_set_up_open(void **state)
{
	bench_set_up(state);
	bench_open(*state);
	return 0;
}

static inline int bench_tear_down(void **state)
{
	static const char *const suffix[] = {"", "-wal", "-shm"};
	struct bench *bench = *state;
	char path[128];

	store_close(bench->store);
	if (postgres_server())
		postgres_undo(bench->path);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", bench->path, suffix[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(bench->folder), 0);
	free(bench);
	return 0;
}

/* As after a restart: until it is over, the server knows the connection. */
static inline void bench_reopen(struct bench *bench)
{
	static const char others[] =
		"SELECT count(*) FROM pg_stat_activity WHERE"
		" datname = current_database() AND pid <> pg_backend_pid()";

	store_close(bench->store);
	while (postgres_server() && postgres_number(bench->path, others) > 0)
		;
	bench_open(bench);
}

/* Every visitor but 0 is somebody. */
static inline struct store_id id_of(unsigned n)
{
	struct store_id id = {{0}};

	for (size_t i = 0; i < sizeof(n); i++)
		id.bytes[i] = (uint8_t)(n >> (8 * i));
	id.bytes[15] = 0xa5;
	return id;
}

static inline struct store_record turn_of(unsigned visitor, int64_t time_ms,
					  const char *question)
{
	struct store_record record = {.kind = STORE_TURN};
	struct store_turn *turn = &record.as.turn;

	turn->time_ms = time_ms;
	turn->visitor = id_of(visitor);
	turn->message = id_of(visitor + 1000);
	strcpy(turn->mouth, "chat");
	snprintf(turn->question, sizeof(turn->question), "%s", question);
	turn->verdict = FAQ_VERDICT_ANSWER;
	turn->answer_count = 1;
	strcpy(turn->answer[0], "faq.before_start");
	strcpy(turn->intent, "faq.before_start");
	turn->confidence = 0.75;
	turn->latency_us = 12;
	return record;
}

static inline struct store_record feedback_of(unsigned visitor, int64_t time_ms,
					      bool helpful, const char *reason)
{
	struct store_record record = {.kind = STORE_FEEDBACK};
	struct store_feedback *feedback = &record.as.feedback;

	feedback->time_ms = time_ms;
	feedback->visitor = id_of(visitor);
	feedback->message = id_of(visitor + 1000);
	feedback->helpful = helpful;
	snprintf(feedback->reason, sizeof(feedback->reason), "%s", reason);
	return record;
}

static inline struct store_record session_of(unsigned visitor, int64_t time_ms,
					     uint8_t fill)
{
	struct store_record record = {.kind = STORE_SESSION};
	struct store_session *session = &record.as.session;

	session->visitor = id_of(visitor);
	strcpy(session->mouth, "desk:chatwoot");
	session->updated_ms = time_ms;
	session->state = STORE_SESSION_PERSON;
	memset(session->dialog, fill, sizeof(session->dialog));
	return record;
}

static inline struct store_record delivery_of(unsigned id, int64_t time_ms)
{
	struct store_record record = {.kind = STORE_DELIVERY};

	strcpy(record.as.delivery.desk, "chatwoot");
	record.as.delivery.id = id_of(id);
	record.as.delivery.seen_ms = time_ms;
	return record;
}

static inline struct store_record outgoing_of(unsigned visitor,
					      const char *conversation,
					      const char *body, int64_t next_ms)
{
	struct store_record record = {.kind = STORE_OUTGOING};
	struct store_outgoing *message = &record.as.outgoing;

	strcpy(message->desk, "chatwoot");
	message->visitor = id_of(visitor);
	snprintf(message->conversation, sizeof(message->conversation), "%s",
		 conversation);
	message->body = body;
	message->body_bytes = strlen(body);
	message->created_ms = next_ms;
	message->next_ms = next_ms;
	return record;
}

static inline void write_one(struct store *store, struct store_record record)
{
	if (store_write(store, &record, 1, STORE_COMMITTED) != STORE_OK)
		fail_msg("%s", store_message(store));
}

static inline bool count_turn(void *context, const struct store_turn *turn)
{
	size_t *count = context;

	(void)turn;
	++*count;
	return true;
}

static inline size_t count_turns(struct store *store)
{
	const struct store_range all = {0, INT64_MAX, NULL, false};
	size_t count = 0;

	assert_int_equal(store_turns(store, &all, count_turn, &count),
			 STORE_OK);
	return count;
}

/* Is it anywhere in a file? A file that is not there holds nothing. */
static inline bool file_holds(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "rb");
	struct stat info;
	char *text;
	bool found = false;

	if (!file)
		return false;
	assert_int_equal(fstat(fileno(file), &info), 0);
	text = malloc((size_t)info.st_size + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, (size_t)info.st_size, file),
			 info.st_size);
	fclose(file);
	for (size_t i = 0; i + size <= (size_t)info.st_size && !found; i++)
		found = memcmp(text + i, bytes, size) == 0;
	free(text);
	return found;
}

static inline bool store_holds(const struct bench *bench, const void *bytes,
			       size_t size)
{
	static const char *const suffix[] = {"", "-wal", "-shm"};
	char path[128];

	if (postgres_server())
		return postgres_holds(bench->path, bytes, size);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", bench->path, suffix[i]);
		if (file_holds(path, bytes, size))
			return true;
	}
	return false;
}

#endif
