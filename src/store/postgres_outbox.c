/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <string.h>

#define COLUMNS                                                                \
	"id, desk, visitor, conversation, body, verbatim, created_ms,"         \
	" next_ms, attempts, cause, state"

enum store_status postgres_claim(struct store *base,
				 const struct store_take *take, int64_t *ids,
				 size_t *count)
{
	struct postgres_store *s = postgres_of(base);
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	postgres_add_int(&args, take->now_ms);
	postgres_add_int(&args, (int64_t)take->limit);
	postgres_add_int(&args, take->lease_ms);
	postgres_add_text(&args, s->taker);
	postgres_add_text(&args, take->except ? take->except : "");
	status = postgres_ask(s, SQL_CLAIM, &args, &rows);
	if (status != STORE_OK)
		return status;
	for (int row = 0; row < PQntuples(rows) && *count < take->limit; row++)
		ids[(*count)++] = postgres_get_int(rows, row, 0);
	PQclear(rows);
	return STORE_OK;
}

/* Its body points into the row. */
static void get_message(const PGresult *rows, int row,
			struct store_outgoing *out)
{
	char state[16];

	memset(out, 0, sizeof(*out));
	out->id = postgres_get_int(rows, row, 0);
	postgres_get_text(rows, row, 1, out->desk, sizeof(out->desk));
	postgres_get_id(rows, row, 2, &out->visitor);
	postgres_get_text(rows, row, 3, out->conversation,
			  sizeof(out->conversation));
	out->body = PQgetvalue(rows, row, 4);
	out->body_bytes = (size_t)PQgetlength(rows, row, 4);
	out->verbatim = postgres_get_bool(rows, row, 5);
	out->created_ms = postgres_get_int(rows, row, 6);
	out->next_ms = postgres_get_int(rows, row, 7);
	out->attempts = (unsigned)postgres_get_int(rows, row, 8);
	postgres_get_text(rows, row, 9, out->cause, sizeof(out->cause));
	postgres_get_text(rows, row, 10, state, sizeof(state));
	out->state = strcmp(state, "dead") == 0 ? STORE_OUTBOX_DEAD
						: STORE_OUTBOX_PENDING;
}

enum store_status postgres_outgoing(struct store *base, int64_t id,
				    store_outgoing_fn *each, void *context,
				    bool *more)
{
	struct postgres_args args = {0};
	struct store_outgoing message;
	PGresult *rows;
	enum store_status status;

	postgres_add_int(&args, id);
	status = postgres_ask(postgres_of(base), SQL_OUTGOING, &args, &rows);
	if (status != STORE_OK)
		return status;
	if (PQntuples(rows) == 0) {
		status = STORE_ABSENT;
	} else {
		get_message(rows, 0, &message);
		*more = each(context, &message);
	}
	PQclear(rows);
	return status;
}

struct outbox_walk {
	store_outgoing_fn *each;
	void *context;
};

static bool on_message(void *context, const PGresult *rows, int row)
{
	const struct outbox_walk *walk = context;
	struct store_outgoing message;

	get_message(rows, row, &message);
	return walk->each(walk->context, &message);
}

enum store_status postgres_outbox(struct store *base, int64_t id,
				  store_outgoing_fn *each, void *context)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM outbox WHERE state <> 'done'"
		" AND ($1::bigint = 0 OR id = $1::bigint) ORDER BY id";
	struct outbox_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_int(&args, id);
	return postgres_walk(postgres_of(base), sql, &args, on_message, &walk);
}

enum store_status postgres_outbox_waits(struct store *base, int64_t id)
{
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	postgres_add_int(&args, id);
	status =
		postgres_ask(postgres_of(base), SQL_OUTBOX_WAITS, &args, &rows);
	if (status != STORE_OK)
		return status;
	status = PQntuples(rows) ? STORE_OK : STORE_ABSENT;
	PQclear(rows);
	return status;
}

enum store_status postgres_outbox_count(struct store *base,
					struct store_outbox_count *out)
{
	PGresult *rows;
	enum store_status status =
		postgres_ask(postgres_of(base), SQL_OUTBOX_COUNT, NULL, &rows);

	if (status != STORE_OK)
		return status;
	out->pending = (uint64_t)postgres_get_int(rows, 0, 0);
	out->dead = (uint64_t)postgres_get_int(rows, 0, 1);
	out->oldest_ms = postgres_get_int(rows, 0, 2);
	PQclear(rows);
	return STORE_OK;
}

enum store_status postgres_outbox_change(struct store *base,
					 enum store_outbox_change what,
					 int64_t id, int64_t now_ms,
					 size_t *count)
{
	static const enum postgres_sql sql[] = {
		[STORE_OUTBOX_DUE] = SQL_OUTBOX_DUE,
		[STORE_OUTBOX_RETRY] = SQL_OUTBOX_RETRY,
		[STORE_OUTBOX_DROP] = SQL_OUTBOX_DROP,
	};
	struct postgres_args args = {0};

	postgres_add_int(&args, id);
	postgres_add_int(&args, now_ms);
	return postgres_change(postgres_of(base), sql[what], NULL, &args,
			       count);
}
