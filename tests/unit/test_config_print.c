/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include "proto/json.h"

#include <stdlib.h>

#define SAMPLE_FILE "deploy/faqd.json"

/* What is printed, NUL-terminated; the caller's. */
static char *sample(size_t *size)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, size);

	assert_non_null(file);
	config_print_sample(file);
	fclose(file);
	return text;
}

static void the_sample_of_deploy_is_the_one_that_is_printed(void **state)
{
	static char committed[CONFIG_FILE_BYTES_MAX];
	FILE *file = fopen(SAMPLE_FILE, "r");
	size_t size;
	char *text = sample(&size);

	(void)state;
	assert_non_null(file);
	committed[fread(committed, 1, sizeof(committed) - 1, file)] = '\0';
	fclose(file);
	/* else: build/faqd --sample-config > deploy/faqd.json */
	assert_string_equal(committed, text);
	free(text);
}

static void the_sample_reads_back_as_the_defaults(void **state)
{
	struct settings *s = *state;
	struct config initial = s->config;
	size_t size, count;
	char *text = sample(&size);
	const struct config_key *keys = config_keys(&count);

	settings_file(s, "faqd.json", text);
	free(text);
	settings_faults(s, "");
	for (size_t i = 0; i < count; i++) {
		const void *was = (char *)&initial + keys[i].offset;
		const void *is = (char *)&s->config + keys[i].offset;
		enum config_from from = s->config.places[i].from;

		if (keys[i].type == CONFIG_TEXT || keys[i].type == CONFIG_PATH)
			assert_string_equal(*(const char *const *)was,
					    *(const char *const *)is);
		else if (keys[i].type == CONFIG_BOOL)
			assert_int_equal(*(const bool *)was, *(const bool *)is);
		else if (keys[i].type != CONFIG_LIST &&
			 keys[i].type != CONFIG_SECRET)
			assert_memory_equal(was, is, sizeof(unsigned));
		assert_int_equal(from, keys[i].type == CONFIG_SECRET
					       ? CONFIG_FROM_DEFAULT
					       : CONFIG_FROM_FILE);
	}
}

static void lines_of_the_sample_fit_into_80_columns(void **state)
{
	size_t size;
	char *text = sample(&size);

	(void)state;
	for (const char *at = text; *at; at += strcspn(at, "\n") + 1)
		assert_true(strcspn(at, "\n") < 80);
	free(text);
}

/* {"value": ..., "from": ...} of a setting in effect. */
static const struct cJSON *setting(const struct json_doc *doc,
				   const char *section, const char *name)
{
	const struct cJSON *found =
		json_get(json_get(json_root(doc), section), name);

	assert_non_null(found);
	return found;
}

static struct json_doc *effective(struct settings *s)
{
	struct json_doc *doc;
	struct json_error error;
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	assert_true(config_print_effective(&s->config, file));
	fclose(file);
	assert_null(strstr(text, "0a0b0c0d"));
	assert_int_equal(json_parse(&doc, text, size, &error), JSON_OK);
	free(text);
	return doc;
}

static void each_setting_is_printed_with_its_source(void **state)
{
	struct settings *s = *state;
	struct json_doc *doc;
	char line[] = "--origin https://a";
	double number = 0;
	const struct cJSON *found;

	settings_argv(s, line);
	settings_env(s, "FAQD_LOG_LEVEL=warning");
	settings_file(s, "f.json", "{\n\"listen\": {\"port\": 81}}");
	s->config.file = "f.json";
	doc = effective(s);
	found = setting(doc, "listen", "port");
	assert_true(json_number(json_get(found, "value"), &number));
	assert_int_equal((int)number, 81);
	assert_string_equal(json_string(json_get(found, "from")), "file");
	assert_string_equal(json_string(json_get(found, "file")), "f.json");
	assert_true(json_number(json_get(found, "line"), &number));
	assert_int_equal((int)number, 2);
	found = setting(doc, "log", "log-level");
	assert_string_equal(json_string(json_get(found, "value")), "warning");
	assert_string_equal(json_string(json_get(found, "from")), "env");
	found = setting(doc, "access", "origin");
	assert_int_equal(json_count(json_get(found, "value")), 1);
	assert_string_equal(json_string(json_get(found, "from")), "flag");
	found = setting(doc, "content", "content");
	assert_string_equal(json_string(json_get(found, "value")), "intents");
	assert_string_equal(json_string(json_get(found, "from")), "default");
	json_free(doc);
}

static void a_secret_is_only_said_to_be_set(void **state)
{
	struct settings *s = *state;
	struct json_doc *doc = effective(s);
	const struct cJSON *found = setting(doc, "secrets", "state-key");

	assert_string_equal(json_string(json_get(found, "value")), "");
	json_free(doc);
	settings_env(s, "FAQD_STATE_KEY=000102030405060708090a0b0c0d0e0f"
			"000102030405060708090a0b0c0d0e0f");
	doc = effective(s);
	found = setting(doc, "secrets", "state-key");
	assert_string_equal(json_string(json_get(found, "value")), "set");
	json_free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_sample_of_deploy_is_the_one_that_is_printed),
		SETTINGS_TEST(the_sample_reads_back_as_the_defaults),
		cmocka_unit_test(lines_of_the_sample_fit_into_80_columns),
		SETTINGS_TEST(each_setting_is_printed_with_its_source),
		SETTINGS_TEST(a_secret_is_only_said_to_be_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
