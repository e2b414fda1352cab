/* SPDX-License-Identifier: MIT */
#include "store/apikey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void make(struct store_api_key *key, char text[APIKEY_TEXT_BYTES])
{
	uint8_t random[APIKEY_RANDOM_BYTES];

	for (size_t i = 0; i < sizeof(random); i++)
		random[i] = (uint8_t)(255 - 4 * i);
	memset(key, 0, sizeof(*key));
	strcpy(key->scopes, "ask report");
	assert_true(apikey_make(random, key, text));
}

static void a_key_has_its_form(void **state)
{
	struct store_api_key key;
	char text[APIKEY_TEXT_BYTES];

	(void)state;
	make(&key, text);
	assert_int_equal(strlen(text), 65);
	/* Of the bytes above, by base32 and base64url of another program. */
	assert_string_equal(text, "faqd_7757p47p5pt6hx63_"
				  "19PPy8fDv7u3s6-rp6Ofm5eTj4uHg397d3Nva2dj"
				  "X1s");
}

static void two_keys_of_other_bytes_differ_in_every_part(void **state)
{
	static const uint8_t none[APIKEY_RANDOM_BYTES];
	struct store_api_key key, other;
	char text[APIKEY_TEXT_BYTES], more[APIKEY_TEXT_BYTES];

	(void)state;
	make(&key, text);
	assert_true(apikey_make(none, &other, more));
	assert_string_not_equal(key.id, other.id);
	assert_memory_not_equal(key.hash, other.hash, sizeof(key.hash));
	assert_memory_not_equal(key.salt, other.salt, sizeof(key.salt));
	assert_string_not_equal(text + 22, more + 22);
}

static void the_secret_is_not_in_what_is_stored(void **state)
{
	struct store_api_key key;
	char text[APIKEY_TEXT_BYTES], bytes[sizeof(key) + 1] = {0};

	(void)state;
	make(&key, text);
	memcpy(bytes, &key, sizeof(key));
	for (size_t i = 0; i + 8 < sizeof(key); i++)
		assert_memory_not_equal(bytes + i, text + 22, 8);
}

static void a_key_opens_what_its_scopes_say(void **state)
{
	struct store_api_key key;
	struct apikey shown;
	char text[APIKEY_TEXT_BYTES], header[96];

	(void)state;
	make(&key, text);
	snprintf(header, sizeof(header), "bearer  %s", text);
	assert_true(apikey_parse_bearer(header, strlen(header), &shown));
	assert_string_equal(shown.id, key.id);
	assert_true(apikey_allows(&key, &shown, APIKEY_ASK));
	assert_true(apikey_allows(&key, &shown, APIKEY_REPORT));
	assert_false(apikey_allows(&key, &shown, APIKEY_DESK));
	assert_false(apikey_allows(&key, &shown, APIKEY_ADMIN));
	strcpy(key.scopes, "admin");
	assert_true(apikey_allows(&key, &shown, APIKEY_DESK));
	assert_true(apikey_allows(&key, &shown, APIKEY_ADMIN));
	strcpy(key.scopes, "ask unheard-of");
	assert_false(apikey_allows(&key, &shown, APIKEY_ASK));
	strcpy(key.scopes, "");
	assert_false(apikey_allows(&key, &shown, APIKEY_ASK));
}

static void one_other_character_or_a_revoked_key_opens_nothing(void **state)
{
	struct store_api_key key;
	struct apikey shown;
	char text[APIKEY_TEXT_BYTES];

	(void)state;
	make(&key, text);
	text[64] = text[64] == 'A' ? 'B' : 'A';
	assert_true(apikey_parse(text, 65, &shown));
	assert_false(apikey_allows(&key, &shown, APIKEY_ASK));
	make(&key, text);
	text[5] = text[5] == 'a' ? 'b' : 'a';
	assert_true(apikey_parse(text, 65, &shown));
	assert_false(apikey_allows(&key, &shown, APIKEY_ASK));
	make(&key, text);
	assert_true(apikey_parse(text, 65, &shown));
	assert_true(apikey_allows(&key, &shown, APIKEY_ASK));
	key.revoked_ms = 1;
	assert_false(apikey_allows(&key, &shown, APIKEY_ASK));
}

static void what_no_key_looks_like_is_refused(void **state)
{
	struct store_api_key key;
	struct apikey shown;
	char text[APIKEY_TEXT_BYTES];
	static const size_t places[] = {0, 4, 5, 20, 21, 22, 64};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		make(&key, text);
		text[places[i]] = '.';
		assert_false(apikey_parse(text, 65, &shown));
		assert_string_equal(shown.id, "");
		assert_null(shown.secret);
	}
	make(&key, text);
	for (size_t size = 0; size < 65; size++)
		assert_false(apikey_parse(text, size, &shown));
	text[5] = 'A';
	assert_false(apikey_parse(text, 65, &shown));
	assert_false(apikey_parse_bearer("Bearer ", 7, &shown));
	assert_false(apikey_parse_bearer("Basic eDp5", 10, &shown));
	assert_false(apikey_parse_bearer("", 0, &shown));
}

static void scopes_are_read_and_written(void **state)
{
	char text[STORE_API_KEY_SCOPES_BYTES];
	const char *wrong;
	size_t bytes;
	unsigned scopes;

	(void)state;
	assert_true(apikey_scopes_parse("report,ask", &scopes, &wrong, &bytes));
	assert_int_equal(scopes, APIKEY_ASK | APIKEY_REPORT);
	apikey_scopes_text(scopes, text);
	assert_string_equal(text, "ask report");
	assert_true(
		apikey_scopes_parse(" desk , admin", &scopes, &wrong, &bytes));
	apikey_scopes_text(scopes, text);
	assert_string_equal(text, "desk admin");
	assert_false(apikey_scopes_parse("ask,repot", &scopes, &wrong, &bytes));
	assert_int_equal(scopes, 0);
	assert_int_equal(bytes, 5);
	assert_memory_equal(wrong, "repot", 5);
	assert_false(apikey_scopes_parse(", ", &scopes, &wrong, &bytes));
	assert_int_equal(bytes, 0);
}

static void every_scope_has_a_name_and_a_meaning(void **state)
{
	const char *wrong;
	size_t bytes;
	unsigned scopes, all = 0;

	(void)state;
	for (size_t i = 0; i < APIKEY_SCOPE_COUNT; i++) {
		assert_true(strlen(apikey_scope_help(i)) > 0);
		assert_true(apikey_scopes_parse(apikey_scope_name(i), &scopes,
						&wrong, &bytes));
		assert_int_equal(scopes, 1u << i);
		all |= scopes;
	}
	assert_int_equal(all, APIKEY_ASK | APIKEY_DESK | APIKEY_REPORT |
				      APIKEY_ADMIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_has_its_form),
		cmocka_unit_test(two_keys_of_other_bytes_differ_in_every_part),
		cmocka_unit_test(the_secret_is_not_in_what_is_stored),
		cmocka_unit_test(a_key_opens_what_its_scopes_say),
		cmocka_unit_test(
			one_other_character_or_a_revoked_key_opens_nothing),
		cmocka_unit_test(what_no_key_looks_like_is_refused),
		cmocka_unit_test(scopes_are_read_and_written),
		cmocka_unit_test(every_scope_has_a_name_and_a_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
