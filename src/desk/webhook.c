/* SPDX-License-Identifier: MIT */
/*
 * Any other desk, without code: signed JSON (Standard Webhooks) and a map that
 * says where in it things are; templates for what is sent, which is signed the
 * same way. A receiver that goes by `webhook-id` takes a message once.
 */
#include "desk/connector.h"
#include "desk/pointer.h"
#include "desk/template.h"

#include <string.h>

#define ORDER_MAX 9007199254740992.0 /* 2^53: up to it a double is exact */

/* ------------------------------------------------------------------ */
/* In.                                                                */

static const struct cJSON *find(const struct reading *reading,
				const char *pointer)
{
	const struct cJSON *value =
		pointer ? pointer_find(reading->root, pointer) : NULL;

	return value && json_type(value) != JSON_NULL ? value : NULL;
}

static const char *id_at(struct reading *reading, const char *pointer)
{
	const struct cJSON *value = find(reading, pointer);
	const char *id = value ? reading_value_id(reading, value) : "";

	if (!id)
		reading_fail(reading, value,
			     "an id must be a short string or a whole number");
	return id ? id : "";
}

static const char *text_at(struct reading *reading, const char *pointer)
{
	const struct cJSON *value = find(reading, pointer);
	const char *text = value ? json_string(value) : "";

	if (!text)
		reading_fail(reading, value, "it must be a string here");
	return text ? text : "";
}

static bool is(const char *type, const char *wanted)
{
	return wanted && strcmp(type, wanted) == 0;
}

static void read_words(struct reading *reading, struct desk_event *event)
{
	const struct desk_map *map = &reading->config->map;
	const char *author = id_at(reading, map->author);
	const char *text = text_at(reading, map->text);

	event->contact = author;
	event->choice = text_at(reading, map->choice);
	reading_set_text(event, map->markup_in == DESK_HTML
					? reading_html(reading, text)
					: text);
	if (is(author, map->own))
		reading_ignore(event, DESK_WHY_OWN);
	else if (reading_is_agent(reading, author) ||
		 (map->visitor && !is(author, map->visitor)))
		reading_ignore(event, DESK_WHY_AGENT);
	else
		event->type = DESK_MESSAGE;
	if (!find(reading, map->text) && !*event->choice)
		reading_fail(reading, NULL, "there is no text in it");
}

static void take_type(struct reading *reading, struct desk_event *event,
		      const char *type)
{
	const struct desk_map *map = &reading->config->map;

	event->why = DESK_WHY_NONE;
	if (!map->is_message || is(type, map->is_message)) {
		read_words(reading, event);
	} else if (is(type, map->is_taken)) {
		event->type = DESK_TAKEN;
		event->person = true;
	} else if (is(type, map->is_returned)) {
		event->type = DESK_RETURNED;
	} else if (is(type, map->is_closed)) {
		event->type = DESK_CLOSED;
	} else {
		reading_ignore(event, DESK_WHY_KIND);
	}
}

/* A time beside a number that is missing would be another scale. */
static void read_order(const struct reading *reading, struct desk_event *event)
{
	const struct desk_map *map = &reading->config->map;
	const struct cJSON *order = find(reading, map->order);
	double number = 0;

	if (!map->order) {
		reading_set_time(event, find(reading, map->time));
		return;
	}
	if (order && json_number(order, &number) && number > 0 &&
	    number < ORDER_MAX) {
		event->order = (int64_t)number;
		event->order_span = 1;
	}
}

static void webhook_read(struct reading *reading)
{
	const struct desk_map *map = &reading->config->map;
	const char *delivery =
		header_find(reading->hook->header, reading->hook->header_count,
			    "webhook-id");
	struct desk_event *event = reading_add(reading, NULL);

	if (!event)
		return;
	if (delivery && strlen(delivery) <= DESK_ID_BYTES_MAX)
		event->delivery =
			reading_keep(reading, delivery, strlen(delivery));
	event->message = id_at(reading, map->message);
	if (!*event->message)
		event->message = event->delivery;
	event->conversation = id_at(reading, map->conversation);
	read_order(reading, event);
	take_type(reading, event, id_at(reading, map->type));
	if (event->type == DESK_IGNORED || reading->status != DESK_OK)
		return;
	if (!*event->conversation)
		reading_fail(reading, NULL, "there is no conversation in it");
	if (!*event->message)
		reading_fail(reading, NULL, "there is no message id in it");
}

/* ------------------------------------------------------------------ */
/* Out.                                                               */

static void write(struct writing *writing, const struct desk_template *template,
		  struct template_values *values)
{
	char key[DESK_KEY_BYTES];

	if (!template->path) {
		writing_fail(writing, DESK_ERROR_UNABLE);
		return;
	}
	values->conversation = writing->to->conversation;
	values->account = writing->config->account;
	writing_key(writing, key);
	values->key = key;
	template_write(writing, template, values);
}

static void webhook_message(struct writing *writing,
			    const struct message *message)
{
	const struct desk_map *map = &writing->config->map;
	struct template_values values = {.text = message->text,
					 .text_bytes = message->bytes,
					 .message = message};

	write(writing, message->internal ? &map->note : &map->reply, &values);
}

static void webhook_handover(struct writing *writing, enum desk_reason reason)
{
	struct template_values values = {.text = "",
					 .reason = desk_reason_text(reason)};

	write(writing, &writing->config->map.handover, &values);
}

static void webhook_typing(struct writing *writing, bool on)
{
	struct template_values values = {.text = "",
					 .state = on ? "on" : "off"};

	write(writing, &writing->config->map.typing, &values);
}

/* What is sent is signed by desk.c; a token is for receivers that want one. */
static bool webhook_authorize(const struct desk_config *config,
			      struct desk_headers *headers)
{
	return !connector_has(config->token) ||
	       connector_bearer(config, headers);
}

/* ------------------------------------------------------------------ */
/* Settings.                                                          */

static const char *check_pointers(const struct desk_map *map)
{
	const char *const pointer[] = {
		map->text,   map->conversation, map->message, map->choice,
		map->author, map->time,         map->order,   map->type};

	if (!map->text || !map->conversation)
		return "a webhook's map needs text and conversation";
	for (size_t i = 0; i < sizeof(pointer) / sizeof(pointer[0]); i++)
		if (pointer[i] && !pointer_valid(pointer[i]))
			return "a webhook's map has what is no JSON pointer";
	if ((map->is_message || map->is_taken || map->is_returned ||
	     map->is_closed) &&
	    !map->type)
		return "a webhook's map names types, and no place of the type";
	if ((map->visitor || map->own) && !map->author)
		return "a webhook's map names authors, and no place of them";
	if (map->markup_in != DESK_PLAIN && map->markup_in != DESK_HTML)
		return "a webhook's words are plain or HTML";
	return map->markup_out > DESK_HTML
		       ? "a webhook's answers are plain, Markdown or HTML"
		       : NULL;
}

static const char *webhook_check(const struct desk_config *config)
{
	const struct desk_map *map = &config->map;
	const struct desk_template *const more[] = {&map->handover, &map->note,
						    &map->typing};
	const char *fault = check_pointers(map);

	if (!fault && map->limit > 0 && map->limit < DESK_LIMIT_MIN)
		fault = "a webhook's limit is less than 200 characters";
	if (!fault && map->limit > 0 && map->markup_out == DESK_HTML)
		fault = "HTML is not cut: a webhook of it can't have a limit";
	if (!fault)
		fault = template_check(&map->reply);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (!fault && more[i]->path)
			fault = template_check(more[i]);
	return fault;
}

const struct connector desk_webhook = {
	.traits = {.name = "webhook",
		   .markup = DESK_PLAIN,
		   .buttons = true,
		   .handover = true,
		   .note = true,
		   .typing = true,
		   .idempotent = true},
	.scheme = SIGN_STANDARD,
	.check = webhook_check,
	.read = webhook_read,
	.message = webhook_message,
	.handover = webhook_handover,
	.typing = webhook_typing,
	.authorize = webhook_authorize,
};
