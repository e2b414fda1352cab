/* SPDX-License-Identifier: MIT */
#include "store/clean.h"
#include "unit/store_fixture.h"

#define LONG_BYTES 3000u

static void expect(const char *text, size_t size, const char *expected)
{
	char out[64];

	assert_true(size <= sizeof(out));
	memset(out, 'x', sizeof(out));
	store_text(text, strlen(text), out, size);
	assert_string_equal(out, expected);
}

static void a_text_is_cut_behind_a_whole_character(void **state)
{
	(void)state;
	expect("hello", 64, "hello");
	expect("hello", 6, "hello");
	expect("hello", 5, "hell");
	expect("hell\xc3\xa9", 7, "hell\xc3\xa9");
	expect("hell\xc3\xa9", 6, "hell");
	expect("a\xf0\x9f\x99\x82", 5, "a");
	expect("a\xf0\x9f\x99\x82", 6, "a\xf0\x9f\x99\x82");
	expect("hello", 1, "");
}

static void what_is_no_text_is_left_out(void **state)
{
	(void)state;
	expect("a\xff"
	       "b",
	       64, "ab");
	expect("\xc0\xaf\xed\xa0\x80", 64, "");
	expect("\xf4\x90\x80\x80", 64, "");
	expect("\xe2\x82", 64, "");
	expect("a\nb\tc\x7f", 64, "a b c ");
}

static void a_text_is_redacted_before_it_is_cut(void **state)
{
	char text[LONG_BYTES], out[STORE_QUESTION_BYTES];

	(void)state;
	for (size_t at = STORE_QUESTION_BYTES - 30; at < STORE_QUESTION_BYTES;
	     at++) {
		memset(text, ' ', sizeof(text));
		memcpy(text + at, "4111111111111111", 16);
		store_text(text, sizeof(text), out, sizeof(out));
		assert_null(strchr(out, '4'));
	}
}

/* A byte that is no text must not hide a number. */
static void a_number_broken_by_bad_bytes_is_found(void **state)
{
	(void)state;
	expect("4111\xff"
	       "1111\xff"
	       "1111\xff"
	       "1111 ok",
	       64, "[CREDIT_CARD] ok");
}

/* Redacting what was redacted changes nothing. */
static void cleaning_twice_is_cleaning_once(void **state)
{
	static const char *const text[] = {
		"card 4111 1111 1111 1111 ok",
		"a@b.example, born 1.2.1990, +44 7700 900310",
		"my passport DR4694956 and my password is hunter2!",
		"otp 593135? I typed it: 593135!"};
	char once[256], twice[256];

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		store_text(text[i], strlen(text[i]), once, sizeof(once));
		store_text(once, strlen(once), twice, sizeof(twice));
		assert_string_equal(once, twice);
	}
}

static void refused(struct store_record record, const char *expected)
{
	char body[STORE_CLEAN_BODY_BYTES];
	struct store_record clean;
	const char *what;

	assert_int_equal(clean_record(&record, &clean, body, &what),
			 STORE_ERROR_MISUSE);
	assert_string_equal(what, expected);
}

static void a_turn_out_of_its_bounds_is_refused(void **state)
{
	struct store_record good = turn_of(1, 1, "a"), bad;

	(void)state;
	bad = good;
	memset(&bad.as.turn.visitor, 0, sizeof(bad.as.turn.visitor));
	refused(bad, "a turn without its visitor");
	bad = good;
	strcpy(bad.as.turn.mouth, "a b");
	refused(bad, "a turn's mouth is no name");
	memset(bad.as.turn.mouth, 'a', sizeof(bad.as.turn.mouth));
	refused(bad, "a turn's mouth is no name");
	bad = good;
	bad.as.turn.verdict = (enum faq_verdict)7;
	refused(bad, "a turn's verdict is unknown");
	bad = good;
	bad.as.turn.near_count = STORE_NEAR_MAX + 1;
	refused(bad, "a turn with too many intents");
	bad = good;
	bad.as.turn.answer_count = FAQ_PARTS_MAX + 1;
	refused(bad, "a turn with too many intents");
	bad = good;
	strcpy(bad.as.turn.intent, "a@b.example");
	refused(bad, "a turn's intent is no id");
	bad = good;
	strcpy(bad.as.turn.answer[0], "");
	refused(bad, "a turn's answer is no id");
	bad = good;
	bad.as.turn.near_count = 1;
	refused(bad, "a turn's near miss is no id");
}

static void a_record_without_its_ids_is_refused(void **state)
{
	struct store_record record = feedback_of(1, 1, true, "");

	(void)state;
	memset(&record.as.feedback.message, 0, sizeof(struct store_id));
	refused(record, "feedback without its visitor or message");
	record = session_of(1, 1, 1);
	record.as.session.state = (enum store_session_state)9;
	refused(record, "a session's state is unknown");
	record.as.session.mouth[0] = '\0';
	refused(record, "a session's mouth is no name");
	memset(&record.as.session.visitor, 0, sizeof(struct store_id));
	refused(record, "a session without its visitor");
	record = delivery_of(1, 1);
	record.as.delivery.desk[0] = ' ';
	refused(record, "a delivery's desk is no name");
	memset(&record.as.delivery.id, 0, sizeof(struct store_id));
	refused(record, "a delivery without its id");
	memset(&record, 0, sizeof(record));
	record.kind = STORE_API_KEY_ADD;
	refused(record, "an API key's id is no id");
	record.kind = STORE_API_KEY_REVOKED;
	refused(record, "an API key's id is no id");
	record.kind = STORE_SENT;
	record.as.sent.state = (enum store_outbox_state)3;
	refused(record, "a message's state is unknown");
}

static void a_message_out_of_its_bounds_is_refused(void **state)
{
	struct store_record good = outgoing_of(1, "c", "text", 1), bad = good;

	(void)state;
	bad.as.outgoing.body_bytes = 0;
	refused(bad, "a message's body is empty or too long");
	bad.as.outgoing.body_bytes = STORE_BODY_BYTES + 1;
	refused(bad, "a message's body is empty or too long");
	bad = good;
	bad.as.outgoing.conversation[0] = '\0';
	refused(bad, "a message's conversation is empty or too long");
	memset(bad.as.outgoing.conversation, 'c',
	       sizeof(bad.as.outgoing.conversation));
	refused(bad, "a message's conversation is empty or too long");
	bad = good;
	bad.as.outgoing.desk[0] = '\0';
	refused(bad, "a message's desk is no name");
	memset(&bad.as.outgoing.visitor, 0, sizeof(struct store_id));
	refused(bad, "a message without its visitor");
}

static void a_score_that_is_no_score_is_zero(void **state)
{
	static const double odd[] = {-1, 2, (double)__builtin_nanf(""),
				     (double)__builtin_inff()};
	char body[STORE_CLEAN_BODY_BYTES];
	const char *what;

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct store_record record = turn_of(1, 1, "a"), clean;

		record.as.turn.confidence = odd[i];
		assert_int_equal(clean_record(&record, &clean, body, &what),
				 STORE_OK);
		assert_true(clean.as.turn.confidence <= 0);
	}
}

/* Spans grow the text: the largest body with the most spans fits. */
static void the_largest_body_is_redacted_whole(void **state)
{
	struct store_record record = outgoing_of(1, "c", "x", 1), clean;
	char *text = malloc(STORE_BODY_BYTES);
	char *body = malloc(STORE_CLEAN_BODY_BYTES);
	const char *what;

	(void)state;
	assert_non_null(text);
	assert_non_null(body);
	memset(text, ' ', STORE_BODY_BYTES);
	for (size_t i = 0; i < FAQ_SPANS_MAX - 1; i++)
		memcpy(text + 100 * i, "a@b.co", 6);
	text[STORE_BODY_BYTES - 1] = '.';
	record.as.outgoing.body = text;
	record.as.outgoing.body_bytes = STORE_BODY_BYTES;
	assert_int_equal(clean_record(&record, &clean, body, &what), STORE_OK);
	assert_true(clean.as.outgoing.body_bytes > STORE_BODY_BYTES);
	assert_int_equal(body[clean.as.outgoing.body_bytes - 1], '.');
	assert_null(strchr(body, '@'));
	free(text);
	free(body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_cut_behind_a_whole_character),
		cmocka_unit_test(what_is_no_text_is_left_out),
		cmocka_unit_test(a_text_is_redacted_before_it_is_cut),
		cmocka_unit_test(a_number_broken_by_bad_bytes_is_found),
		cmocka_unit_test(cleaning_twice_is_cleaning_once),
		cmocka_unit_test(a_turn_out_of_its_bounds_is_refused),
		cmocka_unit_test(a_record_without_its_ids_is_refused),
		cmocka_unit_test(a_message_out_of_its_bounds_is_refused),
		cmocka_unit_test(a_score_that_is_no_score_is_zero),
		cmocka_unit_test(the_largest_body_is_redacted_whole),
	};

	return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
