/* SPDX-License-Identifier: MIT */
#include "store/apikey.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#define PREFIX "faqd_"
#define ID_CHARACTERS (STORE_API_KEY_ID_BYTES - 1u)

static const struct {
	const char *name, *help;
} scopes_known[APIKEY_SCOPE_COUNT] = {
	{"ask", "chat and ask, without a limit of questions"},
	{"desk", "take chats over as an agent"},
	{"report", "read metrics"},
	{"admin", "all of these"},
};

const char *apikey_scope_name(size_t i)
{
	return scopes_known[i].name;
}

const char *apikey_scope_help(size_t i)
{
	return scopes_known[i].help;
}

/* 0: there is no such scope. */
static unsigned scope_of(const char *name, size_t bytes)
{
	for (size_t i = 0; i < APIKEY_SCOPE_COUNT; i++)
		if (strlen(scopes_known[i].name) == bytes &&
		    memcmp(scopes_known[i].name, name, bytes) == 0)
			return 1u << i;
	return 0;
}

bool apikey_scopes_parse(const char *text, unsigned *scopes, const char **wrong,
			 size_t *wrong_bytes)
{
	static const char between[] = ", ";
	unsigned found = 0;

	*scopes = 0;
	*wrong = text;
	*wrong_bytes = 0;
	for (text += strspn(text, between); *text;
	     text += strspn(text, between)) {
		size_t bytes = strcspn(text, between);
		unsigned scope = scope_of(text, bytes);

		if (!scope) {
			*wrong = text;
			*wrong_bytes = bytes;
			return false;
		}
		found |= scope;
		text += bytes;
	}
	*scopes = found;
	return found != 0;
}

void apikey_scopes_text(unsigned scopes, char out[STORE_API_KEY_SCOPES_BYTES])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < APIKEY_SCOPE_COUNT; i++)
		if (scopes & 1u << i)
			at += (size_t)snprintf(
				out + at, STORE_API_KEY_SCOPES_BYTES - at,
				"%s%s", at ? " " : "", scopes_known[i].name);
}

/* Five bits a character: 10 bytes give the 16 of an id. */
static void write_id(const uint8_t random[APIKEY_ID_RANDOM],
		     char out[STORE_API_KEY_ID_BYTES])
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned bits = 0, held = 0;
	size_t at = 0;

	for (size_t i = 0; i < APIKEY_ID_RANDOM; i++) {
		bits = (bits << 8 | random[i]) & 0xfffu;
		for (held += 8; held >= 5; held -= 5)
			out[at++] = alphabet[bits >> (held - 5) & 31u];
	}
	out[at] = '\0';
}

/* OpenSSL's base64 with the two characters of base64url, unpadded. */
static void write_secret(const uint8_t random[APIKEY_SECRET_RANDOM],
			 char out[APIKEY_SECRET_CHARACTERS + 1])
{
	unsigned char text[4 * ((APIKEY_SECRET_RANDOM + 2) / 3) + 1];

	EVP_EncodeBlock(text, random, (int)APIKEY_SECRET_RANDOM);
	for (size_t i = 0; i < APIKEY_SECRET_CHARACTERS; i++)
		out[i] = text[i] == '+'   ? '-'
			 : text[i] == '/' ? '_'
					  : (char)text[i];
	out[APIKEY_SECRET_CHARACTERS] = '\0';
	OPENSSL_cleanse(text, sizeof(text));
}

bool apikey_make(const uint8_t random[APIKEY_RANDOM_BYTES],
		 struct store_api_key *key, char text[APIKEY_TEXT_BYTES])
{
	char secret[APIKEY_SECRET_CHARACTERS + 1];
	bool good;

	write_id(random, key->id);
	write_secret(random + APIKEY_ID_RANDOM, secret);
	memcpy(key->salt, random + APIKEY_ID_RANDOM + APIKEY_SECRET_RANDOM,
	       sizeof(key->salt));
	good = store_secret_hash(key->salt, secret, APIKEY_SECRET_CHARACTERS,
				 key->hash);
	snprintf(text, APIKEY_TEXT_BYTES, PREFIX "%s_%s", key->id,
		 good ? secret : "");
	OPENSSL_cleanse(secret, sizeof(secret));
	return good;
}

static bool is_all_of(const char *text, size_t bytes, bool secret)
{
	for (size_t i = 0; i < bytes; i++) {
		char c = text[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		bool more = (c >= 'A' && c <= 'Z') || c == '-' || c == '_';

		if (!plain && !(secret && more))
			return false;
	}
	return true;
}

bool apikey_parse(const char *text, size_t bytes, struct apikey *out)
{
	const size_t prefix = strlen(PREFIX);

	memset(out, 0, sizeof(*out));
	if (bytes != APIKEY_TEXT_BYTES - 1 ||
	    memcmp(text, PREFIX, prefix) != 0 ||
	    text[prefix + ID_CHARACTERS] != '_' ||
	    !is_all_of(text + prefix, ID_CHARACTERS, false) ||
	    !is_all_of(text + prefix + ID_CHARACTERS + 1,
		       APIKEY_SECRET_CHARACTERS, true))
		return false;
	memcpy(out->id, text + prefix, ID_CHARACTERS);
	out->secret = text + prefix + ID_CHARACTERS + 1;
	return true;
}

bool apikey_parse_bearer(const char *header, size_t bytes, struct apikey *out)
{
	static const char scheme[] = "Bearer ";
	size_t size = strlen(scheme);

	memset(out, 0, sizeof(*out));
	if (bytes < size || strncasecmp(header, scheme, size) != 0)
		return false;
	while (size < bytes && header[size] == ' ')
		size++;
	return apikey_parse(header + size, bytes - size, out);
}

bool apikey_allows(const struct store_api_key *stored,
		   const struct apikey *presented, enum apikey_scope scope)
{
	unsigned scopes;
	const char *wrong;
	size_t wrong_bytes;

	/* A scope that this program does not know grants nothing. */
	if (!apikey_scopes_parse(stored->scopes, &scopes, &wrong, &wrong_bytes))
		return false;
	return strcmp(stored->id, presented->id) == 0 &&
	       store_secret_matches(stored, presented->secret,
				    APIKEY_SECRET_CHARACTERS) &&
	       (scopes & ((unsigned)scope | APIKEY_ADMIN)) != 0;
}
