/* SPDX-License-Identifier: MIT */
/*
 * tls.h: the certificate that the workers show. Certificate and key are read
 * once and handed to all workers in memory: a pair that does not fit stops the
 * start, or leaves the one in use alone, with a reason, and files that change
 * meanwhile make no worker show another.
 *
 * TLS 1.2 and 1.3, no renegotiation, ALPN http/1.1: lws 4.1 must not be let
 * into HTTP/2.
 */
#ifndef FAQD_TLS_H
#define FAQD_TLS_H

#include <stdbool.h>
#include <stdint.h>

struct log;
struct lws_context;
struct lws_context_creation_info;
struct ssl_ctx_st; /* SSL_CTX */

/* PEM files; all is the caller's. */
struct tls_files {
	const char *certificate; /* with its chain; NULL: plain HTTP */
	const char *key;
	struct ssl_ctx_st *pair; /* what they held at the start, or NULL */
};

#define TLS_WHY_BYTES 512u /* has room for two paths */

/*
 * Certificate and key as a pair, to be dropped; any thread may keep it and show
 * it. NULL when the files are not there or not readable, or do not belong
 * together; `why` says what is wrong.
 */
__attribute__((warn_unused_result)) struct ssl_ctx_st *
tls_read(const struct tls_files *files, char why[TLS_WHY_BYTES]);
struct ssl_ctx_st *tls_keep(struct ssl_ctx_st *ssl);
void tls_drop(struct ssl_ctx_st *ssl); /* NULL is fine */

/* When the certificate, without its chain, expires: seconds from 1970. 0 for no
 * pair, for a date that is none, and when memory runs out. Any thread. */
int64_t tls_expiry_s(const struct ssl_ctx_st *pair);

/*
 * Logs what is wrong with a pair that serves all the same: a certificate that
 * has expired at `now_ms` (from 1970) or will within 14 days, a key file that
 * others can read. Any thread.
 */
void tls_warn(const struct tls_files *files, const struct ssl_ctx_st *pair,
	      int64_t now_ms, const struct log *log);

/* New connections of that context get the pair: on its thread. False when
 * memory runs out: they get what they got before. */
__attribute__((warn_unused_result)) bool tls_show(struct ssl_ctx_st *shown,
						  struct ssl_ctx_st *pair);

/*
 * An empty client's side. lws would make each context one of its own, with all
 * the authorities that the system trusts in it, for connections that we never
 * open; and of several contexts it frees but one's. To be dropped after the
 * context. NULL without a certificate, or when memory runs out: lws then makes
 * its own.
 */
struct ssl_ctx_st *tls_no_client_new(const struct tls_files *files);

/* Asks lws for TLS with a context that it calls back with, to be shown a pair
 * (callback.c); does nothing without a certificate. */
void tls_set_up(const struct tls_files *files, struct ssl_ctx_st *no_client,
		struct lws_context_creation_info *info);

#endif
