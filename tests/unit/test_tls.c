/* SPDX-License-Identifier: MIT */
/* A certificate that can't be used is told before anyone sees it. */
#include "server/edge/tls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

struct pair {
	char folder[32], certificate[64], key[64];
};

static void write_pair(const struct pair *pair)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	FILE *file;

	assert_non_null(key);
	assert_non_null(x);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
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
	file = fopen(pair->key, "w");
	assert_non_null(file);
	assert_true(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL));
	fclose(file);
	X509_free(x);
	EVP_PKEY_free(key);
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

static void a_key_of_another_certificate_is_refused(void **state)
{
	struct pair *pair = *state, other = *pair;
	char why[TLS_WHY_BYTES];

	snprintf(other.certificate, sizeof(other.certificate), "%s/o.pem",
		 pair->folder);
	write_pair(&other);
	assert_false(fits(pair, why));
	assert_non_null(strstr(why, pair->key));
	unlink(other.certificate);
}

static void what_is_no_certificate_is_named(void **state)
{
	struct pair *pair = *state;
	char why[TLS_WHY_BYTES];
	FILE *file = fopen(pair->certificate, "w");

	assert_non_null(file);
	fclose(file);
	assert_false(fits(pair, why));
	assert_non_null(strstr(why, pair->certificate));
	unlink(pair->certificate);
	assert_false(fits(pair, why));
	assert_non_null(strstr(why, "is not there"));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_pair_that_fits_is_taken,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_key_of_another_certificate_is_refused, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_pair_is_shown_whatever_becomes_of_its_files, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_certificate_is_named,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
