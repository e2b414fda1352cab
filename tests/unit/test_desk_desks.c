/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/desks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHAT                                                                   \
	"{\"name\":\"chat\",\"kind\":\"mattermost\",\"secret-env\":\"A_"       \
	"SECRET\"}"

static char heard[1024];

static void listen_to(void *context, const struct faq_diag *diag)
{
	size_t used = strlen(heard);

	(void)context;
	snprintf(heard + used, sizeof(heard) - used, "%s:%u:%u: %s\n",
		 diag->source, diag->line, diag->column, diag->message);
}

static enum desk_status parse(struct desks *desks, const char *text)
{
	heard[0] = '\0';
	setenv("A_SECRET", "sesame", 1);
	return desks_parse(desks, "d.json", text, strlen(text), listen_to,
			   NULL);
}

static void expect_fault(const char *text, const char *fault)
{
	struct desks desks;

	assert_int_equal(parse(&desks, text), DESK_ERROR_CONFIG);
	assert_string_equal(heard, fault);
	assert_int_equal(desks.count, 0);
	assert_null(desks.texts);
}

static void a_desk_is_read_with_all_that_it_has(void **state)
{
	struct desks desks;
	const struct desk_setup *desk;

	(void)state;
	assert_int_equal(
		parse(&desks,
		      "\xef\xbb\xbf// a comment, \"and more\n"
		      "{\"desks\": [" CHAT ",\n"
		      "{\"name\":\"talk\",\"kind\":\"slack\",\n"
		      "\t// another\n"
		      "\"secret-env\":\"A_SECRET\",\"old-secret-env\":\"A_"
		      "SECRET\","
		      "\"token-env\":\"A_SECRET\",\"account\":\"T1\","
		      "\"self\":\"U1\",\"agents\":[\"U2\",\"U3\"],"
		      "\"window-seconds\":60,\"http\":true,"
		      "\"allow-private\":true,\"url\":\"http://h/api\"}]}"),
		DESK_OK);
	assert_int_equal(desks.count, 2);
	desk = desks_find(&desks, "talk-and-more", 4);
	assert_non_null(desk);
	assert_ptr_equal(desk, &desks.desk[1]);
	assert_int_equal(desk->config.kind, DESK_SLACK);
	assert_int_equal(desk->config.secret_count, 2);
	assert_string_equal(desk->config.secret[1], "sesame");
	assert_string_equal(desk->config.token, "sesame");
	assert_string_equal(desk->config.url, "http://h/api");
	assert_string_equal(desk->config.agent[1], "U3");
	assert_int_equal(desk->config.agent_count, 2);
	assert_int_equal(desk->config.window_s, 60);
	assert_true(desk->config.http && desk->allow_private);
	assert_false(desks.desk[0].allow_private);
	assert_null(desks_find(&desks, "tal", 3));
	desks_release(&desks);
	assert_int_equal(desks.count, 0);
}

static void a_desk_without_code_is_mapped(void **state)
{
	struct desks desks;
	const struct desk_map *map;

	(void)state;
	setenv("W_SECRET", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", 1);
	assert_int_equal(parse(&desks,
			       "{\"desks\":[{\"name\":\"w\",\"kind\":"
			       "\"webhook\",\"secret-env\":\"W_SECRET\","
			       "\"url\":\"https://h\",\"map\":{\"text\":\"/t\","
			       "\"conversation\":\"/c\",\"type\":\"/k\","
			       "\"is-taken\":\"taken\",\"markup-out\":"
			       "\"markdown\",\"limit\":500,\"reply\":{\"path\":"
			       "\"/r\",\"body\":\"{}\"}}}]}"),
			 DESK_OK);
	map = &desks.desk[0].config.map;
	assert_string_equal(map->text, "/t");
	assert_string_equal(map->is_taken, "taken");
	assert_int_equal(map->markup_out, DESK_MARKDOWN);
	assert_int_equal(map->limit, 500);
	assert_string_equal(map->reply.path, "/r");
	assert_null(map->reply.method);
	desks_release(&desks);
}

static void a_fault_has_its_place_and_the_nearest_word(void **state)
{
	(void)state;
	expect_fault("{\"desks\":[\n {\"nam\":\"a\"}]}",
		     "d.json:2:3: unknown key 'nam', did you mean 'name'?\n");
	expect_fault("{\"desks\":[{\"kind\":\"slak\"}]}",
		     "d.json:1:19: unknown kind 'slak', did you mean "
		     "'slack'?\n");
	expect_fault("{\"desk\":[]}",
		     "d.json:1:2: unknown key 'desk', did you mean 'desks'?\n");
	expect_fault("{\"desks\":7}",
		     "d.json:1:10: 'desks' must be an array, this is a "
		     "number\n");
	expect_fault("{\"desks\":[]}", "d.json:1:1: there is no desk in "
				       "'desks'\n");
	expect_fault("{\"desks\":[{\"http\":1,\"qqqqqqqq\":1}]}",
		     "d.json:1:19: 'http' must be true or false, this is a "
		     "number\nd.json:1:21: unknown key 'qqqqqqqq', remove "
		     "it\n");
	expect_fault("{\"desks\":[" CHAT "," CHAT "]}",
		     "d.json:1:71: there are two desks 'chat'\n");
	expect_fault("{\"desks\":[{\"kind\":\"slack\",\"name\":\"A b\"}]}",
		     "d.json:1:11: a desk's 'name' must be 1 to 26 of a-z, 0-9 "
		     "and -\n");
	expect_fault("{\"desks\":[{\"kind\":\"slack\",\"name\":\"a\"}]}",
		     "d.json:1:11: desk 'a': it has no secret\n");
	expect_fault("{\"desks\":[{\"window-seconds\":1.5}]}",
		     "d.json:1:29: 'window-seconds' must be a whole number "
		     "from 1 to 3600\n");
}

static void a_secret_is_not_written_into_the_file(void **state)
{
	(void)state;
	expect_fault("{\"desks\":[{\"token\":\"x\"}]}",
		     "d.json:1:20: 'token' is not read from this file, name a "
		     "file of its own in 'token-file' or a variable in "
		     "'token-env'\n");
	expect_fault("{\"desks\":[{\"token-env\":\"NOT_SET_AT_ALL\"}]}",
		     "d.json:1:24: the variable 'NOT_SET_AT_ALL' is not set\n");
	expect_fault("{\"desks\":[{\"token-file\":\"nowhere\"}]}",
		     "d.json:1:25: cannot read 'nowhere': no such file or "
		     "directory\n");
	expect_fault("{\"desks\":[{\"token-env\":\"A_SECRET\","
		     "\"token-file\":\"nowhere\"}]}",
		     "d.json:1:48: 'token-file' sets what another member has "
		     "set\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_desk_is_read_with_all_that_it_has),
		cmocka_unit_test(a_desk_without_code_is_mapped),
		cmocka_unit_test(a_fault_has_its_place_and_the_nearest_word),
		cmocka_unit_test(a_secret_is_not_written_into_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
