/* SPDX-License-Identifier: MIT */
/*
 * Slack's Events API and its buttons. In a channel the bot answers in the
 * thread of a message, so that "CHANNEL/THREAD" is the conversation; in a
 * direct message the channel is. A message in which the bot is named comes
 * twice (message, app_mention): both have the same `ts`, the message's id.
 *
 * Source: docs.slack.dev. A text section has at most 3,000 characters, a
 * button's label 75.
 */
#include "desk/connector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECTION_CHARACTERS_MAX 3000u
#define LABEL_CHARACTERS_MAX 75u

/* ------------------------------------------------------------------ */
/* What was said.                                                     */

/* "<@U1>", "<#C1|help>", "<https://x.example|x>": what they show. */
static size_t put_reference(char *out, const char *text, size_t bytes)
{
	const char *bar = memchr(text, '|', bytes);
	const char *label = bar ? bar + 1 : text;
	size_t size = bar ? bytes - (size_t)(label - text) : bytes;

	if (!bar && (*text == '@' || *text == '#' || *text == '!'))
		return 0;
	memcpy(out, label, size);
	return size;
}

/* Never longer than what it was. Names of people are left out. */
static size_t decode_text(const char *text, char *out)
{
	static const struct {
		const char *name;
		size_t bytes;
		char c;
	} entity[] = {{"&amp;", 5, '&'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'}};
	const char *last = strrchr(text, '>'); /* none behind it is closed */
	size_t used = 0;

	while (*text) {
		const char *end = *text == '<' && last && text < last
					  ? strchr(text, '>')
					  : NULL;
		size_t skip = 1, i;

		if (end && end > text + 1) {
			used += put_reference(out + used, text + 1,
					      (size_t)(end - text - 1));
			text = end + 1;
			continue;
		}
		out[used] = *text;
		for (i = 0; i < 3; i++) {
			if (strncmp(text, entity[i].name, entity[i].bytes) ==
			    0) {
				out[used] = entity[i].c;
				skip = entity[i].bytes;
			}
		}
		used++;
		text += skip;
	}
	return used;
}

static void take_text(struct reading *reading, struct desk_event *event,
		      const char *text)
{
	char *plain = malloc(strlen(text) + 1);
	size_t bytes, from = 0;

	if (!plain) {
		reading->status = DESK_ERROR_NOMEM;
		return;
	}
	bytes = decode_text(text, plain);
	while (from < bytes && strchr(" \t\n", plain[from]))
		from++;
	while (bytes > from && strchr(" \t\n", plain[bytes - 1]))
		bytes--;
	reading_set_text(event,
			 reading_keep(reading, plain + from, bytes - from));
	event->text_bytes = strlen(event->text);
	memset(plain, 0, strlen(text));
	free(plain);
}

/* A message with one of these is as good as without. */
static bool is_ordinary(const char *subtype)
{
	return !*subtype || strcmp(subtype, "file_share") == 0 ||
	       strcmp(subtype, "thread_broadcast") == 0;
}

static bool is_own(struct reading *reading, const struct cJSON *inner,
		   const char *user)
{
	return *reading_id(reading, inner, "bot_id") ||
	       (connector_has(reading->config->self) &&
		strcmp(user, reading->config->self) == 0);
}

/* A channel's thread; a direct message has none. */
static const char *place_of(struct reading *reading, const struct cJSON *inner,
			    const char *channel, const char *ts)
{
	const char *thread = reading_id(reading, inner, "thread_ts");
	bool direct = strcmp(reading_text(reading, inner, "channel_type"),
			     "im") == 0 ||
		      *channel == 'D';

	if (!*thread)
		thread = direct ? "" : ts;
	return reading_join(reading, channel, thread);
}

static void read_message(struct reading *reading, struct desk_event *event,
			 const struct cJSON *inner)
{
	const char *channel = reading_the_id(reading, inner, "channel");
	const char *ts = reading_the_id(reading, inner, "ts");
	const char *subtype = reading_text(reading, inner, "subtype");
	const char *user = reading_id(reading, inner, "user");
	const struct cJSON *files = json_get(inner, "files");

	event->conversation = place_of(reading, inner, channel, ts);
	event->message = reading_join(reading, channel, ts);
	event->contact = user;
	reading_set_time(event, json_get(inner, "ts"));
	event->attachment =
		files && json_type(files) == JSON_ARRAY && json_first(files);
	event->why = DESK_WHY_NONE;
	if (is_own(reading, inner, user)) {
		reading_ignore(event, DESK_WHY_OWN);
	} else if (strcmp(subtype, "message_changed") == 0 ||
		   strcmp(subtype, "message_deleted") == 0) {
		reading_ignore(event, DESK_WHY_EDITED);
	} else if (!is_ordinary(subtype) || !*user) {
		reading_ignore(event, DESK_WHY_SYSTEM);
	} else if (reading_is_agent(reading, user)) {
		reading_ignore(event, DESK_WHY_AGENT);
	} else {
		event->type = DESK_MESSAGE;
		take_text(reading, event, reading_text(reading, inner, "text"));
	}
}

static void read_callback(struct reading *reading)
{
	struct desk_event *event = reading_add(reading, NULL);
	const struct cJSON *inner =
		reading_object(reading, reading->root, "event");
	const char *type = reading_text(reading, inner, "type");

	if (!event)
		return;
	event->account = reading_id(reading, reading->root, "team_id");
	event->delivery = reading_id(reading, reading->root, "event_id");
	if (strcmp(type, "message") == 0 || strcmp(type, "app_mention") == 0)
		read_message(reading, event, inner);
	reading_is_foreign(reading, event);
}

/* ------------------------------------------------------------------ */
/* A button.                                                          */

static void read_action(struct reading *reading, struct desk_event *event,
			const struct cJSON *action)
{
	const struct cJSON *root = reading->root;
	const struct cJSON *channel = reading_object(reading, root, "channel");
	const struct cJSON *message = reading_maybe(reading, root, "message");
	const struct cJSON *label = reading_maybe(reading, action, "text");
	const struct cJSON *user = reading_maybe(reading, root, "user");
	const char *id = reading_the_id(reading, channel, "id");
	const char *ts = reading_id(reading, message, "ts");

	event->conversation = place_of(reading, message, id, ts);
	event->message = reading_join(
		reading, id, reading_the_id(reading, action, "action_ts"));
	event->contact = reading_id(reading, user, "id");
	reading_set_time(event, json_get(action, "action_ts"));
	event->choice = reading_text(reading, action, "value");
	take_text(reading, event, reading_text(reading, label, "text"));
	event->why = DESK_WHY_NONE;
	event->type = DESK_MESSAGE;
	if (reading_is_agent(reading, event->contact))
		reading_ignore(event, DESK_WHY_AGENT);
}

static void read_interaction(struct reading *reading)
{
	const struct cJSON *team =
		reading_maybe(reading, reading->root, "team");
	const struct cJSON *actions = json_get(reading->root, "actions");
	struct desk_event *event = reading_add(reading, NULL);

	if (!event)
		return;
	event->account = reading_id(reading, team, "id");
	if (strcmp(reading_text(reading, reading->root, "type"),
		   "block_actions") == 0) {
		if (actions && json_type(actions) == JSON_ARRAY &&
		    json_first(actions) &&
		    json_type(json_first(actions)) == JSON_OBJECT)
			read_action(reading, event, json_first(actions));
		else
			reading_fail(reading, actions,
				     "'actions' must have an object");
	}
	reading_is_foreign(reading, event);
}

/* Buttons come as a form with JSON in its one field. */
static void unwrap(struct reading *reading, const char *payload)
{
	struct desk_events *events = reading->events;

	switch (json_parse(&events->inner, payload, strlen(payload),
			   reading->error)) {
	case JSON_OK:
		reading->doc = events->inner;
		reading->root = json_root(events->inner);
		if (json_type(reading->root) == JSON_OBJECT)
			read_interaction(reading);
		else
			reading_fail(reading, reading->root,
				     "'payload' must be an object");
		break;
	case JSON_ERROR_NOMEM:
		reading->status = DESK_ERROR_NOMEM;
		break;
	case JSON_ERROR_SYNTAX:
	case JSON_ERROR_SIZE:
		reading->status = DESK_ERROR_BODY;
		break;
	}
}

static void slack_read(struct reading *reading)
{
	const char *payload = reading_text(reading, reading->root, "payload");
	const char *type = reading_text(reading, reading->root, "type");
	struct desk_event *event;

	if (*payload) {
		unwrap(reading, payload);
	} else if (strcmp(type, "event_callback") == 0) {
		read_callback(reading);
	} else {
		event = reading_add(reading, NULL);
		if (!event || strcmp(type, "url_verification") != 0)
			return;
		event->type = DESK_CHALLENGE;
		event->why = DESK_WHY_NONE;
		reading_set_text(event, reading_text(reading, reading->root,
						     "challenge"));
	}
}

/* ------------------------------------------------------------------ */
/* What is replied.                                                   */

/* At most so many characters, whole. */
static size_t label_bytes(const char *title)
{
	size_t characters = 0, at = 0;

	for (; title[at]; at++) {
		bool begins = ((unsigned char)title[at] & 0xC0) != 0x80;

		if (begins && characters++ == LABEL_CHARACTERS_MAX)
			break;
	}
	return at;
}

static void put_buttons(struct json_writer *json, const struct message *message)
{
	char name[32];

	json_put_open(json, '{');
	json_add_string(json, "type", "actions");
	json_put_name(json, "elements");
	json_put_open(json, '[');
	for (size_t i = 0; i < message->button_count; i++) {
		const struct faq_intent *intent = message->button[i];

		snprintf(name, sizeof(name), "choice.%zu", i);
		json_put_open(json, '{');
		json_add_string(json, "type", "button");
		json_add_string(json, "action_id", name);
		json_put_name(json, "text");
		json_put_open(json, '{');
		json_add_string(json, "type", "plain_text");
		json_put_name(json, "text");
		json_put_bytes(json, intent->title, label_bytes(intent->title));
		json_put_close(json, '}');
		json_add_string(json, "value", intent->id);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void put_blocks(struct json_writer *json, const struct message *message)
{
	json_put_name(json, "blocks");
	json_put_open(json, '[');
	json_put_open(json, '{');
	json_add_string(json, "type", "section");
	json_put_name(json, "text");
	json_put_open(json, '{');
	json_add_string(json, "type", "mrkdwn");
	json_put_name(json, "text");
	json_put_bytes(json, message->text, message->bytes);
	json_put_close(json, '}');
	json_put_close(json, '}');
	if (message->button_count)
		put_buttons(json, message);
	json_put_close(json, ']');
}

static void slack_message(struct writing *writing,
			  const struct message *message)
{
	static const char *const none[WRITING_ARGUMENTS_MAX] = {NULL};
	struct json_writer *json = writing_begin(writing);
	char channel[DESK_ID_BYTES_MAX + 1];
	const char *thread;

	if (!writing_parts(writing->to->conversation, channel, sizeof(channel),
			   &thread))
		writing_fail(writing, DESK_ERROR_CONFIG);
	else
		json_add_string(json, "channel", channel);
	if (writing->status == DESK_OK && *thread)
		json_add_string(json, "thread_ts", thread);
	json_put_name(json, "text"); /* what a notification shows */
	json_put_bytes(json, message->text, message->bytes);
	json_add_bool(json, "unfurl_links", false);
	put_blocks(json, message);
	writing_end(writing, "POST", "/api/chat.postMessage", none);
}

static enum desk_outcome slack_outcome(const struct cJSON *root, char *cause,
				       size_t size)
{
	static const char *const again[] = {
		"ratelimited",      "rate_limited",    "internal_error",
		"fatal_error",      "request_timeout", "service_unavailable",
		"team_added_to_org"};
	const char *error = json_string(json_get(root, "error"));
	bool ok = false;

	if (json_bool(json_get(root, "ok"), &ok) && ok)
		return DESK_DONE;
	snprintf(cause, size, "%.48s", error ? error : "ok is not true");
	for (size_t i = 0; error && i < sizeof(again) / sizeof(again[0]); i++)
		if (strcmp(error, again[i]) == 0)
			return DESK_AGAIN;
	return DESK_DEAD;
}

static const char *slack_check(const struct desk_config *config)
{
	return connector_has(config->token) ? NULL
					    : "Slack needs the bot's token";
}

const struct connector desk_slack = {
	.traits = {.name = "slack",
		   .markup = DESK_MRKDWN,
		   .limit = SECTION_CHARACTERS_MAX,
		   .buttons = true,
		   .acknowledge_s = 3},
	.scheme = SIGN_SLACK,
	.check = slack_check,
	.read = slack_read,
	.message = slack_message,
	.authorize = connector_bearer,
	.outcome = slack_outcome,
};
