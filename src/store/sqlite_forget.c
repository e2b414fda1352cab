/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

/* Deletes by one statement whose ?1 is a time and ?2 how many at most. */
static enum store_status delete_before(struct sqlite_store *store,
				       const char *sql, int64_t before_ms,
				       size_t limit, size_t *deleted)
{
	sqlite3_stmt *query;
	int code;

	if (before_ms == 0 || *deleted >= limit)
		return STORE_OK;
	query = sqlite_query(store, sql);
	if (!query)
		return sqlite_fail(store, "prune", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, before_ms);
	sqlite3_bind_int64(query, 2, (int64_t)(limit - *deleted));
	code = sqlite3_step(query);
	if (code == SQLITE_DONE)
		*deleted += (size_t)sqlite3_changes(store->db);
	sqlite3_finalize(query);
	return sqlite_fail(store, "prune", code);
}

enum store_status sqlite_delete_old(struct store *base,
				    const struct store_retention *retention,
				    size_t limit, size_t *deleted)
{
	const struct {
		const char *sql;
		int64_t before_ms;
	} step[] = {
		{"DELETE FROM turns WHERE id IN (SELECT id FROM turns"
		 " WHERE time_ms < ?1 LIMIT ?2)",
		 retention->transcripts_before_ms},
		{"DELETE FROM feedback WHERE (visitor, message) IN"
		 " (SELECT visitor, message FROM feedback"
		 " WHERE time_ms < ?1 LIMIT ?2)",
		 retention->transcripts_before_ms},
		{"DELETE FROM messages WHERE (visitor, seq) IN"
		 " (SELECT visitor, seq FROM messages"
		 " WHERE time_ms < ?1 LIMIT ?2)",
		 retention->transcripts_before_ms},
		{"DELETE FROM conversations WHERE visitor IN (SELECT visitor"
		 " FROM conversations WHERE updated_ms < ?1 LIMIT ?2)",
		 retention->transcripts_before_ms},
		{"DELETE FROM corrections WHERE id IN (SELECT id"
		 " FROM corrections WHERE time_ms < ?1 LIMIT ?2)",
		 retention->transcripts_before_ms},
		{"DELETE FROM sessions WHERE visitor IN (SELECT visitor"
		 " FROM sessions WHERE updated_ms < ?1 LIMIT ?2)",
		 retention->sessions_before_ms},
		{"DELETE FROM deliveries WHERE (desk, id) IN (SELECT desk, id"
		 " FROM deliveries WHERE seen_ms < ?1 LIMIT ?2)",
		 retention->deliveries_before_ms},
		{"DELETE FROM outbox WHERE id IN (SELECT id FROM outbox"
		 " WHERE state <> 'pending' AND created_ms < ?1 LIMIT ?2)",
		 retention->deliveries_before_ms},
	};
	enum store_status status = STORE_OK;

	for (size_t i = 0;
	     i < sizeof(step) / sizeof(step[0]) && status == STORE_OK; i++)
		status = delete_before(sqlite_of(base), step[i].sql,
				       step[i].before_ms, limit, deleted);
	return status;
}

enum store_status sqlite_delete_visitor(struct store *base,
					const struct store_id *visitor,
					size_t *rows)
{
	static const char *const sql[] = {
		"DELETE FROM turns WHERE visitor = ?1",
		"DELETE FROM feedback WHERE visitor = ?1",
		"DELETE FROM sessions WHERE visitor = ?1",
		"DELETE FROM outbox WHERE visitor = ?1",
		"DELETE FROM messages WHERE visitor = ?1",
		"DELETE FROM conversations WHERE visitor = ?1",
		"DELETE FROM corrections WHERE visitor = ?1",
	};
	struct sqlite_store *store = sqlite_of(base);
	int code = SQLITE_DONE;

	for (size_t i = 0;
	     i < sizeof(sql) / sizeof(sql[0]) && code == SQLITE_DONE; i++) {
		sqlite3_stmt *query = sqlite_query(store, sql[i]);

		if (!query)
			return sqlite_fail(store, "erase from",
					   sqlite3_errcode(store->db));
		sqlite_bind_id(query, 1, visitor);
		code = sqlite3_step(query);
		if (code == SQLITE_DONE)
			*rows += (size_t)sqlite3_changes(store->db);
		sqlite3_finalize(query);
	}
	return sqlite_fail(store, "erase from", code);
}

/* secure_delete has overwritten the rows in the pages; the log still holds the
 * pages as they were. A checkpoint that truncates it writes the new ones over
 * the old and leaves an empty log. */
enum store_status sqlite_scrub(struct store *base, bool patient)
{
	struct sqlite_store *store = sqlite_of(base);
	int code;

	if (!patient)
		sqlite3_busy_timeout(store->db, 0);
	code = sqlite3_wal_checkpoint_v2(
		store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(store->db, store->busy_ms);
	return sqlite_fail(store, "empty the log of", code);
}
