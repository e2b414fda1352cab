/* SPDX-License-Identifier: MIT */
/*
 * Intercom. A conversation is the body's `data.item`: its first message in
 * `source`, later ones in `conversation_parts`, of which an event has the new
 * one last. All bodies are HTML. `self` is the admin that faqd replies as.
 *
 * Source: the types of npm's intercom-client 7 (API 2.14), which also
 * has quick replies: their `uuid` comes back nowhere that an event shows, but
 * the option's text does, as the visitor's words.
 */
#include "desk/connector.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <stdio.h>
#include <string.h>

#define API_VERSION "2.14"
#define UUID_BYTES 37u

static bool is_visitor(const char *author)
{
	return strcmp(author, "user") == 0 || strcmp(author, "lead") == 0 ||
	       strcmp(author, "contact") == 0 || strcmp(author, "visitor") == 0;
}

/* The part that the event is about: the last; NULL: the first message. */
static const struct cJSON *last_part(struct reading *reading,
				     const struct cJSON *item)
{
	const struct cJSON *parts =
		reading_maybe(reading, item, "conversation_parts");
	const struct cJSON *list =
		parts ? json_get(parts, "conversation_parts") : NULL;
	const struct cJSON *part, *last = NULL;

	if (!list || json_type(list) != JSON_ARRAY)
		return NULL;
	for (part = json_first(list); part; part = json_next(part))
		last = part;
	return last;
}

static bool is_assigned(struct reading *reading, const struct cJSON *item)
{
	const char *admin = reading_id(reading, item, "admin_assignee_id");

	return *admin && strcmp(admin, "0") != 0 &&
	       !reading_same(admin, reading->config->self);
}

static void read_words(struct reading *reading, struct desk_event *event,
		       const struct cJSON *said)
{
	const struct cJSON *author = reading_maybe(reading, said, "author");
	const struct cJSON *files = json_get(said, "attachments");

	event->message = reading_the_id(reading, said, "id");
	event->contact = reading_id(reading, author, "id");
	event->attachment =
		files && json_type(files) == JSON_ARRAY && json_first(files);
	reading_set_text(
		event,
		reading_html(reading, reading_text(reading, said, "body")));
}

static void read_visitor(struct reading *reading, struct desk_event *event,
			 const struct cJSON *item)
{
	const struct cJSON *said = last_part(reading, item);
	const struct cJSON *author;

	if (!said)
		said = reading_object(reading, item, "source");
	if (reading->status != DESK_OK)
		return;
	author = reading_maybe(reading, said, "author");
	read_words(reading, event, said);
	event->type = DESK_MESSAGE;
	event->why = DESK_WHY_NONE;
	if (author && !is_visitor(reading_text(reading, author, "type")))
		reading_ignore(event, DESK_WHY_AGENT);
	else if (is_assigned(reading, item))
		reading_ignore(event, DESK_WHY_TAKEN);
}

/* Our own come back too. */
static void read_admin(struct reading *reading, struct desk_event *event,
		       const struct cJSON *item)
{
	const struct cJSON *said = last_part(reading, item);
	const struct cJSON *author = reading_maybe(reading, said, "author");
	const char *type = reading_text(reading, author, "type");
	bool own = strcmp(type, "bot") == 0 ||
		   reading_same(reading_id(reading, author, "id"),
				reading->config->self);

	event->message = reading_id(reading, said, "id");
	reading_ignore(event, own ? DESK_WHY_OWN : DESK_WHY_AGENT);
}

static void read_assigned(struct reading *reading, struct desk_event *event,
			  const struct cJSON *item)
{
	event->person = is_assigned(reading, item) ||
			*reading_id(reading, item, "team_assignee_id");
	event->type = event->person ? DESK_TAKEN : DESK_RETURNED;
	event->why = DESK_WHY_NONE;
}

static bool topic_is(const char *topic, const char *name)
{
	static const char prefix[] = "conversation.";
	size_t bytes = sizeof(prefix) - 1;

	return strncmp(topic, prefix, bytes) == 0 &&
	       strcmp(topic + bytes, name) == 0;
}

static void read_conversation(struct reading *reading, struct desk_event *event,
			      const char *topic)
{
	const struct cJSON *data =
		reading_object(reading, reading->root, "data");
	const struct cJSON *item = reading_object(reading, data, "item");

	event->conversation = reading_the_id(reading, item, "id");
	if (topic_is(topic, "user.created") || topic_is(topic, "user.replied"))
		read_visitor(reading, event, item);
	else if (topic_is(topic, "admin.replied"))
		read_admin(reading, event, item);
	else if (topic_is(topic, "admin.noted"))
		reading_ignore(event, DESK_WHY_PRIVATE);
	else if (topic_is(topic, "admin.assigned"))
		read_assigned(reading, event, item);
	else if (topic_is(topic, "admin.closed")) {
		event->type = DESK_CLOSED;
		event->why = DESK_WHY_NONE;
	}
}

static void intercom_read(struct reading *reading)
{
	const char *topic = reading_text(reading, reading->root, "topic");
	struct desk_event *event = reading_add(reading, NULL);

	if (!event)
		return;
	event->account = reading_id(reading, reading->root, "app_id");
	event->delivery = reading_id(reading, reading->root, "id");
	reading_set_time(event, json_get(reading->root, "created_at"));
	if (strcmp(topic, "ping") == 0) {
		event->type = DESK_PING;
		event->why = DESK_WHY_NONE;
	} else if (strncmp(topic, "conversation.", 13) == 0) {
		read_conversation(reading, event, topic);
	}
	if (event->type != DESK_PING)
		reading_is_foreign(reading, event);
}

static void end(struct writing *writing, const char *path)
{
	const char *const argument[WRITING_ARGUMENTS_MAX] = {
		writing->to->conversation, NULL};

	writing_end(writing, "POST", path, argument);
}

static struct json_writer *begin(struct writing *writing, const char *type)
{
	struct json_writer *json = writing_begin(writing);

	json_add_string(json, "message_type", type);
	json_add_string(json, "type", "admin");
	json_add_string(json, "admin_id", writing->config->self);
	return json;
}

/* One for each option of each answer, the same when it is sent again: version
 * 8 of RFC 9562, made of a hash. */
static bool make_uuid(const char *key, const char *id, char out[UUID_BYTES])
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	char name[DESK_KEY_BYTES + FAQ_ID_BYTES_MAX + 2];
	int bytes = snprintf(name, sizeof(name), "%s %s", key, id);
	size_t at = 0;

	if (!EVP_Digest(name,
			(size_t)bytes < sizeof(name) ? (size_t)bytes
						     : sizeof(name) - 1,
			hash, NULL, EVP_sha256(), NULL))
		return false;
	hash[6] = (unsigned char)((hash[6] & 0x0F) | 0x80);
	hash[8] = (unsigned char)((hash[8] & 0x3F) | 0x80);
	for (size_t i = 0; i < 16; i++) {
		bool dash = i == 4 || i == 6 || i == 8 || i == 10;

		at += (size_t)snprintf(out + at, UUID_BYTES - at, "%s%02x",
				       dash ? "-" : "", hash[i]);
	}
	return true;
}

static void put_options(struct writing *writing, const struct message *message)
{
	struct json_writer *json = begin(writing, "quick_reply");
	char uuid[UUID_BYTES];

	json_put_name(json, "reply_options");
	json_put_open(json, '[');
	for (size_t i = 0; i < message->button_count; i++) {
		if (!make_uuid(writing->to->key, message->button[i]->id, uuid))
			writing_fail(writing, DESK_ERROR_NOMEM);
		json_put_open(json, '{');
		json_add_string(json, "text", message->button[i]->title);
		json_add_string(json, "uuid", uuid);
		json_put_close(json, '}');
	}
	json_put_close(json, ']');
	end(writing, "/conversations/*/reply");
}

static void intercom_message(struct writing *writing,
			     const struct message *message)
{
	struct json_writer *json =
		begin(writing, message->internal ? "note" : "comment");

	json_put_name(json, "body");
	json_put_bytes(json, message->text, message->bytes);
	end(writing, "/conversations/*/reply");
	if (message->button_count)
		put_options(writing, message);
}

static void intercom_handover(struct writing *writing, enum desk_reason reason)
{
	struct json_writer *json = begin(writing, "assignment");

	(void)reason;
	json_add_string(json, "assignee_id", writing->config->assign);
	end(writing, "/conversations/*/parts");
}

static bool intercom_authorize(const struct desk_config *config,
			       struct desk_headers *headers)
{
	return connector_bearer(config, headers) &&
	       header_put(headers, "Intercom-Version", "", API_VERSION);
}

static const char *intercom_check(const struct desk_config *config)
{
	if (!connector_has(config->token))
		return "Intercom needs an access token";
	if (!connector_has(config->self))
		return "Intercom needs the id of the admin that faqd is";
	return connector_has(config->assign)
		       ? NULL
		       : "Intercom needs the id of a team or an admin who "
			 "takes over";
}

const struct connector desk_intercom = {
	.traits = {.name = "intercom",
		   .markup = DESK_HTML,
		   .buttons = true,
		   .handover = true,
		   .note = true,
		   .acknowledge_s = 5},
	.scheme = SIGN_HUB,
	.check = intercom_check,
	.read = intercom_read,
	.message = intercom_message,
	.handover = intercom_handover,
	.authorize = intercom_authorize,
};
