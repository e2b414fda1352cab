/* SPDX-License-Identifier: MIT */
#include "server/authority.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#define DAY_S 86400

static bool add(X509 *x, int what, const char *value)
{
	X509_EXTENSION *extension =
		X509V3_EXT_conf_nid(NULL, NULL, what, value);
	bool ok = extension && X509_add_ext(x, extension, -1) == 1;

	X509_EXTENSION_free(extension);
	return ok;
}

/* Not signed yet. */
static X509 *make(EVP_PKEY *key, const char *name, long serial, long end_s)
{
	X509 *x = X509_new();

	if (!x)
		return NULL;
	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
	X509_gmtime_adj(X509_getm_notBefore(x), -DAY_S);
	X509_gmtime_adj(X509_getm_notAfter(x), end_s);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
				   (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	return x;
}

bool authority_open(struct authority *authority)
{
	X509 *x;

	authority->key = EVP_EC_gen("P-256");
	authority->certificate = x =
		make(authority->key, "An authority", 1, DAY_S);
	return x && add(x, NID_basic_constraints, "critical,CA:TRUE") &&
	       add(x, NID_key_usage, "critical,keyCertSign") &&
	       X509_sign(x, authority->key, EVP_sha256()) > 0;
}

void authority_close(struct authority *authority)
{
	X509_free(authority->certificate);
	EVP_PKEY_free(authority->key);
}

bool authority_write(const struct authority *authority, const char *path)
{
	FILE *file = fopen(path, "w");
	bool ok = file && PEM_write_X509(file, authority->certificate) == 1;

	return file && fclose(file) == 0 && ok;
}

static bool sign(X509 *x, EVP_PKEY *own, const struct authority *authority)
{
	if (authority)
		X509_set_issuer_name(
			x, X509_get_subject_name(authority->certificate));
	return X509_sign(x, authority ? authority->key : own, EVP_sha256()) > 0;
}

SSL_CTX *authority_server(const struct authority *authority, const char *host,
			  long end_s)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = make(key, host, 2, end_s);
	char name[80];
	bool ok;

	snprintf(name, sizeof(name), "DNS:%s", host);
	ok = context && x && add(x, NID_subject_alt_name, name) &&
	     sign(x, key, authority) &&
	     SSL_CTX_use_certificate(context, x) == 1 &&
	     SSL_CTX_use_PrivateKey(context, key) == 1;
	X509_free(x);
	EVP_PKEY_free(key);
	if (ok)
		return context;
	SSL_CTX_free(context);
	return NULL;
}
