/* SPDX-License-Identifier: MIT */
/*
 * cors.h: what pages of other origins may do here. Those that origin.h allows
 * may ask and read what route.h says is shared, answers and errors alike;
 * others are refused, and the log says what to set.
 *
 *	browser, page of A			faqd
 *	OPTIONS, origin: A			204, access-control-allow-...
 *	POST, origin: A				any status, allow-origin: A
 *
 * Nothing here takes a cookie, so credentials are never allowed.
 */
#ifndef FAQD_CORS_H
#define FAQD_CORS_H

#include "server/edge/request.h"
#include "server/talk/session.h"
#include "server/web/response.h"

/* Notes which page asks, if it is one of another origin that may, for all
 * responses to this request. `shared` is of the route. */
void cors_begin(struct session *session, const struct request *request,
		bool shared);

/* Says so in a response. It points into the session. */
void cors_fill(const struct session *session, struct response *response);

/* May its page talk to us? A request without an Origin has none, and may. What
 * is refused is counted and logged. */
struct refusal cors_check(const struct session *session,
			  const struct request *request);

#endif
