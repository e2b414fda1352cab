/* SPDX-License-Identifier: MIT */
#include "server/talk/token.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <string.h>

#define RAW_BYTES (VISIT_BYTES + TOKEN_MAC_BYTES)

/* Without padding the text has one form only. */
_Static_assert(RAW_BYTES % 3 == 0, "a token needs no base64 padding");

/* Signed with the visit, so that no other use of the key makes tokens. */
static const unsigned char purpose[] = "faqd.session.v1";
/* The other use: what is signed has no visit's length. */
static const unsigned char purpose_of_answers[] = "faqd.answer.v1";

bool token_keys_make(struct token_keys *keys)
{
	memset(keys, 0, sizeof(*keys));
	keys->lifetime_s = TOKEN_LIFETIME_S;
	return RAND_bytes(keys->current.bytes, (int)TOKEN_KEY_BYTES) == 1;
}

/* The HMAC's state behind the key. */
static EVP_MAC_CTX *keyed(EVP_MAC *method, const struct token_key *key)
{
	char digest[] = "SHA256";
	const OSSL_PARAM how[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest,
						 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC_CTX *made = EVP_MAC_CTX_new(method);

	if (made && !EVP_MAC_init(made, key->bytes, TOKEN_KEY_BYTES, how)) {
		EVP_MAC_CTX_free(made);
		return NULL;
	}
	return made;
}

/* Init without a key goes back to where the key has been set. */
static bool sign(EVP_MAC_CTX *mac, const unsigned char *what, size_t what_bytes,
		 const uint8_t *bytes, size_t size,
		 uint8_t out[TOKEN_MAC_BYTES])
{
	size_t made = 0;

	return EVP_MAC_init(mac, NULL, 0, NULL) &&
	       EVP_MAC_update(mac, what, what_bytes) &&
	       EVP_MAC_update(mac, bytes, size) &&
	       EVP_MAC_final(mac, out, &made, TOKEN_MAC_BYTES) &&
	       made == TOKEN_MAC_BYTES;
}

static bool sign_visit(EVP_MAC_CTX *mac, const uint8_t *visit,
		       uint8_t out[TOKEN_MAC_BYTES])
{
	return sign(mac, purpose, sizeof(purpose), visit, VISIT_BYTES, out);
}

static bool derive(EVP_MAC_CTX *mac, struct answer_key *key)
{
	uint8_t made[TOKEN_MAC_BYTES];

	if (!sign(mac, purpose_of_answers, sizeof(purpose_of_answers), NULL, 0,
		  made))
		return false;
	memcpy(key->bytes, made, sizeof(key->bytes));
	OPENSSL_cleanse(made, sizeof(made));
	return true;
}

bool signer_init(struct signer *signer, const struct token_keys *keys)
{
	memset(signer, 0, sizeof(*signer));
	signer->lifetime_s = keys->lifetime_s;
	signer->method = EVP_MAC_fetch(NULL, "HMAC", NULL);
	if (signer->method)
		signer->current = keyed(signer->method, &keys->current);
	if (signer->current && keys->has_previous)
		signer->previous = keyed(signer->method, &keys->previous);
	if (signer->current && (signer->previous || !keys->has_previous) &&
	    derive(signer->current, &signer->answers) &&
	    (!signer->previous ||
	     derive(signer->previous, &signer->answers_before)))
		return true;
	signer_release(signer);
	return false;
}

void signer_release(struct signer *signer)
{
	EVP_MAC_CTX_free(signer->previous);
	EVP_MAC_CTX_free(signer->current);
	EVP_MAC_free(signer->method);
	OPENSSL_cleanse(signer, sizeof(*signer));
}

static bool is_signed(EVP_MAC_CTX *mac, const uint8_t raw[RAW_BYTES])
{
	uint8_t made[TOKEN_MAC_BYTES];

	return mac && sign_visit(mac, raw, made) &&
	       CRYPTO_memcmp(made, raw + VISIT_BYTES, TOKEN_MAC_BYTES) == 0;
}

/* What is taken is wiped, so that no name of a visitor stays behind. */
static bool take_random(struct signer *signer, uint8_t *out, size_t bytes)
{
	uint8_t *last;

	if (signer->random_left < bytes) {
		if (RAND_bytes(signer->random, sizeof(signer->random)) != 1)
			return false;
		signer->random_left = sizeof(signer->random);
	}
	signer->random_left -= bytes;
	last = signer->random + signer->random_left;
	memcpy(out, last, bytes);
	OPENSSL_cleanse(last, bytes);
	return true;
}

bool token_begin(struct signer *signer, struct visit *visit)
{
	if (!visit->begun)
		visit->begun = take_random(signer, visit->visitor,
					   VISIT_VISITOR_BYTES);
	return visit->begun;
}

bool token_write(struct signer *signer, struct visit *visit, int64_t now_s,
		 char out[TOKEN_BYTES])
{
	uint8_t raw[RAW_BYTES];

	out[0] = '\0';
	visit->issued_s = now_s;
	visit_save(visit, raw);
	if (!sign_visit(signer->current, raw, raw + VISIT_BYTES))
		return false;
	base64url_encode(raw, RAW_BYTES, out);
	out[TOKEN_CHARACTERS] = '\0';
	return true;
}

enum token_status token_read(struct signer *signer, const char *text,
			     size_t bytes, int64_t now_s, struct visit *visit)
{
	uint8_t raw[RAW_BYTES];

	visit_init(visit);
	if (bytes != TOKEN_CHARACTERS ||
	    !base64url_decode(text, raw, RAW_BYTES))
		return TOKEN_FOREIGN;
	if (!is_signed(signer->current, raw) &&
	    !is_signed(signer->previous, raw))
		return TOKEN_FOREIGN;
	if (!visit_load(visit, raw))
		return TOKEN_FOREIGN;
	if (now_s - visit->issued_s <= signer->lifetime_s)
		return TOKEN_OK;
	visit_init(visit);
	return TOKEN_EXPIRED;
}

bool token_gave(const struct signer *signer, const struct visit *visit,
		const char *answer)
{
	if (answer_id_given(&signer->answers, visit, answer))
		return true;
	return signer->previous &&
	       answer_id_given(&signer->answers_before, visit, answer);
}
