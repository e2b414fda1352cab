/* SPDX-License-Identifier: MIT */
/*
 * Any bytes: what is taken for a key is made of nothing but what a key may
 * hold, and scopes that are read are written as the same.
 */
#include "store/apikey.h"

#include "fuzz/fuzz.h"

static void check_key(const struct apikey *key)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char secret[APIKEY_SECRET_CHARACTERS + 1] = {0};

	require(strlen(key->id) == STORE_API_KEY_ID_BYTES - 1);
	require(strspn(key->id, plain) == STORE_API_KEY_ID_BYTES - 1);
	memcpy(secret, key->secret, APIKEY_SECRET_CHARACTERS);
	require(strlen(secret) == APIKEY_SECRET_CHARACTERS);
	require(!strpbrk(secret, " \t\r\n\"\\=,;"));
}

static void check_scopes(const char *text)
{
	char written[STORE_API_KEY_SCOPES_BYTES];
	const char *wrong;
	size_t wrong_bytes;
	unsigned scopes, again;

	if (!apikey_scopes_parse(text, &scopes, &wrong, &wrong_bytes)) {
		require(wrong_bytes <= strlen(wrong));
		return;
	}
	apikey_scopes_text(scopes, written);
	require(apikey_scopes_parse(written, &again, &wrong, &wrong_bytes));
	require(again == scopes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct apikey key;
	char *bytes = malloc(size + 1);

	if (!bytes)
		return 0;
	if (size)
		memcpy(bytes, data, size);
	bytes[size] = '\0';
	check_scopes(bytes);
	if (apikey_parse(bytes, size, &key))
		check_key(&key);
	if (apikey_parse_bearer(bytes, size, &key))
		check_key(&key);
	free(bytes);
	return 0;
}
