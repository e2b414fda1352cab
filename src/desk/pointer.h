/* SPDX-License-Identifier: MIT */
/*
 * pointer.h: JSON pointers (RFC 6901): "/events/0/text", with "~1" for a '/'
 * and "~0" for a '~' in a name. "" is the whole document.
 */
#ifndef FAQ_DESK_POINTER_H
#define FAQ_DESK_POINTER_H

#include "proto/json.h"

#define POINTER_BYTES_MAX 256u

/* Is it one, and short enough? */
bool pointer_valid(const char *pointer);
/* The value, or NULL. `pointer` is valid. */
const struct cJSON *pointer_find(const struct cJSON *root, const char *pointer);

#endif
