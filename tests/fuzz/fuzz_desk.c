/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a desk's webhook. The first byte chooses the desk and whether
 * it is a form; the rest is the body. Each gives events with all their strings
 * or an error with its place, and what a visitor said can be answered.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

#include "fuzz/fuzz.h"

static void check_event(const struct desk_event *event)
{
	require(event->delivery && event->message && event->conversation);
	require(event->account && event->contact && event->choice);
	require(event->text && strlen(event->text) == event->text_bytes);
	require((event->type == DESK_IGNORED) == (event->why != DESK_WHY_NONE));
	require(strlen(event->conversation) <= DESK_ID_BYTES_MAX);
	require(strlen(event->message) <= 2 * DESK_ID_BYTES_MAX);
	require(event->order >= 0);
}

/* What comes in as an id goes out as a path, what is said as an answer. */
static void answer(const struct desk_config *config,
		   const struct desk_event *event)
{
	const struct desk_to to = {event->conversation, "k"};
	struct desk_requests requests;
	struct faq_reply reply;

	require(*event->conversation && *event->message);
	desk_clarify(&reply);
	reply.lead = event->text;
	if (desk_reply(config, &to, &reply, &requests) != DESK_OK)
		return;
	for (size_t i = 0; i < requests.count; i++) {
		const struct desk_request *request = &requests.request[i];
		struct json_doc *doc;

		require(strlen(request->body) == request->bytes);
		require(json_parse(&doc, request->body, request->bytes, NULL) ==
			JSON_OK);
		require(!strpbrk(request->path, " \r\n#"));
		json_free(doc);
	}
	desk_requests_release(&requests);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct desk_header form = {
		"Content-Type", "application/x-www-form-urlencoded"};
	const struct desk_config *config;
	struct desk_hook hook = {.header = &form};
	struct desk_events events;
	struct json_error error = {0, 0, ""};
	enum desk_status status;

	if (size == 0)
		return 0;
	config = &desk_setups[data[0] % DESK_KINDS];
	hook.header_count = data[0] & 8 ? 1 : 0;
	hook.body = (const char *)data + 1;
	hook.bytes = size - 1;
	require(desk_verify(config, &hook, 0, &error) != DESK_OK ||
		desk_traits(config->kind)->synchronous);
	status = desk_read(config, &hook, &events, &error);
	if (status != DESK_OK) {
		require(status == DESK_ERROR_BODY && !events.event);
		require(error.line && error.column && error.message[0]);
		return 0;
	}
	for (size_t i = 0; i < events.count; i++) {
		check_event(&events.event[i]);
		if (events.event[i].type == DESK_MESSAGE)
			answer(config, &events.event[i]);
	}
	desk_events_release(&events);
	return 0;
}
