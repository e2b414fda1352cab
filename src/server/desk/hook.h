/* SPDX-License-Identifier: MIT */
/*
 * hook.h: POST /desk/NAME, as far as the worker sees it: which desk it is, is
 * the call the desk's own (the bytes as they came), what happened there.
 *
 *	head --hook_on_request--> body --hook_on_body--> 401, a challenge's
 *	answer, or the dispatcher --hook_settle--> 200
 *
 * What a desk says is in no log.
 *
 * Threads: the worker's.
 */
#ifndef FAQD_HOOK_H
#define FAQD_HOOK_H

#include "server/desk/call.h"
#include "server/edge/request.h"
#include "server/talk/session.h"

/* The path begins so; a name follows, and for some desks '/' and a secret. */
#define HOOK_PATH "/desk/"

/* SESSION_WAIT: the body is awaited. Frees what was there before. */
enum session_next hook_on_request(struct session *session,
				  const struct request *request);

/* The body is in the session's inbox, whole. */
enum session_next hook_on_body(struct session *session);

/* The call has come back, and is freed here. Its session answers. */
enum session_next hook_settle(struct call *call);

/* The session ends, or begins with another request. */
void hook_forget(struct session *session);

#endif
