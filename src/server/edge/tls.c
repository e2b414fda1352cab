/* SPDX-License-Identifier: MIT */
#include "server/edge/tls.h"

#include "server/log/log.h"
#include "server/log/timestamp.h"

#include <errno.h>
#include <libwebsockets.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_S INT64_C(86400)
#define SOON_S (14 * DAY_S) /* who renews by a program does it long before */

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

/* OpenSSL would say "PEM lib", of a key with a passphrase, too. */
static bool is_no_pem(void)
{
	unsigned long last = ERR_peek_last_error();

	return ERR_GET_LIB(last) == ERR_LIB_SSL &&
	       ERR_GET_REASON(last) == ERR_R_PEM_LIB;
}

static bool fail_certificate(SSL_CTX *ssl, const char *file,
			     char why[TLS_WHY_BYTES])
{
	if (SSL_CTX_get0_certificate(ssl))
		return fail(why, "cannot use the chain in", file);
	if (!is_no_pem())
		return fail(why, "cannot use the certificate", file);
	snprintf(why, TLS_WHY_BYTES, "'%s' holds no PEM certificate", file);
	return false;
}

static bool fail_match(const struct tls_files *files, char why[TLS_WHY_BYTES])
{
	snprintf(why, TLS_WHY_BYTES,
		 "the key '%s' is not the one of the first certificate in '%s'",
		 files->key, files->certificate);
	return false;
}

static bool fail_key(const struct tls_files *files, char why[TLS_WHY_BYTES])
{
	unsigned long last = ERR_peek_last_error();

	if (ERR_GET_LIB(last) == ERR_LIB_X509 &&
	    ERR_GET_REASON(last) == X509_R_KEY_VALUES_MISMATCH)
		return fail_match(files, why);
	if (!is_no_pem())
		return fail(why, "cannot use the key", files->key);
	snprintf(why, TLS_WHY_BYTES,
		 "'%s' holds no PEM private key, or it has a passphrase",
		 files->key);
	return false;
}

static bool load(SSL_CTX *ssl, const struct tls_files *files,
		 char why[TLS_WHY_BYTES])
{
	if (!can_read(files->certificate, why) || !can_read(files->key, why))
		return false;
	if (SSL_CTX_use_certificate_chain_file(ssl, files->certificate) != 1)
		return fail_certificate(ssl, files->certificate, why);
	if (SSL_CTX_use_PrivateKey_file(ssl, files->key, SSL_FILETYPE_PEM) != 1)
		return fail_key(files, why);
	/* One of another kind, RSA and not EC, is found here only. */
	return SSL_CTX_check_private_key(ssl) == 1 || fail_match(files, why);
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

int64_t tls_expiry_s(const struct ssl_ctx_st *pair)
{
	const X509 *shown = pair ? SSL_CTX_get0_certificate(pair) : NULL;
	ASN1_TIME *epoch = shown ? ASN1_TIME_set(NULL, 0) : NULL;
	int64_t expiry_s = 0;
	int days, seconds;

	if (epoch && ASN1_TIME_diff(&days, &seconds, epoch,
				    X509_get0_notAfter(shown)) == 1)
		expiry_s = days * DAY_S + seconds;
	ASN1_TIME_free(epoch);
	ERR_clear_error();
	return expiry_s;
}

static void warn_of_expiry(const struct tls_files *files, int64_t expiry_s,
			   int64_t now_s, const struct log *log)
{
	char date[TIMESTAMP_BYTES];

	if (!expiry_s || expiry_s - now_s > SOON_S)
		return;
	timestamp_write(expiry_s * 1000, date);
	if (expiry_s < now_s)
		log_say(log, LOG_LEVEL_WARNING,
			"the certificate '%s' expired on %.10s; browsers "
			"refuse it",
			files->certificate, date);
	else
		log_say(log, LOG_LEVEL_WARNING,
			"the certificate '%s' expires on %.10s",
			files->certificate, date);
}

/* A key that is root's is given to faqd's group, by mode 640. */
static void warn_of_mode(const struct tls_files *files, const struct log *log)
{
	struct stat info;
	bool own;

	if (stat(files->key, &info) != 0)
		return;
	own = info.st_uid == geteuid();
	if (info.st_mode & (S_IRWXO | S_IWGRP | (own ? S_IRWXG : 0)))
		log_say(log, LOG_LEVEL_WARNING,
			"others can read the private key; chmod %s '%s'",
			own ? "600" : "640", files->key);
}

void tls_warn(const struct tls_files *files, const struct ssl_ctx_st *pair,
	      int64_t now_ms, const struct log *log)
{
	warn_of_expiry(files, tls_expiry_s(pair), now_ms / 1000, log);
	warn_of_mode(files, log);
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
