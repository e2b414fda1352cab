/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BINARY 1

/* ---- what the server says ---- */

static bool is_class(const char *state, const char *class)
{
	return strncmp(state, class, 2) == 0;
}

/* By SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html */
static enum store_status status_of(const char *state)
{
	static const struct {
		const char *state;
		enum store_status status;
	} known[] = {
		{"53100", STORE_ERROR_FULL},   /* disk_full */
		{"53200", STORE_ERROR_NOMEM},  /* out_of_memory */
		{"40001", STORE_ERROR_BUSY},   /* serialization_failure */
		{"40P01", STORE_ERROR_BUSY},   /* deadlock_detected */
		{"55P03", STORE_ERROR_BUSY},   /* lock_not_available */
		{"57014", STORE_ERROR_BUSY},   /* query_canceled: time-out */
		{"42501", STORE_ERROR_OPEN},   /* insufficient_privilege */
		{"42P01", STORE_ERROR_FORMAT}, /* undefined_table */
		{"42703", STORE_ERROR_FORMAT}, /* undefined_column */
		{"3F000", STORE_ERROR_FORMAT}, /* invalid_schema_name */
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(state, known[i].state) == 0)
			return known[i].status;
	if (is_class(state, "22") || is_class(state, "23") ||
	    is_class(state, "54"))
		return STORE_ERROR_MISUSE;
	return STORE_ERROR_IO;
}

/* One that can't be written to: with several hosts, the next may be. */
static bool is_standby(const char *state)
{
	return strcmp(state, "25006") == 0;
}

/* A message's seq is there: its table's primary key. */
static bool is_taken(const PGresult *result, const char *state)
{
	const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

	return strcmp(state, "23505") == 0 && name &&
	       strcmp(name, "messages_pkey") == 0;
}

/* DETAIL would repeat a row's values: it is left out. */
static enum store_status refuse(struct postgres_store *s,
				const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (!state) { /* libpq's own, when memory runs out */
		postgres_say(s, "use", "out of memory");
		return STORE_ERROR_NOMEM;
	}
	if (is_taken(result, state))
		return STORE_BEHIND;
	postgres_say(s, "use", why ? why : state);
	if (is_standby(state) || is_class(state, "08"))
		postgres_drop(s);
	return status_of(state);
}

static enum store_status judge(struct postgres_store *s, PGresult *result,
			       enum postgres_expect expect)
{
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		break;
	case PGRES_PIPELINE_ABORTED: /* one before it has said why */
		return STORE_OK;
	default:
		return refuse(s, result);
	}
	if (expect == EXPECT_WITHDRAWN)
		s->base.withdrawn += strtoul(PQcmdTuples(result), NULL, 10);
	if (strcmp(PQcmdTuples(result), "0") != 0)
		return STORE_OK;
	if (expect == EXPECT_ROW)
		return STORE_SEEN;
	return expect == EXPECT_NEXT ? STORE_BEHIND : STORE_OK;
}

/* ---- waiting ---- */

/* Until the server takes or says something; false: it is lost. */
static bool wait_for_server(struct postgres_store *s, int64_t until_ms)
{
	struct pollfd socket = {.fd = PQsocket(s->conn), .events = POLLIN};
	int64_t left = until_ms - postgres_clock_ms();
	int flushed = PQflush(s->conn);

	if (flushed < 0)
		return false;
	if (flushed > 0)
		socket.events |= POLLOUT;
	if (left <= 0 || socket.fd < 0)
		return false;
	if (poll(&socket, 1, (int)left) <= 0)
		return true; /* time is up, or a signal: seen next time */
	return PQconsumeInput(s->conn) == 1;
}

/* False: the connection is lost. `*out` is NULL behind a statement's last. */
static bool next_result(struct postgres_store *s, PGresult **out)
{
	int64_t until_ms = postgres_clock_ms() + s->wait_ms + POSTGRES_GRACE_MS;

	*out = NULL;
	if (PQflush(s->conn) < 0)
		return false;
	while (PQisBusy(s->conn))
		if (!wait_for_server(s, until_ms))
			return false;
	*out = PQgetResult(s->conn);
	if (PQstatus(s->conn) != CONNECTION_BAD)
		return true;
	if (*out && PQresultErrorField(*out, PG_DIAG_SQLSTATE))
		(void)!refuse(s, *out);
	PQclear(*out);
	*out = NULL;
	return false;
}

/* Until the pipeline's end. */
static enum store_status gather(struct postgres_store *s, PGresult **last)
{
	enum store_status status = STORE_OK;
	size_t sent = s->sent;

	s->sent = s->sent_bytes = 0;
	for (size_t i = 0; i <= sent; i++) {
		PGresult *result, *end = NULL;

		if (!next_result(s, &result))
			return postgres_lost(s);
		if (i == sent) { /* the mark of the pipeline's end */
			PQclear(result);
			break;
		}
		if (!next_result(s, &end)) {
			PQclear(result);
			return postgres_lost(s);
		}
		if (status == STORE_OK)
			status = judge(s, result, s->expect[i]);
		if (!s->conn) {
			PQclear(result);
			return status;
		}
		if (last && i + 1 == sent && status == STORE_OK)
			*last = result;
		else
			PQclear(result);
	}
	return status;
}

enum store_status postgres_sync(struct postgres_store *s, PGresult **last)
{
	enum store_status status;

	if (last)
		*last = NULL;
	if (!s->conn) {
		s->sent = s->sent_bytes = 0;
		return STORE_ERROR_IO;
	}
	if (PQpipelineSync(s->conn) != 1)
		return postgres_lost(s);
	status = gather(s, last);
	if (status != STORE_OK && last) {
		PQclear(*last);
		*last = NULL;
	}
	return status;
}

/* ---- sending ---- */

static enum store_status make_room(struct postgres_store *s, size_t bytes)
{
	if (!s->conn)
		return STORE_ERROR_IO;
	if (s->sent < POSTGRES_PIPE_MAX &&
	    s->sent_bytes + bytes < POSTGRES_PIPE_BYTES)
		return STORE_OK;
	return s->sent ? postgres_sync(s, NULL) : STORE_OK;
}

static enum store_status note_sent(struct postgres_store *s, int sent,
				   size_t bytes, enum postgres_expect expect)
{
	if (sent != 1)
		return postgres_lost(s);
	s->expect[s->sent++] = (uint8_t)expect;
	s->sent_bytes += bytes;
	return STORE_OK;
}

static const struct postgres_args no_args;

enum store_status postgres_prepare(struct postgres_store *s, const char *name,
				   const char *sql)
{
	enum store_status status = make_room(s, 0);

	if (status != STORE_OK)
		return status;
	return note_sent(s, PQsendPrepare(s->conn, name, sql, 0, NULL), 0,
			 EXPECT_ANY);
}

enum store_status postgres_send_named(struct postgres_store *s,
				      const char *name,
				      const struct postgres_args *args,
				      enum postgres_expect expect)
{
	enum store_status status = make_room(s, args->bytes);

	if (status != STORE_OK)
		return status;
	return note_sent(s,
			 PQsendQueryPrepared(s->conn, name, args->count,
					     args->value, args->length,
					     args->format, BINARY),
			 args->bytes, expect);
}

enum store_status postgres_send(struct postgres_store *s, enum postgres_sql sql,
				const struct postgres_args *args,
				enum postgres_expect expect)
{
	char name[8];

	postgres_name(sql, name);
	return postgres_send_named(s, name, args ? args : &no_args, expect);
}

enum store_status postgres_send_sql(struct postgres_store *s, const char *sql,
				    const struct postgres_args *args)
{
	if (!args)
		args = &no_args;
	if (!s->conn)
		return STORE_ERROR_IO;
	return note_sent(s,
			 PQsendQueryParams(s->conn, sql, args->count, NULL,
					   args->value, args->length,
					   args->format, BINARY),
			 args->bytes, EXPECT_ANY);
}

/* ---- asking ---- */

static enum store_status ask(struct postgres_store *s, enum postgres_sql which,
			     const char *sql, const struct postgres_args *args,
			     PGresult **rows)
{
	enum store_status status =
		sql ? postgres_send_sql(s, sql, args)
		    : postgres_send(s, which, args, EXPECT_ANY);

	return status == STORE_OK ? postgres_sync(s, rows) : status;
}

static enum store_status ask_again(struct postgres_store *s,
				   enum postgres_sql which, const char *sql,
				   const struct postgres_args *args,
				   PGresult **rows)
{
	enum store_status status;

	*rows = NULL;
	if (s->pinned)
		return ask(s, which, sql, args, rows);
	for (int i = 0; i < 2; i++) {
		status = postgres_link(s);
		if (status == STORE_OK)
			status = ask(s, which, sql, args, rows);
		if (s->conn) /* it was answered, well or not */
			break;
	}
	return status;
}

enum store_status postgres_ask(struct postgres_store *s, enum postgres_sql sql,
			       const struct postgres_args *args,
			       PGresult **rows)
{
	return ask_again(s, sql, NULL, args, rows);
}

enum store_status postgres_ask_sql(struct postgres_store *s, const char *sql,
				   const struct postgres_args *args,
				   PGresult **rows)
{
	return ask_again(s, SQL_COUNT, sql, args, rows);
}

enum store_status postgres_change(struct postgres_store *s,
				  enum postgres_sql sql, const char *text,
				  const struct postgres_args *args,
				  size_t *count)
{
	PGresult *rows;
	enum store_status status = ask_again(s, sql, text, args, &rows);

	if (status != STORE_OK)
		return status;
	*count += strtoul(PQcmdTuples(rows), NULL, 10);
	PQclear(rows);
	return STORE_OK;
}

/* A pipeline takes one statement at a time, so it is left for this. */
enum store_status postgres_run(struct postgres_store *s, const char *sql)
{
	enum store_status status = STORE_OK;
	PGresult *result;

	if (!s->conn)
		return STORE_ERROR_IO;
	if (PQexitPipelineMode(s->conn) != 1 || PQsendQuery(s->conn, sql) != 1)
		return postgres_lost(s);
	do {
		if (!next_result(s, &result))
			return postgres_lost(s);
		if (result && status == STORE_OK)
			status = judge(s, result, EXPECT_ANY);
		PQclear(result);
		if (!s->conn)
			return status;
	} while (result);
	if (PQenterPipelineMode(s->conn) != 1)
		return postgres_lost(s);
	return status;
}
