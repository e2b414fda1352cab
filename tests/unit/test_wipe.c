/* SPDX-License-Identifier: MIT */
#include "faq_wipe.h"
#include "match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "content.h"

static bool holds(const void *bytes, size_t size, const char *text)
{
	const char *at = bytes;
	size_t length = strlen(text);

	for (; size >= length; at++, size--)
		if (memcmp(at, text, length) == 0)
			return true;
	return false;
}

static void bytes_are_overwritten(void **state)
{
	char bytes[] = "what is tea";
	static const char zeros[sizeof(bytes)];

	(void)state;
	faq_wipe(bytes, sizeof(bytes));
	assert_memory_equal(bytes, zeros, sizeof(bytes));
}

static void no_bytes_are_fine(void **state)
{
	(void)state;
	faq_wipe(NULL, 0);
}

static void a_scratch_forgets_the_question_and_answers_the_next(void **state)
{
	struct faq_scratch *scratch;
	struct faq_catalog *catalog;
	struct faq_dialog dialog;
	struct faq_reply reply;

	(void)state;
	catalog = build_good("### Tea\n\nLeaves.\n\n"
			     "```ask faq.tea\nwhat is zyzzyva tea\n```\n");
	assert_int_equal(faq_scratch_new(&scratch, NULL), FAQ_OK);
	faq_dialog_init(&dialog);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(faq_ask(catalog, scratch, &dialog,
					 "what is zyzzyva tea", 19, &reply,
					 NULL),
				 FAQ_OK);
		assert_int_equal(reply.verdict, FAQ_VERDICT_ANSWER);
		assert_true(holds(scratch, sizeof(*scratch), "zyzzyva"));
		faq_scratch_wipe(scratch);
		assert_false(holds(scratch, sizeof(*scratch), "zyzzyva"));
	}
	faq_scratch_free(scratch);
	faq_catalog_free(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_overwritten),
		cmocka_unit_test(no_bytes_are_fine),
		cmocka_unit_test(
			a_scratch_forgets_the_question_and_answers_the_next),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
