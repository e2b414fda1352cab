/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <string.h>

#define COLUMNS                                                                \
	"SELECT time_ms, visitor, message, mouth, question, verdict, intent,"  \
	" confidence, answer_1, answer_2, near_1, score_1, near_2, score_2,"   \
	" near_3, score_3, handover, personal_data, latency_us FROM "
#define TURNS COLUMNS "turns WHERE time_ms >= $1 AND time_ms < $2"

enum faq_verdict postgres_get_verdict(const PGresult *rows, int row, int column)
{
	char word[16];

	postgres_get_text(rows, row, column, word, sizeof(word));
	for (int i = FAQ_VERDICT_ANSWER; i < FAQ_VERDICT_NONE; i++)
		if (strcmp(word, faq_verdict_text((enum faq_verdict)i)) == 0)
			return (enum faq_verdict)i;
	return FAQ_VERDICT_NONE;
}

static void get_turn(const PGresult *rows, int row, struct store_turn *turn)
{
	size_t i;
	int at = 8;

	memset(turn, 0, sizeof(*turn));
	turn->time_ms = postgres_get_int(rows, row, 0);
	postgres_get_id(rows, row, 1, &turn->visitor);
	postgres_get_id(rows, row, 2, &turn->message);
	postgres_get_text(rows, row, 3, turn->mouth, sizeof(turn->mouth));
	postgres_get_text(rows, row, 4, turn->question, sizeof(turn->question));
	turn->verdict = postgres_get_verdict(rows, row, 5);
	postgres_get_text(rows, row, 6, turn->intent, sizeof(turn->intent));
	turn->confidence = postgres_get_double(rows, row, 7);
	for (i = 0; i < FAQ_PARTS_MAX; i++) {
		postgres_get_text(rows, row, at + (int)i, turn->answer[i],
				  sizeof(turn->answer[i]));
		if (turn->answer[i][0])
			turn->answer_count = i + 1;
	}
	at += (int)FAQ_PARTS_MAX;
	for (i = 0; i < STORE_NEAR_MAX; i++) {
		postgres_get_text(rows, row, at + 2 * (int)i,
				  turn->near[i].intent,
				  sizeof(turn->near[i].intent));
		turn->near[i].score =
			postgres_get_double(rows, row, at + 2 * (int)i + 1);
		if (turn->near[i].intent[0])
			turn->near_count = i + 1;
	}
	turn->handover = postgres_get_bool(rows, row, 16);
	turn->personal_data = postgres_get_bool(rows, row, 17);
	turn->latency_us = (uint32_t)postgres_get_int(rows, row, 18);
}

struct turn_walk {
	store_turn_fn *each;
	void *context;
};

static bool on_turn(void *context, const PGresult *rows, int row)
{
	const struct turn_walk *walk = context;
	struct store_turn turn;

	get_turn(rows, row, &turn);
	return walk->each(walk->context, &turn);
}

/* Each has its index: turns_visitor, turns_unanswered, turns_time. */
static const char *turns_sql(const struct store_range *range)
{
	if (range->visitor)
		return range->unanswered ? TURNS " AND visitor = $3"
						 " AND verdict <> 'answer'"
						 " ORDER BY time_ms, id"
					 : TURNS
			       " AND visitor = $3 ORDER BY time_ms, id";
	return range->unanswered ? TURNS
		       " AND verdict <> 'answer' ORDER BY time_ms, id"
				 : TURNS " ORDER BY time_ms, id";
}

enum store_status postgres_turns(struct store *base,
				 const struct store_range *range,
				 store_turn_fn *each, void *context)
{
	struct turn_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_int(&args, range->from_ms);
	postgres_add_int(&args, range->to_ms);
	if (range->visitor)
		postgres_add_id(&args, range->visitor);
	return postgres_walk(postgres_of(base), turns_sql(range), &args,
			     on_turn, &walk);
}

enum store_status postgres_last_turns(struct store *base,
				      const struct store_id *visitor,
				      int64_t since_ms, size_t limit,
				      store_turn_fn *each, void *context)
{
	static const char sql[] =
		COLUMNS "(SELECT * FROM turns WHERE visitor = $1"
			" AND time_ms >= $2 ORDER BY time_ms DESC, id DESC"
			" LIMIT $3) AS last ORDER BY time_ms, id";
	struct turn_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_id(&args, visitor);
	postgres_add_int(&args, since_ms);
	postgres_add_int(&args, (int64_t)limit);
	return postgres_walk(postgres_of(base), sql, &args, on_turn, &walk);
}

/* A repeated message has one answer, and so one turn; be sure all the same
 * that feedback counts once. */
#define FIRST_ANSWER                                                           \
	"(SELECT answer_1 FROM turns WHERE turns.visitor = feedback.visitor"   \
	" AND turns.message = feedback.message ORDER BY id LIMIT 1)"

struct feedback_walk {
	store_feedback_fn *each;
	void *context;
};

static bool on_feedback(void *context, const PGresult *rows, int row)
{
	const struct feedback_walk *walk = context;
	struct store_feedback feedback = {0};
	char intent[STORE_INTENT_BYTES];

	feedback.time_ms = postgres_get_int(rows, row, 0);
	postgres_get_id(rows, row, 1, &feedback.visitor);
	postgres_get_id(rows, row, 2, &feedback.message);
	feedback.helpful = postgres_get_bool(rows, row, 3);
	postgres_get_text(rows, row, 4, feedback.reason,
			  sizeof(feedback.reason));
	postgres_get_text(rows, row, 5, intent, sizeof(intent));
	return walk->each(walk->context, &feedback, intent);
}

enum store_status postgres_feedback(struct store *base,
				    const struct store_range *range,
				    store_feedback_fn *each, void *context)
{
	static const char sql[] =
		"SELECT time_ms, visitor, message, helpful, reason,"
		" " FIRST_ANSWER " FROM feedback WHERE time_ms >= $1"
		" AND time_ms < $2"
		" AND ($3::bytea IS NULL OR visitor = $3::bytea)"
		" ORDER BY time_ms, visitor, message";
	struct feedback_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_int(&args, range->from_ms);
	postgres_add_int(&args, range->to_ms);
	if (range->visitor)
		postgres_add_id(&args, range->visitor);
	else
		postgres_add_null(&args);
	return postgres_walk(postgres_of(base), sql, &args, on_feedback, &walk);
}

struct intent_walk {
	store_intent_count_fn *each;
	void *context;
};

static bool on_intent(void *context, const PGresult *rows, int row)
{
	const struct intent_walk *walk = context;
	struct store_intent_count count;

	postgres_get_text(rows, row, 0, count.intent, sizeof(count.intent));
	count.answers = (uint64_t)postgres_get_int(rows, row, 1);
	count.helpful = (uint64_t)postgres_get_int(rows, row, 2);
	count.unhelpful = (uint64_t)postgres_get_int(rows, row, 3);
	return walk->each(walk->context, &count);
}

enum store_status postgres_intent_counts(struct store *base, int64_t from_ms,
					 int64_t to_ms,
					 store_intent_count_fn *each,
					 void *context)
{
	static const char sql[] =
		"SELECT intent, sum(answers)::bigint, sum(helpful)::bigint,"
		" sum(unhelpful)::bigint"
		" FROM (SELECT answer_1 AS intent, 1 AS answers, 0 AS helpful,"
		"  0 AS unhelpful FROM turns"
		"  WHERE time_ms >= $1 AND time_ms < $2"
		" UNION ALL SELECT " FIRST_ANSWER ", 0, helpful::integer,"
		"  1 - helpful::integer"
		"  FROM feedback WHERE time_ms >= $1 AND time_ms < $2) AS said"
		" WHERE intent IS NOT NULL GROUP BY intent ORDER BY intent";
	struct intent_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_int(&args, from_ms);
	postgres_add_int(&args, to_ms);
	return postgres_walk(postgres_of(base), sql, &args, on_intent, &walk);
}

struct day_walk {
	store_day_count_fn *each;
	void *context;
};

static bool on_day(void *context, const PGresult *rows, int row)
{
	const struct day_walk *walk = context;
	struct store_day_count count;

	count.day = postgres_get_int(rows, row, 0);
	count.verdict = postgres_get_verdict(rows, row, 1);
	postgres_get_text(rows, row, 2, count.kind, sizeof(count.kind));
	count.turns = (uint64_t)postgres_get_int(rows, row, 3);
	count.handovers = (uint64_t)postgres_get_int(rows, row, 4);
	return walk->each(walk->context, &count);
}

enum store_status postgres_day_counts(struct store *base, int64_t from_ms,
				      int64_t to_ms, store_day_count_fn *each,
				      void *context)
{
	static const char sql[] =
		"SELECT time_ms / 86400000 AS day, verdict,"
		" coalesce(split_part(answer_1, '.', 1), '') COLLATE \"C\""
		" AS kind, count(*), count(*) FILTER (WHERE handover)"
		" FROM turns WHERE time_ms >= $1 AND time_ms < $2"
		" GROUP BY day, verdict, kind ORDER BY day, verdict, kind";
	struct day_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_int(&args, from_ms);
	postgres_add_int(&args, to_ms);
	return postgres_walk(postgres_of(base), sql, &args, on_day, &walk);
}
