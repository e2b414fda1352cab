/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <string.h>

static bool column_is(sqlite3_stmt *query, int at, const char *word)
{
	const unsigned char *text = sqlite3_column_text(query, at);

	return text && strcmp((const char *)text, word) == 0;
}

#define SESSION_COLUMNS                                                        \
	"visitor, mouth, updated_ms, state, dialog, taken_order, turned_order"

static void get_session(sqlite3_stmt *query, struct store_session *out)
{
	const void *dialog = sqlite3_column_blob(query, 4);

	memset(out, 0, sizeof(*out));
	sqlite_get_id(query, 0, &out->visitor);
	sqlite_get_text(query, 1, out->mouth, sizeof(out->mouth));
	out->updated_ms = sqlite3_column_int64(query, 2);
	out->state = column_is(query, 3, "person") ? STORE_SESSION_PERSON
						   : STORE_SESSION_BOT;
	if (dialog &&
	    sqlite3_column_bytes(query, 4) == (int)sizeof(out->dialog))
		memcpy(out->dialog, dialog, sizeof(out->dialog));
	out->taken_order = sqlite3_column_int64(query, 5);
	out->turned_order = sqlite3_column_int64(query, 6);
}

enum store_status sqlite_session(struct store *base,
				 const struct store_id *visitor,
				 struct store_session *out)
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status;
	sqlite3_stmt *query =
		sqlite_query(store, "SELECT " SESSION_COLUMNS
				    " FROM sessions WHERE visitor = ?1");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_id(query, 1, visitor);
	code = sqlite3_step(query);
	if (code == SQLITE_ROW)
		get_session(query, out);
	status = sqlite_end_query(store, query, code);
	return code == SQLITE_DONE ? STORE_ABSENT : status;
}

enum store_status sqlite_sessions(struct store *base, const char *mouth,
				  int64_t since_ms, size_t limit,
				  store_session_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_session session;
	sqlite3_stmt *query = sqlite_query(
		store,
		"SELECT " SESSION_COLUMNS " FROM (SELECT " SESSION_COLUMNS
		" FROM sessions WHERE mouth = ?1 AND updated_ms >= ?2"
		" ORDER BY updated_ms DESC LIMIT ?3)"
		" ORDER BY updated_ms");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_text(query, 1, mouth);
	sqlite3_bind_int64(query, 2, since_ms);
	sqlite3_bind_int64(query, 3, (int64_t)limit);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		get_session(query, &session);
		if (!each(context, &session))
			break;
	}
	return sqlite_end_query(store, query, code);
}

enum store_status sqlite_delivery(struct store *base, const char *desk,
				  const struct store_id *id)
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status;
	sqlite3_stmt *query =
		sqlite_query(store, "SELECT 1 FROM deliveries"
				    " WHERE desk = ?1 AND id = ?2");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_text(query, 1, desk);
	sqlite_bind_id(query, 2, id);
	code = sqlite3_step(query);
	status = sqlite_end_query(store, query, code);
	if (status != STORE_OK)
		return status;
	return code == SQLITE_ROW ? STORE_SEEN : STORE_ABSENT;
}

static enum store_status lease(struct sqlite_store *store, int64_t lease_ms,
			       const int64_t *ids, size_t count)
{
	sqlite3_stmt *query = sqlite_query(
		store, "UPDATE outbox SET next_ms = ?2, leased = 1,"
		       " attempts = attempts + 1 WHERE id = ?1");
	int code = SQLITE_DONE;

	if (!query)
		return sqlite_fail(store, "write", sqlite3_errcode(store->db));
	for (size_t i = 0; i < count && code == SQLITE_DONE; i++) {
		sqlite3_bind_int64(query, 1, ids[i]);
		sqlite3_bind_int64(query, 2, lease_ms);
		code = sqlite3_step(query);
		sqlite3_reset(query);
	}
	sqlite3_finalize(query);
	return sqlite_fail(store, "write", code);
}

enum store_status sqlite_claim(struct store *base,
			       const struct store_take *take, int64_t *ids,
			       size_t *count)
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status;
	sqlite3_stmt *query = sqlite_query(
		store,
		"SELECT id FROM outbox AS o"
		" WHERE state = 'pending' AND next_ms <= ?1 AND NOT EXISTS("
		"  SELECT 1 FROM outbox AS p WHERE p.state = 'pending'"
		"  AND p.desk = o.desk AND p.conversation = o.conversation"
		"  AND p.id < o.id)"
		" AND instr(?3, char(10) || desk || char(10)) = 0"
		" ORDER BY next_ms, id LIMIT ?2");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, take->now_ms);
	sqlite3_bind_int64(query, 2, (int64_t)take->limit);
	sqlite_bind_text(query, 3, take->except ? take->except : "");
	while ((code = sqlite3_step(query)) == SQLITE_ROW &&
	       *count < take->limit)
		ids[(*count)++] = sqlite3_column_int64(query, 0);
	status = sqlite_end_query(store, query, code);
	if (status == STORE_OK && *count)
		status = lease(store, take->lease_ms, ids, *count);
	if (status != STORE_OK)
		*count = 0;
	return status;
}

enum store_status sqlite_outgoing(struct store *base, int64_t id,
				  store_outgoing_fn *each, void *context,
				  bool *more)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_outgoing message = {.id = id};
	enum store_status status;
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT desk, visitor, conversation, body, verbatim,"
		       " created_ms, next_ms, attempts, cause FROM outbox"
		       " WHERE id = ?1 AND state = 'pending'");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, id);
	code = sqlite3_step(query);
	if (code == SQLITE_ROW) {
		sqlite_get_text(query, 0, message.desk, sizeof(message.desk));
		sqlite_get_id(query, 1, &message.visitor);
		sqlite_get_text(query, 2, message.conversation,
				sizeof(message.conversation));
		message.body = sqlite3_column_blob(query, 3);
		message.body_bytes = (size_t)sqlite3_column_bytes(query, 3);
		message.verbatim = sqlite3_column_int(query, 4) != 0;
		message.created_ms = sqlite3_column_int64(query, 5);
		message.next_ms = sqlite3_column_int64(query, 6);
		message.attempts = (unsigned)sqlite3_column_int(query, 7);
		sqlite_get_text(query, 8, message.cause, sizeof(message.cause));
		if (!message.body)
			code = sqlite3_errcode(store->db);
		else
			*more = each(context, &message);
	}
	status = sqlite_end_query(store, query, code);
	return code == SQLITE_DONE ? STORE_ABSENT : status;
}

static void read_api_key(sqlite3_stmt *query, struct store_api_key *key)
{
	const void *salt = sqlite3_column_blob(query, 3);
	const void *hash = sqlite3_column_blob(query, 4);

	memset(key, 0, sizeof(*key));
	sqlite_get_text(query, 0, key->id, sizeof(key->id));
	sqlite_get_text(query, 1, key->name, sizeof(key->name));
	sqlite_get_text(query, 2, key->scopes, sizeof(key->scopes));
	key->created_ms = sqlite3_column_int64(query, 5);
	key->used_ms = sqlite3_column_int64(query, 6);
	key->revoked_ms = sqlite3_column_int64(query, 7);
	if (salt && hash &&
	    sqlite3_column_bytes(query, 3) == (int)sizeof(key->salt) &&
	    sqlite3_column_bytes(query, 4) == (int)sizeof(key->hash)) {
		memcpy(key->salt, salt, sizeof(key->salt));
		memcpy(key->hash, hash, sizeof(key->hash));
	} else if (!key->revoked_ms) {
		key->revoked_ms = key->created_ms; /* can match nothing */
	}
}

enum store_status sqlite_api_keys(struct store *base, const char *id,
				  store_api_key_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_api_key key;
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT id, name, scopes, salt, hash, created_ms,"
		       " used_ms, revoked_ms FROM api_keys"
		       " WHERE ?1 IS NULL OR id = ?1 ORDER BY created_ms, id");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	if (id)
		sqlite_bind_text(query, 1, id);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		read_api_key(query, &key);
		if (!each(context, &key))
			break;
	}
	return sqlite_end_query(store, query, code);
}
