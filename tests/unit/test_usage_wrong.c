/* SPDX-License-Identifier: MIT */
#include "unit/store_fixture.h"

#include "cli/questions.h"
#include "cli/usage_wrong.h"

static const struct period ten_days = {0, 10 * PERIOD_DAY_MS};

static void correct(struct bench *bench, int64_t day, const char *question,
		    const char *answered, const char *expected)
{
	struct store_record record = {.kind = STORE_CORRECTION};
	struct store_correction *correction = &record.as.correction;

	correction->time_ms = day * PERIOD_DAY_MS;
	correction->visitor = id_of(1);
	correction->seq = 2;
	correction->question = question;
	correction->question_bytes = strlen(question);
	strcpy(correction->answered, answered);
	strcpy(correction->expected, expected);
	strcpy(correction->agent, "Ada");
	write_one(bench->store, record);
}

static void corrections_are_lines_of_a_test_file(void **state)
{
	struct bench *bench = *state;
	char text[2048] = "", lines[USAGE_WRONG_LINES];
	struct usage usage;

	correct(bench, 3, "the fees", "redirect.signup", "faq.fees");
	correct(bench, 2, "a joke\nplease", "faq.fees", "");
	correct(bench, 4, "fees of zoe@example.com", "", "faq.fees");
	correct(bench, 5, "the fees", "redirect.signup", "faq.fees");
	correct(bench, 11, "too late", "", "faq.fees");
	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	assert_int_equal(usage.wrong_count, 3);
	for (size_t i = 0; i < usage.wrong_count; i++) {
		usage_wrong_lines(&usage, i, lines);
		strcat(text, lines);
	}
	assert_string_equal(
		text, "[none]\n"
		      "# 1970-01-03, Ada; the answer was faq.fees\n"
		      "+ a joke please\n"
		      "\n[faq.fees]\n"
		      "# 1970-01-05, Ada; the answer was none\n"
		      "+ fees of\n"
		      "# 1970-01-04, Ada; the answer was redirect.signup\n"
		      "+ the fees\n");
	usage_release(&usage);
}

/* As 'faqctl test' reads it. */
static void the_harness_reads_them(void **state)
{
	struct bench *bench = *state;
	struct testfile_fault fault = {NULL, NULL};
	struct questions questions = {0};
	char path[128], lines[USAGE_WRONG_LINES];
	struct usage usage;
	FILE *file;

	correct(bench, 3, "the fees", "redirect.signup", "faq.fees");
	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	usage_wrong_lines(&usage, 0, lines);
	usage_release(&usage);
	snprintf(path, sizeof(path), "%s/x.test", bench->folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(lines, file);
	assert_int_equal(fclose(file), 0);
	assert_true(questions_read(&questions, path, &fault));
	unlink(path);
	assert_int_equal(questions.count, 1);
	assert_int_equal(questions.list[0].want, QUESTION_WINS);
	assert_string_equal(questions.list[0].intent, "faq.fees");
	assert_string_equal(questions.list[0].text, "the fees");
	questions_release(&questions);
}

static void of_personal_data_alone_there_is_no_test(void **state)
{
	struct bench *bench = *state;
	struct usage usage;

	correct(bench, 3, "zoe@example.com", "", "faq.fees");
	assert_int_equal(usage_read(&usage, bench->store, &ten_days), STORE_OK);
	assert_int_equal(usage.wrong_count, 0);
	usage_release(&usage);
}

int main(void)
{
#define IN_STORE(test)                                                         \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		IN_STORE(corrections_are_lines_of_a_test_file),
		IN_STORE(the_harness_reads_them),
		IN_STORE(of_personal_data_alone_there_is_no_test),
	};

	return cmocka_run_group_tests_name("usage_wrong", tests, NULL, NULL);
}
