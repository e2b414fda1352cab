/* SPDX-License-Identifier: MIT */
/*
 * Chatwoot's agent bot. A conversation is the bot's while it is "pending";
 * "open" gives it to people. The bot hears its own messages too, and those of
 * the agents. A button pressed comes as a change of the bot's own message,
 * which then has `submitted_values`.
 *
 * Source: its swagger and source (app/listeners/agent_bot_listener.rb,
 * app/models/message.rb: content of at most 150,000 characters).
 */
#include "desk/connector.h"

#include <string.h>

#define CONTENT_CHARACTERS_MAX 150000u
#define PATH "/api/v1/accounts/*/conversations/*"

/* A webhook names the message's kind, an API numbers it. */
static bool is_kind(const struct cJSON *root, const char *name, double number)
{
	const struct cJSON *value = json_get(root, "message_type");
	const char *text = value ? json_string(value) : NULL;
	double found;

	if (text)
		return strcmp(text, name) == 0;
	return value && json_number(value, &found) && found == number;
}

/* "" of an answer with a file only. */
static void take_words(struct reading *reading, struct desk_event *event)
{
	const struct cJSON *files = json_get(reading->root, "attachments");

	event->attachment =
		files && json_type(files) == JSON_ARRAY && json_first(files);
	reading_set_text(event,
			 reading_text(reading, reading->root, "content"));
}

static void judge_message(struct reading *reading, struct desk_event *event,
			  const char *status, const char *sender)
{
	if (reading_flag(reading, reading->root, "private"))
		reading_ignore(event, DESK_WHY_PRIVATE);
	else if (is_kind(reading->root, "outgoing", 1))
		reading_ignore(event, strcmp(sender, "user") == 0
					      ? DESK_WHY_AGENT
					      : DESK_WHY_OWN);
	else if (!is_kind(reading->root, "incoming", 0))
		reading_ignore(event, DESK_WHY_SYSTEM);
	else if (strcmp(status, "pending") != 0)
		reading_ignore(event, DESK_WHY_TAKEN);
	else
		event->type = DESK_MESSAGE;
}

static void read_message(struct reading *reading, struct desk_event *event,
			 const struct cJSON *conversation)
{
	const struct cJSON *sender =
		reading_maybe(reading, reading->root, "sender");

	event->message = reading_the_id(reading, reading->root, "id");
	event->contact = reading_id(reading, sender, "id");
	reading_set_time(event, json_get(reading->root, "created_at"));
	take_words(reading, event);
	judge_message(reading, event,
		      reading_text(reading, conversation, "status"),
		      reading_text(reading, sender, "type"));
}

/* A press of a button: it is told by what the bot's message has become. */
static void read_press(struct reading *reading, struct desk_event *event,
		       const struct cJSON *conversation)
{
	const struct cJSON *attributes =
		reading_maybe(reading, reading->root, "content_attributes");
	const struct cJSON *values =
		attributes ? json_get(attributes, "submitted_values") : NULL;
	const struct cJSON *value = values && json_type(values) == JSON_ARRAY
					    ? json_first(values)
					    : NULL;
	const char *id = reading_the_id(reading, reading->root, "id");

	event->message = id;
	if (!value || reading_flag(reading, reading->root, "private")) {
		reading_ignore(event, DESK_WHY_EDITED);
		return;
	}
	event->message = reading_join(reading, id, "pressed");
	event->choice = reading_text(reading, value, "value");
	reading_set_text(event, reading_text(reading, value, "title"));
	reading_set_time(event, json_get(reading->root, "updated_at"));
	if (strcmp(reading_text(reading, conversation, "status"), "pending"))
		reading_ignore(event, DESK_WHY_TAKEN);
	else
		event->type = DESK_MESSAGE;
}

/* The conversation itself is the body. */
static void read_status(struct reading *reading, struct desk_event *event)
{
	const char *status = reading_text(reading, reading->root, "status");
	const struct cJSON *changed = json_get(reading->root, "updated_at");

	event->conversation = reading_the_id(reading, reading->root, "id");
	/* The status has no time of its own, and an older Chatwoot says only
	 * that of the last message. */
	reading_set_time(event,
			 changed ? changed
				 : json_get(reading->root, "last_activity_at"));
	if (strcmp(status, "open") == 0)
		event->type = DESK_TAKEN;
	else if (strcmp(status, "pending") == 0)
		event->type = DESK_RETURNED;
	else if (strcmp(status, "resolved") == 0)
		event->type = DESK_CLOSED;
	event->why =
		event->type == DESK_IGNORED ? DESK_WHY_KIND : DESK_WHY_NONE;
	event->person = event->type == DESK_TAKEN;
}

static bool is_status(const char *name)
{
	return strcmp(name, "conversation_opened") == 0 ||
	       strcmp(name, "conversation_resolved") == 0 ||
	       strcmp(name, "conversation_status_changed") == 0;
}

static void chatwoot_read(struct reading *reading)
{
	const char *name = reading_text(reading, reading->root, "event");
	struct desk_event *event = reading_add(reading, NULL);
	const struct cJSON *account, *conversation;
	const char *delivery =
		header_find(reading->hook->header, reading->hook->header_count,
			    "X-Chatwoot-Delivery");
	bool created = strcmp(name, "message_created") == 0;

	if (!event)
		return;
	if (delivery && strlen(delivery) <= DESK_ID_BYTES_MAX)
		event->delivery =
			reading_keep(reading, delivery, strlen(delivery));
	account = reading_maybe(reading, reading->root, "account");
	event->account = reading_id(reading, account, "id");
	if (is_status(name)) {
		read_status(reading, event);
	} else if (created || strcmp(name, "message_updated") == 0) {
		conversation =
			reading_object(reading, reading->root, "conversation");
		event->conversation =
			reading_the_id(reading, conversation, "id");
		event->why = DESK_WHY_NONE;
		if (created)
			read_message(reading, event, conversation);
		else
			read_press(reading, event, conversation);
	}
	if (*event->account)
		reading_is_foreign(reading, event);
}

static void end(struct writing *writing, const char *path)
{
	const char *const argument[WRITING_ARGUMENTS_MAX] = {
		writing->config->account, writing->to->conversation, NULL};

	writing_end(writing, "POST", path, argument);
}

static void chatwoot_message(struct writing *writing,
			     const struct message *message)
{
	struct json_writer *json = writing_begin(writing);
	bool select = message->button_count > 0;

	json_put_name(json, "content");
	json_put_bytes(json, message->text, message->bytes);
	json_add_string(json, "message_type", "outgoing");
	json_add_bool(json, "private", message->internal);
	json_add_string(json, "content_type", select ? "input_select" : "text");
	json_put_name(json, "content_attributes");
	json_put_open(json, '{');
	if (select) {
		json_put_name(json, "items");
		writing_buttons(json, message, "title", "value");
	}
	json_put_close(json, '}');
	end(writing, PATH "/messages");
}

static void chatwoot_handover(struct writing *writing, enum desk_reason reason)
{
	(void)reason;
	json_add_string(writing_begin(writing), "status", "open");
	end(writing, PATH "/toggle_status");
}

static void chatwoot_typing(struct writing *writing, bool on)
{
	json_add_string(writing_begin(writing), "typing_status",
			on ? "on" : "off");
	end(writing, PATH "/toggle_typing_status");
}

static bool chatwoot_authorize(const struct desk_config *config,
			       struct desk_headers *headers)
{
	return header_put(headers, "api_access_token", "", config->token);
}

static const char *chatwoot_check(const struct desk_config *config)
{
	if (!connector_has(config->account))
		return "Chatwoot needs the number of the account";
	return connector_has(config->token)
		       ? NULL
		       : "Chatwoot needs the token of the agent bot";
}

const struct connector desk_chatwoot = {
	.traits = {.name = "chatwoot",
		   .markup = DESK_MARKDOWN,
		   .limit = CONTENT_CHARACTERS_MAX,
		   .buttons = true,
		   .handover = true,
		   .note = true,
		   .typing = true,
		   .acknowledge_s = 5},
	.scheme = SIGN_CHATWOOT,
	.check = chatwoot_check,
	.read = chatwoot_read,
	.message = chatwoot_message,
	.handover = chatwoot_handover,
	.typing = chatwoot_typing,
	.authorize = chatwoot_authorize,
};
