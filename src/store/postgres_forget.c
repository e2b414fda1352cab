/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

/* $1 is a time, $2 how many at most. A row is found by its place, which other
 * nodes that prune at the same time can't change: theirs are passed over. */
#define OLD(table, column)                                                     \
	"DELETE FROM " table " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " table \
	" WHERE " column " < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))"

static enum store_status delete_before(struct postgres_store *s,
				       const char *sql, int64_t before_ms,
				       size_t limit, size_t *deleted)
{
	struct postgres_args args = {0};

	if (before_ms == 0 || *deleted >= limit)
		return STORE_OK;
	postgres_add_int(&args, before_ms);
	postgres_add_int(&args, (int64_t)(limit - *deleted));
	return postgres_change(s, SQL_COUNT, sql, &args, deleted);
}

enum store_status postgres_delete_old(struct store *base,
				      const struct store_retention *retention,
				      size_t limit, size_t *deleted)
{
	const struct {
		const char *sql;
		int64_t before_ms;
	} step[] = {
		{OLD("turns", "time_ms"), retention->transcripts_before_ms},
		{OLD("feedback", "time_ms"), retention->transcripts_before_ms},
		{OLD("messages", "time_ms"), retention->transcripts_before_ms},
		{OLD("conversations", "updated_ms"),
		 retention->transcripts_before_ms},
		{OLD("corrections", "time_ms"),
		 retention->transcripts_before_ms},
		{OLD("sessions", "updated_ms"), retention->sessions_before_ms},
		{OLD("deliveries", "seen_ms"), retention->deliveries_before_ms},
		{OLD("outbox", "state <> 'pending' AND created_ms"),
		 retention->deliveries_before_ms},
	};
	/* Of connections that have long ended; they are no rows of ours. */
	static const char writers[] =
		"DELETE FROM writers WHERE seen < now() - interval '7 days'";
	enum store_status status = STORE_OK;
	size_t ended = 0;

	for (size_t i = 0;
	     i < sizeof(step) / sizeof(step[0]) && status == STORE_OK; i++)
		status = delete_before(postgres_of(base), step[i].sql,
				       step[i].before_ms, limit, deleted);
	if (status == STORE_OK)
		status = postgres_change(postgres_of(base), SQL_COUNT, writers,
					 NULL, &ended);
	return status;
}

enum store_status postgres_delete_visitor(struct store *base,
					  const struct store_id *visitor,
					  size_t *rows)
{
	static const char *const sql[] = {
		"DELETE FROM turns WHERE visitor = $1",
		"DELETE FROM feedback WHERE visitor = $1",
		"DELETE FROM sessions WHERE visitor = $1",
		"DELETE FROM outbox WHERE visitor = $1",
		"DELETE FROM messages WHERE visitor = $1",
		"DELETE FROM conversations WHERE visitor = $1",
		"DELETE FROM corrections WHERE visitor = $1",
	};
	struct postgres_args args = {0};
	enum store_status status = STORE_OK;

	postgres_add_id(&args, visitor);
	for (size_t i = 0;
	     i < sizeof(sql) / sizeof(sql[0]) && status == STORE_OK; i++)
		status = postgres_change(postgres_of(base), SQL_COUNT, sql[i],
					 &args, rows);
	return status;
}

/* The server's own: VACUUM takes the space of deleted rows back when it sees
 * fit, and its write-ahead log goes to archives and replicas. */
enum store_status postgres_scrub(struct store *base, bool patient)
{
	(void)base;
	(void)patient;
	return STORE_OK;
}
