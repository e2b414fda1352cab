/* SPDX-License-Identifier: MIT */
/*
 * body.h: a webhook's body as JSON, whether it came as JSON or as a form
 * (application/x-www-form-urlencoded). A form becomes an object of strings, so
 * that what is refused is the same for both: invalid UTF-8, NUL, a name twice.
 */
#ifndef FAQ_DESK_BODY_H
#define FAQ_DESK_BODY_H

#include "desk/desk.h"

/* On failure `*doc` is NULL; `error` is filled for DESK_ERROR_BODY. */
DESK_MUST_CHECK enum desk_status body_read(const struct desk_hook *hook,
					   struct json_doc **doc,
					   struct json_error *error);
bool body_is_form(const struct desk_hook *hook);

#endif
