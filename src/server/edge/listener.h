/* SPDX-License-Identifier: MIT */
/*
 * listener.h: a listening socket of our own. lws 4.1 would listen on every
 * interface for "127.0.0.1", keep accepting at the file limit, and not share
 * a port between workers.
 */
#ifndef FAQD_LISTENER_H
#define FAQD_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#define LISTENER_URL_BYTES 80u

struct listener {
	int fd; /* non-blocking */
	unsigned port;
	char url[LISTENER_URL_BYTES]; /* "http://127.0.0.1:8080/" */
};

/*
 * `address` is numeric, IPv4 or IPv6; port "0" takes any free one; `scheme` is
 * that of the URL. On failure
 * `*why` is a static text and nothing is open.
 */
__attribute__((warn_unused_result)) bool
listener_open(struct listener *listener, const char *address, const char *port,
	      const char *scheme, const char **why);
void listener_close(struct listener *listener);

/* Takes over a socket that listens already, as systemd hands it over. */
__attribute__((warn_unused_result)) bool
listener_adopt(struct listener *listener, int fd, const char *scheme,
	       const char **why);

#endif
