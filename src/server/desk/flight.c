/* SPDX-License-Identifier: MIT */
#include "server/desk/flight.h"

#include "core/faq_wipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN_DESK_S 60u

static const char *name_of(const char *mouth)
{
	size_t prefix = strlen(FLIGHT_MOUTH_PREFIX);

	return strncmp(mouth, FLIGHT_MOUTH_PREFIX, prefix) == 0 ? mouth + prefix
								: mouth;
}

const char *flight_desk_name(const struct flight *flight)
{
	return name_of(flight->message.desk);
}

struct flight *flight_new(const struct flight_port *port,
			  const struct store_outgoing *message)
{
	struct flight *flight = calloc(1, sizeof(*flight));
	const char *name;

	if (!flight)
		return NULL;
	name = name_of(message->desk);
	flight->port = port;
	flight->message = *message;
	flight->message.body = NULL;
	flight->readable = letter_read(&flight->letter, message->body,
				       message->body_bytes);
	flight->desk = desks_find(port->desks, name, strlen(name));
	return flight;
}

void flight_free(struct flight *flight)
{
	lookup_drop(flight->lookup);
	letter_release(&flight->letter);
	faq_wipe(flight, sizeof(*flight));
	free(flight);
}

static void end(struct flight *flight, const struct desk_result *result)
{
	flight->port->ended(flight->port->context, flight, result);
}

static void fail(struct flight *flight, enum desk_outcome outcome,
		 uint32_t after_s, const char *cause)
{
	struct desk_result result = {.outcome = outcome, .after_s = after_s};

	snprintf(result.cause, sizeof(result.cause), "%s", cause);
	end(flight, &result);
}

/* ---- the answer ---- */

static bool on_wanted(void *context)
{
	struct flight *flight = context;

	flight->withdrawn =
		!flight->port->waits(flight->port->context, flight->message.id);
	return !flight->withdrawn;
}

static void on_done(void *context, const struct post_result *answer)
{
	struct flight *flight = context;
	struct desk_result result = desk_result(
		&flight->desk->config, answer->status, &answer->header,
		answer->header_count, answer->body, answer->bytes);

	if (answer->status == 0 && *answer->cause)
		snprintf(result.cause, sizeof(result.cause), "%s",
			 answer->cause);
	end(flight, flight->withdrawn ? NULL : &result);
}

/* ---- the way there ---- */

static bool post(struct flight *flight, const char *address, int64_t now_us)
{
	const struct desk_request *letter = &flight->letter.request;
	const struct post_owner owner = {on_wanted, on_done, flight};
	struct desk_headers headers;
	const struct post_request request = {
		.url = &flight->url,
		.address = address,
		.ca_file = flight->desk->ca_file,
		.method = letter->method,
		.path = letter->path,
		.headers = &headers,
		.body = letter->body,
		.bytes = letter->bytes,
	};
	bool started =
		desk_headers(&flight->desk->config, letter,
			     flight->port->now_ms(NULL) / 1000,
			     &headers) == DESK_OK &&
		post_start(flight->port->poster, &request, now_us, &owner);

	faq_wipe(&headers, sizeof(headers));
	return started;
}

void flight_look(struct flight *flight, int64_t now_us)
{
	char address[ADDRESS_TEXT_BYTES];
	enum reach_status status = REACH_OK;
	const char *cause = "out of memory";

	if (!flight->lookup)
		return;
	if (lookup_ended(flight->lookup, &status, address)) {
		if (status == REACH_ERROR_NAME)
			cause = "its host has no address";
		else if (status == REACH_ERROR_FORBIDDEN)
			cause = "its host is on a private address";
	} else if (now_us < flight->until_us) {
		return;
	} else {
		status = REACH_ERROR_NAME;
		cause = "the name server does not answer";
	}
	lookup_drop(flight->lookup);
	flight->lookup = NULL;
	if (status != REACH_OK || !post(flight, address, now_us))
		fail(flight, DESK_AGAIN, 0, cause);
}

void flight_begin(struct flight *flight, int64_t now_us)
{
	const struct flight_port *port = flight->port;

	if (!flight->desk) {
		fail(flight, DESK_AGAIN, UNKNOWN_DESK_S,
		     "no such desk is set up");
		return;
	}
	if (flight->readable == LETTER_ERROR_NOMEM) {
		fail(flight, DESK_AGAIN, 0, "out of memory");
		return;
	}
	if (flight->readable != LETTER_OK) {
		fail(flight, DESK_DEAD, 0, "it can't be read");
		return;
	}
	if (!reach_parse(&flight->url, flight->desk->config.url)) {
		fail(flight, DESK_AGAIN, 0, "its url has no port that is one");
		return;
	}
	flight->until_us = now_us + (int64_t)FLIGHT_LOOKUP_SECONDS * 1000000;
	flight->lookup = lookup_start(&flight->url, flight->desk->allow_private,
				      port->wake, port->context);
	if (!flight->lookup)
		fail(flight, DESK_AGAIN, 0, "out of memory or threads");
}
