/* SPDX-License-Identifier: MIT */
/*
 * Rows without end: a cursor in a transaction that only reads, from which
 * portions are fetched, so that memory is bounded and a walk may end early.
 */
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum store_status start_walk(struct postgres_store *s, const char *sql,
				    const struct postgres_args *args)
{
	static const char declare[] = "DECLARE walk NO SCROLL CURSOR FOR ";
	size_t size = sizeof(declare) + strlen(sql);
	char *text = malloc(size);
	enum store_status status;

	if (!text) {
		postgres_say(s, "read", "out of memory");
		return STORE_ERROR_NOMEM;
	}
	snprintf(text, size, "%s%s", declare, sql);
	status = postgres_send(s, SQL_READ, NULL, EXPECT_ANY);
	if (status == STORE_OK)
		status = postgres_send_sql(s, text, args);
	free(text);
	return status;
}

/* The next rows; *more unless there are no others. */
static enum store_status walk_on(struct postgres_store *s,
				 postgres_row_fn *each, void *context,
				 bool *more)
{
	PGresult *rows;
	enum store_status status =
		postgres_send(s, SQL_FETCH, NULL, EXPECT_ANY);
	int count;

	if (status == STORE_OK)
		status = postgres_sync(s, &rows);
	if (status != STORE_OK)
		return status;
	count = PQntuples(rows);
	*more = count == POSTGRES_PORTION;
	for (int row = 0; row < count; row++)
		if (!each(context, rows, row)) {
			*more = false;
			break;
		}
	PQclear(rows);
	return STORE_OK;
}

static void end_walk(struct postgres_store *s)
{
	if (s->conn &&
	    postgres_send(s, SQL_ROLLBACK, NULL, EXPECT_ANY) == STORE_OK)
		(void)!postgres_sync(s, NULL);
}

enum store_status postgres_walk(struct postgres_store *s, const char *sql,
				const struct postgres_args *args,
				postgres_row_fn *each, void *context)
{
	bool more = true;
	enum store_status status = postgres_link(s);

	if (status == STORE_OK)
		status = start_walk(s, sql, args);
	while (status == STORE_OK && more)
		status = walk_on(s, each, context, &more);
	end_walk(s);
	return status;
}
