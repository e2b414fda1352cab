/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <string.h>

static enum store_status put_talk(struct postgres_store *s,
				  const struct store_talk *talk)
{
	struct postgres_args args = {0};

	postgres_add_id(&args, &talk->visitor);
	postgres_add_text(&args, store_talk_state_text(talk->state));
	postgres_add_text(&args, store_talk_reason_text(talk->reason));
	postgres_add_text(&args, talk->agent);
	postgres_add_int(&args, talk->since_ms);
	postgres_add_int(&args, talk->updated_ms);
	postgres_add_int(&args, (int64_t)talk->last_seq);
	postgres_add_int(&args, (int64_t)talk->read_seq);
	postgres_add_int(&args, talk->step);
	postgres_add_text(&args, talk->agent_key);
	postgres_add_int(&args, (int64_t)talk->heard_seq);
	return postgres_send(s, SQL_PUT_TALK, &args, EXPECT_NEXT);
}

/* What only the bot's have. */
static void add_verdict(struct postgres_args *args,
			const struct store_message *message)
{
	postgres_add_text(args, faq_verdict_text(message->verdict));
	postgres_add_text(args, message->intent);
	postgres_add_double(args, message->confidence);
	for (size_t i = 0; i < message->near_count; i++) {
		postgres_add_text(args, message->near[i].intent);
		postgres_add_double(args, message->near[i].score);
	}
}

#define MESSAGE_COLUMNS 16

static enum store_status put_message(struct postgres_store *s,
				     const struct store_message *message)
{
	struct postgres_args args = {0};

	postgres_add_id(&args, &message->visitor);
	postgres_add_int(&args, (int64_t)message->seq);
	postgres_add_int(&args, message->time_ms);
	postgres_add_text(&args, store_from_text(message->from));
	postgres_add_id(&args, &message->message);
	postgres_add_text(&args, message->agent);
	postgres_add_bytes(&args, message->text, message->text_bytes);
	if (message->from == STORE_FROM_BOT)
		add_verdict(&args, message);
	while (args.count < MESSAGE_COLUMNS)
		postgres_add_null(&args);
	return postgres_send(s, SQL_PUT_MESSAGE, &args, EXPECT_ROW);
}

static enum store_status
put_correction(struct postgres_store *s,
	       const struct store_correction *correction)
{
	struct postgres_args args = {0};

	postgres_add_int(&args, correction->time_ms);
	postgres_add_id(&args, &correction->visitor);
	postgres_add_int(&args, (int64_t)correction->seq);
	postgres_add_bytes(&args, correction->question,
			   correction->question_bytes);
	postgres_add_text(&args, correction->answered);
	postgres_add_text(&args, correction->expected);
	postgres_add_text(&args, correction->agent);
	return postgres_send(s, SQL_PUT_CORRECTION, &args, EXPECT_ANY);
}

enum store_status postgres_put_talk(struct postgres_store *s,
				    const struct store_record *clean)
{
	switch (clean->kind) {
	case STORE_TALK:
		return put_talk(s, &clean->as.talk);
	case STORE_MESSAGE:
		return put_message(s, &clean->as.message);
	case STORE_CORRECTION:
		return put_correction(s, &clean->as.correction);
	default:
		return STORE_ERROR_MISUSE;
	}
}

static void get_talk(const PGresult *rows, int row, struct store_talk *out)
{
	char word[16];

	memset(out, 0, sizeof(*out));
	postgres_get_id(rows, row, 0, &out->visitor);
	postgres_get_text(rows, row, 1, word, sizeof(word));
	out->state = store_talk_state_of(word);
	postgres_get_text(rows, row, 2, word, sizeof(word));
	out->reason = store_talk_reason_of(word);
	postgres_get_text(rows, row, 3, out->agent, sizeof(out->agent));
	out->since_ms = postgres_get_int(rows, row, 4);
	out->updated_ms = postgres_get_int(rows, row, 5);
	out->last_seq = (uint64_t)postgres_get_int(rows, row, 6);
	out->read_seq = (uint64_t)postgres_get_int(rows, row, 7);
	out->step = (unsigned)postgres_get_int(rows, row, 8);
	postgres_get_text(rows, row, 9, out->agent_key, sizeof(out->agent_key));
	out->heard_seq = (uint64_t)postgres_get_int(rows, row, 10);
}

enum store_status postgres_talk(struct store *base,
				const struct store_id *visitor,
				struct store_talk *out)
{
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	postgres_add_id(&args, visitor);
	status = postgres_ask(postgres_of(base), SQL_TALK, &args, &rows);
	if (status != STORE_OK)
		return status;
	if (PQntuples(rows) == 0)
		status = STORE_ABSENT;
	else
		get_talk(rows, 0, out);
	PQclear(rows);
	return status;
}

enum store_status postgres_open_talks(struct store *base, size_t limit,
				      store_talk_fn *each, void *context)
{
	struct postgres_args args = {0};
	struct store_talk talk;
	PGresult *rows;
	enum store_status status;

	postgres_add_int(&args, (int64_t)limit);
	status = postgres_ask(postgres_of(base), SQL_OPEN_TALKS, &args, &rows);
	if (status != STORE_OK)
		return status;
	for (int row = 0; row < PQntuples(rows); row++) {
		get_talk(rows, row, &talk);
		if (!each(context, &talk))
			break;
	}
	PQclear(rows);
	return STORE_OK;
}

/* Its text points into the row. */
static void get_message(const PGresult *rows, int row,
			struct store_message *message)
{
	char word[16];

	memset(message, 0, sizeof(*message));
	postgres_get_id(rows, row, 0, &message->visitor);
	message->seq = (uint64_t)postgres_get_int(rows, row, 1);
	message->time_ms = postgres_get_int(rows, row, 2);
	postgres_get_text(rows, row, 3, word, sizeof(word));
	message->from = store_from_of(word);
	postgres_get_id(rows, row, 4, &message->message);
	postgres_get_text(rows, row, 5, message->agent, sizeof(message->agent));
	message->text = PQgetvalue(rows, row, 6);
	message->text_bytes = (size_t)PQgetlength(rows, row, 6);
	message->verdict = postgres_get_verdict(rows, row, 7);
	postgres_get_text(rows, row, 8, message->intent,
			  sizeof(message->intent));
	message->confidence = postgres_get_double(rows, row, 9);
	for (size_t i = 0; i < STORE_TALK_NEAR_MAX; i++) {
		struct store_talk_near *near = &message->near[i];
		int at = 10 + 2 * (int)i;

		postgres_get_text(rows, row, at, near->intent,
				  sizeof(near->intent));
		near->score = postgres_get_double(rows, row, at + 1);
		if (near->intent[0])
			message->near_count = i + 1;
	}
}

enum store_status postgres_messages(struct store *base,
				    const struct store_id *visitor,
				    uint64_t after_seq, size_t limit,
				    store_message_fn *each, void *context)
{
	struct postgres_args args = {0};
	struct store_message message;
	PGresult *rows;
	enum store_status status;

	postgres_add_id(&args, visitor);
	postgres_add_int(&args, (int64_t)after_seq);
	postgres_add_int(&args, (int64_t)limit);
	status = postgres_ask(postgres_of(base), SQL_MESSAGES, &args, &rows);
	if (status != STORE_OK)
		return status;
	for (int row = 0; row < PQntuples(rows); row++) {
		get_message(rows, row, &message);
		if (!each(context, &message))
			break;
	}
	PQclear(rows);
	return STORE_OK;
}

enum store_status postgres_message_seq(struct store *base,
				       const struct store_id *visitor,
				       const struct store_id *message,
				       uint64_t *seq)
{
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	postgres_add_id(&args, visitor);
	postgres_add_id(&args, message);
	status = postgres_ask(postgres_of(base), SQL_MESSAGE_SEQ, &args, &rows);
	if (status != STORE_OK)
		return status;
	if (PQntuples(rows) == 0)
		status = STORE_ABSENT;
	else
		*seq = (uint64_t)postgres_get_int(rows, 0, 0);
	PQclear(rows);
	return status;
}

struct correction_walk {
	store_correction_fn *each;
	void *context;
};

static bool on_correction(void *context, const PGresult *rows, int row)
{
	const struct correction_walk *walk = context;
	struct store_correction out = {0};

	out.time_ms = postgres_get_int(rows, row, 0);
	postgres_get_id(rows, row, 1, &out.visitor);
	out.seq = (uint64_t)postgres_get_int(rows, row, 2);
	out.question = PQgetvalue(rows, row, 3);
	out.question_bytes = (size_t)PQgetlength(rows, row, 3);
	postgres_get_text(rows, row, 4, out.answered, sizeof(out.answered));
	postgres_get_text(rows, row, 5, out.expected, sizeof(out.expected));
	postgres_get_text(rows, row, 6, out.agent, sizeof(out.agent));
	return walk->each(walk->context, &out);
}

enum store_status postgres_corrections(struct store *base, int64_t from_ms,
				       int64_t to_ms, store_correction_fn *each,
				       void *context)
{
	static const char sql[] =
		"SELECT time_ms, visitor, seq, question, answered, expected,"
		" agent FROM corrections WHERE time_ms >= $1 AND time_ms < $2"
		" ORDER BY time_ms, id";
	struct correction_walk walk = {each, context};
	struct postgres_args args = {0};

	postgres_add_int(&args, from_ms);
	postgres_add_int(&args, to_ms);
	return postgres_walk(postgres_of(base), sql, &args, on_correction,
			     &walk);
}
