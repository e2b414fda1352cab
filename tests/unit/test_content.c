/* SPDX-License-Identifier: MIT */
/*
 * What content.h and site.h promise, on folders made for each test.
 */
#include "proto/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define PATH_BYTES 512u

/* A folder of its own and the faults of the last load. */
struct fixture {
	char root[64];
	struct faq_diag diag[16];
	size_t count;
};

static void on_fault(void *context, const struct faq_diag *diag)
{
	struct fixture *fixture = context;
	if (fixture->count < 16)
		fixture->diag[fixture->count] = *diag;
	fixture->count++;
}

static const char *path_in(const struct fixture *fixture, const char *name,
			   char path[PATH_BYTES])
{
	snprintf(path, PATH_BYTES, "%s/%s", fixture->root, name);
	return path;
}

static void put(const struct fixture *fixture, const char *name,
		const char *text)
{
	char path[PATH_BYTES];
	FILE *file = fopen(path_in(fixture, name, path), "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	char path[PATH_BYTES];

	snprintf(fixture->root, sizeof(fixture->root),
		 "/tmp/faqd-content-XXXXXX");
	if (!mkdtemp(fixture->root))
		return -1;
	if (mkdir(path_in(fixture, "en", path), 0700) != 0)
		return -1;
	put(fixture, "site.json", "{\"name\":\"Pool\"}");
	put(fixture, "en/b.md", "second");
	put(fixture, "en/a.md", "first");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	char command[PATH_BYTES];
	snprintf(command, sizeof(command), "rm -rf '%s'", fixture->root);
	int status = system(command);
	free(fixture);
	return status;
}

static enum faq_status load(struct fixture *fixture, struct content **content)
{
	fixture->count = 0;
	return content_load(content, fixture->root, NULL, on_fault, fixture);
}

/* One fault, with that code, place and part of the message. */
static void expect_fault(struct fixture *fixture, const char *code,
			 const char *file, unsigned line, unsigned column,
			 const char *part)
{
	struct content *content;
	char path[PATH_BYTES];

	assert_int_equal(load(fixture, &content), FAQ_ERROR_CONTENT);
	assert_null(content);
	assert_int_equal(fixture->count, 1);
	const struct faq_diag *diag = &fixture->diag[0];
	assert_string_equal(diag->code, code);
	assert_string_equal(diag->source, path_in(fixture, file, path));
	if (!strstr(diag->message, part))
		fail_msg("'%s' does not say '%s'", diag->message, part);
	assert_int_equal(diag->line, line);
	assert_int_equal(diag->column, column);
}

static void site_fault(void **state, const char *site, const char *code,
		       unsigned line, unsigned column, const char *part)
{
	put(*state, "site.json", site);
	expect_fault(*state, code, "site.json", line, column, part);
}

static void files_come_in_order_of_name(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;
	char path[PATH_BYTES];

	put(fixture, "en/.hidden.md", "no");
	put(fixture, "en/notes.txt", "no");
	put(fixture, "en/empty.md", "");
	assert_int_equal(load(fixture, &content), FAQ_OK);
	assert_int_equal(fixture->count, 0);
	assert_int_equal(content->source_count, 3);
	assert_string_equal(content->sources[0].name,
			    path_in(fixture, "en/a.md", path));
	assert_int_equal(content->sources[0].size, 5);
	assert_memory_equal(content->sources[0].bytes, "first", 5);
	assert_int_equal(content->sources[2].size, 0);
	assert_string_equal(content->site->name, "Pool");
	assert_string_equal(content->language, "en");
	assert_string_equal(content->site->language, "en");
	content_free(content);
}

static void a_slash_at_the_folders_end_is_not_shown(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s//", fixture->root);
	assert_int_equal(content_load(&content, path, "en", NULL, NULL),
			 FAQ_OK);
	assert_null(strstr(content->sources[0].name, "//"));
	content_free(content);
}

static void a_site_is_read_whole(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;

	put(fixture, "site.json",
	    "{\"name\":\"Pool\",\"languages\":[\"en\"],"
	    "\"links\":{\"desk\":{\"title\":\"Desk\","
	    "\"url\":\"https://example.org/\"},"
	    "\"sea\":{\"title\":\"Sea\",\"url\":\"http://sea.example/\"}},"
	    "\"notes\":{\"wet\":\"It is wet.\"},"
	    "\"thresholds\":{\"answer\":0.75}}");
	assert_int_equal(load(fixture, &content), FAQ_OK);
	const struct faq_site *site = content->site;
	assert_int_equal(site->link_count, 2);
	assert_string_equal(site->links[1].name, "sea");
	assert_string_equal(site->links[0].url, "https://example.org/");
	assert_int_equal(site->note_count, 1);
	assert_string_equal(site->notes[0].text, "It is wet.");
	assert_true(site->thresholds.answer > 0.74 &&
		    site->thresholds.answer < 0.76);
	content_free(content);
}

static void a_placeholder_is_a_reminder_and_no_error(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;

	put(fixture, "site.json",
	    "{\"name\":\"Pool\",\"links\":{\n \"desk\":{\"title\":\"D\","
	    "\"url\":\"https://example.com\",\"placeholder\":true}}}");
	assert_int_equal(load(fixture, &content), FAQ_OK);
	content_free(content);
	assert_int_equal(fixture->count, 1);
	assert_int_equal(fixture->diag[0].severity, FAQ_SEVERITY_NOTE);
	assert_string_equal(fixture->diag[0].code, "placeholder-link");
	assert_int_equal(fixture->diag[0].line, 2);
	assert_int_equal(fixture->diag[0].column, 2);
}

static void a_misspelt_key_is_named_with_the_right_one(void **state)
{
	site_fault(state, "{\"name\":\"x\",\n  \"lniks\":{}}", "unknown-key", 2,
		   3, "did you mean 'links'?");
	site_fault(state, "{\"name\":\"x\",\"elephants\":1}", "unknown-key", 1,
		   13, "'elephants'");
	site_fault(state,
		   "{\"name\":\"x\",\"links\":{\"a\":{\"titel\":\"T\","
		   "\"title\":\"T\",\"url\":\"http://h\"}}}",
		   "unknown-key", 1, 27, "did you mean 'title'?");
	site_fault(state, "{\"name\":\"x\",\"thresholds\":{\"answr\":1}}",
		   "unknown-key", 1, 27, "did you mean 'answer'?");
}

static void a_value_of_another_type_is_named(void **state)
{
	site_fault(state, "{\"name\":7}", "wrong-type", 1, 9, "a string");
	site_fault(state, "[]", "wrong-type", 1, 1, "an object");
	site_fault(state, "{\"name\":\"x\",\"links\":[]}", "wrong-type", 1, 21,
		   "an object, this is an array");
	site_fault(state, "{\"name\":\"x\",\"notes\":{\"n\":1}}", "wrong-type",
		   1, 26, "'n' must be a string");
	site_fault(state, "{\"name\":\"x\",\"languages\":[1]}", "wrong-type", 1,
		   26, "a string");
}

static void a_value_out_of_range_is_named(void **state)
{
	site_fault(state, "{\"name\":\"\"}", "bad-value", 1, 9, "empty");
	site_fault(state, "{}", "missing-key", 1, 1, "'name'");
	site_fault(state, "{\"name\":\"x\",\"thresholds\":{\"tie\":2}}",
		   "bad-value", 1, 33, "from 0 to 1");
	site_fault(state,
		   "{\"name\":\"x\",\"links\":{\"a\":{\"title\":\"A\","
		   "\"url\":\"javascript:alert(1)\"}}}",
		   "bad-url", 1, 45, "https://");
	site_fault(state,
		   "{\"name\":\"x\",\"links\":{\"a\":{\"url\":\"http://h\"}}}",
		   "missing-key", 1, 22, "no 'title'");
	site_fault(state, "{\"name\":\"x\",\"languages\":[\"../..\"]}",
		   "bad-value", 1, 26, "no language");
}

static void an_address_that_is_not_of_the_web_is_refused(void **state)
{
	static const char *const urls[] = {
		"//evil",    "/relative",  "mailto:a@example.org",
		"#top",      "ftp://h",    "https://",
		"http:///x", "https://a b"};

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		char site[256];
		snprintf(site, sizeof(site),
			 "{\"name\":\"x\",\"links\":{\"a\":{\"title\":"
			 "\"A\",\"url\":\"%s\"}}}",
			 urls[i]);
		site_fault(state, site, "bad-url", 1, 45, urls[i]);
	}
}

static void a_name_that_no_answer_could_use_is_refused(void **state)
{
	static const char *const names[] = {"", " ", "a b", "a)", "\xc3\xa9"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char site[256];
		snprintf(site, sizeof(site),
			 "{\"name\":\"x\",\"links\":{\"%s\":{\"title\":"
			 "\"A\",\"url\":\"https://h\"}}}",
			 names[i]);
		site_fault(state, site, "bad-name", 1, 22, "a link");
		snprintf(site, sizeof(site),
			 "{\"name\":\"x\",\"notes\":{\"%s\":\"N\"}}", names[i]);
		site_fault(state, site, "bad-name", 1, 22, "a note");
	}
}

static void no_language_at_all_is_refused(void **state)
{
	site_fault(state, "{\"name\":\"x\",\"languages\":[]}", "bad-value", 1,
		   25, "'languages' is empty");
}

static void a_byte_order_mark_is_skipped(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;

	put(fixture, "site.json", "\xef\xbb\xbf{\"name\":\"Pool\"}");
	assert_int_equal(load(fixture, &content), FAQ_OK);
	assert_int_equal(fixture->count, 0);
	assert_string_equal(content->site->name, "Pool");
	content_free(content);
	site_fault(state, "\xef\xbb\xbf{\"name\":7}", "wrong-type", 1, 9,
		   "a string");
}

static void broken_json_is_shown_at_its_place(void **state)
{
	site_fault(state, "{\"name\":\"x\",\n}", "json-syntax", 2, 1,
		   "a name in quotes");
}

static void what_cant_be_read_is_named_with_its_cause(void **state)
{
	struct fixture *fixture = *state;
	char path[PATH_BYTES];

	assert_int_equal(unlink(path_in(fixture, "site.json", path)), 0);
	expect_fault(fixture, "missing-file", "site.json", 0, 0,
		     "no such file");
	put(fixture, "site.json", "{\"name\":\"Pool\"}");
	assert_int_equal(
		symlink("loop.md", path_in(fixture, "en/loop.md", path)), 0);
	expect_fault(fixture, "unreadable-file", "en/loop.md", 0, 0,
		     "symbolic links");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path_in(fixture, "en/pipe.md", path), 0600), 0);
	expect_fault(fixture, "unreadable-file", "en/pipe.md", 0, 0,
		     "regular file");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path_in(fixture, "en/c.md", path), 0700), 0);
	expect_fault(fixture, "unreadable-file", "en/c.md", 0, 0,
		     "regular file");
}

static void a_file_over_the_limit_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;
	char path[PATH_BYTES];

	put(fixture, "en/big.md", "x");
	path_in(fixture, "en/big.md", path);
	assert_int_equal(truncate(path, FAQ_SOURCE_BYTES_MAX), 0);
	assert_int_equal(load(fixture, &content), FAQ_OK);
	content_free(content);
	assert_int_equal(truncate(path, FAQ_SOURCE_BYTES_MAX + 1), 0);
	expect_fault(fixture, "file-too-large", "en/big.md", 0, 0, "256 KiB");
}

static void links_to_files_are_followed(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;
	char path[PATH_BYTES];

	assert_int_equal(symlink("a.md", path_in(fixture, "en/z.md", path)), 0);
	assert_int_equal(load(fixture, &content), FAQ_OK);
	assert_int_equal(content->source_count, 3);
	assert_memory_equal(content->sources[2].bytes, "first", 5);
	content_free(content);
}

static void a_folder_without_content_is_named(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;
	char path[PATH_BYTES];

	unlink(path_in(fixture, "en/a.md", path));
	unlink(path_in(fixture, "en/b.md", path));
	expect_fault(fixture, "no-content", "en", 0, 0, "no *.md");
	rmdir(path_in(fixture, "en", path));
	expect_fault(fixture, "unknown-language", "en", 0, 0,
		     "no language 'en', add a folder");
	assert_false(content_is_missing(fixture->root));
	assert_true(content_is_missing("/nowhere/at/all"));
	assert_int_equal(content_load(&content, "/nowhere/at/all", NULL,
				      on_fault, fixture),
			 FAQ_ERROR_CONTENT);
	assert_int_equal(fixture->count, 2);
	assert_string_equal(fixture->diag[1].message,
			    "there is no such folder");
	assert_null(content);
}

static void an_unknown_language_is_named(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;

	fixture->count = 0;
	assert_int_equal(
		content_load(&content, fixture->root, "xx", on_fault, fixture),
		FAQ_ERROR_CONTENT);
	assert_int_equal(fixture->count, 1);
	assert_string_equal(fixture->diag[0].code, "unknown-language");
	assert_string_equal(fixture->diag[0].message,
			    "the content has no language 'xx', it has 'en'");
	put(fixture, "site.json",
	    "{\"name\":\"Pool\",\"languages\":[\"en\",\"de\"]}");
	fixture->count = 0;
	assert_int_equal(
		content_load(&content, fixture->root, "enn", on_fault, fixture),
		FAQ_ERROR_CONTENT);
	assert_int_equal(fixture->count, 1);
	assert_string_equal(fixture->diag[0].code, "unknown-language");
	assert_string_equal(
		fixture->diag[0].message,
		"the content has no language 'enn', it has 'en', 'de'");
	fixture->count = 0;
	assert_int_equal(content_load(&content, fixture->root, "../en",
				      on_fault, fixture),
			 FAQ_ERROR_CONTENT);
	assert_string_equal(fixture->diag[0].code, "unknown-language");
}

static void all_faults_come_in_one_run(void **state)
{
	struct fixture *fixture = *state;
	struct content *content;
	char path[PATH_BYTES];

	put(fixture, "site.json", "{\"nam\":1,\"notes\":7}");
	assert_int_equal(mkdir(path_in(fixture, "en/c.md", path), 0700), 0);
	assert_int_equal(load(fixture, &content), FAQ_ERROR_CONTENT);
	assert_int_equal(fixture->count, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_come_in_order_of_name),
		TEST(a_slash_at_the_folders_end_is_not_shown),
		TEST(a_site_is_read_whole),
		TEST(a_placeholder_is_a_reminder_and_no_error),
		TEST(a_misspelt_key_is_named_with_the_right_one),
		TEST(a_value_of_another_type_is_named),
		TEST(a_value_out_of_range_is_named),
		TEST(an_address_that_is_not_of_the_web_is_refused),
		TEST(a_name_that_no_answer_could_use_is_refused),
		TEST(no_language_at_all_is_refused),
		TEST(a_byte_order_mark_is_skipped),
		TEST(broken_json_is_shown_at_its_place),
		TEST(what_cant_be_read_is_named_with_its_cause),
		TEST(a_file_over_the_limit_is_refused),
		TEST(links_to_files_are_followed),
		TEST(a_folder_without_content_is_named),
		TEST(an_unknown_language_is_named),
		TEST(all_faults_come_in_one_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
