/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

static bool copy(void *context, const struct store_turn *turn)
{
	memcpy(context, turn, sizeof(*turn));
	return false;
}

static void what_was_written_is_read_back(void **state)
{
	const struct store_range all = {0, 10, NULL, false};
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 5, "what next");
	struct store_turn back;

	record.as.turn.verdict = FAQ_VERDICT_CLARIFY;
	record.as.turn.near_count = 2;
	strcpy(record.as.turn.near[0].intent, "faq.what_next");
	record.as.turn.near[0].score = 0.5;
	strcpy(record.as.turn.near[1].intent, "step.one");
	record.as.turn.near[1].score = 0.25;
	record.as.turn.answer_count = 2;
	strcpy(record.as.turn.answer[1], "step.two");
	record.as.turn.handover = true;
	record.as.turn.personal_data = true;
	write_one(bench->store, record);
	store_close(bench->store);
	bench_open(bench);
	assert_int_equal(store_turns(bench->store, &all, copy, &back),
			 STORE_OK);
	assert_memory_equal(&back, &record.as.turn, sizeof(back));
}

static void a_batch_is_stored_whole_or_not_at_all(void **state)
{
	struct bench *bench = *state;
	struct store_record batch[] = {turn_of(1, 1, "a"), turn_of(2, 2, "b"),
				       turn_of(3, 3, "c")};

	batch[2].as.turn.mouth[0] = '\0';
	assert_int_equal(store_write(bench->store, batch, 3, STORE_COMMITTED),
			 STORE_ERROR_MISUSE);
	assert_string_equal(store_message(bench->store),
			    "a turn's mouth is no name");
	assert_int_equal(count_turns(bench->store), 0);
	strcpy(batch[2].as.turn.mouth, "ask");
	assert_int_equal(store_write(bench->store, batch, 3, STORE_DURABLE),
			 STORE_OK);
	assert_string_equal(store_message(bench->store), "");
	assert_int_equal(count_turns(bench->store), 3);
}

static void a_batch_without_records_or_with_too_many_is_refused(void **state)
{
	struct bench *bench = *state;
	struct store_record record = turn_of(1, 1, "a");

	assert_int_equal(store_write(bench->store, &record, 0, STORE_COMMITTED),
			 STORE_ERROR_MISUSE);
	assert_int_equal(store_write(bench->store, &record, STORE_BATCH_MAX + 1,
				     STORE_COMMITTED),
			 STORE_ERROR_MISUSE);
	record.kind = (enum store_kind)99;
	assert_int_equal(store_write(bench->store, &record, 1, STORE_COMMITTED),
			 STORE_ERROR_MISUSE);
}

static void a_delivery_takes_effect_once(void **state)
{
	struct bench *bench = *state;
	struct store_id id = id_of(7);
	struct store_record batch[] = {delivery_of(7, 1), turn_of(1, 1, "a")};

	assert_int_equal(store_delivery(bench->store, "chatwoot", &id),
			 STORE_ABSENT);
	assert_int_equal(store_write(bench->store, batch, 2, STORE_DURABLE),
			 STORE_OK);
	assert_int_equal(store_write(bench->store, batch, 2, STORE_DURABLE),
			 STORE_SEEN);
	assert_int_equal(count_turns(bench->store), 1);
	assert_int_equal(store_delivery(bench->store, "chatwoot", &id),
			 STORE_SEEN);
	assert_int_equal(store_delivery(bench->store, "zammad", &id),
			 STORE_ABSENT);
}

static void what_all_have_in_common_is_that_of_the_first(void **state)
{
	struct bench *bench = *state;
	uint8_t first[STORE_SALT_BYTES] = {1}, second[STORE_SALT_BYTES] = {2};
	uint8_t out[STORE_SALT_BYTES];

	assert_int_equal(store_common(bench->store, "a", first, out), STORE_OK);
	assert_memory_equal(out, first, sizeof(out));
	bench_reopen(bench);
	assert_int_equal(store_common(bench->store, "a", second, out),
			 STORE_OK);
	assert_memory_equal(out, first, sizeof(out));
	assert_int_equal(store_common(bench->store, "b", second, out),
			 STORE_OK);
	assert_memory_equal(out, second, sizeof(out));
}

static void every_status_has_words(void **state)
{
	(void)state;
	for (int i = STORE_ERROR_BUSY; i <= STORE_BEHIND; i++)
		assert_string_not_equal(store_status_text((enum store_status)i),
					"unknown");
	assert_string_equal(store_status_text((enum store_status)99),
			    "unknown");
}

/* A value of each type that faq_redact() knows, and the part of it that must
 * be nowhere. */
static const char *const personal[][2] = {
	{"card 4111 1111 1111 1111 ok", "4111 1111"},
	{"iban DE89370400440532013000", "DE8937"},
	{"write to john.doe@mail.example", "john.doe"},
	{"call +44 7700 900310", "7700 900310"},
	{"my passport DR4694956 expired", "DR4694956"},
	{"my ssn 459-81-8820", "459-81"},
	{"my uid is 482019330", "482019330"},
	{"i live at 12b Old Mill Road, Leeds", "Old Mill"},
	{"born 13.04.1964", "13.04.1964"},
	{"here is my otp 4821", "4821"},
	{"legal winner thank year wave sausage worth useful legal winner "
	 "thank yellow",
	 "winner thank"},
	{"send to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5Q"},
	{"0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
	 "4c0883a691"},
	{"my api secret: a8Kd93jfLs02mNq7Xz51", "a8Kd93jf"},
	{"backup key JBSWY3DPEHPK3PXP", "JBSWY3DP"},
	{"my password is hunter2!", "hunter2"},
};

/* Whatever the field: question, reason, body, cause, the name of a key. */
static void no_byte_of_personal_data_reaches_the_files(void **state)
{
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof(personal) / sizeof(personal[0]); i++) {
		const char *text = personal[i][0];
		struct store_record batch[] = {
			turn_of((unsigned)i + 1, 1, text),
			feedback_of((unsigned)i + 1, 1, false, text),
			outgoing_of(1, "c1", text, 1),
			{.kind = STORE_SENT},
			{.kind = STORE_API_KEY_ADD},
		};

		batch[3].as.sent.id = 1;
		snprintf(batch[3].as.sent.cause, STORE_CAUSE_BYTES, "%s", text);
		snprintf(batch[4].as.api_key.id, STORE_API_KEY_ID_BYTES,
			 "key%zu", i);
		store_text(text, strlen(text), batch[4].as.api_key.name,
			   STORE_API_KEY_NAME_BYTES);
		assert_int_equal(
			store_write(bench->store, batch, 5, STORE_DURABLE),
			STORE_OK);
		assert_false(store_holds(bench, personal[i][1],
					 strlen(personal[i][1])));
	}
	/* that there was something to be found */
	assert_true(store_holds(bench, "[CREDIT_CARD] ok", 16));
	assert_true(store_holds(bench, "my password is [PASSWORD]", 25));
}

static void a_verbatim_body_is_kept_as_it_is(void **state)
{
	struct bench *bench = *state;
	struct store_record record =
		outgoing_of(1, "c1", "write to help@binance.example", 1);

	record.as.outgoing.verbatim = true;
	write_one(bench->store, record);
	assert_true(store_holds(bench, "help@binance.example", 20));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
		WITH_STORE(what_was_written_is_read_back),
		WITH_STORE(a_batch_is_stored_whole_or_not_at_all),
		WITH_STORE(a_batch_without_records_or_with_too_many_is_refused),
		WITH_STORE(a_delivery_takes_effect_once),
		WITH_STORE(what_all_have_in_common_is_that_of_the_first),
		cmocka_unit_test(every_status_has_words),
		WITH_STORE(no_byte_of_personal_data_reaches_the_files),
		WITH_STORE(a_verbatim_body_is_kept_as_it_is),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
