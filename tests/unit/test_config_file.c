/* SPDX-License-Identifier: MIT */
#include "unit/config_fixture.h"

#include <stdlib.h>
#include <unistd.h>

static void every_type_is_read(void **state)
{
	struct settings *s = *state;
	const struct config *config = &s->config;

	settings_file(s, "f.json",
		      "{\"listen\": {\"port\": 81, \"address\": \"::1\"},"
		      " \"content\": {\"watch\": false, \"content\": \"c\"},"
		      " \"log\": {\"log-format\": \"json\"},"
		      " \"access\": {\"origin\": [\"https://a\"],"
		      " \"proxy\": [\"::1\", \"10.0.0.0/8\"]}}");
	settings_faults(s, "");
	assert_int_equal(config->listen.port, 81);
	assert_string_equal(config->listen.address, "::1");
	assert_false(config->content.watch);
	assert_string_equal(config->content.folder, "c");
	assert_int_equal(config->log.format, CONFIG_LOG_JSON);
	assert_int_equal(config->access.origins.count, 1);
	assert_string_equal(config->access.proxies.item[1], "10.0.0.0/8");
}

static void lines_of_comments_are_passed_over(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json",
		      "// first\n{\n \t// {{{ \"\n\"content\":\r\n//\r\n"
		      "{\"language\": \"a//b\"}\n} // last\n//");
	settings_faults(s,
			"f.json:7:3: something follows the end of the value\n");
	settings_file(s, "f.json",
		      "// first\n{\n \t// {{{ \"\n\"content\":\r\n//\r\n"
		      "{\"language\": \"a//b\"}\n}\n//");
	settings_faults(s, "");
	assert_string_equal(s->config.content.language, "a//b");
}

static void places_stay_true_behind_comments_and_a_mark(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json",
		      "\xef\xbb\xbf{\n  // comment\n  \"lisen\": {}\n}");
	settings_faults(
		s, "f.json:3:3: unknown key 'lisen', did you mean 'listen'?\n");
}

static void all_faults_are_told_with_their_places(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json",
		      "{\"listen\": {\"prot\": 1,\n"
		      "\"port\": 65536,\n"
		      "\"address\": 7},\n"
		      "\"tls\": [],\n"
		      "\"xyzzy\": 1,\n"
		      "\"access\": {\"origin\": [\"a\",\n"
		      "2]},\n"
		      "\"limits\": {\"ping\": 1.5,\n"
		      "\"idle\": 1e300,\n"
		      "\"drain\": \"5\",\n"
		      "\"plugh\": null}}");
	settings_faults(
		s,
		"f.json:1:13: unknown key 'prot', did you mean 'port'?\n"
		"f.json:2:9: 'port' must be a number from 0 to 65535, this is "
		"'65536'\n"
		"f.json:3:12: 'address' must be a string, this is a number\n"
		"f.json:4:8: 'tls' must be an object, this is an array\n"
		"f.json:5:1: unknown key 'xyzzy', remove it\n"
		"f.json:6:23: 'origin' must be an origin such as "
		"https://example.com, or *, this is 'a'\n"
		"f.json:7:1: 'origin' must be a string, this is a number\n"
		"f.json:8:20: 'ping' must be a number from 1 to 3600, in "
		"seconds, this is '1.5'\n"
		"f.json:9:9: 'idle' must be a number from 1 to 86400, in "
		"seconds, this is '1e+300'\n"
		"f.json:10:10: 'drain' must be a number, this is a string\n"
		"f.json:11:1: unknown key 'plugh', remove it\n");
}

static void a_key_in_the_wrong_section_is_told_its_own(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json", "{\"port\": 1, \"tls\": {\"timeout\": 1}}");
	settings_faults(s, "f.json:1:2: 'port' belongs in 'listen'\n"
			   "f.json:1:21: 'timeout' belongs in 'limits'\n");
}

static void a_key_that_stands_twice_is_a_fault(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json", "{\"listen\": {\"port\": 1,\n\"port\": 2}}");
	settings_faults(s, "f.json:2:1: 'port' stands here a second time\n");
}

static void a_secret_does_not_stand_in_the_file(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json",
		      "{\"secrets\": {\"state-key\": \"5ec2e7\"}}");
	settings_faults(s, "f.json:1:14: 'state-key' is not read from a file, "
			   "set FAQD_STATE_KEY or name a file of its own in "
			   "'state-key-file'\n");
}

static void what_is_no_object_is_a_fault(void **state)
{
	struct settings *s = *state;

	settings_file(s, "f.json", "[]");
	settings_faults(s,
			"f.json:1:1: 'the file' must be an object, this is an "
			"array\n");
	settings_file(s, "f.json", "");
	assert_int_equal(s->reader.sink.errors, 2);
}

static void a_file_is_found_by_its_name(void **state)
{
	char folder[] = "/tmp/faqd-config-XXXXXX", path[64], expected[64];
	struct settings *s = *state;
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/f.json", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("{\"content\": {\"content\": \"c\"}}", file);
	fclose(file);
	s->reader.file = path;
	config_file_read(&s->reader);
	unlink(path);
	rmdir(folder);
	snprintf(expected, sizeof(expected), "%s/c", folder);
	settings_faults(s, "");
	assert_string_equal(s->config.content.folder, expected);
	assert_ptr_equal(s->config.file, path);
}

static void a_file_that_cannot_be_read_is_a_fault(void **state)
{
	struct settings *s = *state;

	s->reader.file = "/nowhere/f.json";
	config_file_read(&s->reader);
	settings_faults(s, "/nowhere/f.json: cannot read it: no such file or "
			   "directory\n");
	s->reader.file = "/";
	config_file_read(&s->reader);
	settings_faults(s, "/: cannot read it: is a directory\n");
	s->reader.file = "/dev/zero"; /* has no end */
	config_file_read(&s->reader);
	settings_faults(s,
			"/dev/zero: over 65536 bytes, which is no settings\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTINGS_TEST(every_type_is_read),
		SETTINGS_TEST(lines_of_comments_are_passed_over),
		SETTINGS_TEST(places_stay_true_behind_comments_and_a_mark),
		SETTINGS_TEST(all_faults_are_told_with_their_places),
		SETTINGS_TEST(a_key_in_the_wrong_section_is_told_its_own),
		SETTINGS_TEST(a_key_that_stands_twice_is_a_fault),
		SETTINGS_TEST(a_secret_does_not_stand_in_the_file),
		SETTINGS_TEST(what_is_no_object_is_a_fault),
		SETTINGS_TEST(a_file_is_found_by_its_name),
		SETTINGS_TEST(a_file_that_cannot_be_read_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
