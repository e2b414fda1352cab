/* SPDX-License-Identifier: MIT */
#include "store/backend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* They are in databases that exist, and in the protocol of agents' tools. */
static void the_words_are_these(void **state)
{
	(void)state;
	assert_string_equal(store_talk_state_text(STORE_TALK_WAITING),
			    "waiting");
	assert_string_equal(store_talk_state_text(STORE_TALK_JOINED), "joined");
	assert_string_equal(store_talk_state_text(STORE_TALK_RETURNED),
			    "returned");
	assert_string_equal(store_talk_state_text(STORE_TALK_CLOSED), "closed");
	assert_string_equal(store_talk_reason_text(STORE_TALK_ASKED), "asked");
	assert_string_equal(store_talk_reason_text(STORE_TALK_MISSES),
			    "misses");
	assert_string_equal(store_talk_reason_text(STORE_TALK_ANGER), "anger");
	assert_string_equal(store_from_text(STORE_FROM_VISITOR), "visitor");
	assert_string_equal(store_from_text(STORE_FROM_BOT), "bot");
	assert_string_equal(store_from_text(STORE_FROM_AGENT), "agent");
	assert_string_equal(store_from_text(STORE_FROM_NOTE), "note");
	assert_string_equal(store_from_text(STORE_FROM_SYSTEM), "system");
}

static void each_word_is_read_as_what_it_was_written_for(void **state)
{
	(void)state;
	for (int i = STORE_TALK_WAITING; i <= STORE_TALK_CLOSED; i++)
		assert_int_equal(store_talk_state_of(store_talk_state_text(
					 (enum store_talk_state)i)),
				 i);
	for (int i = STORE_TALK_ASKED; i <= STORE_TALK_ANGER; i++)
		assert_int_equal(store_talk_reason_of(store_talk_reason_text(
					 (enum store_talk_reason)i)),
				 i);
	for (int i = STORE_FROM_VISITOR; i <= STORE_FROM_SYSTEM; i++)
		assert_int_equal(
			store_from_of(store_from_text((enum store_from)i)), i);
}

/* Nothing waits for a person by mistake, nobody is said to have spoken. */
static void an_unknown_word_is_the_last_one(void **state)
{
	(void)state;
	assert_int_equal(store_talk_state_of("lost"), STORE_TALK_CLOSED);
	assert_int_equal(store_talk_state_of(""), STORE_TALK_CLOSED);
	assert_int_equal(store_talk_reason_of("joy"), STORE_TALK_ANGER);
	assert_int_equal(store_from_of("Visitor"), STORE_FROM_SYSTEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_words_are_these),
		cmocka_unit_test(each_word_is_read_as_what_it_was_written_for),
		cmocka_unit_test(an_unknown_word_is_the_last_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
