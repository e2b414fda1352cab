/* SPDX-License-Identifier: MIT */
/*
 * visitor.h: who is meant by what an operator was handed: the 32 hexadecimal
 * digits that faqd calls a visitor, or the `session` that a visitor's client
 * keeps, which holds the same id (proto/visit.h, server/talk/token.h).
 *
 * A session's signature is not looked at: that needs the server's key, and
 * whoever runs this may erase anybody.
 */
#ifndef FAQ_VISITOR_H
#define FAQ_VISITOR_H

#include "store/store.h"

#define VISITOR_TEXT_BYTES 1024u

/* Any bytes at all, blanks around them are passed over. False, and none, for
 * what is neither. */
STORE_MUST_CHECK bool visitor_read(const char *text, size_t bytes,
				   struct store_id *out);

#endif
