/* SPDX-License-Identifier: MIT */
#include "server/edge/tls.h"

#include <errno.h>
#include <libwebsockets.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#define WITHOUT                                                                \
	(SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 |               \
	 SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION)

static bool fail(char why[TLS_WHY_BYTES], const char *what, const char *file)
{
	const char *cause = ERR_reason_error_string(ERR_peek_last_error());

	snprintf(why, TLS_WHY_BYTES, "%s '%s'%s%s", what, file,
		 cause ? ": " : "", cause ? cause : "");
	return false;
}

/* OpenSSL would say "system lib". */
static bool can_read(const char *file, char why[TLS_WHY_BYTES])
{
	FILE *opened = fopen(file, "r");

	if (opened) {
		fclose(opened);
		return true;
	}
	snprintf(why, TLS_WHY_BYTES, "'%s' %s", file,
		 errno == ENOENT ? "is not there" : "can't be read");
	return false;
}

static bool load(SSL_CTX *ssl, const struct tls_files *files,
		 char why[TLS_WHY_BYTES])
{
	if (!can_read(files->certificate, why) || !can_read(files->key, why))
		return false;
	if (SSL_CTX_use_certificate_chain_file(ssl, files->certificate) != 1)
		return fail(why, "cannot use the certificate",
			    files->certificate);
	if (SSL_CTX_use_PrivateKey_file(ssl, files->key, SSL_FILETYPE_PEM) != 1)
		return fail(why, "cannot use the key", files->key);
	if (SSL_CTX_check_private_key(ssl) != 1)
		return fail(why, "the certificate does not belong to the key",
			    files->key);
	return true;
}

/* A key with a passphrase would wait for someone at a terminal. */
static int no_passphrase(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

struct ssl_ctx_st *tls_read(const struct tls_files *files,
			    char why[TLS_WHY_BYTES])
{
	SSL_CTX *pair = SSL_CTX_new(TLS_server_method());

	why[0] = '\0';
	ERR_clear_error();
	if (!pair) {
		fail(why, "cannot start", "OpenSSL");
		return NULL;
	}
	SSL_CTX_set_default_passwd_cb(pair, no_passphrase);
	if (!load(pair, files, why)) {
		SSL_CTX_free(pair);
		pair = NULL;
	}
	ERR_clear_error();
	return pair;
}

struct ssl_ctx_st *tls_keep(struct ssl_ctx_st *ssl)
{
	SSL_CTX_up_ref(ssl);
	return ssl;
}

void tls_drop(struct ssl_ctx_st *ssl)
{
	SSL_CTX_free(ssl);
}

bool tls_show(struct ssl_ctx_st *shown, struct ssl_ctx_st *pair)
{
	STACK_OF(X509) *chain = NULL;
	bool ok;

	ok = SSL_CTX_get0_chain_certs(pair, &chain) == 1 &&
	     SSL_CTX_use_cert_and_key(shown, SSL_CTX_get0_certificate(pair),
				      SSL_CTX_get0_privatekey(pair), chain,
				      1) == 1;
	ERR_clear_error();
	return ok;
}

struct ssl_ctx_st *tls_no_client_new(const struct tls_files *files)
{
	return files->certificate ? SSL_CTX_new(TLS_client_method()) : NULL;
}

void tls_set_up(const struct tls_files *files, struct ssl_ctx_st *no_client,
		struct lws_context_creation_info *info)
{
	if (!files->certificate)
		return;
	info->provided_client_ssl_ctx = no_client;
	info->options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			 LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX;
	info->ssl_options_set = (long)(WITHOUT | SSL_OP_CLEANSE_PLAINTEXT);
	info->alpn = "http/1.1";
}
