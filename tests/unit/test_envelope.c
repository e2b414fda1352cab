/* SPDX-License-Identifier: MIT */
#include "unit/deed_fixture.h"

#include "server/desk/envelope.h"

/* A message of "room" that could not be sent. */
static struct store_outgoing dead_of(const struct deed_bench *b)
{
	struct store_outgoing message = {.id = 7, .visitor = visitor_of(b)};

	strcpy(message.desk, "desk:own");
	strcpy(message.conversation, "room");
	return message;
}

static void give_up(struct deed_bench *b)
{
	struct store_outgoing message = dead_of(b);

	assert_true(envelope_give_up(&b->batch, b->bench->store, &b->desk,
				     &message, NOW_MS));
}

static bool note_body(void *context, const struct store_outgoing *message)
{
	char *body = context;

	snprintf(body, 4096, "%s %.*s", message->conversation,
		 (int)message->body_bytes, message->body);
	return true;
}

static void requests_become_letters_in_their_order(void **state)
{
	struct deed_bench *b = *state;
	struct store_id visitor = visitor_of(b);
	const struct envelope to = {"desk:own", &visitor, "room", NOW_MS};
	const struct desk_to key = {"room", "k1"};
	struct desk_requests requests;
	struct letter letter;

	assert_int_equal(desk_handover(&b->desk.config, &key, DESK_REASON_ASKED,
				       &requests),
			 DESK_OK);
	assert_true(envelope_put(&b->batch, &to, LETTER_HANDOVER, &requests));
	assert_int_equal(requests.count, 0);
	const struct store_outgoing *out = &b->batch.record[0].as.outgoing;
	assert_int_equal(b->batch.count, 1);
	assert_string_equal(out->desk, "desk:own");
	assert_string_equal(out->conversation, "room");
	assert_int_equal(out->next_ms, NOW_MS);
	assert_int_equal(letter_read(&letter, out->body, out->body_bytes),
			 LETTER_OK);
	assert_int_equal(letter.purpose, LETTER_HANDOVER);
	assert_string_equal(letter.request.path, "/handover");
	letter_release(&letter);
}

static void a_batch_without_room_takes_none(void **state)
{
	struct deed_bench *b = *state;
	struct store_id visitor = visitor_of(b);
	const struct envelope to = {"desk:own", &visitor, "room", NOW_MS};
	const struct desk_to key = {"room", "k1"};
	struct desk_requests requests;

	while (b->batch.count < BATCH_RECORDS)
		assert_non_null(batch_add(&b->batch, STORE_DELIVERY));
	assert_int_equal(desk_handover(&b->desk.config, &key, DESK_REASON_ASKED,
				       &requests),
			 DESK_OK);
	assert_false(envelope_put(&b->batch, &to, LETTER_HANDOVER, &requests));
	assert_false(envelope_withdraw(&b->batch, "desk:own", &visitor));
}

/* What else waits there is not said any more: a person reads it. */
static void who_cannot_be_answered_is_given_to_a_person(void **state)
{
	struct deed_bench *b = *state;
	struct store_id visitor = visitor_of(b);
	struct store_session session;
	char body[4096] = "";

	assert_int_equal(says(b, "m1", "what is tea"), DEED_ANSWERED);
	assert_int_equal(says(b, "m2", "what is tea"), DEED_ANSWERED);
	commit(b);
	give_up(b);
	commit(b);
	assert_int_equal(waiting(b), 1);
	assert_int_equal(store_outbox(b->bench->store, 0, note_body, body),
			 STORE_OK);
	assert_non_null(strstr(body, "room {\"for\":\"handover\""));
	assert_non_null(strstr(body, "reply_failed"));
	assert_int_equal(store_session(b->bench->store, &visitor, &session),
			 STORE_OK);
	assert_int_equal(session.state, STORE_SESSION_PERSON);
}

static void a_person_who_is_there_is_not_called_again(void **state)
{
	struct deed_bench *b = *state;

	assert_int_equal(happens(b, DESK_TAKEN, "t1", 0), DEED_TURNED);
	commit(b);
	give_up(b);
	assert_int_equal(b->batch.count, 0);
}

static void who_was_forgotten_is_not_handed_over(void **state)
{
	struct deed_bench *b = *state;

	give_up(b);
	assert_int_equal(b->batch.count, 0);
}

static void a_desk_without_a_handover_keeps_the_bot(void **state)
{
	struct deed_bench *b = *state;

	b->desk.config.map.handover.path = NULL;
	assert_int_equal(says(b, "m1", "what is tea"), DEED_ANSWERED);
	commit(b);
	give_up(b);
	assert_int_equal(b->batch.count, 0);
}

int main(void)
{
#define AT_WORK(test)                                                          \
	cmocka_unit_test_setup_teardown(test, deed_set_up, deed_tear_down)
	const struct CMUnitTest tests[] = {
		AT_WORK(requests_become_letters_in_their_order),
		AT_WORK(a_batch_without_room_takes_none),
		AT_WORK(who_cannot_be_answered_is_given_to_a_person),
		AT_WORK(a_person_who_is_there_is_not_called_again),
		AT_WORK(who_was_forgotten_is_not_handed_over),
		AT_WORK(a_desk_without_a_handover_keeps_the_bot),
	};

	return cmocka_run_group_tests_name("envelope", tests, NULL, NULL);
}
