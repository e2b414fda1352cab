/* SPDX-License-Identifier: MIT */
/*
 * What is prepared on each connection. Types are inferred from the columns;
 * where there is none, or NULL has to be told apart, a cast says it.
 */
#include "store/postgres.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

#define SESSION                                                                \
	"visitor, mouth, updated_ms, state, dialog, taken_order, turned_order"
#define TALK                                                                   \
	"SELECT visitor, state, reason, agent, since_ms, updated_ms,"          \
	" last_seq, read_seq, step, agent_key, heard_seq FROM conversations"
#define MESSAGE                                                                \
	"visitor, seq, time_ms, sender, message, agent, body, verdict,"        \
	" intent, confidence, near_1, score_1, near_2, score_2, near_3,"       \
	" score_3"

const char *const postgres_sql[SQL_COUNT] = {
	[SQL_BEGIN] = "BEGIN",
	[SQL_READ] = "BEGIN READ ONLY",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_FLUSH] = "SET LOCAL synchronous_commit = on",
	[SQL_WRITER] = "INSERT INTO writers(id, number)"
		       " VALUES(gen_random_uuid(), 0) RETURNING id",
	[SQL_MARK] = "INSERT INTO writers(id, number) VALUES($1, $2)"
		     " ON CONFLICT(id) DO UPDATE SET number = excluded.number,"
		     " seen = excluded.seen",
	/* A transaction that goes on in the server holds the row: waited for.
	 */
	[SQL_FATE] = "SELECT number FROM writers WHERE id = $1 FOR UPDATE",
	[SQL_FETCH] = "FETCH " TEXT(POSTGRES_PORTION) " FROM walk",
	[SQL_PUT_TURN] =
		"INSERT INTO turns(time_ms, visitor, message, mouth, question,"
		" verdict, intent, confidence, answer_1, answer_2, near_1,"
		" score_1, near_2, score_2, near_3, score_3, handover,"
		" personal_data, latency_us) VALUES($1, $2, $3, $4, $5, $6, $7,"
		" $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
	[SQL_PUT_FEEDBACK] =
		"INSERT INTO feedback(time_ms, visitor, message, helpful,"
		" reason) VALUES($1, $2, $3, $4, $5) ON CONFLICT(visitor,"
		" message) DO UPDATE SET time_ms = excluded.time_ms,"
		" helpful = excluded.helpful, reason = excluded.reason",
	[SQL_PUT_SESSION] =
		"INSERT INTO sessions(" SESSION ") VALUES($1, $2, $3, $4, $5,"
		" $6, $7)"
		" ON CONFLICT(visitor) DO UPDATE SET mouth = excluded.mouth,"
		" updated_ms = excluded.updated_ms, state = excluded.state,"
		" dialog = excluded.dialog,"
		" taken_order = excluded.taken_order,"
		" turned_order = excluded.turned_order",
	[SQL_PUT_DELIVERY] = "INSERT INTO deliveries(desk, id, seen_ms)"
			     " VALUES($1, $2, $3) ON CONFLICT DO NOTHING",
	[SQL_PUT_OUTGOING] =
		"INSERT INTO outbox(desk, visitor, conversation, body,"
		" verbatim, created_ms, next_ms)"
		" VALUES($1, $2, $3, $4, $5, $6, $7)",
	[SQL_PUT_SENT_AGAIN] = "UPDATE outbox SET next_ms = $2, cause = $3,"
			       " leased = false"
			       " WHERE id = $1 AND state = 'pending'",
	[SQL_PUT_SENT_DONE] =
		"UPDATE outbox SET state = 'done', cause = $2, body = '',"
		" conversation = '' WHERE id = $1 AND state = 'pending'",
	[SQL_PUT_SENT_DEAD] = "UPDATE outbox SET state = 'dead', cause = $2"
			      " WHERE id = $1 AND state = 'pending'",
	[SQL_PUT_WITHDRAWAL] =
		"UPDATE outbox SET state = 'done', cause = 'withdrawn',"
		" body = '', conversation = '' WHERE desk = $1"
		" AND visitor = $2 AND state = 'pending'",
	[SQL_PUT_API_KEY] = "INSERT INTO api_keys(id, name, scopes, salt, hash,"
			    " created_ms) VALUES($1, $2, $3, $4, $5, $6)",
	[SQL_PUT_API_KEY_USED] = "UPDATE api_keys SET used_ms = $2"
				 " WHERE id = $1 AND used_ms < $2",
	[SQL_PUT_API_KEY_REVOKED] = "UPDATE api_keys SET revoked_ms = $2"
				    " WHERE id = $1 AND revoked_ms = 0",
	[SQL_PUT_TALK] =
		"INSERT INTO conversations(visitor, state, reason, agent,"
		" since_ms, updated_ms, last_seq, read_seq, step, agent_key,"
		" heard_seq)"
		" VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
		" ON CONFLICT(visitor) DO UPDATE SET state = excluded.state,"
		" reason = excluded.reason, agent = excluded.agent,"
		" since_ms = excluded.since_ms,"
		" updated_ms = excluded.updated_ms,"
		" last_seq = excluded.last_seq, read_seq ="
		" greatest(conversations.read_seq, excluded.read_seq),"
		" step = excluded.step, agent_key = excluded.agent_key,"
		" heard_seq ="
		" greatest(conversations.heard_seq, excluded.heard_seq)"
		" WHERE conversations.last_seq <= excluded.last_seq",
	[SQL_PUT_MESSAGE] =
		"INSERT INTO messages(" MESSAGE ") VALUES($1, $2, $3, $4, $5,"
		" $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
		" ON CONFLICT(visitor, message) WHERE message IS NOT NULL"
		" DO NOTHING",
	[SQL_PUT_CORRECTION] =
		"INSERT INTO corrections(time_ms, visitor, seq, question,"
		" answered, expected, agent)"
		" VALUES($1, $2, $3, $4, $5, $6, $7)",
	[SQL_SESSION] = "SELECT " SESSION " FROM sessions WHERE visitor = $1",
	[SQL_DELIVERY] = "SELECT 1 FROM deliveries WHERE desk = $1"
			 " AND id = $2",
	/* Another node's locked row is passed over, and so is what stands
	 * behind it in its conversation: it is pending. */
	[SQL_CLAIM] =
		"WITH due AS MATERIALIZED (SELECT id, next_ms FROM outbox AS o"
		"  WHERE state = 'pending' AND next_ms <= $1 AND NOT EXISTS("
		"   SELECT 1 FROM outbox AS p WHERE p.state = 'pending'"
		"   AND p.desk = o.desk AND p.conversation = o.conversation"
		"   AND p.id < o.id)"
		"  AND strpos($5, E'\\n' || desk || E'\\n') = 0"
		"  ORDER BY next_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED),"
		" taken AS (UPDATE outbox SET next_ms = $3, taker = $4,"
		"  leased = true,"
		"  attempts = attempts + 1 FROM due WHERE outbox.id = due.id"
		"  RETURNING outbox.id)"
		" SELECT id FROM due JOIN taken USING (id)"
		" ORDER BY due.next_ms, id",
	[SQL_OUTGOING] = "SELECT id, desk, visitor, conversation, body,"
			 " verbatim, created_ms, next_ms, attempts, cause,"
			 " state FROM outbox"
			 " WHERE id = $1 AND state = 'pending'",
	[SQL_OUTBOX_WAITS] = "SELECT 1 FROM outbox"
			     " WHERE id = $1 AND state = 'pending'",
	[SQL_OUTBOX_COUNT] =
		"SELECT count(*) FILTER (WHERE state = 'pending'),"
		" count(*) FILTER (WHERE state = 'dead'),"
		" coalesce(min(created_ms) FILTER (WHERE state = 'pending'), 0)"
		" FROM outbox WHERE state <> 'done'",
	/* All: those whose taker's connection has ended, so that a node that
	 * starts takes nothing from the others. Of another role's connections
	 * only the number can be seen: they count as alive. */
	[SQL_OUTBOX_DUE] =
		"UPDATE outbox SET next_ms = $2, leased = false"
		" WHERE state = 'pending'"
		" AND leased AND next_ms > $2 AND CASE WHEN $1::bigint = 0 THEN"
		"  taker <> '' AND NOT EXISTS (SELECT 1 FROM pg_stat_activity"
		"   WHERE pid::text = split_part(taker, '/', 1)"
		"   AND (backend_start IS NULL OR"
		"    taker = pid || '/' || extract(epoch FROM backend_start)))"
		" ELSE id = $1::bigint END",
	[SQL_OUTBOX_RETRY] =
		"UPDATE outbox SET state = 'pending', attempts = 0,"
		" leased = false, next_ms = $2 WHERE state = 'dead'"
		" AND ($1::bigint = 0 OR id = $1::bigint)",
	[SQL_OUTBOX_DROP] =
		"UPDATE outbox SET state = 'done', body = '',"
		" conversation = '', cause = 'dropped', next_ms = $2"
		" WHERE state <> 'done' AND id = $1",
	[SQL_API_KEYS] =
		"SELECT id, name, scopes, salt, hash, created_ms, used_ms,"
		" revoked_ms FROM api_keys"
		" WHERE $1::text IS NULL OR id = $1::text"
		" ORDER BY created_ms, id",
	[SQL_TALK] = TALK " WHERE visitor = $1",
	[SQL_OPEN_TALKS] = TALK " WHERE state IN ('waiting', 'joined')"
				" ORDER BY since_ms, visitor LIMIT $1",
	[SQL_MESSAGES] =
		"SELECT " MESSAGE " FROM (SELECT " MESSAGE " FROM messages"
		" WHERE visitor = $1 AND seq > $2 ORDER BY seq DESC LIMIT $3)"
		" AS last ORDER BY seq",
	[SQL_MESSAGE_SEQ] = "SELECT seq FROM messages"
			    " WHERE visitor = $1 AND message = $2",
	[SQL_NOTIFY] = "SELECT pg_notify('faqd:' || $1, $2)",
};
