/* SPDX-License-Identifier: MIT */
#include "desk/sign.h"

#include "desk/header.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <stdio.h>
#include <string.h>

#define SECRET_BYTES_MAX 256u
#define TIME_DIGITS_MAX 12u
#define ID_BYTES_MAX 256u
#define PROOF_BYTES 128u

/* ------------------------------------------------------------------ */
/* HMAC over pieces.                                                  */

struct piece {
	const char *bytes;
	size_t size;
};

struct secret {
	unsigned char bytes[SECRET_BYTES_MAX];
	size_t size;
};

static bool update_all(EVP_MAC_CTX *mac, const struct piece *piece,
		       size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!EVP_MAC_update(mac, (const unsigned char *)piece[i].bytes,
				    piece[i].size))
			return false;
	return true;
}

static bool hmac(const char *digest, const struct secret *secret,
		 const struct piece *piece, size_t count,
		 unsigned char out[SHA256_DIGEST_LENGTH], size_t *size)
{
	char name[8];
	OSSL_PARAM how[2];
	EVP_MAC *method = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *mac = method ? EVP_MAC_CTX_new(method) : NULL;
	bool made;

	snprintf(name, sizeof(name), "%s", digest);
	/* Takes the length of the name as it stands: it must stand by now. */
	how[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name,
						  0);
	how[1] = OSSL_PARAM_construct_end();
	made = mac && EVP_MAC_init(mac, secret->bytes, secret->size, how) &&
	       update_all(mac, piece, count) &&
	       EVP_MAC_final(mac, out, size, SHA256_DIGEST_LENGTH);
	EVP_MAC_CTX_free(mac);
	EVP_MAC_free(method);
	return made;
}

/* ------------------------------------------------------------------ */
/* Secrets.                                                           */

/* Base64 with its padding, whole groups only. */
static bool decode(const char *text, struct secret *secret)
{
	unsigned char block[SECRET_BYTES_MAX + 3];
	size_t length = strlen(text);
	size_t padding = length > 1 && text[length - 1] == '=';
	int bytes;

	if (padding && text[length - 2] == '=')
		padding = 2;
	if (length == 0 || length % 4 || length / 4 * 3 > SECRET_BYTES_MAX ||
	    strcspn(text, " \t\r\n-") != length)
		return false;
	bytes = EVP_DecodeBlock(block, (const unsigned char *)text,
				(int)length);
	if (bytes < 0)
		return false;
	secret->size = (size_t)bytes - padding;
	memcpy(secret->bytes, block, secret->size);
	OPENSSL_cleanse(block, sizeof(block));
	return true;
}

static bool secret_of(enum sign_scheme scheme, const char *text,
		      struct secret *secret)
{
	static const char prefix[] = "whsec_";

	if (scheme == SIGN_STANDARD) {
		if (strncmp(text, prefix, sizeof(prefix) - 1) == 0)
			text += sizeof(prefix) - 1;
		return decode(text, secret);
	}
	secret->size = strlen(text);
	if (secret->size == 0 || secret->size > SECRET_BYTES_MAX)
		return false;
	memcpy(secret->bytes, text, secret->size);
	return true;
}

bool sign_secret_fits(enum sign_scheme scheme, const char *secret)
{
	struct secret made;
	bool fits = secret_of(scheme, secret, &made);

	OPENSSL_cleanse(&made, sizeof(made));
	return fits;
}

/* ------------------------------------------------------------------ */
/* What each scheme signs, and how it writes it.                      */

struct scheme {
	const char *proof, *time, *id; /* headers; NULL: has none */
	const char *digest;
	const char *prefix; /* of the proof */
	bool base64;
};

static const struct scheme schemes[] = {
	[SIGN_CHATWOOT] = {"X-Chatwoot-Signature", "X-Chatwoot-Timestamp", NULL,
			   "SHA256", "sha256=", false},
	[SIGN_HUB] = {"X-Hub-Signature", NULL, NULL, "SHA1", "sha1=", false},
	[SIGN_SLACK] = {"X-Slack-Signature", "X-Slack-Request-Timestamp", NULL,
			"SHA256", "v0=", false},
	[SIGN_STANDARD] = {"webhook-signature", "webhook-timestamp",
			   "webhook-id", "SHA256", "v1,", true},
	[SIGN_KEY] = {"X-API-Key", NULL, NULL, NULL, "", false},
};

static bool is_hmac(enum sign_scheme scheme)
{
	return scheme <= SIGN_STANDARD;
}

/* What is signed. */
struct claim {
	const char *id, *time;
	const char *body;
	size_t bytes;
};

static size_t pieces_of(enum sign_scheme scheme, const struct claim *claim,
			struct piece piece[6])
{
	const char *head[5] = {claim->time, ".", NULL};
	size_t count = 0;

	if (scheme == SIGN_SLACK) {
		head[0] = "v0:";
		head[1] = claim->time;
		head[2] = ":";
		head[3] = NULL;
	} else if (scheme == SIGN_STANDARD) {
		head[0] = claim->id;
		head[1] = ".";
		head[2] = claim->time;
		head[3] = ".";
		head[4] = NULL;
	} else if (scheme == SIGN_HUB) {
		head[0] = NULL;
	}
	for (; count < 5 && head[count]; count++)
		piece[count] = (struct piece){head[count], strlen(head[count])};
	piece[count++] = (struct piece){claim->body, claim->bytes};
	return count;
}

static void write_hex(const unsigned char *bytes, size_t size, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < size; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}

/* The proof as it stands in a header. */
static enum desk_status prove(enum sign_scheme scheme,
			      const struct secret *secret,
			      const struct claim *claim, char out[PROOF_BYTES])
{
	const struct scheme *how = &schemes[scheme];
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct piece piece[6];
	size_t count = pieces_of(scheme, claim, piece), size = 0;
	size_t prefix = strlen(how->prefix);

	if (!hmac(how->digest, secret, piece, count, digest, &size))
		return DESK_ERROR_NOMEM;
	memcpy(out, how->prefix, prefix);
	if (how->base64)
		EVP_EncodeBlock((unsigned char *)out + prefix, digest,
				(int)size);
	else
		write_hex(digest, size, out + prefix);
	return DESK_OK;
}

/* ------------------------------------------------------------------ */
/* Comparing.                                                         */

static bool same(const char *ours, const char *theirs, size_t bytes)
{
	return strlen(ours) == bytes && CRYPTO_memcmp(ours, theirs, bytes) == 0;
}

/* Their digests, so that not even the length shows. */
static bool same_secret(const char *ours, const char *theirs)
{
	unsigned char left[SHA256_DIGEST_LENGTH], right[SHA256_DIGEST_LENGTH];

	return EVP_Digest(ours, strlen(ours), left, NULL, EVP_sha256(), NULL) &&
	       EVP_Digest(theirs, strlen(theirs), right, NULL, EVP_sha256(),
			  NULL) &&
	       CRYPTO_memcmp(left, right, sizeof(left)) == 0;
}

static enum desk_status verify_secret(const struct desk_config *config,
				      const char *said)
{
	bool good = false;

	if (!said || !*said)
		return DESK_ERROR_UNSIGNED;
	for (size_t i = 0; i < config->secret_count; i++)
		good |= same_secret(config->secret[i], said);
	return good ? DESK_OK : DESK_ERROR_FORGED;
}

/* STANDARD has several proofs in one header, the others one. */
static bool is_among(const char *proof, const char *claimed, bool several)
{
	bool found = false;

	if (!several)
		return same(proof, claimed, strlen(claimed));
	while (*claimed) {
		size_t bytes = strcspn(claimed, " ");

		found |= same(proof, claimed, bytes);
		claimed += bytes;
		claimed += strspn(claimed, " ");
	}
	return found;
}

static enum desk_status verify_hmac(enum sign_scheme scheme,
				    const struct desk_config *config,
				    const struct claim *claim,
				    const char *claimed)
{
	enum desk_status status = DESK_ERROR_FORGED;
	char proof[PROOF_BYTES];
	struct secret secret;

	for (size_t i = 0; i < config->secret_count; i++) {
		if (!secret_of(scheme, config->secret[i], &secret))
			return DESK_ERROR_CONFIG;
		if (prove(scheme, &secret, claim, proof) != DESK_OK)
			return DESK_ERROR_NOMEM;
		if (is_among(proof, claimed, scheme == SIGN_STANDARD))
			status = DESK_OK;
	}
	OPENSSL_cleanse(&secret, sizeof(secret));
	return status;
}

/* Digits only; no sign, no blank. */
static bool read_time(const char *text, int64_t *seconds)
{
	size_t digits = strspn(text, "0123456789");

	*seconds = 0;
	if (digits == 0 || digits > TIME_DIGITS_MAX || text[digits])
		return false;
	while (*text)
		*seconds = *seconds * 10 + (*text++ - '0');
	return true;
}

static bool is_fresh(const struct desk_config *config, int64_t now_s,
		     int64_t then_s)
{
	int64_t window = config->window_s ? config->window_s : DESK_WINDOW_S;

	return then_s >= now_s - window && then_s <= now_s + window;
}

static enum desk_status verify_signed(enum sign_scheme scheme,
				      const struct desk_config *config,
				      const struct desk_hook *hook,
				      int64_t now_s)
{
	const struct scheme *how = &schemes[scheme];
	struct claim claim = {NULL, NULL, hook->body, hook->bytes};
	const char *claimed =
		header_find(hook->header, hook->header_count, how->proof);
	enum desk_status status;
	int64_t then_s = now_s;

	if (how->time)
		claim.time = header_find(hook->header, hook->header_count,
					 how->time);
	if (how->id)
		claim.id =
			header_find(hook->header, hook->header_count, how->id);
	if (!claimed || (how->time && !claim.time) || (how->id && !claim.id))
		return DESK_ERROR_UNSIGNED;
	if ((claim.id && (!*claim.id || strlen(claim.id) > ID_BYTES_MAX)) ||
	    (claim.time && !read_time(claim.time, &then_s)))
		return DESK_ERROR_UNSIGNED;
	status = verify_hmac(scheme, config, &claim, claimed);
	if (status == DESK_OK && !is_fresh(config, now_s, then_s))
		return DESK_ERROR_STALE;
	return status;
}

enum desk_status sign_verify(enum sign_scheme scheme,
			     const struct desk_config *config,
			     const struct desk_hook *hook, const char *said,
			     int64_t now_s)
{
	if (config->secret_count == 0 ||
	    config->secret_count > DESK_SECRETS_MAX)
		return DESK_ERROR_CONFIG;
	if (is_hmac(scheme))
		return verify_signed(scheme, config, hook, now_s);
	if (scheme == SIGN_KEY)
		said = header_find(hook->header, hook->header_count,
				   schemes[SIGN_KEY].proof);
	return verify_secret(config, said);
}

/* ------------------------------------------------------------------ */
/* Making.                                                            */

enum desk_status sign_make(enum sign_scheme scheme,
			   const struct desk_config *config, const char *id,
			   int64_t now_s, const char *body, size_t bytes,
			   struct desk_headers *headers)
{
	const struct scheme *how;
	struct claim claim = {.body = body, .bytes = bytes, .id = id};
	char time[24], proof[PROOF_BYTES];
	enum desk_status status;
	struct secret secret;

	if (scheme == SIGN_TOKEN || scheme == SIGN_URL)
		return DESK_OK;
	how = &schemes[scheme];
	if (config->secret_count == 0 ||
	    !secret_of(scheme, config->secret[0], &secret))
		return DESK_ERROR_CONFIG;
	if (scheme == SIGN_KEY)
		return header_put(headers, how->proof, "", config->secret[0])
			       ? DESK_OK
			       : DESK_ERROR_CONFIG;
	snprintf(time, sizeof(time), "%lld", (long long)now_s);
	claim.time = time;
	status = prove(scheme, &secret, &claim, proof);
	OPENSSL_cleanse(&secret, sizeof(secret));
	if (status == DESK_OK &&
	    ((how->id && !header_put(headers, how->id, "", id)) ||
	     (how->time && !header_put(headers, how->time, "", time)) ||
	     !header_put(headers, how->proof, "", proof)))
		status = DESK_ERROR_CONFIG;
	return status;
}
