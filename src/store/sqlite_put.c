/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <string.h>

static const char *const put_sql[PUT_TALK] = {
	[PUT_TURN] =
		"INSERT INTO turns(time_ms, visitor, message, mouth, question,"
		" verdict, intent, confidence, answer_1, answer_2, near_1,"
		" score_1, near_2, score_2, near_3, score_3, handover,"
		" personal_data, latency_us) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7,"
		" ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
	[PUT_FEEDBACK] =
		"INSERT INTO feedback(time_ms, visitor, message, helpful,"
		" reason) VALUES(?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT DO UPDATE SET time_ms = excluded.time_ms,"
		" helpful = excluded.helpful, reason = excluded.reason",
	[PUT_SESSION] =
		"INSERT INTO sessions(visitor, mouth, updated_ms, state,"
		" dialog, taken_order, turned_order)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
		" ON CONFLICT DO UPDATE SET mouth = excluded.mouth,"
		" updated_ms = excluded.updated_ms, state = excluded.state,"
		" dialog = excluded.dialog,"
		" taken_order = excluded.taken_order,"
		" turned_order = excluded.turned_order",
	[PUT_DELIVERY] = "INSERT INTO deliveries(desk, id, seen_ms)"
			 " VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING",
	[PUT_OUTGOING] = "INSERT INTO outbox(desk, visitor, conversation, body,"
			 " verbatim, created_ms, next_ms)"
			 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[PUT_SENT_AGAIN] = "UPDATE outbox SET next_ms = ?2, cause = ?3,"
			   " leased = 0"
			   " WHERE id = ?1 AND state = 'pending'",
	[PUT_SENT_DONE] =
		"UPDATE outbox SET state = 'done', cause = ?3, body = x'',"
		" conversation = '' WHERE id = ?1 AND state = 'pending'",
	[PUT_SENT_DEAD] = "UPDATE outbox SET state = 'dead', cause = ?3"
			  " WHERE id = ?1 AND state = 'pending'",
	[PUT_WITHDRAWAL] =
		"UPDATE outbox SET state = 'done', cause = 'withdrawn',"
		" body = x'', conversation = '' WHERE desk = ?1"
		" AND visitor = ?2 AND state = 'pending'",
	[PUT_API_KEY] = "INSERT INTO api_keys(id, name, scopes, salt, hash,"
			" created_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[PUT_API_KEY_USED] = "UPDATE api_keys SET used_ms = ?2"
			     " WHERE id = ?1 AND used_ms < ?2",
	[PUT_API_KEY_REVOKED] = "UPDATE api_keys SET revoked_ms = ?2"
				" WHERE id = ?1 AND revoked_ms = 0",
};

static const char *sql_of(size_t put)
{
	return put < PUT_TALK ? put_sql[put] : sqlite_talk_sql[put - PUT_TALK];
}

bool sqlite_prepare_puts(struct sqlite_store *store)
{
	for (size_t i = 0; i < PUT_COUNT; i++)
		if (sqlite3_prepare_v3(store->db, sql_of(i), -1,
				       SQLITE_PREPARE_PERSISTENT,
				       &store->put[i], NULL) != SQLITE_OK)
			return false;
	return true;
}

static sqlite3_stmt *bind_turn(struct sqlite_store *store,
			       const struct store_turn *turn)
{
	sqlite3_stmt *query = store->put[PUT_TURN];
	int at = 9;

	sqlite3_bind_int64(query, 1, turn->time_ms);
	sqlite_bind_id(query, 2, &turn->visitor);
	sqlite_bind_id(query, 3, &turn->message);
	sqlite_bind_text(query, 4, turn->mouth);
	sqlite_bind_text(query, 5, turn->question);
	sqlite_bind_text(query, 6, faq_verdict_text(turn->verdict));
	sqlite_bind_text(query, 7, turn->intent);
	sqlite3_bind_double(query, 8, turn->confidence);
	for (size_t i = 0; i < turn->answer_count; i++)
		sqlite_bind_text(query, at + (int)i, turn->answer[i]);
	at += (int)FAQ_PARTS_MAX;
	for (size_t i = 0; i < turn->near_count; i++) {
		sqlite_bind_text(query, at + 2 * (int)i, turn->near[i].intent);
		sqlite3_bind_double(query, at + 2 * (int)i + 1,
				    turn->near[i].score);
	}
	sqlite3_bind_int(query, 17, turn->handover);
	sqlite3_bind_int(query, 18, turn->personal_data);
	sqlite3_bind_int64(query, 19, turn->latency_us);
	return query;
}

static sqlite3_stmt *bind_feedback(struct sqlite_store *store,
				   const struct store_feedback *feedback)
{
	sqlite3_stmt *query = store->put[PUT_FEEDBACK];

	sqlite3_bind_int64(query, 1, feedback->time_ms);
	sqlite_bind_id(query, 2, &feedback->visitor);
	sqlite_bind_id(query, 3, &feedback->message);
	sqlite3_bind_int(query, 4, feedback->helpful);
	sqlite_bind_text(query, 5, feedback->reason);
	return query;
}

static sqlite3_stmt *bind_session(struct sqlite_store *store,
				  const struct store_session *session)
{
	sqlite3_stmt *query = store->put[PUT_SESSION];

	sqlite_bind_id(query, 1, &session->visitor);
	sqlite_bind_text(query, 2, session->mouth);
	sqlite3_bind_int64(query, 3, session->updated_ms);
	sqlite_bind_text(query, 4,
			 session->state == STORE_SESSION_PERSON ? "person"
								: "bot");
	sqlite3_bind_blob(query, 5, session->dialog, sizeof(session->dialog),
			  SQLITE_STATIC);
	sqlite3_bind_int64(query, 6, session->taken_order);
	sqlite3_bind_int64(query, 7, session->turned_order);
	return query;
}

static sqlite3_stmt *bind_delivery(struct sqlite_store *store,
				   const struct store_delivery *delivery)
{
	sqlite3_stmt *query = store->put[PUT_DELIVERY];

	sqlite_bind_text(query, 1, delivery->desk);
	sqlite_bind_id(query, 2, &delivery->id);
	sqlite3_bind_int64(query, 3, delivery->seen_ms);
	return query;
}

static sqlite3_stmt *bind_outgoing(struct sqlite_store *store,
				   const struct store_outgoing *message)
{
	sqlite3_stmt *query = store->put[PUT_OUTGOING];

	sqlite_bind_text(query, 1, message->desk);
	sqlite_bind_id(query, 2, &message->visitor);
	sqlite_bind_text(query, 3, message->conversation);
	sqlite3_bind_blob64(query, 4, message->body, message->body_bytes,
			    SQLITE_STATIC);
	sqlite3_bind_int(query, 5, message->verbatim);
	sqlite3_bind_int64(query, 6, message->created_ms);
	sqlite3_bind_int64(query, 7, message->next_ms);
	return query;
}

static sqlite3_stmt *bind_sent(struct sqlite_store *store,
			       const struct store_sent *sent)
{
	static const enum sqlite_put put[] = {
		[STORE_OUTBOX_PENDING] = PUT_SENT_AGAIN,
		[STORE_OUTBOX_DONE] = PUT_SENT_DONE,
		[STORE_OUTBOX_DEAD] = PUT_SENT_DEAD,
	};
	sqlite3_stmt *query = store->put[put[sent->state]];

	sqlite3_bind_int64(query, 1, sent->id);
	if (sent->state == STORE_OUTBOX_PENDING)
		sqlite3_bind_int64(query, 2, sent->next_ms);
	sqlite_bind_text(query, 3, sent->cause);
	return query;
}

static sqlite3_stmt *bind_withdrawal(struct sqlite_store *store,
				     const struct store_withdrawal *withdrawal)
{
	sqlite3_stmt *query = store->put[PUT_WITHDRAWAL];

	sqlite_bind_text(query, 1, withdrawal->desk);
	sqlite_bind_id(query, 2, &withdrawal->visitor);
	return query;
}

static sqlite3_stmt *bind_api_key(struct sqlite_store *store,
				  const struct store_api_key *key)
{
	sqlite3_stmt *query = store->put[PUT_API_KEY];

	sqlite_bind_text(query, 1, key->id);
	sqlite_bind_text(query, 2, key->name);
	sqlite_bind_text(query, 3, key->scopes);
	sqlite3_bind_blob(query, 4, key->salt, sizeof(key->salt),
			  SQLITE_STATIC);
	sqlite3_bind_blob(query, 5, key->hash, sizeof(key->hash),
			  SQLITE_STATIC);
	sqlite3_bind_int64(query, 6, key->created_ms);
	return query;
}

static sqlite3_stmt *bind_api_key_event(struct sqlite_store *store,
					enum sqlite_put put,
					const struct store_api_key_event *event)
{
	sqlite3_stmt *query = store->put[put];

	sqlite_bind_text(query, 1, event->id);
	sqlite3_bind_int64(query, 2, event->time_ms);
	return query;
}

static sqlite3_stmt *bind(struct sqlite_store *store,
			  const struct store_record *clean)
{
	switch (clean->kind) {
	case STORE_TURN:
		return bind_turn(store, &clean->as.turn);
	case STORE_FEEDBACK:
		return bind_feedback(store, &clean->as.feedback);
	case STORE_SESSION:
		return bind_session(store, &clean->as.session);
	case STORE_DELIVERY:
		return bind_delivery(store, &clean->as.delivery);
	case STORE_OUTGOING:
		return bind_outgoing(store, &clean->as.outgoing);
	case STORE_SENT:
		return bind_sent(store, &clean->as.sent);
	case STORE_WITHDRAWAL:
		return bind_withdrawal(store, &clean->as.withdrawal);
	case STORE_API_KEY_ADD:
		return bind_api_key(store, &clean->as.api_key);
	case STORE_API_KEY_USED:
		return bind_api_key_event(store, PUT_API_KEY_USED,
					  &clean->as.api_key_event);
	case STORE_API_KEY_REVOKED:
		return bind_api_key_event(store, PUT_API_KEY_REVOKED,
					  &clean->as.api_key_event);
	case STORE_TALK:
	case STORE_MESSAGE:
	case STORE_CORRECTION:
		return sqlite_bind_talk(store, clean);
	case STORE_NOTICE: /* is not kept */
		break;
	}
	return NULL;
}

/* Is it a message whose seq is there? */
static bool is_taken(const struct sqlite_store *store,
		     const struct store_record *clean, int code)
{
	return clean->kind == STORE_MESSAGE &&
	       (code & 0xff) == SQLITE_CONSTRAINT &&
	       sqlite3_extended_errcode(store->db) ==
		       SQLITE_CONSTRAINT_PRIMARYKEY;
}

/* Everything is bound as SQLITE_STATIC: not copied, so that binding can't
 * fail; it lives until the statement is reset here. */
enum store_status sqlite_put(struct store *base,
			     const struct store_record *clean)
{
	struct sqlite_store *store = sqlite_of(base);
	sqlite3_stmt *query;
	int code;

	if (clean->kind == STORE_NOTICE)
		return STORE_OK; /* nobody shares the file */
	query = bind(store, clean);
	if (!query)
		return sqlite_fail(store, "write", SQLITE_MISUSE);
	code = sqlite3_step(query);
	sqlite3_reset(query);
	sqlite3_clear_bindings(query);
	if (code != SQLITE_DONE)
		return is_taken(store, clean, code)
			       ? STORE_BEHIND
			       : sqlite_fail(store, "write", code);
	if (clean->kind == STORE_WITHDRAWAL)
		base->withdrawn += (size_t)sqlite3_changes(store->db);
	if (sqlite3_changes(store->db) > 0)
		return STORE_OK;
	if (clean->kind == STORE_DELIVERY || clean->kind == STORE_MESSAGE)
		return STORE_SEEN;
	return clean->kind == STORE_TALK ? STORE_BEHIND : STORE_OK;
}
