/* SPDX-License-Identifier: MIT */
/*
 * guard.h: looks at the bytes of requests before lws reads them.
 *
 * lws 4.1 takes a bare line feed, a bare carriage return and a NUL in a header
 * for a part of its value. A proxy before us may end the line there and see
 * another header: a Transfer-Encoding or a Content-Length that we don't, and so
 * another end of the request (RFC 9112, 11.2). So with white space before the
 * colon of a header's name, or before the name. What lws makes of an unknown
 * header can't be asked for, so the bytes are looked at while they still lie in
 * the kernel (MSG_PEEK): see worker.c. That is not possible under TLS.
 *
 * Pure; a guard belongs to its connection.
 */
#ifndef FAQD_GUARD_H
#define FAQD_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#define GUARD_LINE_BYTES 40u /* Content-Length, and a number */

struct guard {
	bool crooked;  /* has seen such bytes: the next request is refused */
	bool after_cr; /* the bytes looked at last ended in one */
	bool within;   /* they ended within a line, whose first bytes are: */
	char line[GUARD_LINE_BYTES];
	size_t line_bytes;
	size_t body;     /* of the request whose head is being looked at */
	size_t head;     /* bytes of it so far */
	size_t head_max; /* that it may have; 0: any number */
	bool long_head;  /* one had more */
	bool headers;    /* its first line has been seen */
};

/*
 * The bytes that lws will read next, of which the first `body_left` belong to
 * a body. A body that begins among them is passed over as its Content-Length
 * says. Bytes that are looked at twice do no harm.
 */
void guard_look(struct guard *guard, const char *bytes, size_t size,
		size_t body_left);

#endif
