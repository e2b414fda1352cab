/* SPDX-License-Identifier: MIT */
/* The key that signs conversations, out of a file. */
#include "server/talk/statekey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY "0123456789abcdef0123456789abcdef"
#define OTHER "another key that is long enough, too"

struct place {
	char folder[32], path[64];
	struct token_keys keys;
	char why[STATEKEY_WHY_BYTES];
};

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/key", place->folder);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	unlink(place->path);
	assert_int_equal(rmdir(place->folder), 0); /* nothing else is left */
	free(place);
	return 0;
}

static void put(const struct place *place, const char *text, mode_t mode)
{
	FILE *file = fopen(place->path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(place->path, mode), 0);
}

static bool reads(struct place *place, const char *text)
{
	put(place, text, 0600);
	return statekey_read(&place->keys, place->path, place->why);
}

static struct token_key key_of(const char *line)
{
	struct token_keys keys;

	assert_true(statekey_take(&keys, (const unsigned char *)line,
				  strlen(line)));
	return keys.current;
}

static void assert_is(const struct token_key *key, const char *line)
{
	const struct token_key wanted = key_of(line);

	assert_memory_equal(key->bytes, wanted.bytes, TOKEN_KEY_BYTES);
}

static void the_first_line_is_the_key_however_it_ends(void **state)
{
	static const char *const texts[] = {KEY, KEY "\n", KEY "\r\n",
					    KEY "\n\n"};
	struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(reads(place, texts[i]));
		assert_is(&place->keys.current, KEY);
		assert_false(place->keys.has_previous);
		assert_int_equal(place->keys.lifetime_s, TOKEN_LIFETIME_S);
	}
}

static void the_second_line_is_the_key_before(void **state)
{
	struct place *place = *state;

	assert_true(reads(place, OTHER "\n" KEY "\n"));
	assert_is(&place->keys.current, OTHER);
	assert_true(place->keys.has_previous);
	assert_is(&place->keys.previous, KEY);
}

static void a_short_line_is_refused_and_not_repeated(void **state)
{
	static const char *const texts[] = {
		"", "\n", "secret\n", KEY "\nsecret\n",
		"secret 9abcdef0123456789abcdef0\n"};
	struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(reads(place, texts[i]));
		assert_non_null(strstr(place->why, "under 32 characters"));
		assert_null(strstr(place->why, "secret"));
	}
}

static void what_others_may_read_is_no_secret(void **state)
{
	static const mode_t open[] = {0644, 0604, 0602, 0620, 0601};
	struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		put(place, KEY, open[i]);
		assert_false(
			statekey_read(&place->keys, place->path, place->why));
		assert_non_null(strstr(place->why, "chmod 600"));
	}
	put(place, KEY, 0640); /* root's, and the group's to read */
	assert_true(statekey_read(&place->keys, place->path, place->why));
}

static void a_file_that_is_not_there_or_none_is_refused(void **state)
{
	struct place *place = *state;

	assert_false(statekey_read(&place->keys, place->path, place->why));
	assert_non_null(strstr(place->why, "is not there"));
	assert_int_equal(mkfifo(place->path, 0600),
			 0); /* nobody is waited for */
	assert_false(statekey_read(&place->keys, place->path, place->why));
	assert_false(statekey_read(&place->keys, place->folder, place->why));
}

static void a_key_is_made_once_and_then_kept(void **state)
{
	struct place *place = *state;
	struct token_keys again;
	struct stat info;

	assert_true(statekey_keep(&place->keys, place->path, place->why));
	assert_int_equal(stat(place->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_true(statekey_keep(&again, place->path, place->why));
	assert_memory_equal(&again.current, &place->keys.current,
			    sizeof(again.current));
	unlink(place->path);
	assert_true(statekey_keep(&again, place->path, place->why));
	assert_memory_not_equal(&again.current, &place->keys.current,
				sizeof(again.current));
}

static void a_key_that_can_not_be_made_is_told(void **state)
{
	struct place *place = *state;
	char path[96], longer[5000];

	snprintf(path, sizeof(path), "%s/no/key", place->folder);
	assert_false(statekey_keep(&place->keys, path, place->why));
	assert_non_null(strstr(place->why, "/no/key' can't be made"));
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_false(statekey_keep(&place->keys, longer, place->why));
}

static void a_kept_key_is_as_good_as_a_read_one(void **state)
{
	struct place *place = *state;

	put(place, KEY "\n", 0600);
	assert_true(statekey_keep(&place->keys, place->path, place->why));
	assert_is(&place->keys.current, KEY);
	put(place, "short\n", 0600);
	assert_false(statekey_keep(&place->keys, place->path, place->why));
}

#define PLACED(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLACED(the_first_line_is_the_key_however_it_ends),
		PLACED(the_second_line_is_the_key_before),
		PLACED(a_short_line_is_refused_and_not_repeated),
		PLACED(what_others_may_read_is_no_secret),
		PLACED(a_file_that_is_not_there_or_none_is_refused),
		PLACED(a_key_is_made_once_and_then_kept),
		PLACED(a_key_that_can_not_be_made_is_told),
		PLACED(a_kept_key_is_as_good_as_a_read_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
