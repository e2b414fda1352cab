/* SPDX-License-Identifier: MIT */
#include "store/backend.h"

#include <limits.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define SPACE_BYTES 64u
#define NAME_BYTES 4096u

static bool hmac(const void *key, size_t key_bytes, const void *data,
		 size_t bytes, uint8_t out[32])
{
	unsigned size = 0;

	return key_bytes <= INT_MAX &&
	       HMAC(EVP_sha256(), key, (int)key_bytes, data, bytes, out,
		    &size) &&
	       size == 32;
}

bool store_key_make(const uint8_t salt[STORE_SALT_BYTES], const void *secret,
		    size_t secret_bytes, struct store_key *key)
{
	memset(key, 0, sizeof(*key));
	return hmac(salt, STORE_SALT_BYTES, secret_bytes ? secret : "",
		    secret_bytes, key->bytes);
}

/* A longer name is hashed to its hash first, so that the size is bounded and
 * no two names of a kind meet. */
bool store_id_of(const struct store_key *key, const char *space,
		 const char *name, size_t name_bytes, struct store_id *id)
{
	uint8_t bytes[SPACE_BYTES + NAME_BYTES], hash[32];
	size_t size = strlen(space);

	memset(id, 0, sizeof(*id));
	if (size >= SPACE_BYTES)
		return false;
	memcpy(bytes, space, size + 1);
	size++;
	if (name_bytes > NAME_BYTES) {
		bytes[size++] = 0;
		if (!hmac(key->bytes, sizeof(key->bytes), name, name_bytes,
			  bytes + size))
			return false;
		size += sizeof(hash);
	} else if (name_bytes) {
		memcpy(bytes + size, name, name_bytes);
		size += name_bytes;
	}
	if (!hmac(key->bytes, sizeof(key->bytes), bytes, size, hash))
		return false;
	memcpy(id->bytes, hash, sizeof(id->bytes));
	return true;
}

bool store_id_none(const struct store_id *id)
{
	static const struct store_id none;

	return memcmp(id, &none, sizeof(none)) == 0;
}

void store_id_text(const struct store_id *id, char out[STORE_ID_TEXT_BYTES])
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < STORE_ID_BYTES; i++) {
		out[2 * i] = digit[id->bytes[i] >> 4];
		out[2 * i + 1] = digit[id->bytes[i] & 15];
	}
	out[2 * STORE_ID_BYTES] = '\0';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool store_id_parse(const char *text, size_t bytes, struct store_id *id)
{
	struct store_id parsed;

	memset(id, 0, sizeof(*id));
	if (bytes != 2 * STORE_ID_BYTES)
		return false;
	for (size_t i = 0; i < STORE_ID_BYTES; i++) {
		int high = hex_value(text[2 * i]);
		int low = hex_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		parsed.bytes[i] = (uint8_t)(high << 4 | low);
	}
	*id = parsed;
	return true;
}

bool store_secret_hash(const uint8_t salt[STORE_API_KEY_SALT_BYTES],
		       const char *secret, size_t bytes,
		       uint8_t out[STORE_API_KEY_HASH_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned size = 0;
	bool ok = context &&
		  EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
		  EVP_DigestUpdate(context, salt, STORE_API_KEY_SALT_BYTES) ==
			  1 &&
		  EVP_DigestUpdate(context, secret, bytes) == 1 &&
		  EVP_DigestFinal_ex(context, out, &size) == 1 &&
		  size == STORE_API_KEY_HASH_BYTES;

	EVP_MD_CTX_free(context);
	if (!ok)
		memset(out, 0, STORE_API_KEY_HASH_BYTES);
	return ok;
}

bool store_secret_matches(const struct store_api_key *key, const char *secret,
			  size_t bytes)
{
	uint8_t hash[STORE_API_KEY_HASH_BYTES];
	bool same;

	if (!store_secret_hash(key->salt, secret, bytes, hash))
		return false;
	same = CRYPTO_memcmp(hash, key->hash, sizeof(hash)) == 0;
	OPENSSL_cleanse(hash, sizeof(hash));
	return same && key->revoked_ms == 0;
}
