/* SPDX-License-Identifier: MIT */
/*
 * tls.h: the certificate that the workers show. Each context of lws loads the
 * files itself; here they are looked at before, so that a pair that does not
 * fit stops the start, or leaves the one in use alone, with a reason.
 *
 * TLS 1.2 and 1.3, no renegotiation, ALPN http/1.1: lws 4.1 must not be let
 * into HTTP/2.
 */
#ifndef FAQD_TLS_H
#define FAQD_TLS_H

#include <stdbool.h>

struct lws_context;
struct lws_context_creation_info;
struct ssl_ctx_st; /* SSL_CTX */

/* PEM files; the strings are the caller's. */
struct tls_files {
	const char *certificate; /* with its chain; NULL: plain HTTP */
	const char *key;
};

#define TLS_WHY_BYTES 256u

/* Are the files there, readable, and do they belong together? `why` says what
 * is wrong. */
__attribute__((warn_unused_result)) bool
tls_check(const struct tls_files *files, char why[TLS_WHY_BYTES]);

/*
 * An empty client's side. lws would make each context one of its own, with all
 * the authorities that the system trusts in it, for connections that we never
 * open; and of several contexts it frees but one's. To be freed after the
 * context. NULL without a certificate, or when memory runs out: lws then makes
 * its own.
 */
struct ssl_ctx_st *tls_no_client_new(const struct tls_files *files);
void tls_no_client_free(struct ssl_ctx_st *no_client); /* NULL is fine */

/* Asks lws for TLS; does nothing without a certificate. */
void tls_set_up(const struct tls_files *files, struct ssl_ctx_st *no_client,
		struct lws_context_creation_info *info);

/* New connections get what the files hold now: after tls_check(), on the
 * thread of the context. */
void tls_renew(const struct tls_files *files, struct lws_context *context);

#endif
