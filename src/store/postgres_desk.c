/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <string.h>

static void get_session(const PGresult *rows, int row,
			struct store_session *out)
{
	char state[16];

	memset(out, 0, sizeof(*out));
	postgres_get_id(rows, row, 0, &out->visitor);
	postgres_get_text(rows, row, 1, out->mouth, sizeof(out->mouth));
	out->updated_ms = postgres_get_int(rows, row, 2);
	postgres_get_text(rows, row, 3, state, sizeof(state));
	out->state = strcmp(state, "person") == 0 ? STORE_SESSION_PERSON
						  : STORE_SESSION_BOT;
	(void)postgres_get_bytes(rows, row, 4, out->dialog,
				 sizeof(out->dialog));
	out->taken_order = postgres_get_int(rows, row, 5);
	out->turned_order = postgres_get_int(rows, row, 6);
}

enum store_status postgres_session(struct store *base,
				   const struct store_id *visitor,
				   struct store_session *out)
{
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	postgres_add_id(&args, visitor);
	status = postgres_ask(postgres_of(base), SQL_SESSION, &args, &rows);
	if (status != STORE_OK)
		return status;
	if (PQntuples(rows) == 0)
		status = STORE_ABSENT;
	else
		get_session(rows, 0, out);
	PQclear(rows);
	return status;
}

struct session_walk {
	store_session_fn *each;
	void *context;
};

static bool on_session(void *context, const PGresult *rows, int row)
{
	const struct session_walk *walk = context;
	struct store_session session;

	get_session(rows, row, &session);
	return walk->each(walk->context, &session);
}

enum store_status postgres_sessions(struct store *base, const char *mouth,
				    int64_t since_ms, size_t limit,
				    store_session_fn *each, void *context)
{
	static const char sql[] =
		"SELECT visitor, mouth, updated_ms, state, dialog, taken_order,"
		" turned_order FROM ("
		" SELECT * FROM sessions WHERE mouth = $1 AND updated_ms >= $2"
		" ORDER BY updated_ms DESC LIMIT $3) AS latest"
		" ORDER BY updated_ms";
	struct session_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_text(&args, mouth);
	postgres_add_int(&args, since_ms);
	postgres_add_int(&args, (int64_t)limit);
	return postgres_walk(postgres_of(base), sql, &args, on_session, &walk);
}

enum store_status postgres_delivery(struct store *base, const char *desk,
				    const struct store_id *id)
{
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	postgres_add_text(&args, desk);
	postgres_add_id(&args, id);
	status = postgres_ask(postgres_of(base), SQL_DELIVERY, &args, &rows);
	if (status != STORE_OK)
		return status;
	status = PQntuples(rows) ? STORE_SEEN : STORE_ABSENT;
	PQclear(rows);
	return status;
}

static void get_api_key(const PGresult *rows, int row,
			struct store_api_key *key)
{
	memset(key, 0, sizeof(*key));
	postgres_get_text(rows, row, 0, key->id, sizeof(key->id));
	postgres_get_text(rows, row, 1, key->name, sizeof(key->name));
	postgres_get_text(rows, row, 2, key->scopes, sizeof(key->scopes));
	key->created_ms = postgres_get_int(rows, row, 5);
	key->used_ms = postgres_get_int(rows, row, 6);
	key->revoked_ms = postgres_get_int(rows, row, 7);
	if ((!postgres_get_bytes(rows, row, 3, key->salt, sizeof(key->salt)) ||
	     !postgres_get_bytes(rows, row, 4, key->hash, sizeof(key->hash))) &&
	    !key->revoked_ms)
		key->revoked_ms = key->created_ms; /* can match nothing */
}

enum store_status postgres_api_keys(struct store *base, const char *id,
				    store_api_key_fn *each, void *context)
{
	struct postgres_args args = {0};
	struct store_api_key key;
	PGresult *rows;
	enum store_status status;

	if (id)
		postgres_add_text(&args, id);
	else
		postgres_add_null(&args);
	status = postgres_ask(postgres_of(base), SQL_API_KEYS, &args, &rows);
	if (status != STORE_OK)
		return status;
	for (int row = 0; row < PQntuples(rows); row++) {
		get_api_key(rows, row, &key);
		if (!each(context, &key))
			break;
	}
	PQclear(rows);
	return STORE_OK;
}
