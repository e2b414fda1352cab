/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

static void the_defaults_go_together(void **state)
{
	struct settings *s = *state;

	config_check(&s->reader);
	settings_faults(s, "");
}

static void a_certificate_and_its_key_come_together(void **state)
{
	struct settings *s = *state;
	char line[] = "--certificate c.pem";

	settings_argv(s, line);
	config_check(&s->reader);
	settings_faults(s, "--certificate: 'certificate' is set and 'key' is "
			   "not, HTTPS needs both\n");
	settings_env(s, "FAQD_KEY=k.pem");
	config_check(&s->reader);
	settings_faults(s, "");
}

static void a_key_alone_is_named_where_it_stands(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json", "{\n\"tls\": {\"key\": \"k.pem\"}}");
	config_check(&s->reader);
	settings_faults(s, "f.json:2:16: 'key' is set and 'certificate' is "
			   "not, HTTPS needs both\n");
}

static void a_limit_without_a_burst_would_answer_nobody(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_CONNECTION_BURST=0");
	settings_env(s, "FAQD_QUESTION_BURST=0");
	settings_env(s, "FAQD_SESSION_BURST=0");
	config_check(&s->reader);
	settings_faults(
		s, "FAQD_CONNECTION_BURST: 'connection-burst' is 0, so no "
		   "connection would ever be taken; write at least 1, or 0 for "
		   "'connections-per-minute' to have no limit\n"
		   "FAQD_QUESTION_BURST: 'question-burst' is 0, so no question "
		   "would ever be answered; write at least 1, or 0 for "
		   "'questions-per-minute' to have no limit\n"
		   "FAQD_SESSION_BURST: 'session-burst' is 0, so no question "
		   "would ever be answered; write at least 1, or 0 for "
		   "'session-questions-per-minute' to have no limit\n");
}

static void no_limit_needs_no_burst(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_QUESTION_BURST=0");
	settings_env(s, "FAQD_QUESTIONS_PER_MINUTE=0");
	config_check(&s->reader);
	settings_faults(s, "");
}

static void two_keys_that_sign_are_one_too_many(void **state)
{
	struct settings *s = *state;
	char line[] = "--state-key-file k";
	char variable[] = "FAQD_STATE_KEY="
			  "000102030405060708090a0b0c0d0e0f"
			  "000102030405060708090a0b0c0d0e0f";

	settings_env(s, variable);
	config_check(&s->reader);
	settings_faults(s, "");
	settings_argv(s, line);
	config_check(&s->reader);
	settings_faults(s, "--state-key-file: 'state-key-file' and "
			   "FAQD_STATE_KEY are both set, unset one\n");
}

static void an_address_of_a_database_holds_no_password(void **state)
{
	struct settings *s = *state;

	settings_env(s, "FAQD_DATABASE=postgresql://faqd:hunter2@db/faqd");
	config_check(&s->reader);
	settings_faults(s, "FAQD_DATABASE: 'database' must not hold a "
			   "password; write it to a file for "
			   "'database-password-file'\n");
}

static void a_database_on_a_server_is_no_path_of_the_file(void **state)
{
	struct settings *s = *state;

	settings_file(s, "/etc/faqd/f.json",
		      "{\"store\": {\"database\":"
		      " \"postgresql://faqd@db/faqd\","
		      " \"database-password-file\": \"password\"}}");
	config_check(&s->reader);
	settings_faults(s, "");
	assert_string_equal(s->config.store.database,
			    "postgresql://faqd@db/faqd");
	assert_string_equal(s->config.store.password_file,
			    "/etc/faqd/password");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTINGS_TEST(the_defaults_go_together),
		SETTINGS_TEST(a_certificate_and_its_key_come_together),
		SETTINGS_TEST(a_key_alone_is_named_where_it_stands),
		SETTINGS_TEST(a_limit_without_a_burst_would_answer_nobody),
		SETTINGS_TEST(no_limit_needs_no_burst),
		SETTINGS_TEST(two_keys_that_sign_are_one_too_many),
		SETTINGS_TEST(an_address_of_a_database_holds_no_password),
		SETTINGS_TEST(a_database_on_a_server_is_no_path_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
