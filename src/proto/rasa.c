/* SPDX-License-Identifier: MIT */
#include "proto/rasa.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WHOLE_MAX 9007199254740992.0 /* 2^53: up to it a double is exact */

static enum json_status fail(const struct rasa_ask *ask,
			     const struct cJSON *value,
			     struct json_error *error, const char *message)
{
	json_where(ask->doc, value, JSON_AT_VALUE, &error->line,
		   &error->column);
	snprintf(error->message, sizeof(error->message), "%s", message);
	return JSON_ERROR_SYNTAX;
}

/* Rasa takes any value for a sender and makes a text of it. */
static enum json_status read_sender(struct rasa_ask *ask,
				    struct json_error *error)
{
	const struct cJSON *value = json_get(json_root(ask->doc), "sender");
	double number;

	ask->anonymous = !value || json_type(value) == JSON_NULL;
	ask->sender = ask->anonymous ? "default" : json_string(value);
	if (ask->sender)
		return JSON_OK;
	if (!json_number(value, &number) || fabs(number) > WHOLE_MAX ||
	    floor(number) != number)
		return fail(ask, value, error,
			    "'sender' must be a string or a whole number");
	snprintf(ask->number, sizeof(ask->number), "%.0f", number);
	ask->sender = ask->number;
	return JSON_OK;
}

static enum json_status read_ask(struct rasa_ask *ask, struct json_error *error)
{
	const struct cJSON *root = json_root(ask->doc);
	const struct cJSON *message = json_get(root, "message");

	if (json_type(root) != JSON_OBJECT)
		return fail(ask, root, error,
			    "the body must be an object with a 'message'");
	if (!message)
		return fail(ask, root, error, "'message' is missing");
	ask->message = json_string(message);
	if (!ask->message)
		return fail(ask, message, error, "'message' must be a string");
	ask->message_bytes = strlen(ask->message);
	return read_sender(ask, error);
}

enum json_status rasa_ask_parse(struct rasa_ask *ask, const char *bytes,
				size_t size, struct json_error *error)
{
	enum json_status status;

	memset(ask, 0, sizeof(*ask));
	status = json_parse(&ask->doc, bytes, size, error);
	if (status == JSON_OK)
		status = read_ask(ask, error);
	if (status != JSON_OK)
		rasa_ask_release(ask);
	return status;
}

void rasa_ask_release(struct rasa_ask *ask)
{
	json_free(ask->doc);
	memset(ask, 0, sizeof(*ask));
}

struct word {
	const char *name;
	enum rasa_message kind;
};

/* The first two are Rasa's own; the rest is what widgets send when opened. */
static const struct word words[] = {
	{"restart", RASA_RESTART},   {"session_start", RASA_SESSION_START},
	{"greet", RASA_GREET},       {"greeting", RASA_GREET},
	{"get_started", RASA_GREET}, {"start", RASA_GREET},
	{"hello", RASA_GREET},       {"hi", RASA_GREET},
	{"welcome", RASA_GREET},
};

/* Rasa's form is /name@confidence{"entity": "value"}. */
enum rasa_message rasa_message_kind(const struct rasa_ask *ask,
				    char name[RASA_INTENT_BYTES])
{
	const char *at = ask->message;
	size_t bytes, i;

	name[0] = '\0';
	if (*at != '/')
		return RASA_TEXT;
	bytes = strcspn(at + 1, "@{ \t\r\n");
	if (bytes == 0)
		return RASA_TEXT;
	if (bytes >= RASA_INTENT_BYTES)
		bytes = RASA_INTENT_BYTES - 1;
	memcpy(name, at + 1, bytes);
	name[bytes] = '\0';
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].kind;
	return RASA_INTENT;
}

/* A bubble in the making: its text is put together in `text`, which takes the
 * longest answer with its title, link and note. */
struct bubble {
	char text[FAQ_ANSWER_BYTES_MAX + FAQ_TITLE_BYTES_MAX +
		  FAQ_TITLE_BYTES_MAX + FAQ_URL_BYTES_MAX + FAQ_NOTE_BYTES_MAX +
		  64u];
	size_t bytes;
};

static void add(struct bubble *bubble, const char *text)
{
	size_t room = sizeof(bubble->text) - 1 - bubble->bytes;
	size_t bytes = strlen(text);

	if (bytes > room)
		bytes = room;
	memcpy(bubble->text + bubble->bytes, text, bytes);
	bubble->bytes += bytes;
	bubble->text[bubble->bytes] = '\0';
}

static void add_head(struct bubble *bubble, const struct faq_intent *intent,
		     unsigned steps)
{
	char place[32];

	if (intent->step) {
		snprintf(place, sizeof(place), "%u/%u ", intent->step, steps);
		add(bubble, place);
	}
	if (intent->step || intent->kind == FAQ_KIND_MISTAKE) {
		add(bubble, intent->title);
		add(bubble, "\n");
	}
}

static bool noted_next(const struct faq_reply *reply, size_t i)
{
	return i + 1 < reply->part_count &&
	       strcmp(reply->part[i].intent->note,
		      reply->part[i + 1].intent->note) == 0;
}

static void add_part(struct bubble *bubble, const struct faq_reply *reply,
		     size_t i)
{
	const struct faq_part *part = &reply->part[i];
	const struct faq_intent *intent = part->intent;
	const char *shortened = faq_part_short(part);

	bubble->bytes = 0;
	add_head(bubble, intent, reply->steps);
	add(bubble, shortened ? shortened : intent->text);
	if (intent->link && !strstr(intent->text, intent->link->url)) {
		add(bubble, "\n");
		add(bubble, intent->link->title);
		add(bubble, ": ");
		add(bubble, intent->link->url);
	}
	if (*intent->note && !noted_next(reply, i)) {
		add(bubble, "\n\n");
		add(bubble, intent->note);
	}
}

static void put_button(struct json_writer *writer,
		       const struct faq_intent *intent)
{
	json_put_open(writer, '{');
	json_add_string(writer, "title", intent->title);
	json_add_string(writer, "payload", intent->title);
	json_put_close(writer, '}');
}

static void put_extras(struct json_writer *writer,
		       const struct faq_reply *reply)
{
	size_t suggested = faq_suggestions_shown(reply), i;

	if (reply->choice_count || suggested || reply->offer) {
		json_put_name(writer, "buttons");
		json_put_open(writer, '[');
		for (i = 0; i < reply->choice_count; i++)
			put_button(writer, reply->choice[i]);
		for (i = 0; i < suggested; i++)
			put_button(writer, reply->suggest[i].intent);
		if (reply->offer)
			put_button(writer, reply->offer);
		json_put_close(writer, ']');
	}
	if (reply->handover) {
		json_put_name(writer, "custom");
		json_put_open(writer, '{');
		json_add_bool(writer, "handover", true);
		json_put_close(writer, '}');
	}
}

struct bubbles {
	struct json_writer *writer;
	enum rasa_form form;
	const char *recipient;
	const struct faq_reply *reply;
	size_t left; /* bubbles to come */
};

static void put_bubble(struct bubbles *bubbles, const char *text)
{
	struct json_writer *writer = bubbles->writer;

	json_put_open(writer, '{');
	json_add_string(writer, "recipient_id", bubbles->recipient);
	json_add_string(writer, "text", text);
	if (--bubbles->left == 0)
		put_extras(writer, bubbles->reply);
	json_put_close(writer, '}');
	if (bubbles->form == RASA_LINES)
		json_put_raw(writer, "\n");
}

static void put_bubbles(struct bubbles *bubbles)
{
	const struct faq_reply *reply = bubbles->reply;
	struct bubble bubble;
	size_t i;

	bubbles->left = (*reply->lead != '\0') + reply->part_count +
			(*reply->tail != '\0');
	if (bubbles->left == 0) {
		bubbles->left = 1;
		put_bubble(bubbles, reply->text);
		return;
	}
	if (*reply->lead)
		put_bubble(bubbles, reply->lead);
	for (i = 0; i < reply->part_count; i++) {
		add_part(&bubble, reply, i);
		put_bubble(bubbles, bubble.text);
	}
	if (*reply->tail)
		put_bubble(bubbles, reply->tail);
}

void rasa_put_reply(struct json_writer *writer, enum rasa_form form,
		    const char *recipient, const struct faq_reply *reply)
{
	struct bubbles bubbles = {writer, form, recipient, reply, 0};

	if (form == RASA_ARRAY)
		json_put_open(writer, '[');
	if (reply)
		put_bubbles(&bubbles);
	if (form == RASA_ARRAY)
		json_put_close(writer, ']');
}

void rasa_put_status(struct json_writer *writer)
{
	json_put_open(writer, '{');
	json_add_string(writer, "status", "ok");
	json_put_close(writer, '}');
}
