/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum store_status status_of(int code)
{
	if (code == SQLITE_IOERR_NOMEM)
		return STORE_ERROR_NOMEM;
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return STORE_OK;
	case SQLITE_NOMEM:
		return STORE_ERROR_NOMEM;
	case SQLITE_FULL:
		return STORE_ERROR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_ERROR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_SCHEMA:
		return STORE_ERROR_FORMAT;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return STORE_ERROR_OPEN;
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_MISUSE:
	case SQLITE_RANGE:
	case SQLITE_TOOBIG:
		return STORE_ERROR_MISUSE;
	default:
		return STORE_ERROR_IO;
	}
}

static const char *cause(int code)
{
	switch (code & 0xff) {
	case SQLITE_NOTADB:
		return "not a database";
	case SQLITE_CORRUPT:
		return "the database is damaged";
	case SQLITE_FULL:
		return "the disk is full";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "held by another writer";
	case SQLITE_READONLY:
		return "read-only";
	case SQLITE_CANTOPEN:
		return "it or its write-ahead log cannot be opened";
	default:
		return sqlite3_errstr(code);
	}
}

enum store_status sqlite_fail(struct sqlite_store *store, const char *what,
			      int code)
{
	enum store_status status = status_of(code);

	if (status != STORE_OK)
		snprintf(store->base.error.message,
			 sizeof(store->base.error.message),
			 "cannot %s '%s': %s", what, store->path, cause(code));
	return status;
}

int sqlite_run(struct sqlite_store *store, const char *sql)
{
	int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? code : sqlite3_extended_errcode(store->db);
}

int sqlite_number(struct sqlite_store *store, const char *sql, int64_t *out)
{
	sqlite3_stmt *query = NULL;
	int code = sqlite3_prepare_v2(store->db, sql, -1, &query, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(query);
	if (code == SQLITE_ROW) {
		*out = sqlite3_column_int64(query, 0);
		code = SQLITE_OK;
	} else if (code == SQLITE_DONE) {
		code = SQLITE_ERROR;
	}
	sqlite3_finalize(query);
	return code;
}

sqlite3_stmt *sqlite_query(struct sqlite_store *store, const char *sql)
{
	sqlite3_stmt *query = NULL;

	if (sqlite3_prepare_v2(store->db, sql, -1, &query, NULL) != SQLITE_OK)
		return NULL;
	return query;
}

enum store_status sqlite_end_query(struct sqlite_store *store,
				   sqlite3_stmt *query, int code)
{
	sqlite3_finalize(query);
	return sqlite_fail(store, "read", code);
}

void sqlite_bind_id(sqlite3_stmt *query, int at, const struct store_id *id)
{
	if (store_id_none(id))
		sqlite3_bind_null(query, at);
	else
		sqlite3_bind_blob(query, at, id->bytes, sizeof(id->bytes),
				  SQLITE_STATIC);
}

void sqlite_bind_text(sqlite3_stmt *query, int at, const char *text)
{
	sqlite3_bind_text(query, at, text, -1, SQLITE_STATIC);
}

void sqlite_get_id(sqlite3_stmt *query, int at, struct store_id *id)
{
	const void *bytes = sqlite3_column_blob(query, at);

	memset(id, 0, sizeof(*id));
	if (bytes && sqlite3_column_bytes(query, at) == sizeof(id->bytes))
		memcpy(id->bytes, bytes, sizeof(id->bytes));
}

void sqlite_get_text(sqlite3_stmt *query, int at, char *out, size_t size)
{
	const unsigned char *text = sqlite3_column_text(query, at);

	snprintf(out, size, "%s", text ? (const char *)text : "");
}

/* ------------------------------------------------------------------ */

static enum store_status begin(struct store *base,
			       enum store_durability durability)
{
	struct sqlite_store *store = sqlite_of(base);
	bool full = durability == STORE_DURABLE;
	int code = SQLITE_OK, moved = 0;

	/* Else one would go on writing, with success, into a file that has no
	 * name any more. */
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	if (moved) {
		snprintf(base->error.message, sizeof(base->error.message),
			 "cannot write '%s': it was moved or deleted",
			 store->path);
		return STORE_ERROR_IO;
	}
	if (full != store->full_sync)
		code = sqlite_run(store, full ? "PRAGMA synchronous = FULL"
					      : "PRAGMA synchronous = NORMAL");
	if (code == SQLITE_OK) {
		store->full_sync = full;
		code = sqlite_run(store, "BEGIN IMMEDIATE");
	}
	return sqlite_fail(store, "write", code);
}

static enum store_status commit(struct store *base)
{
	struct sqlite_store *store = sqlite_of(base);

	return sqlite_fail(store, "write", sqlite_run(store, "COMMIT"));
}

static void rollback(struct store *base)
{
	struct sqlite_store *store = sqlite_of(base);

	/* A full disk may have ended it already. */
	if (!sqlite3_get_autocommit(store->db))
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

static void close_store(struct store *base)
{
	struct sqlite_store *store = sqlite_of(base);

	for (size_t i = 0; i < PUT_COUNT; i++)
		sqlite3_finalize(store->put[i]);
	sqlite3_close(store->db);
	free(store);
}

const struct store_ops sqlite_ops = {
	.close = close_store,
	.begin = begin,
	.put = sqlite_put,
	.commit = commit,
	.rollback = rollback,
	.session = sqlite_session,
	.sessions = sqlite_sessions,
	.delivery = sqlite_delivery,
	.claim = sqlite_claim,
	.outgoing = sqlite_outgoing,
	.outbox = sqlite_outbox,
	.outbox_waits = sqlite_outbox_waits,
	.outbox_count = sqlite_outbox_count,
	.outbox_change = sqlite_outbox_change,
	.api_keys = sqlite_api_keys,
	.talk = sqlite_talk,
	.open_talks = sqlite_open_talks,
	.messages = sqlite_messages,
	.message_seq = sqlite_message_seq,
	.corrections = sqlite_corrections,
	.turns = sqlite_turns,
	.last_turns = sqlite_last_turns,
	.feedback = sqlite_feedback,
	.intent_counts = sqlite_intent_counts,
	.day_counts = sqlite_day_counts,
	.delete_old = sqlite_delete_old,
	.delete_visitor = sqlite_delete_visitor,
	.scrub = sqlite_scrub,
	.common = sqlite_common,
};
