/* SPDX-License-Identifier: MIT */
/*
 * response.h: an HTTP/1.1 response as far as a load generator must know it.
 * Strict where it matters for telling one response from the next: a status
 * line, one Content-Length of digits, no Transfer-Encoding.
 */
#ifndef LOAD_RESPONSE_H
#define LOAD_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

struct load_response {
	unsigned status;
	bool close;       /* Connection: close */
	const char *head; /* from the status line to the empty line */
	size_t head_bytes;
	const char *body;
	size_t body_bytes;
};

enum load_response_read {
	LOAD_RESPONSE_OK = 0,
	LOAD_RESPONSE_SHORT = 1, /* the rest has not come yet */
	LOAD_RESPONSE_BAD = -1
};

/* The first response of `bytes`; everything points into them. `used` is how
 * many it takes, 0 unless LOAD_RESPONSE_OK. A 101 has no body. */
enum load_response_read load_response_read(const unsigned char *bytes,
					   size_t size,
					   struct load_response *response,
					   size_t *used);

/* The value of a header, without the blanks around it; NULL when it is
 * absent. `name` in lower case, the header in any. */
const char *load_response_header(const struct load_response *response,
				 const char *name, size_t *bytes);

#endif
