/* SPDX-License-Identifier: MIT */
/* What a desk's response to a request of ours means. */
#include "desk/connector.h"

#include <stdio.h>
#include <string.h>

/* RFC 9110 has a date for it too: who sends one is asked again in a time of
 * our own. */
static uint32_t retry_after(const struct desk_header *header, size_t count)
{
	const char *text = header_find(header, count, "Retry-After");
	uint32_t seconds = 0;

	if (!text || !*text || strspn(text, "0123456789") != strlen(text))
		return 0;
	for (; *text && seconds <= DESK_AFTER_MAX_S; text++)
		seconds = seconds * 10 + (uint32_t)(*text - '0');
	return seconds < DESK_AFTER_MAX_S ? seconds : DESK_AFTER_MAX_S;
}

static enum desk_outcome outcome_of(int status)
{
	switch (status) {
	case 0:   /* nothing came back */
	case 408: /* Request Timeout */
	case 423: /* Locked */
	case 425: /* Too Early */
	case 429: /* Too Many Requests */
		return DESK_AGAIN;
	case 409: /* Conflict: with an earlier attempt */
		return DESK_ALREADY;
	case 501: /* Not Implemented */
		return DESK_DEAD;
	}
	if (status >= 200 && status < 300)
		return DESK_DONE;
	return status >= 500 && status < 600 ? DESK_AGAIN : DESK_DEAD;
}

static void look_into(struct desk_result *result,
		      const struct connector *connector, const char *body,
		      size_t bytes)
{
	struct json_doc *doc;

	if (json_parse(&doc, body, bytes, NULL) != JSON_OK) {
		result->outcome = DESK_AGAIN;
		snprintf(result->cause, sizeof(result->cause),
			 "a response that can't be read");
		return;
	}
	result->outcome = connector->outcome(json_root(doc), result->cause,
					     sizeof(result->cause));
	json_free(doc);
}

struct desk_result desk_result(const struct desk_config *config, int status,
			       const struct desk_header *header,
			       size_t header_count, const char *body,
			       size_t bytes)
{
	const struct connector *connector = connector_of(config->kind);
	struct desk_result result = {.outcome = outcome_of(status)};

	if (result.outcome == DESK_DONE && connector->outcome)
		look_into(&result, connector, body, bytes);
	else if (status == 0)
		snprintf(result.cause, sizeof(result.cause), "no response");
	else if (result.outcome != DESK_DONE)
		snprintf(result.cause, sizeof(result.cause), "%d", status);
	if (result.outcome == DESK_AGAIN)
		result.after_s = retry_after(header, header_count);
	return result;
}
