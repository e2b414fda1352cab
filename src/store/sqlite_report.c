/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <string.h>

#define TURNS                                                                  \
	"SELECT time_ms, visitor, message, mouth, question, verdict, intent,"  \
	" confidence, answer_1, answer_2, near_1, score_1, near_2, score_2,"   \
	" near_3, score_3, handover, personal_data, latency_us FROM "
#define TURN_COLUMNS TURNS "turns WHERE time_ms >= ?1 AND time_ms < ?2"

enum faq_verdict sqlite_get_verdict(sqlite3_stmt *query, int at)
{
	char word[16];

	sqlite_get_text(query, at, word, sizeof(word));
	for (int i = FAQ_VERDICT_ANSWER; i < FAQ_VERDICT_NONE; i++)
		if (strcmp(word, faq_verdict_text((enum faq_verdict)i)) == 0)
			return (enum faq_verdict)i;
	return FAQ_VERDICT_NONE;
}

static void read_turn(sqlite3_stmt *query, struct store_turn *turn)
{
	size_t i;
	int at = 8;

	memset(turn, 0, sizeof(*turn));
	turn->time_ms = sqlite3_column_int64(query, 0);
	sqlite_get_id(query, 1, &turn->visitor);
	sqlite_get_id(query, 2, &turn->message);
	sqlite_get_text(query, 3, turn->mouth, sizeof(turn->mouth));
	sqlite_get_text(query, 4, turn->question, sizeof(turn->question));
	turn->verdict = sqlite_get_verdict(query, 5);
	sqlite_get_text(query, 6, turn->intent, sizeof(turn->intent));
	turn->confidence = sqlite3_column_double(query, 7);
	for (i = 0; i < FAQ_PARTS_MAX; i++) {
		sqlite_get_text(query, at + (int)i, turn->answer[i],
				sizeof(turn->answer[i]));
		if (turn->answer[i][0])
			turn->answer_count = i + 1;
	}
	at += (int)FAQ_PARTS_MAX;
	for (i = 0; i < STORE_NEAR_MAX; i++) {
		sqlite_get_text(query, at + 2 * (int)i, turn->near[i].intent,
				sizeof(turn->near[i].intent));
		turn->near[i].score =
			sqlite3_column_double(query, at + 2 * (int)i + 1);
		if (turn->near[i].intent[0])
			turn->near_count = i + 1;
	}
	turn->handover = sqlite3_column_int(query, 16) != 0;
	turn->personal_data = sqlite3_column_int(query, 17) != 0;
	turn->latency_us = (uint32_t)sqlite3_column_int64(query, 18);
}

/* Each has its index: turns_visitor, turns_unanswered, turns_time. */
static const char *turns_sql(const struct store_range *range)
{
	if (range->visitor)
		return range->unanswered ? TURN_COLUMNS
			       " AND visitor = ?3 AND verdict <> 'answer'"
			       " ORDER BY time_ms, id"
					 : TURN_COLUMNS
			       " AND visitor = ?3 ORDER BY time_ms, id";
	return range->unanswered ? TURN_COLUMNS
		       " AND verdict <> 'answer' ORDER BY time_ms, id"
				 : TURN_COLUMNS " ORDER BY time_ms, id";
}

static enum store_status walk_turns(struct sqlite_store *store,
				    sqlite3_stmt *query, store_turn_fn *each,
				    void *context)
{
	struct store_turn turn;
	int code;

	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		read_turn(query, &turn);
		if (!each(context, &turn))
			break;
	}
	return sqlite_end_query(store, query, code);
}

enum store_status sqlite_turns(struct store *base,
			       const struct store_range *range,
			       store_turn_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	sqlite3_stmt *query = sqlite_query(store, turns_sql(range));

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, range->from_ms);
	sqlite3_bind_int64(query, 2, range->to_ms);
	if (range->visitor)
		sqlite_bind_id(query, 3, range->visitor);
	return walk_turns(store, query, each, context);
}

enum store_status sqlite_last_turns(struct store *base,
				    const struct store_id *visitor,
				    int64_t since_ms, size_t limit,
				    store_turn_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	sqlite3_stmt *query = sqlite_query(
		store, TURNS "(SELECT * FROM turns WHERE visitor = ?1"
			     " AND time_ms >= ?2"
			     " ORDER BY time_ms DESC, id DESC LIMIT ?3)"
			     " ORDER BY time_ms, id");

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite_bind_id(query, 1, visitor);
	sqlite3_bind_int64(query, 2, since_ms);
	sqlite3_bind_int64(query, 3, (int64_t)limit);
	return walk_turns(store, query, each, context);
}

/* A repeated message has one answer, and so one turn; be sure all the same
 * that feedback counts once. */
#define FIRST_ANSWER                                                           \
	"(SELECT answer_1 FROM turns WHERE turns.visitor = feedback.visitor"   \
	" AND turns.message = feedback.message ORDER BY id LIMIT 1)"

enum store_status sqlite_feedback(struct store *base,
				  const struct store_range *range,
				  store_feedback_fn *each, void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_feedback feedback;
	char intent[STORE_INTENT_BYTES];
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT time_ms, visitor, message, helpful, reason,"
		       " " FIRST_ANSWER " FROM feedback WHERE time_ms >= ?1"
		       " AND time_ms < ?2 AND (?3 IS NULL OR visitor = ?3)"
		       " ORDER BY time_ms, visitor, message");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, range->from_ms);
	sqlite3_bind_int64(query, 2, range->to_ms);
	if (range->visitor)
		sqlite_bind_id(query, 3, range->visitor);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		memset(&feedback, 0, sizeof(feedback));
		feedback.time_ms = sqlite3_column_int64(query, 0);
		sqlite_get_id(query, 1, &feedback.visitor);
		sqlite_get_id(query, 2, &feedback.message);
		feedback.helpful = sqlite3_column_int(query, 3) != 0;
		sqlite_get_text(query, 4, feedback.reason,
				sizeof(feedback.reason));
		sqlite_get_text(query, 5, intent, sizeof(intent));
		if (!each(context, &feedback, intent))
			break;
	}
	return sqlite_end_query(store, query, code);
}

enum store_status sqlite_intent_counts(struct store *base, int64_t from_ms,
				       int64_t to_ms,
				       store_intent_count_fn *each,
				       void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_intent_count count;
	sqlite3_stmt *query = sqlite_query(
		store,
		"SELECT intent, sum(answers), sum(helpful), sum(unhelpful)"
		" FROM (SELECT answer_1 AS intent, 1 AS answers, 0 AS helpful,"
		"  0 AS unhelpful FROM turns"
		"  WHERE time_ms >= ?1 AND time_ms < ?2"
		" UNION ALL SELECT " FIRST_ANSWER ", 0, helpful, 1 - helpful"
		"  FROM feedback WHERE time_ms >= ?1 AND time_ms < ?2)"
		" WHERE intent IS NOT NULL GROUP BY intent ORDER BY intent");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, from_ms);
	sqlite3_bind_int64(query, 2, to_ms);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		sqlite_get_text(query, 0, count.intent, sizeof(count.intent));
		count.answers = (uint64_t)sqlite3_column_int64(query, 1);
		count.helpful = (uint64_t)sqlite3_column_int64(query, 2);
		count.unhelpful = (uint64_t)sqlite3_column_int64(query, 3);
		if (!each(context, &count))
			break;
	}
	return sqlite_end_query(store, query, code);
}

enum store_status sqlite_day_counts(struct store *base, int64_t from_ms,
				    int64_t to_ms, store_day_count_fn *each,
				    void *context)
{
	struct sqlite_store *store = sqlite_of(base);
	struct store_day_count count;
	sqlite3_stmt *query = sqlite_query(
		store, "SELECT time_ms / 86400000 AS day, verdict,"
		       " CASE WHEN answer_1 IS NULL THEN '' ELSE"
		       "  substr(answer_1, 1, instr(answer_1 || '.', '.') - 1)"
		       " END AS kind, count(*), sum(handover) FROM turns"
		       " WHERE time_ms >= ?1 AND time_ms < ?2"
		       " GROUP BY day, verdict, kind"
		       " ORDER BY day, verdict, kind");
	int code;

	if (!query)
		return sqlite_fail(store, "read", sqlite3_errcode(store->db));
	sqlite3_bind_int64(query, 1, from_ms);
	sqlite3_bind_int64(query, 2, to_ms);
	while ((code = sqlite3_step(query)) == SQLITE_ROW) {
		count.day = sqlite3_column_int64(query, 0);
		count.verdict = sqlite_get_verdict(query, 1);
		sqlite_get_text(query, 2, count.kind, sizeof(count.kind));
		count.turns = (uint64_t)sqlite3_column_int64(query, 3);
		count.handovers = (uint64_t)sqlite3_column_int64(query, 4);
		if (!each(context, &count))
			break;
	}
	return sqlite_end_query(store, query, code);
}
