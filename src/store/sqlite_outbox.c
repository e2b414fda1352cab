/* SPDX-License-Identifier: MIT */
/* The outbox as its operator sees it. */
#include "store/sqlite.h"

#include <string.h>

#define COLUMNS                                                                \
	"id, desk, visitor, conversation, body, verbatim, created_ms,"         \
	" next_ms, attempts, cause, state"

static void read_message(sqlite3_stmt *query, struct store_outgoing *out)
{
	const unsigned char *state = sqlite3_column_text(query, 10);

	memset(out, 0, sizeof(*out));
	out->id = sqlite3_column_int64(query, 0);
	sqlite_get_text(query, 1, out->desk, sizeof(out->desk));
	sqlite_get_id(query, 2, &out->visitor);
	sqlite_get_text(query, 3, out->conversation, sizeof(out->conversation));
	out->body = sqlite3_column_blob(query, 4);
	out->body_bytes = (size_t)sqlite3_column_bytes(query, 4);
	out->verbatim = sqlite3_column_int(query, 5) != 0;
	out->created_ms = sqlite3_column_int64(query, 6);
	out->next_ms = sqlite3_column_int64(query, 7);
	out->attempts = (unsigned)sqlite3_column_int(query, 8);
	sqlite_get_text(query, 9, out->cause, sizeof(out->cause));
	out->state = state && strcmp((const char *)state, "dead") == 0
			     ? STORE_OUTBOX_DEAD
			     : STORE_OUTBOX_PENDING;
}

enum store_status sqlite_outbox(struct store *base, int64_t id,
				store_outgoing_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_outgoing message;
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT " COLUMNS " FROM outbox WHERE state <> 'done'"
		       " AND (?1 = 0 OR id = ?1) ORDER BY id");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, id);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		read_message(query, &message);
		if (!each(context, &message))
			break;
	}
	return sqlite_end_query(store, query, code);
}

enum store_status sqlite_outbox_waits(struct store *base, int64_t id)
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status;
	sqlite3_stmt *query =
		sqlite_query(store, "SELECT 1 FROM outbox"
				    " WHERE id = ?1 AND state = 'pending'");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, id);
	code = sqlite3_step(query);
	status = sqlite_end_query(store, query, code);
	return code == SQLITE_DONE ? STORE_ABSENT : status;
}

enum store_status sqlite_outbox_count(struct store *base,
				      struct store_outbox_count *out)
{
	struct sqlite_store *store = sqlite_of(base);
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT count(*), ifnull(min(created_ms), 0),"
		       " (SELECT count(*) FROM outbox WHERE state = 'dead')"
		       " FROM outbox WHERE state = 'pending'");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	code = sqlite3_step(query);
	if (code == SQLITE_ROW) {
		out->pending = (uint64_t)sqlite3_column_int64(query, 0);
		out->oldest_ms = sqlite3_column_int64(query, 1);
		out->dead = (uint64_t)sqlite3_column_int64(query, 2);
	}
	return sqlite_end_query(store, query, code);
}

/* Of one with ?1 an id, of all with 0; ?2 is a time. */
static enum store_status change(struct store *base, const char *sql, int64_t id,
				int64_t now_ms, size_t *count)
{
	struct sqlite_store *store = sqlite_of(base);
	sqlite3_stmt *query = sqlite_query(store, sql);
	int code;

	if (!query)
		return sqlite_fail(store, "write", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, id);
	sqlite3_bind_int64(query, 2, now_ms);
	code = sqlite3_step(query);
	if (code == SQLITE_DONE)
		*count = (size_t)sqlite3_changes(store->db);
	sqlite3_finalize(query);
	return sqlite_fail(store, "write", code);
}

enum store_status sqlite_outbox_change(struct store *base,
				       enum store_outbox_change what,
				       int64_t id, int64_t now_ms,
				       size_t *count)
{
	static const char *const sql[] = {
		[STORE_OUTBOX_DUE] =
			"UPDATE outbox SET next_ms = ?2, leased = 0 WHERE"
			" state = 'pending' AND (?1 = 0 OR id = ?1)"
			" AND leased AND next_ms > ?2",
		[STORE_OUTBOX_RETRY] =
			"UPDATE outbox SET state = 'pending', attempts = 0,"
			" leased = 0, next_ms = ?2 WHERE state = 'dead'"
			" AND (?1 = 0 OR id = ?1)",
		[STORE_OUTBOX_DROP] =
			"UPDATE outbox SET state = 'done', body = x'',"
			" conversation = '', cause = 'dropped', next_ms = ?2"
			" WHERE state <> 'done' AND id = ?1",
	};

	return change(base, sql[what], id, now_ms, count);
}
