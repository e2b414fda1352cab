/* SPDX-License-Identifier: MIT */
/*
 * authority.h: an authority of the test's own, and certificates that it signs:
 * good ones, for another host, expired.
 */
#ifndef TEST_AUTHORITY_H
#define TEST_AUTHORITY_H

#include <openssl/ssl.h>
#include <stdbool.h>

struct authority {
	EVP_PKEY *key;
	X509 *certificate;
};

bool authority_open(struct authority *authority);
void authority_close(struct authority *authority);
/* Its certificate, PEM. */
bool authority_write(const struct authority *authority, const char *path);

/* What a server shows who is `host` until `end_s` seconds from now, on the
 * word of the authority, or with NULL on its own. NULL when OpenSSL fails. */
SSL_CTX *authority_server(const struct authority *authority, const char *host,
			  long end_s);

#endif
