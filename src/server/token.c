/* SPDX-License-Identifier: MIT */
#include "server/token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <string.h>

#define MAC_BYTES 32u
#define RAW_BYTES (FAQ_DIALOG_BYTES + MAC_BYTES)
#define TEXT_BYTES (TOKEN_BYTES - 1)

/* Without padding on either side the text has one form only. */
_Static_assert(RAW_BYTES % 3 == 0, "a token needs no base64 padding");
_Static_assert(RAW_BYTES / 3 * 4 == TEXT_BYTES, "TOKEN_BYTES fits");

/* Signed with the state, so that no other use of the key makes tokens. */
static const char purpose[] = "faqd.state.v1";

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz"
			       "0123456789-_";

static void encode(const uint8_t *raw, char *out)
{
	size_t i;

	for (i = 0; i < RAW_BYTES; i += 3) {
		uint32_t group = (uint32_t)raw[i] << 16 |
				 (uint32_t)raw[i + 1] << 8 | raw[i + 2];

		*out++ = alphabet[group >> 18 & 63];
		*out++ = alphabet[group >> 12 & 63];
		*out++ = alphabet[group >> 6 & 63];
		*out++ = alphabet[group & 63];
	}
	*out = '\0';
}

static bool decode(const char *text, uint8_t raw[RAW_BYTES])
{
	size_t i;

	for (i = 0; i < TEXT_BYTES; i += 4) {
		uint32_t group = 0;
		size_t k;

		for (k = 0; k < 4; k++) {
			const char *at = text[i + k]
						 ? strchr(alphabet, text[i + k])
						 : NULL;

			if (!at)
				return false;
			group = group << 6 | (uint32_t)(at - alphabet);
		}
		*raw++ = (uint8_t)(group >> 16);
		*raw++ = (uint8_t)(group >> 8);
		*raw++ = (uint8_t)group;
	}
	return true;
}

static bool sign(const struct token_key *key, const uint8_t *state,
		 uint8_t mac[MAC_BYTES])
{
	uint8_t message[sizeof(purpose) + FAQ_DIALOG_BYTES];
	unsigned size = 0;

	memcpy(message, purpose, sizeof(purpose));
	memcpy(message + sizeof(purpose), state, FAQ_DIALOG_BYTES);
	return HMAC(EVP_sha256(), key->bytes, (int)TOKEN_KEY_BYTES, message,
		    sizeof(message), mac, &size) &&
	       size == MAC_BYTES;
}

bool token_key_make(struct token_key *key)
{
	memset(key, 0, sizeof(*key));
	return RAND_bytes(key->bytes, (int)sizeof(key->bytes)) == 1;
}

bool token_write(const struct token_key *key, const struct faq_dialog *dialog,
		 char out[TOKEN_BYTES])
{
	uint8_t raw[RAW_BYTES];

	out[0] = '\0';
	faq_dialog_save(dialog, raw);
	if (!sign(key, raw, raw + FAQ_DIALOG_BYTES))
		return false;
	encode(raw, out);
	return true;
}

bool token_read(const struct token_key *key, const char *text, size_t bytes,
		struct faq_dialog *dialog)
{
	uint8_t raw[RAW_BYTES], mac[MAC_BYTES];

	faq_dialog_init(dialog);
	if (bytes != TEXT_BYTES || !decode(text, raw) || !sign(key, raw, mac) ||
	    CRYPTO_memcmp(mac, raw + FAQ_DIALOG_BYTES, MAC_BYTES) != 0)
		return false;
	return faq_dialog_load(dialog, raw, FAQ_DIALOG_BYTES);
}
