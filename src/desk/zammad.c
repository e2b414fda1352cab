/* SPDX-License-Identifier: MIT */
/*
 * Zammad. A trigger posts the ticket and the article that is new. An owner
 * other than the system's user 1 is a person who has taken it. `self` is the
 * user that faqd writes as, `assign` the group that gets what is handed over.
 * A reply is a note: a customer sees it where tickets are read, and Zammad
 * mails it only if a trigger there says so.
 *
 * Source: docs.zammad.org, "Webhook" and "Ticket Articles".
 */
#include "desk/connector.h"

#include <string.h>

#define NOBODY "1" /* the owner of a ticket that nobody has */

static void read_words(struct reading *reading, struct desk_event *event,
		       const struct cJSON *article)
{
	const struct cJSON *files = json_get(article, "attachments");
	const char *body = reading_text(reading, article, "body");
	bool html = strcmp(reading_text(reading, article, "content_type"),
			   "text/html") == 0;

	event->attachment =
		files && json_type(files) == JSON_ARRAY && json_first(files);
	reading_set_text(event, html ? reading_html(reading, body) : body);
}

static void judge(struct reading *reading, struct desk_event *event,
		  const struct cJSON *ticket, const struct cJSON *article)
{
	const char *sender = reading_text(reading, article, "sender");
	const char *owner = reading_id(reading, ticket, "owner_id");
	const char *self = reading->config->self;

	if (connector_has(self) && strcmp(event->contact, self) == 0)
		reading_ignore(event, DESK_WHY_OWN);
	else if (reading_flag(reading, article, "internal"))
		reading_ignore(event, DESK_WHY_PRIVATE);
	else if (strcmp(sender, "Agent") == 0)
		reading_ignore(event, DESK_WHY_AGENT);
	else if (strcmp(sender, "Customer") != 0)
		reading_ignore(event, DESK_WHY_SYSTEM);
	else if (*owner && strcmp(owner, NOBODY) != 0 &&
		 !reading_same(owner, self))
		reading_ignore(event, DESK_WHY_TAKEN);
	else
		event->type = DESK_MESSAGE;
}

/* `state` is a name, or where the associations were not resolved an object. */
static bool is_closed(struct reading *reading, const struct cJSON *ticket)
{
	const struct cJSON *state = json_get(ticket, "state");

	if (state && json_type(state) == JSON_OBJECT)
		return strcmp(reading_text(reading, state, "name"), "closed") ==
		       0;
	return state && json_string(state) &&
	       strcmp(json_string(state), "closed") == 0;
}

/* A change of the ticket, without words. */
static void read_ticket(struct reading *reading, struct desk_event *event,
			const struct cJSON *ticket)
{
	const char *owner = reading_id(reading, ticket, "owner_id");

	reading_set_time(event, json_get(ticket, "updated_at"));
	event->why = DESK_WHY_NONE;
	if (is_closed(reading, ticket)) {
		event->type = DESK_CLOSED;
	} else if (*owner && strcmp(owner, NOBODY) != 0 &&
		   !reading_same(owner, reading->config->self)) {
		event->type = DESK_TAKEN;
		event->person = true;
	} else {
		event->type = DESK_RETURNED;
	}
}

static void zammad_read(struct reading *reading)
{
	struct desk_event *event = reading_add(reading, NULL);
	const struct cJSON *ticket =
		reading_object(reading, reading->root, "ticket");
	const struct cJSON *article =
		reading_maybe(reading, reading->root, "article");
	const char *delivery =
		header_find(reading->hook->header, reading->hook->header_count,
			    "X-Zammad-Delivery");

	if (!event || reading->status != DESK_OK)
		return;
	if (delivery && strlen(delivery) <= DESK_ID_BYTES_MAX)
		event->delivery =
			reading_keep(reading, delivery, strlen(delivery));
	event->conversation = reading_the_id(reading, ticket, "id");
	if (!article || !json_first(article)) {
		read_ticket(reading, event, ticket);
		return;
	}
	event->why = DESK_WHY_NONE;
	event->message = reading_the_id(reading, article, "id");
	event->contact = reading_id(reading, article, "created_by_id");
	reading_set_time(event, json_get(article, "created_at"));
	read_words(reading, event, article);
	judge(reading, event, ticket, article);
}

static void zammad_message(struct writing *writing,
			   const struct message *message)
{
	static const char *const none[WRITING_ARGUMENTS_MAX] = {NULL};
	struct json_writer *json = writing_begin(writing);

	json_add_string(json, "ticket_id", writing->to->conversation);
	json_put_name(json, "body");
	json_put_bytes(json, message->text, message->bytes);
	json_add_string(json, "content_type", "text/html");
	json_add_string(json, "type", "note");
	json_add_bool(json, "internal", message->internal);
	writing_end(writing, "POST", "/api/v1/ticket_articles", none);
}

/* It is the people's as soon as it is open and in their group. */
static void zammad_handover(struct writing *writing, enum desk_reason reason)
{
	const char *const argument[WRITING_ARGUMENTS_MAX] = {
		writing->to->conversation, NULL};
	struct json_writer *json = writing_begin(writing);

	(void)reason;
	json_add_string(json, "state", "open");
	if (connector_has(writing->config->assign))
		json_add_string(json, "group", writing->config->assign);
	writing_end(writing, "PUT", "/api/v1/tickets/*", argument);
}

static bool zammad_authorize(const struct desk_config *config,
			     struct desk_headers *headers)
{
	return header_put(headers, "Authorization",
			  "Token token=", config->token);
}

static const char *zammad_check(const struct desk_config *config)
{
	if (!connector_has(config->token))
		return "Zammad needs an access token";
	return connector_has(config->self)
		       ? NULL
		       : "Zammad needs the id of the user that faqd is";
}

const struct connector desk_zammad = {
	.traits = {.name = "zammad",
		   .markup = DESK_HTML,
		   .handover = true,
		   .note = true},
	.scheme = SIGN_HUB,
	.check = zammad_check,
	.read = zammad_read,
	.message = zammad_message,
	.handover = zammad_handover,
	.authorize = zammad_authorize,
};
