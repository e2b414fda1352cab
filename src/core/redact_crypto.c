/* SPDX-License-Identifier: MIT */
/* The rule on wallet addresses and private keys. */
#include "redact_rules.h"
#include "sha256.h"

#include <string.h>

#define BASE58_LONGEST 112u /* an extended key has 111 */
#define BASE58_BYTES 84u    /* what those hold */
#define CHECK_BYTES 4u

static const char bitcoin_alphabet[] =
	"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char ripple_alphabet[] =
	"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

/* The bytes of a base 58 text, 0 when it is none or too long. */
static size_t base58_read(const char *bytes, size_t size, const char *alphabet,
			  uint8_t out[BASE58_BYTES])
{
	uint8_t little[BASE58_BYTES] = {0};
	size_t used = 0, zeros = 0;
	if (size > BASE58_LONGEST)
		return 0;
	while (zeros < size && bytes[zeros] == alphabet[0])
		zeros++;
	for (size_t i = zeros; i < size; i++) {
		const char *found = strchr(alphabet, bytes[i]);
		if (!found || !*found)
			return 0;
		unsigned carry = (unsigned)(found - alphabet);
		for (size_t k = 0; k < used || carry; k++) {
			if (k == BASE58_BYTES)
				return 0;
			if (k == used)
				used++;
			carry += little[k] * 58u;
			little[k] = (uint8_t)carry;
			carry >>= 8;
		}
	}
	if (zeros + used > BASE58_BYTES)
		return 0;
	memset(out, 0, zeros);
	for (size_t i = 0; i < used; i++)
		out[zeros + i] = little[used - 1 - i];
	return zeros + used;
}

/* Base58Check: the last four bytes are those of a double SHA-256. */
static bool base58_check(const uint8_t *bytes, size_t size)
{
	uint8_t hash[SHA256_BYTES];
	if (size <= CHECK_BYTES)
		return false;
	sha256(bytes, size - CHECK_BYTES, hash);
	sha256(hash, sizeof(hash), hash);
	return memcmp(hash, bytes + size - CHECK_BYTES, CHECK_BYTES) == 0;
}

static uint32_t bech32_step(uint32_t check, unsigned value)
{
	static const uint32_t generator[5] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = check >> 25;
	check = (check & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++)
		if (top >> i & 1)
			check ^= generator[i];
	return check;
}

/* BIP-173 (rest 1) and BIP-350 (bech32m); `prefix` letters before the 1. */
static bool bech32_check(const char *bytes, size_t size, size_t prefix)
{
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	uint32_t check = 1;
	for (size_t i = 0; i < prefix; i++)
		check = bech32_step(check,
				    (unsigned)redact_lower(bytes[i]) >> 5);
	check = bech32_step(check, 0);
	for (size_t i = 0; i < prefix; i++)
		check = bech32_step(check,
				    (unsigned)redact_lower(bytes[i]) & 31);
	for (size_t i = prefix + 1; i < size; i++) {
		const char *found = strchr(alphabet, redact_lower(bytes[i]));
		if (!found || !*found)
			return false;
		check = bech32_step(check, (unsigned)(found - alphabet));
	}
	return check == 1 || check == 0x2bc830a3;
}

static bool starts_with(const char *bytes, size_t size, const char *prefix)
{
	size_t length = strlen(prefix);
	if (size < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (redact_lower(bytes[i]) != prefix[i])
			return false;
	return true;
}

/* Is the value spoken of as an address? */
static bool says_wallet(const struct redact_context *context)
{
	return redact_before(context, CONTEXT_WALLET, ~0u, 7) ||
	       redact_after(context, CONTEXT_WALLET, ~0u, 4);
}

/* A wrong checksum counts in full length or where money is spoken of. */
static const char *bech32_type(const char *bytes, size_t size,
			       const struct redact_context *context)
{
	bool bitcoin = starts_with(bytes, size, "bc1");
	size_t prefix = starts_with(bytes, size, "ltc1") ? 3 : 2;
	if (!bitcoin && prefix == 2 && !starts_with(bytes, size, "tb1"))
		return NULL;
	if (size < 14 || size > 90)
		return NULL;
	if (!bech32_check(bytes, size, prefix) &&
	    (size < 26 || (size < 39 && !says_wallet(context))))
		return NULL;
	return prefix == 2 ? REDACT_BTC : REDACT_WALLET;
}

static bool says_hash(const struct redact_context *context)
{
	const unsigned pass = CONTEXT_NOTHING | CONTEXT_ANY_ID;
	for (size_t i = 0; i < context->befores && i < 4; i++) {
		if (context->before[i] & CONTEXT_KEY)
			return false;
		if (context->before[i] & CONTEXT_HASH)
			return true;
	}
	return redact_after(context, CONTEXT_HASH, pass, 0);
}

/*
 * 40 digits are an address, 64 a key: or the name of a transaction, which
 * anybody may read on the chain. Some digits more or less are a typing error.
 */
static const char *hex_type(const char *bytes, size_t size,
			    const struct redact_context *context)
{
	bool marked = starts_with(bytes, size, "0x");
	size_t from = marked ? 2 : 0;
	size_t digits = size - from;
	if (digits < 38 || digits > 68)
		return NULL;
	for (size_t i = from; i < size; i++)
		if (!redact_is_digit((unsigned char)bytes[i]) &&
		    (redact_lower(bytes[i]) < 'a' ||
		     redact_lower(bytes[i]) > 'f'))
			return NULL;
	if (marked && digits <= 42)
		return REDACT_ETH;
	if (says_hash(context))
		return NULL;
	if (digits == 64 || (marked && digits > 60))
		return REDACT_ETH_KEY;
	if (digits == 40 && says_wallet(context))
		return REDACT_ETH;
	return NULL;
}

/* First letters of base 58 keys: WIF is 51 or 52 characters, BIP-32's
 * extended keys 111. */
static const char *key_type(const char *bytes, size_t size, bool base58)
{
	if (size == 111 &&
	    (starts_with(bytes, 4, "xprv") || starts_with(bytes, 4, "yprv") ||
	     starts_with(bytes, 4, "zprv")))
		return REDACT_KEY;
	if (size == 111 &&
	    (starts_with(bytes, 4, "xpub") || starts_with(bytes, 4, "ypub") ||
	     starts_with(bytes, 4, "zpub")))
		return REDACT_WALLET;
	if (base58 && (size == 51 || size == 52) && strchr("5KL9c", bytes[0]))
		return REDACT_WIF;
	return NULL;
}

static bool is_mixed(const struct redact_token *token)
{
	return token->upper > 0 && token->lower > 0 && token->digits > 0;
}

/*
 * 26 to 35 characters of base 58. A right checksum proves an address of any
 * coin; without one its shape must be that of bitcoin, or be called a wallet
 * (then also all in lower case, as some people type everything).
 */
static const char *address_type(const struct redact_rule_input *in, bool base58,
				bool checked, size_t decoded)
{
	const struct redact_token *token = in->token;
	size_t size = token->end - token->start;
	char first = in->text->bytes[token->start];
	bool bitcoin = first == '1' || first == '3';
	bool typical = strchr("13TLMDrA", first) && is_mixed(token);
	if (checked && size >= 26 && size <= 36)
		return bitcoin ? REDACT_BTC : REDACT_WALLET;
	if (size >= 25 && size <= 36 &&
	    ((base58 && typical && (bitcoin || says_wallet(in->context))) ||
	     (bitcoin && token->lower > 0 && token->digits > 1 &&
	      says_wallet(in->context))))
		return bitcoin ? REDACT_BTC : REDACT_WALLET;
	if (base58 && decoded == 32 && is_mixed(token) &&
	    says_wallet(in->context))
		return REDACT_WALLET; /* Solana: 32 bytes and no checksum */
	return NULL;
}

static const char *base58_type(const struct redact_rule_input *in)
{
	uint8_t out[BASE58_BYTES];
	const char *bytes = in->text->bytes + in->token->start;
	size_t size = in->token->end - in->token->start;
	size_t decoded = base58_read(bytes, size, bitcoin_alphabet, out);
	bool checked = decoded && base58_check(out, decoded);
	const char *type = key_type(bytes, size, decoded > 0);
	if (type)
		return type;
	if (!checked && bytes[0] == 'r') {
		uint8_t ripple[BASE58_BYTES];
		size_t count =
			base58_read(bytes, size, ripple_alphabet, ripple);
		checked = count && base58_check(ripple, count);
	}
	return address_type(in, decoded > 0, checked, decoded);
}

bool redact_wallet(const struct redact_rule_input *in, struct faq_span *span)
{
	const struct redact_token *token = in->token;
	const char *bytes = in->text->bytes + token->start;
	size_t size = token->end - token->start;
	const char *type = bech32_type(bytes, size, in->context);
	if (!type && size >= 25)
		type = hex_type(bytes, size, in->context);
	if (!type && size >= 25 && size <= BASE58_LONGEST)
		type = base58_type(in);
	return type && redact_take(span, type, token->start, token->end);
}
