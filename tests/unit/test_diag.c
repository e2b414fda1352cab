/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/diag.h"
#include "core/text.h"

static void keep(void *context, const struct faq_diag *diag)
{
	*(struct faq_diag *)context = *diag;
}

static void a_fault_says_where_and_what(void **state)
{
	struct faq_diag diag = {0};
	struct faults faults = {.report = keep, .context = &diag};
	struct place place = {"hours.md", 12, 5};
	(void)state;
	faults_add(&faults, FAQ_SEVERITY_ERROR, place, "late", "%d after %s", 5,
		   "ten");
	assert_string_equal(diag.source, "hours.md");
	assert_string_equal(diag.code, "late");
	assert_string_equal(diag.message, "5 after ten");
	assert_int_equal(diag.line, 12);
	assert_int_equal(diag.column, 5);
	assert_int_equal(diag.severity, FAQ_SEVERITY_ERROR);
}

static void faults_are_counted_by_severity(void **state)
{
	struct faults faults = {.report = NULL};
	struct place place = {"x.md", 1, 1};
	(void)state;
	faults_add(&faults, FAQ_SEVERITY_ERROR, place, "a", "a");
	faults_add(&faults, FAQ_SEVERITY_ERROR, place, "a", "a");
	faults_add(&faults, FAQ_SEVERITY_WARNING, place, "b", "b");
	faults_add(&faults, FAQ_SEVERITY_NOTE, place, "c", "c");
	assert_int_equal(faults.errors, 2);
	assert_int_equal(faults.warnings, 1);
}

static void a_long_fault_is_cut_at_a_whole_character(void **state)
{
	struct faq_diag diag = {0};
	struct faults faults = {.report = keep, .context = &diag};
	char name[400], text[1200];
	(void)state;
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "\xe2\x82\xac\0", 4);
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	struct place place = {name, 1, 1};
	faults_add(&faults, FAQ_SEVERITY_NOTE, place, name, "%s", text);
	assert_int_equal(strlen(diag.source), sizeof(diag.source) - 1);
	assert_int_equal(strlen(diag.code), sizeof(diag.code) - 1);
	size_t bytes = strlen(diag.message);
	assert_true(bytes > sizeof(diag.message) - 4);
	assert_true(text_is_utf8(diag.message, bytes, NULL));
}

struct names {
	const char *name[6];
};

static const char *nth(const void *context, size_t i)
{
	const struct names *names = context;
	return names->name[i];
}

static void the_nearest_name_is_offered(void **state)
{
	static const struct {
		const char *word;
		struct names names;
		const char *hint;
	} rows[] = {{"tiket", {{"card", "ticket", NULL}}, "ticket"},
		    {"tikcet", {{"ticket", NULL}}, "ticket"},
		    {"ticket", {{"tickets", "ticket", NULL}}, "ticket"},
		    /* a third of the letters may be off, no more */
		    {"abc", {{"abd", NULL}}, "abd"},
		    {"abc", {{"ade", NULL}}, NULL},
		    {"ab", {{"ac", NULL}}, NULL},
		    {"ticket", {{"magazine", NULL}}, NULL},
		    {"ticket", {{NULL}}, NULL},
		    {"", {{"a", NULL}}, NULL},
		    /* of two that are as near, the first of the alphabet */
		    {"cart", {{"cord", "card", "carp", NULL}}, "card"},
		    {"cart", {{"carp", "card", "cord", NULL}}, "card"}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char out[96] = "stale", expected[96] = "";
		faults_nearest(out, sizeof(out), rows[i].word, nth,
			       &rows[i].names);
		if (rows[i].hint)
			snprintf(expected, sizeof(expected),
				 ", did you mean '%s'?", rows[i].hint);
		assert_string_equal(out, expected);
	}
}

static void names_too_long_to_compare_are_passed_over(void **state)
{
	char word[200], out[96];
	(void)state;
	memset(word, 'x', sizeof(word));
	word[sizeof(word) - 1] = '\0';
	struct names same = {{word, NULL}};
	faults_nearest(out, sizeof(out), word, nth, &same);
	assert_string_equal(out, "");
	faults_nearest(out, sizeof(out), "xxxxxx", nth, &same);
	assert_string_equal(out, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_says_where_and_what),
		cmocka_unit_test(faults_are_counted_by_severity),
		cmocka_unit_test(a_long_fault_is_cut_at_a_whole_character),
		cmocka_unit_test(the_nearest_name_is_offered),
		cmocka_unit_test(names_too_long_to_compare_are_passed_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
