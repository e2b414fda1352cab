/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

static void a_variable_sets_its_key(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_CONNECTIONS_PER_ADDRESS=7");
	settings_env(s, "FAQD_ADDRESS=a=b");
	settings_faults(s, "");
	assert_int_equal(s->config.limits.connections_per_address, 7);
	assert_string_equal(s->config.listen.address, "a=b");
}

static void a_list_is_parted_by_commas(void **state)
{
	struct settings *s = *state;
	const struct config_list *origins = &s->config.access.origins;

	settings_env(s, "FAQD_ORIGIN= https://a ,https://b, https://c\t");
	settings_faults(s, "");
	assert_int_equal(origins->count, 3);
	assert_string_equal(origins->item[0], "https://a");
	assert_string_equal(origins->item[2], "https://c");
	settings_env(s, "FAQD_ORIGIN=");
	settings_faults(s, "");
	assert_int_equal(origins->count, 0);
}

static void an_empty_item_is_a_fault(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_ORIGIN=https://a,,https://b");
	settings_faults(s, "FAQD_ORIGIN: 'origin' must be an origin such as "
			   "https://example.com, or *, this is ''\n");
}

static void an_empty_list_undoes_that_of_the_file(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_ORIGIN=");
	settings_file(s, "f.json",
		      "{\"access\": {\"origin\": [\"https://a\"]}}");
	settings_faults(s, "");
	assert_int_equal(s->config.access.origins.count, 0);
}

static void a_slip_in_a_name_is_a_fault(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_PROT=1");
	settings_env(s, "FAQD_port=1");
	settings_env(s, "FAQD_LOG-LEVEL=info");
	settings_env(s, "FAQD_CONFG=x");
	settings_env(s, "FAQD_XYZZY=x");
	settings_env(s, "FAQD_=x");
	settings_faults(
		s, "FAQD_PROT: there is no such setting, did you mean "
		   "'FAQD_PORT'?\n"
		   "FAQD_port: there is no such setting, did you mean "
		   "'FAQD_PORT'?\n"
		   "FAQD_LOG-LEVEL: there is no such setting, did you mean "
		   "'FAQD_LOG_LEVEL'?\n"
		   "FAQD_CONFG: there is no such setting, did you mean "
		   "'FAQD_CONFIG'?\n"
		   "FAQD_XYZZY: there is no such setting, unset it\n"
		   "FAQD_: there is no such setting, unset it\n");
}

static void a_name_too_long_for_any_key_is_a_fault(void **state)
{
	struct settings *s = *state;
	char variable[300] = "FAQD_";

	memset(variable + 5, 'A', 200);
	settings_env(s, variable);
	assert_int_equal(s->reader.sink.errors, 1);
}

static void what_others_are_called_is_no_matter(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQ_PROT=1");
	settings_env(s, "XFAQD_PROT=1");
	settings_env(s, "FAQD=1");
	settings_env(s, "");
	settings_faults(s, "");
}

static void the_file_may_be_named(void **state)
{
	struct settings *s = *state;
	char named[] = "FAQD_CONFIG=f.json", none[] = "FAQD_CONFIG=";
	char *const first[] = {none, NULL}, *const second[] = {named, NULL};

	config_env_read(&s->reader, first);
	assert_null(s->reader.file);
	config_env_read(&s->reader, second);
	assert_string_equal(s->reader.file, "f.json");
	s->reader.file = "flag.json";
	config_env_read(&s->reader, second);
	assert_string_equal(s->reader.file, "flag.json");
	settings_faults(s, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTINGS_TEST(a_variable_sets_its_key),
		SETTINGS_TEST(a_list_is_parted_by_commas),
		SETTINGS_TEST(an_empty_item_is_a_fault),
		SETTINGS_TEST(an_empty_list_undoes_that_of_the_file),
		SETTINGS_TEST(a_slip_in_a_name_is_a_fault),
		SETTINGS_TEST(a_name_too_long_for_any_key_is_a_fault),
		SETTINGS_TEST(what_others_are_called_is_no_matter),
		SETTINGS_TEST(the_file_may_be_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
