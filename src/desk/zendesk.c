/* SPDX-License-Identifier: MIT */
/*
 * Zendesk messaging (Sunshine Conversations v2). One call has several events.
 * The switchboard says whose a conversation is: `self` is our integration's id
 * or name there, and what another one holds is a person's.
 *
 * Source: the schemas of zendesk/sunshine-conversations-javascript.
 * A text of at most 4,096 characters; metadata is flat.
 */
#include "desk/connector.h"

#include <openssl/evp.h>

#include <stdio.h>
#include <string.h>

#define TEXT_CHARACTERS_MAX 4096u
#define PATH "/v2/apps/*/conversations/*"
#define CREDENTIALS_BYTES 512u

/* Is the conversation another's than ours? Not known is ours. */
static bool is_taken(struct reading *reading, const struct cJSON *conversation)
{
	const struct cJSON *active = reading_maybe(
		reading, conversation, "activeSwitchboardIntegration");
	const char *self = reading->config->self;

	if (!active || !connector_has(self))
		return false;
	return !reading_same(reading_id(reading, active, "id"), self) &&
	       !reading_same(reading_id(reading, active, "integrationId"),
			     self) &&
	       !reading_same(reading_text(reading, active, "name"), self);
}

static void read_words(struct reading *reading, struct desk_event *event,
		       const struct cJSON *message)
{
	const struct cJSON *content =
		reading_object(reading, message, "content");

	event->attachment =
		strcmp(reading_text(reading, content, "type"), "text") != 0;
	reading_set_text(event, reading_text(reading, content, "text"));
	event->choice = reading_text(reading, content, "payload");
}

/* The business is us or a person; a person's words come from the agents'
 * workspace. */
static bool is_agents(struct reading *reading, const struct cJSON *message)
{
	const struct cJSON *source = reading_maybe(reading, message, "source");

	return strncmp(reading_text(reading, source, "type"), "zd:", 3) == 0;
}

static void read_message(struct reading *reading, struct desk_event *event,
			 const struct cJSON *payload)
{
	const struct cJSON *conversation =
		reading_object(reading, payload, "conversation");
	const struct cJSON *message =
		reading_object(reading, payload, "message");
	const struct cJSON *author = reading_object(reading, message, "author");

	event->conversation = reading_the_id(reading, conversation, "id");
	event->message = reading_the_id(reading, message, "id");
	event->contact = reading_id(reading, author, "userId");
	reading_set_time(event, json_get(message, "received"));
	read_words(reading, event, message);
	event->type = DESK_MESSAGE;
	event->why = DESK_WHY_NONE;
	if (is_agents(reading, message))
		reading_ignore(event, DESK_WHY_AGENT);
	else if (strcmp(reading_text(reading, author, "type"), "user") != 0)
		reading_ignore(event, DESK_WHY_OWN);
	else if (is_taken(reading, conversation))
		reading_ignore(event, DESK_WHY_TAKEN);
}

/* A button pressed that sends no message. */
static void read_postback(struct reading *reading, struct desk_event *event,
			  const struct cJSON *payload)
{
	const struct cJSON *conversation =
		reading_object(reading, payload, "conversation");
	const struct cJSON *postback =
		reading_object(reading, payload, "postback");
	const struct cJSON *user = reading_maybe(reading, payload, "user");

	event->conversation = reading_the_id(reading, conversation, "id");
	event->message = event->delivery;
	event->contact = reading_id(reading, user, "id");
	event->choice = reading_text(reading, postback, "payload");
	reading_set_text(event, reading_text(reading, postback, "text"));
	event->type = DESK_MESSAGE;
	event->why = DESK_WHY_NONE;
	if (is_taken(reading, conversation))
		reading_ignore(event, DESK_WHY_TAKEN);
}

/* Control came to somebody: to us, or to another. */
static void read_control(struct reading *reading, struct desk_event *event,
			 const struct cJSON *payload)
{
	const struct cJSON *conversation =
		reading_object(reading, payload, "conversation");

	event->conversation = reading_the_id(reading, conversation, "id");
	if (!connector_has(reading->config->self))
		return;
	event->why = DESK_WHY_NONE;
	event->person = is_taken(reading, conversation);
	event->type = event->person ? DESK_TAKEN : DESK_RETURNED;
}

static void read_event(struct reading *reading, const struct cJSON *value,
		       const char *app)
{
	struct desk_event *event = reading_add(reading, value);
	const char *type = reading_text(reading, value, "type");
	const struct cJSON *payload;

	if (!event)
		return;
	event->account = app;
	event->delivery = reading_the_id(reading, value, "id");
	reading_set_time(event, json_get(value, "createdAt"));
	payload = reading_maybe(reading, value, "payload");
	if (strcmp(type, "conversation:message") == 0)
		read_message(reading, event, payload);
	else if (strcmp(type, "conversation:postback") == 0)
		read_postback(reading, event, payload);
	else if (strcmp(type, "switchboard:passControl") == 0 ||
		 strcmp(type, "switchboard:acceptControl") == 0 ||
		 strcmp(type, "switchboard:releaseControl") == 0)
		read_control(reading, event, payload);
	reading_is_foreign(reading, event);
}

static void zendesk_read(struct reading *reading)
{
	const struct cJSON *app = reading_object(reading, reading->root, "app");
	const struct cJSON *events = json_get(reading->root, "events");
	const char *id = reading_the_id(reading, app, "id");
	const struct cJSON *value;

	if (!events || json_type(events) != JSON_ARRAY) {
		reading_fail(reading, events, "'events' must be an array");
		return;
	}
	for (value = json_first(events); value && reading->status == DESK_OK;
	     value = json_next(value)) {
		if (json_type(value) == JSON_OBJECT)
			read_event(reading, value, id);
		else
			reading_fail(reading, value,
				     "an event must be an object");
	}
}

static void end(struct writing *writing, const char *path)
{
	const char *const argument[WRITING_ARGUMENTS_MAX] = {
		writing->config->account, writing->to->conversation, NULL};

	writing_end(writing, "POST", path, argument);
}

static void put_author(struct json_writer *json)
{
	json_put_name(json, "author");
	json_put_open(json, '{');
	json_add_string(json, "type", "business");
	json_put_close(json, '}');
}

/* Replies, or links; a message doesn't have both. */
static void put_actions(struct json_writer *json, const struct message *message)
{
	if (message->button_count + message->link_count == 0)
		return;
	json_put_name(json, "actions");
	json_put_open(json, '[');
	for (size_t i = 0; i < message->button_count; i++) {
		json_put_open(json, '{');
		json_add_string(json, "type", "reply");
		json_add_string(json, "text", message->button[i]->title);
		json_add_string(json, "payload", message->button[i]->id);
		json_put_close(json, '}');
	}
	for (size_t i = 0; i < message->link_count; i++) {
		json_put_open(json, '{');
		json_add_string(json, "type", "link");
		json_add_string(json, "text", message->link[i]->title);
		json_add_string(json, "uri", message->link[i]->url);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
}

static void zendesk_message(struct writing *writing,
			    const struct message *message)
{
	struct json_writer *json = writing_begin(writing);

	put_author(json);
	json_put_name(json, "content");
	json_put_open(json, '{');
	json_add_string(json, "type", "text");
	json_put_name(json, "text");
	json_put_bytes(json, message->text, message->bytes);
	put_actions(json, message);
	json_put_close(json, '}');
	end(writing, PATH "/messages");
}

static void zendesk_handover(struct writing *writing, enum desk_reason reason)
{
	struct json_writer *json = writing_begin(writing);

	json_add_string(json, "switchboardIntegration", "next");
	json_put_name(json, "metadata");
	json_put_open(json, '{');
	json_add_string(json, "faqd.reason", desk_reason_text(reason));
	json_put_close(json, '}');
	end(writing, PATH "/passControl");
}

static void zendesk_typing(struct writing *writing, bool on)
{
	struct json_writer *json = writing_begin(writing);

	put_author(json);
	json_add_string(json, "type", on ? "typing:start" : "typing:stop");
	end(writing, PATH "/activity");
}

static bool zendesk_authorize(const struct desk_config *config,
			      struct desk_headers *headers)
{
	unsigned char plain[CREDENTIALS_BYTES];
	char encoded[CREDENTIALS_BYTES * 2];
	int bytes = snprintf((char *)plain, sizeof(plain), "%s:%s",
			     config->token_id, config->token);

	if (bytes < 0 || (size_t)bytes >= sizeof(plain))
		return false;
	EVP_EncodeBlock((unsigned char *)encoded, plain, bytes);
	return header_put(headers, "Authorization", "Basic ", encoded);
}

static const char *zendesk_check(const struct desk_config *config)
{
	if (!connector_has(config->account))
		return "Zendesk needs the id of the app";
	return connector_has(config->token) && connector_has(config->token_id)
		       ? NULL
		       : "Zendesk needs an API key and its id";
}

const struct connector desk_zendesk = {
	.traits = {.name = "zendesk",
		   .markup = DESK_PLAIN,
		   .limit = TEXT_CHARACTERS_MAX,
		   .buttons = true,
		   .links = true,
		   .handover = true,
		   .typing = true,
		   .acknowledge_s = 5},
	.scheme = SIGN_KEY,
	.check = zendesk_check,
	.read = zendesk_read,
	.message = zendesk_message,
	.handover = zendesk_handover,
	.typing = zendesk_typing,
	.authorize = zendesk_authorize,
};
