/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

static const struct config_place by_file = {CONFIG_FROM_FILE, 2, 3};
static const struct config_place by_env = {.from = CONFIG_FROM_ENV};
static const struct config_place by_flag = {.from = CONFIG_FROM_FLAG};

static void set(struct settings *s, const char *name, const char *text,
		struct config_place place)
{
	config_set_text(&s->reader, config_key_find(name), text, place);
}

static void a_weaker_source_does_not_undo_a_stronger_one(void **state)
{
	struct settings *s = *state;

	set(s, "port", "1", by_flag);
	set(s, "port", "2", by_env);
	set(s, "port", "3", by_file);
	assert_int_equal(s->config.listen.port, 1);
	set(s, "address", "::1", by_file);
	set(s, "address", "::2", by_env);
	assert_string_equal(s->config.listen.address, "::2");
	settings_faults(s, "");
}

static void a_fault_is_told_though_a_stronger_source_has_spoken(void **state)
{
	struct settings *s = *state;

	set(s, "port", "1", by_flag);
	set(s, "port", "x", by_env);
	settings_faults(s, "FAQD_PORT: 'port' must be a number from 0 to "
			   "65535, this is 'x'\n");
}

static void a_number_is_digits_within_its_range(void **state)
{
	static const char *const wrong[] = {
		"",   "-1", "+1",  "1 ",  "0x10",
		"1k", "0",  "601", "1.5", "99999999999999999999"};
	struct settings *s = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		set(s, "timeout", wrong[i], by_flag);
		assert_int_equal(s->reader.sink.errors, i + 1);
	}
	assert_int_equal(s->config.limits.timeout_seconds, 10);
	set(s, "timeout", "1", by_flag);
	assert_int_equal(s->config.limits.timeout_seconds, 1);
	set(s, "timeout", "600", by_flag);
	assert_int_equal(s->config.limits.timeout_seconds, 600);
	set(s, "connections", "1000000", by_flag);
	assert_int_equal(s->config.limits.connections, 1000000);
}

static void yes_and_no_have_their_usual_words(void **state)
{
	static const char *const words[][2] = {
		{"yes", "no"}, {"true", "false"}, {"on", "off"}, {"1", "0"}};
	struct settings *s = *state;

	for (size_t i = 0; i < 4; i++) {
		set(s, "watch", words[i][1], by_flag);
		assert_false(s->config.content.watch);
		set(s, "watch", words[i][0], by_flag);
		assert_true(s->config.content.watch);
	}
	settings_faults(s, "");
	set(s, "watch", "YES", by_flag);
	settings_faults(s,
			"--watch: 'watch' must be yes or no, this is 'YES'\n");
}

static void a_choice_is_one_of_its_words(void **state)
{
	struct settings *s = *state;

	set(s, "log-level", "error", by_flag);
	assert_int_equal(s->config.log.level, CONFIG_LOG_ERROR);
	set(s, "log-level", "debug", by_flag);
	assert_int_equal(s->config.log.level, CONFIG_LOG_DEBUG);
	set(s, "log-format", "journal", by_flag);
	assert_int_equal(s->config.log.format, CONFIG_LOG_JOURNAL);
	settings_faults(s, "");
	set(s, "log-level", "err", by_flag);
	set(s, "log-level", "", by_flag);
	set(s, "log-level", "error warning", by_flag);
	assert_int_equal(s->reader.sink.errors, 3);
}

static void a_secret_is_hex_of_32_to_64_bytes(void **state)
{
	struct settings *s = *state;
	const struct config_secret *key = &s->config.secrets.state_key;
	char hex[200];

	memset(hex, 'a', sizeof(hex));
	memcpy(hex, "01Ff", 4);
	hex[64] = '\0';
	set(s, "state-key", hex, by_env);
	settings_faults(s, "");
	assert_int_equal(key->size, 32);
	assert_int_equal(key->bytes[0], 0x01);
	assert_int_equal(key->bytes[1], 0xff);
	assert_int_equal(key->bytes[31], 0xaa);
	set(s, "state-key", "", by_env);
	assert_int_equal(key->size, 0);
}

static void a_wrong_secret_is_not_repeated(void **state)
{
	struct settings *s = *state;
	char hex[200];

	memset(hex, 'a', sizeof(hex));
	hex[63] = '\0';
	set(s, "state-key", hex, by_env);
	hex[62] = '\0';
	set(s, "state-key", hex, by_env);
	hex[62] = 'a';
	hex[63] = 'g';
	hex[64] = '\0';
	set(s, "state-key", hex, by_env);
	memset(hex, 'a', sizeof(hex));
	hex[130] = '\0';
	set(s, "state-key", hex, by_env);
	assert_int_equal(s->reader.sink.errors, 4);
	assert_null(strstr(s->faults, "aa"));
	assert_non_null(strstr(s->faults, "FAQD_STATE_KEY: 'state-key' must "
					  "be 32 to 64 bytes in hex\n"));
	assert_int_equal(s->config.secrets.state_key.size, 0);
}

static void a_path_of_a_file_begins_at_its_folder(void **state)
{
	struct settings *s = *state;

	s->reader.file = "/etc/faqd/faqd.json";
	set(s, "content", "intents", by_file);
	set(s, "key", "/key.pem", by_file);
	set(s, "certificate", "", by_file);
	set(s, "control", CONFIG_NONE, by_file);
	set(s, "language", "en", by_file);
	assert_string_equal(s->config.content.folder, "/etc/faqd/intents");
	assert_string_equal(s->config.tls.key, "/key.pem");
	assert_string_equal(s->config.tls.certificate, "");
	assert_string_equal(s->config.listen.control, CONFIG_NONE);
	assert_string_equal(s->config.content.language, "en");
	set(s, "content", "intents", by_env);
	assert_string_equal(s->config.content.folder, "intents");
}

static void add(struct settings *s, const char *name, const char *item,
		struct config_place place)
{
	const struct config_key *key = config_key_find(name);
	struct config_list list =
		config_list_begin(&s->reader, key, place.from);

	config_list_add(&s->reader, key, &list, item, strlen(item), place);
	config_list_store(&s->reader, key, &list, place);
}

static void a_list_replaces_that_of_a_weaker_source(void **state)
{
	struct settings *s = *state;
	const struct config_list *origins = &s->config.access.origins;

	add(s, "origin", "https://a", by_file);
	add(s, "origin", "https://b", by_env);
	assert_int_equal(origins->count, 1);
	assert_string_equal(origins->item[0], "https://b");
	add(s, "origin", "https://c", by_file);
	assert_string_equal(origins->item[0], "https://b");
}

static void a_repeated_flag_adds_to_its_list(void **state)
{
	struct settings *s = *state;
	const struct config_list *origins = &s->config.access.origins;

	add(s, "origin", "https://a", by_env);
	add(s, "origin", "https://b", by_flag);
	add(s, "origin", "https://c", by_flag);
	assert_int_equal(origins->count, 2);
	assert_string_equal(origins->item[1], "https://c");
}

static void an_origin_is_kept_as_browsers_write_it(void **state)
{
	struct settings *s = *state;

	add(s, "origin", "https://Shop.example:443", by_flag);
	set(s, "demo-origin", "HTTP://Faq.example:80", by_flag);
	settings_faults(s, "");
	assert_string_equal(s->config.access.origins.item[0],
			    "https://shop.example");
	assert_string_equal(s->config.access.demo_origin, "http://faq.example");
}

static void a_list_takes_no_more_than_its_most(void **state)
{
	struct settings *s = *state;

	for (int i = 0; i < 16; i++)
		add(s, "origin", "https://a", by_flag);
	settings_faults(s, "");
	add(s, "origin", "https://b", by_flag);
	settings_faults(s, "--origin: 'origin' has 16 already, no more than "
			   "that fit\n");
	assert_int_equal(s->config.access.origins.count, 16);
}

static void a_network_is_an_address_with_or_without_its_bits(void **state)
{
	static const char *const good[] = {"10.0.0.0/8", "127.0.0.1", "::1/128",
					   "2001:db8::/32", "0.0.0.0/0"};
	static const char *const wrong[] = {
		"",       "10.0.0/8",    "10.0.0.0/33", "10.0.0.0/",
		"::/129", "10.0.0.0/-1", "localhost",   "10.0.0.0/8 ",
		"/8",     "10.0.0.1/8"};
	struct settings *s = *state;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		add(s, "proxy", good[i], by_flag);
	settings_faults(s, "");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		add(s, "trusted", wrong[i], by_flag);
		assert_int_equal(s->reader.sink.errors, i + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTINGS_TEST(a_weaker_source_does_not_undo_a_stronger_one),
		SETTINGS_TEST(
			a_fault_is_told_though_a_stronger_source_has_spoken),
		SETTINGS_TEST(a_number_is_digits_within_its_range),
		SETTINGS_TEST(yes_and_no_have_their_usual_words),
		SETTINGS_TEST(a_choice_is_one_of_its_words),
		SETTINGS_TEST(a_secret_is_hex_of_32_to_64_bytes),
		SETTINGS_TEST(a_wrong_secret_is_not_repeated),
		SETTINGS_TEST(a_path_of_a_file_begins_at_its_folder),
		SETTINGS_TEST(a_list_replaces_that_of_a_weaker_source),
		SETTINGS_TEST(a_repeated_flag_adds_to_its_list),
		SETTINGS_TEST(an_origin_is_kept_as_browsers_write_it),
		SETTINGS_TEST(a_list_takes_no_more_than_its_most),
		SETTINGS_TEST(a_network_is_an_address_with_or_without_its_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
