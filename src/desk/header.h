/* SPDX-License-Identifier: MIT */
/*
 * header.h: headers of requests, as they come and as they go.
 */
#ifndef FAQ_DESK_HEADER_H
#define FAQ_DESK_HEADER_H

#include "desk/desk.h"

/* The only header of that name, whatever its case. NULL when there is none or
 * more than one: of two it is not to be known which is meant. */
const char *header_find(const struct desk_header *header, size_t count,
			const char *name);

/* Adds "NAME: PREFIX VALUE". False when that is too long, too many, or would be
 * more than one line. */
DESK_MUST_CHECK bool header_put(struct desk_headers *headers, const char *name,
				const char *prefix, const char *value);

#endif
