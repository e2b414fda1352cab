/* SPDX-License-Identifier: MIT */
/*
 * httpclient.h: POST of a small JSON body to one server, over one connection
 * that is kept and opened anew when the server has closed it. HTTP/1.1 without
 * TLS, redirects or chunked bodies: it talks to a faqd, not to the web.
 */
#ifndef FAQ_HTTPCLIENT_H
#define FAQ_HTTPCLIENT_H

#include <stdbool.h>
#include <stddef.h>

#define HTTPCLIENT_BYTES_MAX (1024u * 1024u)
#define HTTPCLIENT_WAIT_SECONDS 10

struct httpclient {
	char host[256], port[8];
	char prefix[256]; /* of every path: "" or "/bot" */
	int fd;           /* -1: not connected */
	char *bytes;      /* the last response, NUL-terminated */
	size_t size;
};

struct httpclient_answer {
	unsigned status;
	const char *body; /* good until the next request */
	size_t body_bytes;
};

/* "http://HOST[:PORT][/PREFIX]", an IPv6 HOST in brackets. False when it is
 * something else, or when out of memory. Release it in any case. */
bool httpclient_init(struct httpclient *client, const char *url);
void httpclient_release(struct httpclient *client);

/* False when no whole response came; `*cause` then says why, in static
 * words. */
bool httpclient_post(struct httpclient *client, const char *path,
		     const char *json, size_t bytes,
		     struct httpclient_answer *answer, const char **cause);

#endif
