/* SPDX-License-Identifier: MIT */
#include "server/web/cors.h"

#include <stdlib.h>
#include <string.h>

static bool allowed(const struct session *session,
		    const struct request *request)
{
	return origin_allows(session->responder->shared->origins,
			     request->origin.value, request->host.value);
}

/* Few requests have one, and a session that waits need not have the room. When
 * memory runs out the browser keeps the response from its page: no harm. */
void cors_begin(struct session *session, const struct request *request,
		bool shared)
{
	free(session->origin);
	session->origin = NULL;
	session->shared = shared;
	if (shared && allowed(session, request))
		session->origin = strdup(request->origin.value);
}

void cors_fill(const struct session *session, struct response *response)
{
	if (!session->shared)
		return;
	response->sharing = RESPONSE_LISTED;
	response->origin = session->origin;
}

struct refusal cors_check(const struct session *session,
			  const struct request *request)
{
	if (request->origin.state == HEADER_ABSENT || allowed(session, request))
		return (struct refusal){0, NULL};
	session_count_limit(session, COUNTED_LIMIT_ORIGIN);
	log_event(session->responder->shared->log, LOG_LEVEL_WARNING,
		  "a web page may not talk to faqd: its origin is not listed "
		  "(--origin)",
		  log_origin(request->origin.value),
		  log_address(&session->client));
	return (struct refusal){403, "pages of this origin may not talk to "
				     "faqd: see its setting --origin"};
}
