/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

static void long_and_short_flags_set_their_keys(void **state)
{
	struct settings *s = *state;
	char line[] = "-c folder -len --address ::1 --port=81 --timeout 5";

	settings_argv(s, line);
	settings_faults(s, "");
	assert_string_equal(s->config.content.folder, "folder");
	assert_string_equal(s->config.content.language, "en");
	assert_string_equal(s->config.listen.address, "::1");
	assert_int_equal(s->config.listen.port, 81);
	assert_int_equal(s->config.limits.timeout_seconds, 5);
}

static void the_last_of_a_flag_counts(void **state)
{
	struct settings *s = *state;
	char line[] = "--port 1 -v --port 2 --log-level error";

	settings_argv(s, line);
	settings_faults(s, "");
	assert_int_equal(s->config.listen.port, 2);
	assert_int_equal(s->config.log.level, CONFIG_LOG_ERROR);
}

static void verbose_is_the_level_debug(void **state)
{
	struct settings *s = *state;
	char line[] = "-v";

	settings_argv(s, line);
	assert_int_equal(s->config.log.level, CONFIG_LOG_DEBUG);
}

static void a_list_flag_is_repeated(void **state)
{
	struct settings *s = *state;
	char line[] = "-o https://a --origin https://b --origin=c";

	settings_argv(s, line);
	settings_faults(s, "--origin: 'origin' must be an origin such as "
			   "https://example.com, or *, this is 'c'\n");
	assert_int_equal(s->config.access.origins.count, 2);
}

static void several_in_one_list_flag_are_told_apart(void **state)
{
	struct settings *s = *state;
	char line[] = "--require-key ask,metrics";

	settings_argv(s, line);
	settings_faults(s, "--require-key: 'require-key' must be chat, ask, "
			   "rasa, openai or metrics, this is 'ask,metrics'; "
			   "repeat the flag for several\n");
}

static void all_slips_are_told(void **state)
{
	struct settings *s = *state;
	char line[] = "--prot 1 --xyzzy -x --port y --verbose=1 stray "
		      "--connection=5 --mnual -p";

	settings_argv(s, line);
	settings_faults(
		s, "--prot: there is no such flag, did you mean '--port'?\n"
		   "--xyzzy: there is no such flag\n"
		   "-x: there is no such flag\n"
		   "--port: 'port' must be a number from 0 to 65535, this is "
		   "'y'\n"
		   "--verbose: '--verbose' takes no value\n"
		   "--connection: there is no such flag, did you mean "
		   "'--connections'?\n"
		   "--mnual: there is no such flag\n"
		   "-p: '--port' wants a value\n"
		   "1: no argument is expected here\n"
		   "stray: no argument is expected here\n");
}

static void a_secret_has_no_flag(void **state)
{
	struct settings *s = *state;
	char line[] = "--state-key=5ec2e7 --state-key 5ec2e7";

	settings_argv(s, line);
	settings_faults(s, "--state-key: there is no such flag, did you mean "
			   "'--state-key-file'?\n"
			   "--state-key: there is no such flag, did you mean "
			   "'--state-key-file'?\n");
	assert_string_equal(s->config.secrets.state_key_file, "");
	assert_int_equal(s->config.secrets.state_key.size, 0);
}

static void a_name_is_written_in_full(void **state)
{
	struct settings *s = *state;
	char line[] = "--por 1 --por=1 --verb --port 2";

	settings_argv(s, line);
	settings_faults(s,
			"--por: there is no such flag, did you mean '--port'?\n"
			"--por: there is no such flag, did you mean '--port'?\n"
			"--verb: there is no such flag, did you mean "
			"'--verbose'?\n");
	assert_int_equal(s->config.listen.port, 2);
}

static void the_file_may_be_named(void **state)
{
	struct settings *s = *state;
	char line[] = "--config f.json";

	settings_argv(s, line);
	assert_string_equal(s->reader.file, "f.json");
}

static void a_task_ends_the_reading(void **state)
{
	static const struct {
		const char *line;
		enum config_task task;
	} rows[] = {{"--help --xyzzy", CONFIG_HELP},
		    {"-hx", CONFIG_HELP},
		    {"-V --xyzzy", CONFIG_VERSION},
		    {"--sample-config --xyzzy", CONFIG_SAMPLE},
		    {"--manual zsh stray", CONFIG_MANUAL}};
	struct settings *s = *state;
	char line[64];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		s->config.task = CONFIG_SERVE;
		snprintf(line, sizeof(line), "%s", rows[i].line);
		settings_argv(s, line);
		settings_faults(s, "");
		assert_int_equal(s->config.task, rows[i].task);
	}
}

static void printing_the_settings_reads_on(void **state)
{
	struct settings *s = *state;
	char line[] = "--print-config --port 3";

	settings_argv(s, line);
	assert_int_equal(s->config.task, CONFIG_PRINT);
	assert_int_equal(s->config.listen.port, 3);
}

static void a_manual_has_three_forms(void **state)
{
	struct settings *s = *state;
	char line[] = "--manual pdf";

	settings_argv(s, line);
	settings_faults(s, "--manual: 'pdf' is not man, bash or zsh\n");
	assert_int_equal(s->config.task, CONFIG_SERVE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTINGS_TEST(long_and_short_flags_set_their_keys),
		SETTINGS_TEST(the_last_of_a_flag_counts),
		SETTINGS_TEST(verbose_is_the_level_debug),
		SETTINGS_TEST(a_list_flag_is_repeated),
		SETTINGS_TEST(several_in_one_list_flag_are_told_apart),
		SETTINGS_TEST(all_slips_are_told),
		SETTINGS_TEST(a_secret_has_no_flag),
		SETTINGS_TEST(a_name_is_written_in_full),
		SETTINGS_TEST(the_file_may_be_named),
		SETTINGS_TEST(a_task_ends_the_reading),
		SETTINGS_TEST(printing_the_settings_reads_on),
		SETTINGS_TEST(a_manual_has_three_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
