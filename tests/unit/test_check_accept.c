/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/check.h"

static const char text[] = "# A page\n"                             /* 1 */
			   "<!-- accept look-alike: a name -->\n"   /* 2 */
			   "### Loans\n"                            /* 3 */
			   "Three weeks.\n"                         /* 4 */
			   "```ask faq.loans\n"                     /* 5 */
			   "# accept overlap: both are fine here\n" /* 6 */
			   "borrow book # accept idle-template: x\n"
			   "lend book\n" /* 8 */
			   "```\n"
			   "```words lend\n" /* 10 */
			   "lend\n"
			   "# accept same-list\n" /* 12 */
			   "```\n";

struct bench {
	struct check check;
	struct faults faults;
	struct accepts accepts;
	struct faq_source source;
	struct content content;
};

static void read_all(struct bench *bench)
{
	*bench = (struct bench){.source = {"books.md", text, sizeof(text) - 1}};
	bench->content =
		(struct content){.sources = &bench->source, .source_count = 1};
	bench->check.content = &bench->content;
	bench->check.sink = (struct fault_sink){.report = faults_report,
						.context = &bench->faults};
	accepts_read(&bench->accepts, &bench->check);
}

static void release(struct bench *bench)
{
	accepts_release(&bench->accepts);
	faults_release(&bench->faults);
}

static const char *reason(struct bench *bench, const char *code, unsigned line,
			  enum faq_severity severity)
{
	struct faq_diag diag = {
		.severity = severity, .source = "books.md", .line = line};
	snprintf(diag.code, sizeof(diag.code), "%s", code);
	const struct accept *accept = accepts_find(&bench->accepts, &diag);
	return accept ? accept->reason : NULL;
}

static void behind_a_template_it_speaks_for_the_line(void **state)
{
	struct bench bench;
	(void)state;
	read_all(&bench);
	assert_string_equal(
		reason(&bench, "idle-template", 7, FAQ_SEVERITY_WARNING), "x");
	assert_null(reason(&bench, "idle-template", 8, FAQ_SEVERITY_WARNING));
	release(&bench);
}

static void on_a_line_of_its_own_it_speaks_for_block_and_heading(void **state)
{
	static const unsigned lines[] = {3, 7, 8};
	struct bench bench;
	(void)state;
	read_all(&bench);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(reason(&bench, "overlap", lines[i],
					   FAQ_SEVERITY_WARNING),
				    "both are fine here");
	assert_null(reason(&bench, "overlap", 2, FAQ_SEVERITY_WARNING));
	assert_null(reason(&bench, "overlap", 11, FAQ_SEVERITY_WARNING));
	release(&bench);
}

static void between_blocks_it_speaks_for_the_file(void **state)
{
	struct bench bench;
	(void)state;
	read_all(&bench);
	assert_string_equal(
		reason(&bench, "look-alike", 11, FAQ_SEVERITY_WARNING),
		"a name");
	release(&bench);
}

static void an_error_is_never_accepted(void **state)
{
	struct bench bench;
	(void)state;
	read_all(&bench);
	assert_null(reason(&bench, "overlap", 7, FAQ_SEVERITY_ERROR));
	release(&bench);
}

static void a_reason_is_required(void **state)
{
	struct bench bench;
	(void)state;
	read_all(&bench);
	assert_int_equal(bench.faults.count, 1);
	assert_string_equal(bench.faults.list[0].code, "accept-without-reason");
	assert_int_equal(bench.faults.list[0].line, 12);
	assert_null(reason(&bench, "same-list", 10, FAQ_SEVERITY_WARNING));
	release(&bench);
}

static void what_nothing_needs_is_named(void **state)
{
	struct bench bench;
	(void)state;
	read_all(&bench);
	(void)reason(&bench, "overlap", 7, FAQ_SEVERITY_WARNING);
	accepts_check(&bench.accepts, &bench.check);
	/* look-alike and idle-template, behind the one without a reason */
	assert_int_equal(bench.faults.count, 3);
	assert_string_equal(bench.faults.list[2].code, "unused-accept");
	assert_int_equal(bench.faults.list[2].severity, FAQ_SEVERITY_NOTE);
	release(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(behind_a_template_it_speaks_for_the_line),
		cmocka_unit_test(
			on_a_line_of_its_own_it_speaks_for_block_and_heading),
		cmocka_unit_test(between_blocks_it_speaks_for_the_file),
		cmocka_unit_test(an_error_is_never_accepted),
		cmocka_unit_test(a_reason_is_required),
		cmocka_unit_test(what_nothing_needs_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
