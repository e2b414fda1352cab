/* SPDX-License-Identifier: MIT */
#include "store/backend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct store_id make(const struct store_key *key, const char *space,
			    const char *name, size_t bytes)
{
	struct store_id id;

	assert_true(store_id_of(key, space, name, bytes, &id));
	assert_false(store_id_none(&id));
	return id;
}

static bool same(struct store_id a, struct store_id b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void a_name_has_one_id(void **state)
{
	const struct store_key key = {{1}};

	(void)state;
	assert_true(same(make(&key, "rasa", "a@b.example", 11),
			 make(&key, "rasa", "a@b.example", 11)));
}

static void another_name_space_or_key_gives_another_id(void **state)
{
	const struct store_key key = {{1}}, other = {{2}};
	struct store_id id = make(&key, "rasa", "ann", 3);

	(void)state;
	assert_false(same(id, make(&key, "rasa", "bob", 3)));
	assert_false(same(id, make(&key, "desk", "ann", 3)));
	assert_false(same(id, make(&other, "rasa", "ann", 3)));
	/* "ra" + "saann" is not "rasa" + "ann" */
	assert_false(same(id, make(&key, "ra", "saann", 5)));
}

static void a_name_of_any_size_has_its_own_id(void **state)
{
	const struct store_key key = {{1}};
	char *name = calloc(2, 100000);
	struct store_id id;

	(void)state;
	assert_non_null(name);
	id = make(&key, "rasa", name, 100000);
	name[99999] = 1;
	assert_false(same(id, make(&key, "rasa", name, 100000)));
	assert_false(same(id, make(&key, "rasa", "", 0)));
	free(name);
}

/* By another implementation:
 * printf 'rasa\0ann' | openssl dgst -sha256 -mac HMAC -macopt hexkey:01 */
static void the_hash_is_hmac_sha_256(void **state)
{
	const struct store_key key = {{1}};
	struct store_id id = make(&key, "rasa", "ann", 3);
	char text[STORE_ID_TEXT_BYTES];

	(void)state;
	store_id_text(&id, text);
	assert_string_equal(text, "54b65a95caa732b13080d4343718d01d");
}

static void the_operators_secret_goes_into_the_key(void **state)
{
	const uint8_t salt[STORE_SALT_BYTES] = {1};
	struct store_key with, without;

	(void)state;
	assert_true(store_key_make(salt, "pepper", 6, &with));
	assert_true(store_key_make(salt, NULL, 0, &without));
	assert_memory_not_equal(&with, &without, sizeof(with));
	assert_memory_not_equal(without.bytes, salt, sizeof(salt));
}

static void an_id_is_read_back_from_its_text(void **state)
{
	const struct store_key key = {{1}};
	struct store_id id = make(&key, "rasa", "ann", 3), back;
	char text[STORE_ID_TEXT_BYTES];

	(void)state;
	store_id_text(&id, text);
	assert_true(store_id_parse(text, 32, &back));
	assert_true(same(id, back));
	text[0] = 'g';
	assert_false(store_id_parse(text, 32, &back));
	assert_true(store_id_none(&back));
	assert_false(store_id_parse(text + 1, 31, &back));
	assert_true(
		store_id_parse("ABCDEF00000000000000000000000000", 32, &back));
	assert_int_equal(back.bytes[0], 0xab);
}

static void only_its_secret_opens_an_api_key(void **state)
{
	struct store_api_key key = {.salt = {1, 2, 3}};

	(void)state;
	assert_true(store_secret_hash(key.salt, "secret", 6, key.hash));
	assert_true(store_secret_matches(&key, "secret", 6));
	assert_false(store_secret_matches(&key, "secres", 6));
	assert_false(store_secret_matches(&key, "secret", 5));
	assert_false(store_secret_matches(&key, "", 0));
	key.salt[0] = 9;
	assert_false(store_secret_matches(&key, "secret", 6));
}

static void a_revoked_api_key_opens_nothing(void **state)
{
	struct store_api_key key = {.revoked_ms = 1};

	(void)state;
	assert_true(store_secret_hash(key.salt, "secret", 6, key.hash));
	assert_false(store_secret_matches(&key, "secret", 6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_has_one_id),
		cmocka_unit_test(another_name_space_or_key_gives_another_id),
		cmocka_unit_test(a_name_of_any_size_has_its_own_id),
		cmocka_unit_test(the_hash_is_hmac_sha_256),
		cmocka_unit_test(the_operators_secret_goes_into_the_key),
		cmocka_unit_test(an_id_is_read_back_from_its_text),
		cmocka_unit_test(only_its_secret_opens_an_api_key),
		cmocka_unit_test(a_revoked_api_key_opens_nothing),
	};

	return cmocka_run_group_tests_name("store_id", tests, NULL, NULL);
}
