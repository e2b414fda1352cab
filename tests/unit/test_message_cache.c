/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "proto/message.h"
#include "unit/content.h"

static const char content[] =
	"### Bring a letter\n\nA \"letter\".\n\n```again\nThe letter.\n```\n\n"
	"```ask step.letter\nwhich letter\n```\n\n"
	"### Hours\n\nTen to six.\n\n"
	"```ask faq.hours\n@note rules\nopening hours\n```\n\n"
	"### Desk\n\nAt the [desk](link:desk).\n\n"
	"```ask redirect.desk\n@link desk\nwhere is the desk\n```\n\n";

static void the_members(struct json_writer *writer,
			const struct faq_intent *intent, unsigned steps,
			bool again)
{
	json_writer_clear(writer);
	json_put_open(writer, '{');
	message_put_part(writer, intent, steps,
			 again && *intent->again ? intent->again : NULL);
}

static void what_is_ready_is_what_would_be_written(void **state)
{
	struct faq_catalog *catalog = build_good(content);
	struct message_cache *cache = message_cache_new(catalog);
	struct json_writer writer;

	(void)state;
	assert_non_null(cache);
	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	for (size_t i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);

		for (int again = 0; again < 2; again++) {
			struct message_text ready =
				message_cache_find(cache, intent, again);

			the_members(&writer, intent, faq_catalog_steps(catalog),
				    again);
			assert_int_equal(ready.size + 1, writer.size);
			assert_memory_equal(ready.bytes, writer.bytes + 1,
					    ready.size);
		}
	}
	json_writer_release(&writer);
	message_cache_free(cache);
	faq_catalog_free(catalog);
}

static void another_intent_is_not_found(void **state)
{
	struct faq_catalog *catalog = build_good(content);
	struct message_cache *cache = message_cache_new(catalog);
	const struct faq_intent other = *faq_catalog_intent(catalog, 0);
	const struct faq_intent *last =
		faq_catalog_intent(catalog, faq_catalog_intents(catalog) - 1);

	(void)state;
	assert_null(message_cache_find(cache, &other, false).bytes);
	assert_null(message_cache_find(cache, last + 1, false).bytes);
	assert_null(message_cache_find(NULL, last, false).bytes);
	message_cache_free(cache);
	message_cache_free(NULL);
	faq_catalog_free(catalog);
}

/* An answer by way of the cache is the answer without it. */
static void the_cache_changes_no_byte_of_an_answer(void **state)
{
	static const char *const questions[] = {
		"which letter", "which letter", "opening hours",
		"opening hours and where is the desk", "zebra"};
	const struct message_envelope envelope = {"a", "q", "s", NULL, NULL};
	struct faq_catalog *catalog = build_good(content);
	struct message_cache *cache = message_cache_new(catalog);
	struct json_writer with, without;
	static struct talk talk;

	(void)state;
	talk_begin(&talk, catalog);
	json_writer_init(&with, MESSAGE_REPLY_BYTES_MAX);
	json_writer_init(&without, MESSAGE_REPLY_BYTES_MAX);
	for (size_t i = 0; i < COUNT(questions); i++) {
		say_to(&talk, questions[i]);
		json_writer_clear(&with);
		json_writer_clear(&without);
		message_write_answer(&with, &envelope, &talk.reply, cache);
		message_write_answer(&without, &envelope, &talk.reply, NULL);
		assert_string_equal(with.bytes, without.bytes);
	}
	json_writer_release(&with);
	json_writer_release(&without);
	message_cache_free(cache);
	talk_end(&talk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_ready_is_what_would_be_written),
		cmocka_unit_test(another_intent_is_not_found),
		cmocka_unit_test(the_cache_changes_no_byte_of_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
