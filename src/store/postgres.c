/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <poll.h>
#include <stdlib.h>

#define LOOK_AGAIN_MS 50 /* for a server that is coming back */

/* Once a store: a row of its own, which each transaction will hold. */
static enum store_status enlist(struct postgres_store *s)
{
	PGresult *rows;
	enum store_status status = postgres_ask(s, SQL_WRITER, NULL, &rows);

	if (status != STORE_OK)
		return status;
	postgres_get_id(rows, 0, 0, &s->writer);
	PQclear(rows);
	return STORE_OK;
}

static enum store_status send_begin(struct postgres_store *s,
				    enum store_durability durability)
{
	struct postgres_args args = {0};
	enum store_status status =
		postgres_send(s, SQL_BEGIN, NULL, EXPECT_ANY);

	if (status == STORE_OK && s->lazy && durability == STORE_DURABLE)
		status = postgres_send(s, SQL_FLUSH, NULL, EXPECT_ANY);
	postgres_add_id(&args, &s->writer);
	postgres_add_int(&args, ++s->number);
	if (status == STORE_OK)
		status = postgres_send(s, SQL_MARK, &args, EXPECT_ANY);
	return status;
}

static enum store_status begin(struct store *base,
			       enum store_durability durability)
{
	struct postgres_store *s = postgres_of(base);
	enum store_status status = postgres_link(s);

	if (status == STORE_OK && store_id_none(&s->writer))
		status = enlist(s);
	if (status != STORE_OK)
		return status;
	s->pinned = true;
	status = send_begin(s, durability);
	if (status != STORE_OK)
		base->ops->rollback(base);
	return status;
}

/* What became of the last transaction; STORE_ERROR_BUSY: nobody can say yet. */
static enum store_status look_up(struct postgres_store *s)
{
	struct postgres_args args = {0};
	PGresult *rows;
	enum store_status status;

	s->retry_ms = 0; /* now, whatever was tried before */
	status = postgres_link(s);
	if (status != STORE_OK)
		return STORE_ERROR_BUSY;
	postgres_add_id(&args, &s->writer);
	status = postgres_ask(s, SQL_FATE, &args, &rows);
	if (status != STORE_OK)
		return STORE_ERROR_BUSY;
	if (PQntuples(rows) == 0)
		status = STORE_ERROR_BUSY;
	else if (postgres_get_int(rows, 0, 0) != s->number)
		status = STORE_ERROR_IO;
	PQclear(rows);
	return status;
}

/* The connection broke while a commit was under way. */
static enum store_status settle_doubt(struct postgres_store *s)
{
	int64_t until_ms = postgres_clock_ms() + POSTGRES_DOUBT_MS;
	struct store_error why = s->base.error;
	enum store_status status;

	do {
		status = look_up(s);
		if (status == STORE_OK)
			return STORE_OK;
		if (status == STORE_ERROR_IO) {
			s->base.error = why;
			return STORE_ERROR_IO;
		}
		poll(NULL, 0, LOOK_AGAIN_MS);
	} while (postgres_clock_ms() < until_ms);
	postgres_say(s, "write",
		     "the connection broke at the end of a transaction; it is "
		     "not known whether it was stored");
	return STORE_ERROR_IO;
}

static enum store_status commit(struct store *base)
{
	struct postgres_store *s = postgres_of(base);
	enum store_status status = postgres_sync(s, NULL);

	if (status != STORE_OK)
		return status;
	status = postgres_send(s, SQL_COMMIT, NULL, EXPECT_ANY);
	if (status == STORE_OK)
		status = postgres_sync(s, NULL);
	s->pinned = false;
	if (status != STORE_OK && !s->conn)
		status = settle_doubt(s);
	return status;
}

static void rollback(struct store *base)
{
	struct postgres_store *s = postgres_of(base);
	struct store_error why = base->error;

	if (s->sent)
		(void)!postgres_sync(s, NULL);
	if (s->conn && PQtransactionStatus(s->conn) != PQTRANS_IDLE &&
	    postgres_send(s, SQL_ROLLBACK, NULL, EXPECT_ANY) == STORE_OK)
		(void)!postgres_sync(s, NULL);
	s->pinned = false;
	base->error = why;
}

static void close_store(struct store *base)
{
	struct postgres_store *s = postgres_of(base);

	PQfinish(s->conn);
	free(s->address);
	free(s->password_file);
	free(s);
}

const struct store_ops postgres_ops = {
	.shared = true,
	.close = close_store,
	.begin = begin,
	.put = postgres_put,
	.commit = commit,
	.rollback = rollback,
	.session = postgres_session,
	.sessions = postgres_sessions,
	.delivery = postgres_delivery,
	.claim = postgres_claim,
	.outgoing = postgres_outgoing,
	.outbox = postgres_outbox,
	.outbox_waits = postgres_outbox_waits,
	.outbox_count = postgres_outbox_count,
	.outbox_change = postgres_outbox_change,
	.api_keys = postgres_api_keys,
	.talk = postgres_talk,
	.open_talks = postgres_open_talks,
	.messages = postgres_messages,
	.message_seq = postgres_message_seq,
	.corrections = postgres_corrections,
	.turns = postgres_turns,
	.last_turns = postgres_last_turns,
	.feedback = postgres_feedback,
	.intent_counts = postgres_intent_counts,
	.day_counts = postgres_day_counts,
	.delete_old = postgres_delete_old,
	.delete_visitor = postgres_delete_visitor,
	.scrub = postgres_scrub,
	.common = postgres_common,
};
