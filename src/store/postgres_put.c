/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <string.h>

static void add_near(struct postgres_args *args, bool there, const char *intent,
		     double score)
{
	if (there) {
		postgres_add_text(args, intent);
		postgres_add_double(args, score);
	} else {
		postgres_add_null(args);
		postgres_add_null(args);
	}
}

static enum store_status put_turn(struct postgres_store *s,
				  const struct store_turn *turn)
{
	struct postgres_args args = {0};

	postgres_add_int(&args, turn->time_ms);
	postgres_add_id(&args, &turn->visitor);
	postgres_add_id(&args, &turn->message);
	postgres_add_text(&args, turn->mouth);
	postgres_add_text(&args, turn->question);
	postgres_add_text(&args, faq_verdict_text(turn->verdict));
	postgres_add_text(&args, turn->intent);
	postgres_add_double(&args, turn->confidence);
	for (size_t i = 0; i < FAQ_PARTS_MAX; i++)
		if (i < turn->answer_count)
			postgres_add_text(&args, turn->answer[i]);
		else
			postgres_add_null(&args);
	for (size_t i = 0; i < STORE_NEAR_MAX; i++)
		add_near(&args, i < turn->near_count, turn->near[i].intent,
			 turn->near[i].score);
	postgres_add_bool(&args, turn->handover);
	postgres_add_bool(&args, turn->personal_data);
	postgres_add_int(&args, turn->latency_us);
	return postgres_send(s, SQL_PUT_TURN, &args, EXPECT_ANY);
}

static enum store_status put_feedback(struct postgres_store *s,
				      const struct store_feedback *feedback)
{
	struct postgres_args args = {0};

	postgres_add_int(&args, feedback->time_ms);
	postgres_add_id(&args, &feedback->visitor);
	postgres_add_id(&args, &feedback->message);
	postgres_add_bool(&args, feedback->helpful);
	postgres_add_text(&args, feedback->reason);
	return postgres_send(s, SQL_PUT_FEEDBACK, &args, EXPECT_ANY);
}

static enum store_status put_session(struct postgres_store *s,
				     const struct store_session *session)
{
	struct postgres_args args = {0};

	postgres_add_id(&args, &session->visitor);
	postgres_add_text(&args, session->mouth);
	postgres_add_int(&args, session->updated_ms);
	postgres_add_text(&args, session->state == STORE_SESSION_PERSON
					 ? "person"
					 : "bot");
	postgres_add_bytes(&args, session->dialog, sizeof(session->dialog));
	postgres_add_int(&args, session->taken_order);
	postgres_add_int(&args, session->turned_order);
	return postgres_send(s, SQL_PUT_SESSION, &args, EXPECT_ANY);
}

static enum store_status put_delivery(struct postgres_store *s,
				      const struct store_delivery *delivery)
{
	struct postgres_args args = {0};

	postgres_add_text(&args, delivery->desk);
	postgres_add_id(&args, &delivery->id);
	postgres_add_int(&args, delivery->seen_ms);
	return postgres_send(s, SQL_PUT_DELIVERY, &args, EXPECT_ROW);
}

static enum store_status put_outgoing(struct postgres_store *s,
				      const struct store_outgoing *message)
{
	struct postgres_args args = {0};

	postgres_add_text(&args, message->desk);
	postgres_add_id(&args, &message->visitor);
	postgres_add_bytes(&args, message->conversation,
			   strlen(message->conversation));
	postgres_add_bytes(&args, message->body, message->body_bytes);
	postgres_add_bool(&args, message->verbatim);
	postgres_add_int(&args, message->created_ms);
	postgres_add_int(&args, message->next_ms);
	return postgres_send(s, SQL_PUT_OUTGOING, &args, EXPECT_ANY);
}

static enum store_status put_sent(struct postgres_store *s,
				  const struct store_sent *sent)
{
	static const enum postgres_sql sql[] = {
		[STORE_OUTBOX_PENDING] = SQL_PUT_SENT_AGAIN,
		[STORE_OUTBOX_DONE] = SQL_PUT_SENT_DONE,
		[STORE_OUTBOX_DEAD] = SQL_PUT_SENT_DEAD,
	};
	struct postgres_args args = {0};

	postgres_add_int(&args, sent->id);
	if (sent->state == STORE_OUTBOX_PENDING)
		postgres_add_int(&args, sent->next_ms);
	postgres_add_text(&args, sent->cause);
	return postgres_send(s, sql[sent->state], &args, EXPECT_ANY);
}

static enum store_status
put_withdrawal(struct postgres_store *s,
	       const struct store_withdrawal *withdrawal)
{
	struct postgres_args args = {0};

	postgres_add_text(&args, withdrawal->desk);
	postgres_add_id(&args, &withdrawal->visitor);
	return postgres_send(s, SQL_PUT_WITHDRAWAL, &args, EXPECT_WITHDRAWN);
}

static enum store_status put_api_key(struct postgres_store *s,
				     const struct store_api_key *key)
{
	struct postgres_args args = {0};

	postgres_add_text(&args, key->id);
	postgres_add_text(&args, key->name);
	postgres_add_text(&args, key->scopes);
	postgres_add_bytes(&args, key->salt, sizeof(key->salt));
	postgres_add_bytes(&args, key->hash, sizeof(key->hash));
	postgres_add_int(&args, key->created_ms);
	return postgres_send(s, SQL_PUT_API_KEY, &args, EXPECT_ANY);
}

static enum store_status
put_api_key_event(struct postgres_store *s, enum postgres_sql sql,
		  const struct store_api_key_event *event)
{
	struct postgres_args args = {0};

	postgres_add_text(&args, event->id);
	postgres_add_int(&args, event->time_ms);
	return postgres_send(s, sql, &args, EXPECT_ANY);
}

static enum store_status put_notice(struct postgres_store *s,
				    const struct store_notice *notice)
{
	struct postgres_args args = {0};

	postgres_add_text(&args, notice->topic);
	postgres_add_text(&args, notice->text);
	return postgres_send(s, SQL_NOTIFY, &args, EXPECT_ANY);
}

/* libpq copies what it sends, so `clean` may change afterwards. */
enum store_status postgres_put(struct store *base,
			       const struct store_record *clean)
{
	struct postgres_store *s = postgres_of(base);

	switch (clean->kind) {
	case STORE_TURN:
		return put_turn(s, &clean->as.turn);
	case STORE_FEEDBACK:
		return put_feedback(s, &clean->as.feedback);
	case STORE_SESSION:
		return put_session(s, &clean->as.session);
	case STORE_DELIVERY:
		return put_delivery(s, &clean->as.delivery);
	case STORE_OUTGOING:
		return put_outgoing(s, &clean->as.outgoing);
	case STORE_SENT:
		return put_sent(s, &clean->as.sent);
	case STORE_WITHDRAWAL:
		return put_withdrawal(s, &clean->as.withdrawal);
	case STORE_API_KEY_ADD:
		return put_api_key(s, &clean->as.api_key);
	case STORE_API_KEY_USED:
		return put_api_key_event(s, SQL_PUT_API_KEY_USED,
					 &clean->as.api_key_event);
	case STORE_API_KEY_REVOKED:
		return put_api_key_event(s, SQL_PUT_API_KEY_REVOKED,
					 &clean->as.api_key_event);
	case STORE_NOTICE:
		return put_notice(s, &clean->as.notice);
	case STORE_TALK:
	case STORE_MESSAGE:
	case STORE_CORRECTION:
		return postgres_put_talk(s, clean);
	}
	return STORE_ERROR_MISUSE;
}
