/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include <stdlib.h>

/* `form` NULL: --help. The text is the caller's. */
static char *printed(const char *form)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	if (form)
		assert_true(config_manual_write(file, form));
	else
		config_manual_help(file);
	fclose(file);
	return text;
}

static void every_flag_is_in_the_help_and_a_secret_is_not(void **state)
{
	char *text = printed(NULL), flag[64];
	size_t count;
	const struct config_key *keys = config_keys(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		snprintf(flag, sizeof(flag), " --%s ", keys[i].name);
		if (keys[i].type == CONFIG_SECRET)
			assert_null(strstr(text, flag));
		else
			assert_non_null(strstr(text, flag));
	}
	free(text);
}

static void the_help_fits_into_80_columns(void **state)
{
	char *text = printed(NULL);

	(void)state;
	for (const char *at = text; *at; at += strcspn(at, "\n") + 1) {
		size_t size = strcspn(at, "\n");

		assert_true(size < 80);
		assert_true(size == 0 || at[size - 1] != ' ');
	}
	free(text);
}

static void the_page_is_parted_by_section(void **state)
{
	char *text = printed("man");

	(void)state;
	assert_non_null(strstr(text, "\n.SS listen: "));
	assert_non_null(strstr(text, "\n.SS limits: "));
	free(text);
}

static void the_words_of_a_choice_are_completed(void **state)
{
	char *text = printed("bash");

	(void)state;
	assert_non_null(
		strstr(text, "--log-level) words='error warning info debug'"));
	assert_non_null(strstr(text, "--watch) words='yes no'"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_flag_is_in_the_help_and_a_secret_is_not),
		cmocka_unit_test(the_help_fits_into_80_columns),
		cmocka_unit_test(the_page_is_parted_by_section),
		cmocka_unit_test(the_words_of_a_choice_are_completed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
