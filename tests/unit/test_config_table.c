/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

static void every_default_is_a_value_of_its_key(void **state)
{
	settings_faults(*state, "");
}

static void defaults_are_the_documented_ones(void **state)
{
	const struct settings *s = *state;
	const struct config *config = &s->config;

	assert_string_equal(config->content.folder, "intents");
	assert_string_equal(config->content.language, "");
	assert_true(config->content.watch);
	assert_string_equal(config->listen.address, "127.0.0.1");
	assert_int_equal(config->listen.port, 8080);
	assert_int_equal(config->limits.connections, 10000);
	assert_int_equal(config->limits.timeout_seconds, 10);
	assert_int_equal(config->limits.ping_seconds, 60);
	assert_int_equal(config->store.retention_days, 90);
	assert_int_equal(config->log.format, CONFIG_LOG_AUTO);
	assert_int_equal(config->log.level, CONFIG_LOG_INFO);
	assert_int_equal(config->access.origins.count, 0);
	assert_int_equal(config->secrets.state_key.size, 0);
}

static void a_name_is_that_of_one_key_or_switch(void **state)
{
	size_t count, switch_count;
	const struct config_key *keys = config_keys(&count);
	const struct config_switch *switches = config_switches(&switch_count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(config_key_find(keys[i].name), &keys[i]);
		assert_int_equal(config_key_index(&keys[i]), i);
		for (size_t j = 0; j < switch_count; j++) {
			assert_string_not_equal(keys[i].name, switches[j].name);
			assert_true(!keys[i].letter ||
				    keys[i].letter != switches[j].letter);
		}
	}
	assert_null(config_key_find("prot"));
}

static void keys_stand_by_section_in_the_order_of_sections(void **state)
{
	size_t count, section_count, at = 0;
	const struct config_key *keys = config_keys(&count);
	const struct config_section *sections = config_sections(&section_count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		while (strcmp(keys[i].section, sections[at].name) != 0)
			assert_true(++at < section_count);
	}
	assert_int_equal(at, section_count - 1);
}

static void a_key_has_all_that_its_type_needs(void **state)
{
	size_t count;
	const struct config_key *keys = config_keys(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const struct config_key *key = &keys[i];

		assert_true(key->help[0] != '\0');
		assert_true(key->argument || key->type == CONFIG_SECRET);
		if (key->type == CONFIG_NUMBER)
			assert_true(key->min < key->max);
		if (key->type == CONFIG_LIST)
			assert_true(key->valid && key->form &&
				    key->max <= CONFIG_LIST_MAX);
		if (key->type == CONFIG_CHOICE)
			assert_non_null(key->words);
	}
}

static void help_has_range_and_default_and_is_not_cut(void **state)
{
	char help[CONFIG_HELP_BYTES];
	size_t count;
	const struct config_key *keys = config_keys(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		config_key_help(&keys[i], help, sizeof(help));
		assert_true(strlen(help) < sizeof(help) - 1);
		if (keys[i].initial[0])
			assert_int_equal(help[strlen(help) - 1], ']');
	}
	config_key_help(config_key_find("timeout"), help, sizeof(help));
	assert_string_equal(
		help, "for a request to come in whole (1-600 seconds) [10]");
}

static void a_variable_is_the_name_in_capitals(void **state)
{
	char variable[CONFIG_NAME_BYTES];

	(void)state;
	config_variable("state-key-file", variable);
	assert_string_equal(variable, "FAQD_STATE_KEY_FILE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTINGS_TEST(every_default_is_a_value_of_its_key),
		SETTINGS_TEST(defaults_are_the_documented_ones),
		cmocka_unit_test(a_name_is_that_of_one_key_or_switch),
		cmocka_unit_test(
			keys_stand_by_section_in_the_order_of_sections),
		cmocka_unit_test(a_key_has_all_that_its_type_needs),
		cmocka_unit_test(help_has_range_and_default_and_is_not_cut),
		cmocka_unit_test(a_variable_is_the_name_in_capitals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
