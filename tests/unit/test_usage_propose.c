/* SPDX-License-Identifier: MIT */
#include "cli/usage_propose.h"

#include "proto/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void ask(struct usage *usage, const char *question, unsigned times)
{
	struct store_turn turn = {.time_ms = 1, .near_count = 1};

	snprintf(turn.question, sizeof(turn.question), "%s", question);
	strcpy(turn.near[0].intent, "faq.fees");
	turn.near[0].score = 0.5;
	while (times--)
		assert_true(groups_add(&usage->groups, &turn));
}

/* The files for what was asked; how many drafts. */
static size_t propose(struct usage *usage, bool all,
		      const struct content *content, struct files *files)
{
	const struct usage_target target = {NULL, content};
	size_t count;

	assert_true(groups_make(&usage->groups));
	memset(files, 0, sizeof(*files));
	assert_true(usage_propose(files, usage, all, &target, &count));
	groups_release(&usage->groups);
	return count;
}

static void a_group_becomes_an_intent_and_its_tests(void **state)
{
	struct usage usage = {0};
	struct files files;

	(void)state;
	ask(&usage, "Where is my refund?", 3);
	ask(&usage, "refund of the coin", 2);
	assert_int_equal(propose(&usage, false, NULL, &files), 1);
	assert_int_equal(files.count, 2);
	assert_string_equal(files.file[0].path, "en/proposed.md");
	assert_string_equal(
		draft_bytes(&files.file[0].text),
		"# Proposed: what was asked in vain\n"
		"\n### Where is my refund?\n"
		"\nThe page does not answer this yet.\n"
		"\n```ask limit.refund\n@proposed\n"
		"# @rests ANCHOR, a place of page.md\n"
		"# asked 5 times, wordings: 2\n"
		"# if faq.fees is meant (score 0.50), move the lines there\n"
		"< where refund >\nwhere is my refund\n"
		"< refund coin >\nrefund of the coin\n```\n\n");
	assert_true(files.file[1].test);
	assert_string_equal(files.file[1].path, "questions/en/proposed.test");
	assert_string_equal(draft_bytes(&files.file[1].text),
			    "# As visitors asked, for proposed.md\n"
			    "\n[limit.refund]\n+ Where is my refund?\n"
			    "+ refund of the coin\n");
	files_release(&files);
}

static void what_was_asked_once_is_left_out_but_for_all(void **state)
{
	struct usage usage = {0};
	struct files files;

	(void)state;
	ask(&usage, "refund", 2);
	ask(&usage, "android", 1);
	assert_int_equal(propose(&usage, false, NULL, &files), 1);
	files_release(&files);
	ask(&usage, "refund", 2);
	ask(&usage, "android", 1);
	assert_int_equal(propose(&usage, true, NULL, &files), 2);
	files_release(&files);
}

static void marks_of_personal_data_are_in_no_draft(void **state)
{
	struct usage usage = {0};
	struct files files;

	(void)state;
	ask(&usage, "refund to [EMAIL_ADDRESS] please", 2);
	ask(&usage, "[CREDIT_CARD]", 2);
	assert_int_equal(propose(&usage, false, NULL, &files), 1);
	assert_non_null(strstr(draft_bytes(&files.file[0].text),
			       "### refund to please\n"));
	for (size_t i = 0; i < files.count; i++) {
		assert_null(strstr(draft_bytes(&files.file[i].text), "EMAIL"));
		assert_null(strstr(draft_bytes(&files.file[i].text), "CREDIT"));
	}
	files_release(&files);
}

static void words_that_tell_nothing_make_no_draft(void **state)
{
	struct usage usage = {0};
	struct files files;

	(void)state;
	ask(&usage, "why not", 5);
	ask(&usage, "???", 5);
	assert_int_equal(propose(&usage, true, NULL, &files), 0);
	assert_int_equal(files.count, 0);
}

static void a_list_that_the_content_has_is_not_written_again(void **state)
{
	static const char words[] = "# Words\n\n```words cost\nprice\n```\n";
	const struct faq_source source = {"en/words.md", words,
					  sizeof(words) - 1};
	const struct content content = {.sources = &source, .source_count = 1};
	struct usage usage = {0};
	struct files files;

	(void)state;
	ask(&usage, "price of a refund", 2);
	assert_int_equal(propose(&usage, false, NULL, &files), 1);
	assert_non_null(
		strstr(draft_bytes(&files.file[0].text), "```words cost\n"));
	files_release(&files);
	ask(&usage, "price of a refund", 2);
	assert_int_equal(propose(&usage, false, &content, &files), 1);
	assert_non_null(strstr(draft_bytes(&files.file[0].text), "{cost}"));
	assert_null(strstr(draft_bytes(&files.file[0].text), "```words"));
	files_release(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_becomes_an_intent_and_its_tests),
		cmocka_unit_test(what_was_asked_once_is_left_out_but_for_all),
		cmocka_unit_test(marks_of_personal_data_are_in_no_draft),
		cmocka_unit_test(words_that_tell_nothing_make_no_draft),
		cmocka_unit_test(
			a_list_that_the_content_has_is_not_written_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
