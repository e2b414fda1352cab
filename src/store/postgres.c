/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_AGAIN_MS 50 /* for a server that is coming back */

static enum store_status begin(struct store *base,
			       enum store_durability durability)
{
	struct postgres_store *s = postgres_of(base);
	enum store_status status = postgres_link(s);

	s->number[0] = '\0';
	if (status != STORE_OK)
		return status;
	s->pinned = true;
	status = postgres_send(s, SQL_BEGIN, NULL, EXPECT_ANY);
	if (status == STORE_OK && s->lazy && durability == STORE_DURABLE)
		status = postgres_send(s, SQL_FLUSH, NULL, EXPECT_ANY);
	if (status == STORE_OK)
		status = postgres_send(s, SQL_NUMBER, NULL, EXPECT_NUMBER);
	s->pinned = status == STORE_OK;
	return status;
}

/* What the server made of the transaction; STORE_ERROR_BUSY: nobody can say
 * yet. */
static enum store_status look_up(struct postgres_store *s)
{
	struct postgres_args args = {0};
	char fate[16];
	PGresult *rows;
	enum store_status status;

	s->retry_ms = 0; /* now, whatever was tried before */
	status = postgres_link(s);
	if (status != STORE_OK)
		return STORE_ERROR_BUSY;
	postgres_add_text(&args, s->number);
	status = postgres_ask(s, SQL_FATE, &args, &rows);
	if (status != STORE_OK)
		return STORE_ERROR_BUSY;
	postgres_get_text(rows, 0, 0, fate, sizeof(fate));
	PQclear(rows);
	if (strcmp(fate, "committed") == 0)
		return STORE_OK;
	return strcmp(fate, "in progress") == 0 ? STORE_ERROR_BUSY
						: STORE_ERROR_IO;
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
	if (status != STORE_OK && !s->conn && s->number[0])
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
	.outbox_count = postgres_outbox_count,
	.outbox_change = postgres_outbox_change,
	.api_keys = postgres_api_keys,
	.talk = postgres_talk,
	.open_talks = postgres_open_talks,
	.messages = postgres_messages,
	.message_seq = postgres_message_seq,
	.corrections = postgres_corrections,
	.turns = postgres_turns,
	.feedback = postgres_feedback,
	.intent_counts = postgres_intent_counts,
	.day_counts = postgres_day_counts,
	.delete_old = postgres_delete_old,
	.delete_visitor = postgres_delete_visitor,
	.scrub = postgres_scrub,
	.common = postgres_common,
};
