/* SPDX-License-Identifier: MIT */
/* A certificate that can't be used is told before anyone sees it. */
#include "server/edge/tls.h"

#include "server/log/log.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define DAY_S 86400
#define NOW_S INT64_C(1795000000) /* 2026-11-18 */

struct pair {
	char folder[32], certificate[64], key[64];
};

static void write_key(const char *path, EVP_PKEY *key, const char *passphrase)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(PEM_write_PrivateKey(
		file, key, passphrase ? EVP_aes_128_cbc() : NULL, NULL, 0, NULL,
		(void *)(uintptr_t)passphrase));
	fclose(file);
	assert_int_equal(chmod(path, 0600), 0);
}

/* A certificate that expires then, seconds from 1970. */
static void write_until(const struct pair *pair, int64_t expiry_s)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	FILE *file;

	assert_non_null(key);
	assert_non_null(x);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	ASN1_TIME_set(X509_getm_notAfter(x), (time_t)expiry_s);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
				   (const unsigned char *)"localhost", -1, -1,
				   0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	assert_true(X509_sign(x, key, EVP_sha256()) > 0);
	file = fopen(pair->certificate, "w");
	assert_non_null(file);
	assert_true(PEM_write_X509(file, x));
	fclose(file);
	write_key(pair->key, key, NULL);
	X509_free(x);
	EVP_PKEY_free(key);
}

static void write_pair(const struct pair *pair)
{
	write_until(pair, NOW_S + 90 * DAY_S);
}

static int set_up(void **state)
{
	struct pair *pair = calloc(1, sizeof(*pair));

	assert_non_null(pair);
	memcpy(pair->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(pair->folder));
	snprintf(pair->certificate, sizeof(pair->certificate), "%s/c.pem",
		 pair->folder);
	snprintf(pair->key, sizeof(pair->key), "%s/k.pem", pair->folder);
	write_pair(pair);
	*state = pair;
	return 0;
}

static int tear_down(void **state)
{
	struct pair *pair = *state;

	unlink(pair->certificate);
	unlink(pair->key);
	rmdir(pair->folder);
	free(pair);
	return 0;
}

static bool fits(const struct pair *pair, char why[TLS_WHY_BYTES])
{
	const struct tls_files files = {pair->certificate, pair->key, NULL};
	struct ssl_ctx_st *read = tls_read(&files, why);

	tls_drop(read);
	return read != NULL;
}

static void a_pair_that_fits_is_taken(void **state)
{
	char why[TLS_WHY_BYTES];

	assert_true(fits(*state, why));
	assert_string_equal(why, "");
}

/* Begins as a certificate does. */
#define BROKEN "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void assert_says_no_match(const struct pair *pair)
{
	char expected[TLS_WHY_BYTES], why[TLS_WHY_BYTES];

	snprintf(expected, sizeof(expected),
		 "the key '%s' is not the one of the first certificate in '%s'",
		 pair->key, pair->certificate);
	assert_false(fits(pair, why));
	assert_string_equal(why, expected);
}

static void a_key_of_another_certificate_is_refused(void **state)
{
	struct pair *pair = *state, other = *pair;

	snprintf(other.certificate, sizeof(other.certificate), "%s/o.pem",
		 pair->folder);
	write_pair(&other);
	assert_says_no_match(pair);
	unlink(other.certificate);
}

/* OpenSSL finds it at another place than a key of the same kind. */
static void a_key_of_another_kind_is_refused(void **state)
{
	const struct pair *pair = *state;
	EVP_PKEY *key = EVP_RSA_gen(2048);

	assert_non_null(key);
	write_key(pair->key, key, NULL);
	EVP_PKEY_free(key);
	assert_says_no_match(pair);
}

static void what_is_no_certificate_is_named(void **state)
{
	const struct pair *pair = *state;
	char expected[TLS_WHY_BYTES], why[TLS_WHY_BYTES];

	snprintf(expected, sizeof(expected), "'%s' holds no PEM certificate",
		 pair->certificate);
	write_text(pair->certificate, "");
	assert_false(fits(pair, why));
	assert_string_equal(why, expected);
	write_text(pair->certificate, BROKEN);
	assert_false(fits(pair, why));
	assert_string_equal(why, expected);
	unlink(pair->certificate);
	assert_false(fits(pair, why));
	assert_non_null(strstr(why, "is not there"));
}

static void a_chain_that_is_broken_is_told_from_its_certificate(void **state)
{
	const struct pair *pair = *state;
	char why[TLS_WHY_BYTES];
	FILE *file = fopen(pair->certificate, "a");

	assert_non_null(file);
	fputs(BROKEN, file);
	fclose(file);
	assert_false(fits(pair, why));
	assert_non_null(strstr(why, "cannot use the chain in '"));
	assert_non_null(strstr(why, pair->certificate));
}

static void what_is_no_key_is_named(void **state)
{
	const struct pair *pair = *state;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	char expected[TLS_WHY_BYTES], why[TLS_WHY_BYTES];

	snprintf(expected, sizeof(expected),
		 "'%s' holds no PEM private key, or it has a passphrase",
		 pair->key);
	write_text(pair->key, "secret\n");
	assert_false(fits(pair, why));
	assert_string_equal(why, expected);
	assert_non_null(key);
	write_key(pair->key, key, "open sesame");
	EVP_PKEY_free(key);
	assert_false(fits(pair, why));
	assert_string_equal(why, expected);
}

static int64_t clock_ms(void *unused)
{
	(void)unused;
	return NOW_S * 1000;
}

/* What is logged of the pair by faqd's clock, into `text`. */
static void warnings(const struct pair *pair, char text[1024])
{
	const struct tls_files files = {pair->certificate, pair->key, NULL};
	struct log_settings settings = {.form = LOG_FORM_TEXT,
					.level = LOG_LEVEL_INFO,
					.clock_ms = clock_ms};
	char why[TLS_WHY_BYTES];
	struct ssl_ctx_st *read_pair = tls_read(&files, why);
	struct log log;
	int ends[2];
	ssize_t n;

	assert_non_null(read_pair);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	settings.fd = ends[1];
	assert_true(log_open(&log, &settings));
	tls_warn(&files, read_pair, NOW_S * 1000, &log);
	log_close(&log);
	tls_drop(read_pair);
	n = read(ends[0], text, 1023);
	text[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	close(ends[1]);
}

static void assert_warns(const struct pair *pair, const char *expected)
{
	char text[1024];

	warnings(pair, text);
	if (!strstr(text, expected))
		fail_msg("'%s' is not in '%s'", expected, text);
	assert_non_null(strstr(text, "warning"));
}

static void assert_silent(const struct pair *pair)
{
	char text[1024];

	warnings(pair, text);
	assert_string_equal(text, "");
}

static void a_certificate_that_has_expired_is_told(void **state)
{
	const struct pair *pair = *state;
	char expected[256];

	snprintf(expected, sizeof(expected),
		 "the certificate '%s' expired on 2026-11-17; browsers refuse "
		 "it",
		 pair->certificate);
	write_until(pair, NOW_S - DAY_S);
	assert_warns(pair, expected);
}

static void one_that_expires_within_a_fortnight_is_told(void **state)
{
	const struct pair *pair = *state;
	char expected[256];

	snprintf(expected, sizeof(expected),
		 "the certificate '%s' expires on 2026-12-02",
		 pair->certificate);
	write_until(pair, NOW_S + 14 * DAY_S);
	assert_warns(pair, expected);
	write_until(pair, NOW_S + 14 * DAY_S + 1);
	assert_silent(pair);
}

static void a_key_that_others_can_read_is_told_with_its_mend(void **state)
{
	const struct pair *pair = *state;
	const mode_t open_modes[] = {0644, 0640, 0604, 0620};
	char expected[256];
	size_t i;

	snprintf(expected, sizeof(expected),
		 "others can read the private key; chmod 600 '%s'", pair->key);
	for (i = 0; i < sizeof(open_modes) / sizeof(open_modes[0]); i++) {
		assert_int_equal(chmod(pair->key, open_modes[i]), 0);
		assert_warns(pair, expected);
	}
	assert_int_equal(chmod(pair->key, 0600), 0);
	assert_silent(pair);
}

/* `chown root:faqd`, `chmod 640`, as the README has it. */
static void a_key_that_is_given_to_the_group_is_not(void **state)
{
	const struct pair *pair = *state;
	char expected[256];

	if (chown(pair->key, geteuid() + 1, (gid_t)-1) != 0)
		skip(); /* only root may */
	assert_int_equal(chmod(pair->key, 0640), 0);
	assert_silent(pair);
	snprintf(expected, sizeof(expected), "; chmod 640 '%s'", pair->key);
	assert_int_equal(chmod(pair->key, 0644), 0);
	assert_warns(pair, expected);
}

static void when_a_pair_expires_can_be_asked(void **state)
{
	const struct pair *pair = *state;
	const struct tls_files files = {pair->certificate, pair->key, NULL};
	const int64_t moments[] = {NOW_S, 1, INT64_C(4102444801)};
	char why[TLS_WHY_BYTES];
	size_t i;

	for (i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		struct ssl_ctx_st *read_pair;

		write_until(pair, moments[i]);
		read_pair = tls_read(&files, why);
		assert_true(tls_expiry_s(read_pair) == moments[i]);
		tls_drop(read_pair);
	}
	assert_true(tls_expiry_s(NULL) == 0);
}

/* As a worker does that is busy while the files change again. */
static void a_pair_is_shown_whatever_becomes_of_its_files(void **state)
{
	struct pair *pair = *state;
	const struct tls_files files = {pair->certificate, pair->key, NULL};
	char why[TLS_WHY_BYTES];
	struct ssl_ctx_st *read = tls_read(&files, why);
	SSL_CTX *shown = SSL_CTX_new(TLS_server_method());

	assert_non_null(read);
	assert_non_null(shown);
	unlink(pair->certificate);
	unlink(pair->key);
	assert_ptr_equal(tls_keep(read), read);
	tls_drop(read);
	assert_true(tls_show(shown, read));
	assert_ptr_equal(SSL_CTX_get0_certificate(shown),
			 SSL_CTX_get0_certificate(read));
	tls_drop(read);
	assert_int_equal(SSL_CTX_check_private_key(shown), 1);
	SSL_CTX_free(shown);
}

#define PAIRED(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAIRED(a_pair_that_fits_is_taken),
		PAIRED(a_key_of_another_certificate_is_refused),
		PAIRED(a_key_of_another_kind_is_refused),
		PAIRED(a_pair_is_shown_whatever_becomes_of_its_files),
		PAIRED(what_is_no_certificate_is_named),
		PAIRED(a_chain_that_is_broken_is_told_from_its_certificate),
		PAIRED(what_is_no_key_is_named),
		PAIRED(a_certificate_that_has_expired_is_told),
		PAIRED(one_that_expires_within_a_fortnight_is_told),
		PAIRED(a_key_that_others_can_read_is_told_with_its_mend),
		PAIRED(a_key_that_is_given_to_the_group_is_not),
		PAIRED(when_a_pair_expires_can_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
