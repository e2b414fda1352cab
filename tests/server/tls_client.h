/* SPDX-License-Identifier: MIT */
/*
 * tls_client.h: a client's side of TLS, and certificates to show.
 *
 *	test --plain socket--> thread --TLS--> faqd
 *
 * So all of client.h works over TLS, on the plain end. What is sent to it at
 * once becomes one TLS record.
 */
#ifndef TEST_TLS_CLIENT_H
#define TEST_TLS_CLIENT_H

#include "server/client.h"

#include <time.h>

struct tls_talk {
	int highest;      /* TLS1_2_VERSION ...; 0: any */
	const char *alpn; /* to ask for: "\2h2\x8http/1.1"; NULL: none */
	/* What came of it: */
	char chosen[16]; /* by ALPN; "": nothing */
	long serial;     /* of the certificate */
	int version;
};

/* The plain end; -1 when there is no handshake. */
int tls_open(const struct server *server, struct tls_talk *talk);

/* Opens, says, reads one response, as client_ask() does. */
void tls_ask(const struct server *server, const char *request,
	     struct response *response);

/* A certificate of that serial number and its key, for localhost. */
bool tls_write_pair(const char *certificate, const char *key, long serial);

/* One that expires then, or has. */
bool tls_write_until(const char *certificate, const char *key, long serial,
		     time_t expiry);

#endif
