/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/proposals.h"

static const char text[] = "### A\n\nA.\n\n```ask faq.a\n@proposed\na\n```\n"
			   "### AB\n\n@proposed\n\n```ask faq.ab\n"
			   "@proposed\r\nb\n```\n";

static void one_mark_goes_and_all_else_stays(void **state)
{
	struct draft out = {0};
	(void)state;
	proposals_unmark(&out, text, "faq.a");
	assert_string_equal(draft_bytes(&out),
			    "### A\n\nA.\n\n```ask faq.a\na\n```\n"
			    "### AB\n\n@proposed\n\n```ask faq.ab\n"
			    "@proposed\r\nb\n```\n");
	draft_release(&out);
	proposals_unmark(&out, text, "faq.ab");
	assert_null(strstr(draft_bytes(&out), "@proposed\r\n"));
	assert_non_null(strstr(draft_bytes(&out), "\n@proposed\n\n"));
	draft_release(&out);
	proposals_unmark(&out, text, "faq.none");
	assert_string_equal(draft_bytes(&out), text);
	draft_release(&out);
}

static void marking_twice_marks_once(void **state)
{
	struct draft out = {0};
	(void)state;
	proposals_mark_all(&out, "```ask faq.a\na\n```\n");
	assert_string_equal(draft_bytes(&out),
			    "```ask faq.a\n@proposed\na\n```\n");
	draft_release(&out);
	proposals_mark_all(&out, text);
	assert_string_equal(draft_bytes(&out), text);
	draft_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_mark_goes_and_all_else_stays),
		cmocka_unit_test(marking_twice_marks_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
