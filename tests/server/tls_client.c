/* SPDX-License-Identifier: MIT */
#include "server/tls_client.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the thread carries between. */
struct tunnel {
	SSL_CTX *context;
	SSL *ssl;
	int wire;  /* to faqd */
	int plain; /* to the test */
};

static void close_tunnel(struct tunnel *tunnel)
{
	SSL_free(tunnel->ssl);
	SSL_CTX_free(tunnel->context);
	if (tunnel->wire >= 0)
		close(tunnel->wire);
	if (tunnel->plain >= 0)
		close(tunnel->plain);
	free(tunnel);
}

/* Each carries what there is; false at the end. */
static bool carry_out(struct tunnel *tunnel)
{
	char bytes[16384];
	ssize_t n = recv(tunnel->plain, bytes, sizeof(bytes), 0);

	return n > 0 && SSL_write(tunnel->ssl, bytes, (int)n) == n;
}

static bool carry_in(struct tunnel *tunnel)
{
	char bytes[16384];

	do {
		int n = SSL_read(tunnel->ssl, bytes, sizeof(bytes));

		if (n <= 0) /* or a record that is not for us */
			return SSL_get_error(tunnel->ssl, n) ==
			       SSL_ERROR_WANT_READ;
		if (!client_send(tunnel->plain, bytes, (size_t)n))
			return false;
	} while (SSL_pending(tunnel->ssl) > 0);
	return true;
}

static void *run(void *argument)
{
	struct tunnel *tunnel = argument;
	struct pollfd wait[2] = {{.fd = tunnel->plain, .events = POLLIN},
				 {.fd = tunnel->wire, .events = POLLIN}};

	while (poll(wait, 2, -1) > 0) {
		if (wait[0].revents && !carry_out(tunnel))
			break;
		if (wait[1].revents && !carry_in(tunnel))
			break;
	}
	close_tunnel(tunnel);
	return NULL;
}

/* What OpenSSL would refuse of itself is left to faqd to refuse. */
static bool prepare(struct tunnel *tunnel, const struct tls_talk *talk)
{
	tunnel->context = SSL_CTX_new(TLS_client_method());
	if (!tunnel->context)
		return false;
	SSL_CTX_set_security_level(tunnel->context, 0);
	SSL_CTX_set_min_proto_version(tunnel->context, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(tunnel->context, talk->highest);
	/* A read must not wait for a record behind what is not for us. */
	SSL_CTX_clear_mode(tunnel->context, SSL_MODE_AUTO_RETRY);
	tunnel->ssl = SSL_new(tunnel->context);
	if (!tunnel->ssl || SSL_set_fd(tunnel->ssl, tunnel->wire) != 1)
		return false;
	return !talk->alpn ||
	       SSL_set_alpn_protos(tunnel->ssl,
				   (const unsigned char *)talk->alpn,
				   (unsigned)strlen(talk->alpn)) == 0;
}

static void note(const SSL *ssl, struct tls_talk *talk)
{
	X509 *shown = SSL_get1_peer_certificate(ssl);
	const unsigned char *name = NULL;
	unsigned size = 0;

	SSL_get0_alpn_selected(ssl, &name, &size);
	snprintf(talk->chosen, sizeof(talk->chosen), "%.*s", (int)size,
		 size ? (const char *)name : "");
	talk->version = SSL_version(ssl);
	talk->serial =
		shown ? ASN1_INTEGER_get(X509_get0_serialNumber(shown)) : 0;
	X509_free(shown);
}

static bool start(struct tunnel *tunnel, int *plain)
{
	pthread_attr_t detached;
	pthread_t thread;
	int ends[2];
	bool ok;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return false;
	tunnel->plain = ends[1];
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	ok = pthread_create(&thread, &detached, run, tunnel) == 0;
	pthread_attr_destroy(&detached);
	if (ok)
		*plain = ends[0];
	else
		close(ends[0]);
	return ok;
}

int tls_open(const struct server *server, struct tls_talk *talk)
{
	struct tunnel *tunnel = calloc(1, sizeof(*tunnel));
	int plain = -1;

	if (!tunnel)
		return -1;
	tunnel->plain = -1;
	tunnel->wire = client_open(server);
	if (tunnel->wire >= 0 && prepare(tunnel, talk) &&
	    SSL_connect(tunnel->ssl) == 1) {
		note(tunnel->ssl, talk);
		if (start(tunnel, &plain))
			return plain;
	}
	close_tunnel(tunnel);
	return -1;
}

void tls_ask(const struct server *server, const char *request,
	     struct response *r)
{
	struct tls_talk talk = {0};
	int fd = tls_open(server, &talk);

	memset(r, 0, sizeof(*r));
	if (fd < 0)
		return;
	client_say(fd, request);
	client_read(fd, r, false);
	if (has_header(r, "connection: close") || !r->status)
		r->closed = client_closed(fd, WAIT_MS);
	close(fd);
}

static bool write_certificate(const char *path, X509 *x)
{
	FILE *file = fopen(path, "w");
	bool ok = file && PEM_write_X509(file, x) == 1;

	return file && fclose(file) == 0 && ok;
}

static bool write_key(const char *path, EVP_PKEY *key)
{
	FILE *file = fopen(path, "w");
	bool ok = file && PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL,
					       NULL) == 1;

	return file && fclose(file) == 0 && ok;
}

bool tls_write_until(const char *certificate, const char *key_path, long serial,
		     time_t expiry)
{
	static const unsigned char name[] = "localhost";
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	bool ok = key && x;

	if (ok) {
		ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
		X509_gmtime_adj(X509_getm_notBefore(x), 0);
		ASN1_TIME_set(X509_getm_notAfter(x), expiry);
		X509_set_pubkey(x, key);
		X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN",
					   MBSTRING_ASC, name, -1, -1, 0);
		X509_set_issuer_name(x, X509_get_subject_name(x));
		ok = X509_sign(x, key, EVP_sha256()) > 0 &&
		     write_certificate(certificate, x) &&
		     write_key(key_path, key);
	}
	X509_free(x);
	EVP_PKEY_free(key);
	return ok;
}

bool tls_write_pair(const char *certificate, const char *key, long serial)
{
	return tls_write_until(certificate, key, serial,
			       time(NULL) + 90 * 86400);
}
