/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include <stdlib.h>
#include <unistd.h>

static char *no_environment[] = {NULL};

/* With that one flag; NULL: none. */
static enum config_status load(struct settings *s, const char *flag,
			       char *const *environment)
{
	char program[] = "faqd", word[32] = "";
	char *argv[] = {program, flag ? word : NULL, NULL};

	snprintf(word, sizeof(word), "%s", flag ? flag : "");
	return config_load(&s->config, flag ? 2 : 1, argv, environment,
			   settings_hear, s);
}

static void flags_beat_variables_and_they_beat_the_file(void **state)
{
	char path[] = "/tmp/faqd-config-XXXXXX", named[64];
	char port[] = "FAQD_PORT=2", ping[] = "FAQD_PING=2";
	char *const environment[] = {ping, named, port, NULL};
	struct settings s = {.size = 0};
	int fd = mkstemp(path);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	(void)state;
	assert_non_null(file);
	fputs("{\"listen\": {\"port\": 3}, "
	      "\"limits\": {\"ping\": 3, \"idle\": 3}}",
	      file);
	fclose(file);
	snprintf(named, sizeof(named), "FAQD_CONFIG=%s", path);
	assert_int_equal(load(&s, "--port=1", environment), CONFIG_OK);
	unlink(path);
	settings_faults(&s, "");
	assert_int_equal(s.config.listen.port, 1);
	assert_int_equal(s.config.limits.ping_seconds, 2);
	assert_int_equal(s.config.limits.idle_seconds, 3);
	assert_int_equal(s.config.limits.timeout_seconds, 10);
	assert_string_equal(s.config.file, path);
	config_release(&s.config);
}

static void faults_of_all_sources_are_told_and_nothing_is_left(void **state)
{
	char variable[] = "FAQD_PORT=x", named[] = "FAQD_CONFIG=/nowhere";
	char *const environment[] = {variable, named, NULL};
	struct settings s = {.size = 0};

	(void)state;
	assert_int_equal(load(&s, "--ping=x", environment),
			 CONFIG_ERROR_FAULTS);
	settings_faults(
		&s, "--ping: 'ping' must be a number from 1 to 3600, in "
		    "seconds, this is 'x'\n"
		    "FAQD_PORT: 'port' must be a number from 0 to 65535, this "
		    "is 'x'\n"
		    "/nowhere: cannot read it: no such file or directory\n");
	assert_null(s.config.texts);
}

static void help_is_given_whatever_the_environment(void **state)
{
	char variable[] = "FAQD_PORT=x";
	char *const environment[] = {variable, NULL};
	struct settings s = {.size = 0};

	(void)state;
	assert_int_equal(load(&s, "--help", environment), CONFIG_OK);
	settings_faults(&s, "");
	assert_int_equal(s.config.task, CONFIG_HELP);
	config_release(&s.config);
}

static void the_database_goes_where_systemd_says(void **state)
{
	char folder[] = "STATE_DIRECTORY=/var/lib/faqd:/other";
	char chosen[] = "FAQD_DATABASE=/x.db", none[] = "FAQD_DATABASE=none";
	char *const only[] = {folder, NULL};
	char *const with_chosen[] = {chosen, folder, NULL};
	char *const with_none[] = {none, folder, NULL};
	struct settings s = {.size = 0};

	(void)state;
	assert_int_equal(load(&s, NULL, only), CONFIG_OK);
	assert_string_equal(s.config.store.database, "/var/lib/faqd/faqd.db");
	config_release(&s.config);
	assert_int_equal(load(&s, NULL, with_chosen), CONFIG_OK);
	assert_string_equal(s.config.store.database, "/x.db");
	config_release(&s.config);
	assert_int_equal(load(&s, NULL, with_none), CONFIG_OK);
	assert_string_equal(s.config.store.database, "");
	config_release(&s.config);
	assert_int_equal(load(&s, NULL, no_environment), CONFIG_OK);
	assert_string_equal(s.config.store.database, "");
	config_release(&s.config);
}

static void release_wipes_the_secret(void **state)
{
	char variable[] = "FAQD_STATE_KEY="
			  "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
			  "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
	char *const environment[] = {variable, NULL};
	static const unsigned char zero[CONFIG_SECRET_MAX];
	struct settings s = {.size = 0};

	(void)state;
	assert_int_equal(load(&s, NULL, environment), CONFIG_OK);
	assert_int_equal(s.config.secrets.state_key.bytes[31], 0xaf);
	config_release(&s.config);
	assert_memory_equal(s.config.secrets.state_key.bytes, zero,
			    sizeof(zero));
}

static void a_printing_task_that_cannot_print_fails(void **state)
{
	struct settings s = {.size = 0};
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	assert_int_equal(load(&s, "--version", no_environment), CONFIG_OK);
	assert_false(config_print(&s.config, full));
	config_release(&s.config);
	fclose(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_beat_variables_and_they_beat_the_file),
		cmocka_unit_test(
			faults_of_all_sources_are_told_and_nothing_is_left),
		cmocka_unit_test(help_is_given_whatever_the_environment),
		cmocka_unit_test(the_database_goes_where_systemd_says),
		cmocka_unit_test(release_wipes_the_secret),
		cmocka_unit_test(a_printing_task_that_cannot_print_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
