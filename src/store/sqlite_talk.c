/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <string.h>

static const char put_talk[] =
	"INSERT INTO conversations(visitor, state, reason, agent, since_ms,"
	" updated_ms, last_seq, read_seq, step, agent_key, heard_seq)"
	" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
	" ON CONFLICT DO UPDATE SET state = excluded.state,"
	" reason = excluded.reason, agent = excluded.agent,"
	" since_ms = excluded.since_ms, updated_ms = excluded.updated_ms,"
	" last_seq = excluded.last_seq,"
	" read_seq = max(read_seq, excluded.read_seq),"
	" step = excluded.step, agent_key = excluded.agent_key,"
	" heard_seq = max(heard_seq, excluded.heard_seq)"
	" WHERE last_seq <= excluded.last_seq";
static const char put_message[] =
	"INSERT INTO messages(visitor, seq, time_ms, sender, message, agent,"
	" body, verdict, intent, confidence, near_1, score_1, near_2,"
	" score_2, near_3, score_3) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
	" ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
	" ON CONFLICT(visitor, message) WHERE message IS NOT NULL DO NOTHING";
static const char put_correction[] =
	"INSERT INTO corrections(time_ms, visitor, seq, question, answered,"
	" expected, agent) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

const char *const sqlite_talk_sql[3] = {put_talk, put_message, put_correction};

static void bind_bytes(sqlite3_stmt *query, int at, const char *text,
		       size_t bytes)
{
	sqlite3_bind_text64(query, at, text, bytes, SQLITE_STATIC, SQLITE_UTF8);
}

static sqlite3_stmt *bind_talk(struct sqlite_store *store,
			       const struct store_talk *talk)
{
	sqlite3_stmt *query = store->put[PUT_TALK];

	sqlite_bind_id(query, 1, &talk->visitor);
	sqlite_bind_text(query, 2, store_talk_state_text(talk->state));
	sqlite_bind_text(query, 3, store_talk_reason_text(talk->reason));
	sqlite_bind_text(query, 4, talk->agent);
	sqlite3_bind_int64(query, 5, talk->since_ms);
	sqlite3_bind_int64(query, 6, talk->updated_ms);
	sqlite3_bind_int64(query, 7, (int64_t)talk->last_seq);
	sqlite3_bind_int64(query, 8, (int64_t)talk->read_seq);
	sqlite3_bind_int64(query, 9, talk->step);
	sqlite_bind_text(query, 10, talk->agent_key);
	sqlite3_bind_int64(query, 11, (int64_t)talk->heard_seq);
	return query;
}

static sqlite3_stmt *bind_message(struct sqlite_store *store,
				  const struct store_message *message)
{
	sqlite3_stmt *query = store->put[PUT_MESSAGE];

	sqlite_bind_id(query, 1, &message->visitor);
	sqlite3_bind_int64(query, 2, (int64_t)message->seq);
	sqlite3_bind_int64(query, 3, message->time_ms);
	sqlite_bind_text(query, 4, store_from_text(message->from));
	sqlite_bind_id(query, 5, &message->message);
	sqlite_bind_text(query, 6, message->agent);
	bind_bytes(query, 7, message->text, message->text_bytes);
	if (message->from != STORE_FROM_BOT)
		return query;
	sqlite_bind_text(query, 8, faq_verdict_text(message->verdict));
	sqlite_bind_text(query, 9, message->intent);
	sqlite3_bind_double(query, 10, message->confidence);
	for (size_t i = 0; i < message->near_count; i++) {
		int at = 11 + 2 * (int)i;

		sqlite_bind_text(query, at, message->near[i].intent);
		sqlite3_bind_double(query, at + 1, message->near[i].score);
	}
	return query;
}

static sqlite3_stmt *bind_correction(struct sqlite_store *store,
				     const struct store_correction *correction)
{
	sqlite3_stmt *query = store->put[PUT_CORRECTION];

	sqlite3_bind_int64(query, 1, correction->time_ms);
	sqlite_bind_id(query, 2, &correction->visitor);
	sqlite3_bind_int64(query, 3, (int64_t)correction->seq);
	bind_bytes(query, 4, correction->question, correction->question_bytes);
	sqlite_bind_text(query, 5, correction->answered);
	sqlite_bind_text(query, 6, correction->expected);
	sqlite_bind_text(query, 7, correction->agent);
	return query;
}

sqlite3_stmt *sqlite_bind_talk(struct sqlite_store *store,
			       const struct store_record *clean)
{
	switch (clean->kind) {
	case STORE_TALK:
		return bind_talk(store, &clean->as.talk);
	case STORE_MESSAGE:
		return bind_message(store, &clean->as.message);
	case STORE_CORRECTION:
		return bind_correction(store, &clean->as.correction);
	default:
		return NULL;
	}
}

#define TALK_COLUMNS                                                           \
	"SELECT visitor, state, reason, agent, since_ms, updated_ms,"          \
	" last_seq, read_seq, step, agent_key, heard_seq FROM conversations"

#define WORD_BYTES 16u

static const char *get_word(sqlite3_stmt *query, int at, char word[WORD_BYTES])
{
	sqlite_get_text(query, at, word, WORD_BYTES);
	return word;
}

static void get_talk(sqlite3_stmt *query, struct store_talk *talk)
{
	char word[WORD_BYTES];

	memset(talk, 0, sizeof(*talk));
	sqlite_get_id(query, 0, &talk->visitor);
	talk->state = store_talk_state_of(get_word(query, 1, word));
	talk->reason = store_talk_reason_of(get_word(query, 2, word));
	sqlite_get_text(query, 3, talk->agent, sizeof(talk->agent));
	talk->since_ms = sqlite3_column_int64(query, 4);
	talk->updated_ms = sqlite3_column_int64(query, 5);
	talk->last_seq = (uint64_t)sqlite3_column_int64(query, 6);
	talk->read_seq = (uint64_t)sqlite3_column_int64(query, 7);
	talk->step = (unsigned)sqlite3_column_int64(query, 8);
	sqlite_get_text(query, 9, talk->agent_key, sizeof(talk->agent_key));
	talk->heard_seq = (uint64_t)sqlite3_column_int64(query, 10);
}

enum store_status sqlite_talk(struct store *base,
			      const struct store_id *visitor,
			      struct store_talk *out)
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status;
	sqlite3_stmt *query =
		sqlite_query(store, TALK_COLUMNS " WHERE visitor = ?1");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_id(query, 1, visitor);
	code = sqlite3_step(query);
	if (code == SQLITE_ROW)
		get_talk(query, out);
	status = sqlite_end_query(store, query, code);
	return code == SQLITE_DONE ? STORE_ABSENT : status;
}

enum store_status sqlite_open_talks(struct store *base, size_t limit,
				    store_talk_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_talk talk;
	sqlite3_stmt *query = sqlite_query(
		store, TALK_COLUMNS " WHERE state IN ('waiting', 'joined')"
				    " ORDER BY since_ms, visitor LIMIT ?1");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, (int64_t)limit);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		get_talk(query, &talk);
		if (!each(context, &talk))
			break;
	}
	return sqlite_end_query(store, query, code);
}

/* Its text points into the row. */
static void get_message(sqlite3_stmt *query, struct store_message *message)
{
	const unsigned char *text = sqlite3_column_text(query, 6);
	char word[WORD_BYTES];

	memset(message, 0, sizeof(*message));
	sqlite_get_id(query, 0, &message->visitor);
	message->seq = (uint64_t)sqlite3_column_int64(query, 1);
	message->time_ms = sqlite3_column_int64(query, 2);
	message->from = store_from_of(get_word(query, 3, word));
	sqlite_get_id(query, 4, &message->message);
	sqlite_get_text(query, 5, message->agent, sizeof(message->agent));
	message->text = text ? (const char *)text : "";
	message->text_bytes = (size_t)sqlite3_column_bytes(query, 6);
	message->verdict = sqlite_get_verdict(query, 7);
	sqlite_get_text(query, 8, message->intent, sizeof(message->intent));
	message->confidence = sqlite3_column_double(query, 9);
	for (size_t i = 0; i < STORE_TALK_NEAR_MAX; i++) {
		struct store_talk_near *near = &message->near[i];
		int at = 10 + 2 * (int)i;

		sqlite_get_text(query, at, near->intent, sizeof(near->intent));
		near->score = sqlite3_column_double(query, at + 1);
		if (near->intent[0])
			message->near_count = i + 1;
	}
}

#define MESSAGE_COLUMNS                                                        \
	"visitor, seq, time_ms, sender, message, agent, body, verdict,"        \
	" intent, confidence, near_1, score_1, near_2, score_2, near_3,"       \
	" score_3"

enum store_status sqlite_messages(struct store *base,
				  const struct store_id *visitor,
				  uint64_t after_seq, size_t limit,
				  store_message_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_message message;
	sqlite3_stmt *query = sqlite_query(
		store,
		"SELECT " MESSAGE_COLUMNS " FROM (SELECT " MESSAGE_COLUMNS
		" FROM messages WHERE visitor = ?1 AND seq > ?2"
		" ORDER BY seq DESC LIMIT ?3) ORDER BY seq");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_id(query, 1, visitor);
	sqlite3_bind_int64(query, 2, (int64_t)after_seq);
	sqlite3_bind_int64(query, 3, (int64_t)limit);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		get_message(query, &message);
		if (!each(context, &message))
			break;
	}
	return sqlite_end_query(store, query, code);
}

enum store_status sqlite_message_seq(struct store *base,
				     const struct store_id *visitor,
				     const struct store_id *message,
				     uint64_t *seq)
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status;
	sqlite3_stmt *query =
		sqlite_query(store, "SELECT seq FROM messages"
				    " WHERE visitor = ?1 AND message = ?2");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_id(query, 1, visitor);
	sqlite_bind_id(query, 2, message);
	code = sqlite3_step(query);
	if (code == SQLITE_ROW)
		*seq = (uint64_t)sqlite3_column_int64(query, 0);
	status = sqlite_end_query(store, query, code);
	return code == SQLITE_DONE ? STORE_ABSENT : status;
}

static void get_correction(sqlite3_stmt *query, struct store_correction *out)
{
	const unsigned char *question = sqlite3_column_text(query, 3);

	memset(out, 0, sizeof(*out));
	out->time_ms = sqlite3_column_int64(query, 0);
	sqlite_get_id(query, 1, &out->visitor);
	out->seq = (uint64_t)sqlite3_column_int64(query, 2);
	out->question = question ? (const char *)question : "";
	out->question_bytes = (size_t)sqlite3_column_bytes(query, 3);
	sqlite_get_text(query, 4, out->answered, sizeof(out->answered));
	sqlite_get_text(query, 5, out->expected, sizeof(out->expected));
	sqlite_get_text(query, 6, out->agent, sizeof(out->agent));
}

enum store_status sqlite_corrections(struct store *base, int64_t from_ms,
				     int64_t to_ms, store_correction_fn *each,
				     void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_correction correction;
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT time_ms, visitor, seq, question, answered,"
		       " expected, agent FROM corrections"
		       " WHERE time_ms >= ?1 AND time_ms < ?2"
		       " ORDER BY time_ms, id");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, from_ms);
	sqlite3_bind_int64(query, 2, to_ms);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		get_correction(query, &correction);
		if (!each(context, &correction))
			break;
	}
	return sqlite_end_query(store, query, code);
}
