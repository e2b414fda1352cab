/* SPDX-License-Identifier: MIT */
/*
 * Rocket.Chat's outgoing webhook. The response to it is the bot's reply. A
 * button of an attachment says its words in the visitor's name, which calls the
 * webhook again.
 *
 * Source: the attachment specification of Rocket.Chat ("Buttons inside
 * attachment object": at most five a row). A message has at most 5,000
 * characters unless the server says otherwise; an attachment's are not counted.
 */
#include "desk/connector.h"

#include <stdio.h>
#include <string.h>

#define MESSAGE_CHARACTERS_MAX 5000u
#define BUTTONS_OF_A_ROW 5u

static void rocketchat_read(struct reading *reading)
{
	connector_read_channel(reading, "message_id", "tmid");
}

static void put_button(struct json_writer *json, const char *trigger,
		       const struct faq_intent *intent)
{
	char words[FAQ_TITLE_BYTES_MAX + DESK_ID_BYTES_MAX + 2u];

	snprintf(words, sizeof(words), "%s%s%s", trigger, *trigger ? " " : "",
		 intent->title);
	json_put_open(json, '{');
	json_add_string(json, "type", "button");
	json_add_string(json, "text", intent->title);
	json_add_string(json, "msg", words);
	json_add_bool(json, "msg_in_chat_window", true);
	json_put_close(json, '}');
}

static void put_rows(struct writing *writing, const struct message *message)
{
	const char *trigger = writing->config->trigger;
	struct json_writer *json = &writing->json;
	size_t i = 0;

	while (i < message->button_count) {
		json_put_open(json, '{');
		json_put_name(json, "actions");
		json_put_open(json, '[');
		do {
			put_button(json, trigger ? trigger : "",
				   message->button[i++]);
		} while (i < message->button_count && i % BUTTONS_OF_A_ROW);
		json_put_close(json, ']');
		json_put_close(json, '}');
	}
}

static void rocketchat_message(struct writing *writing,
			       const struct message *message)
{
	static const char *const none[WRITING_ARGUMENTS_MAX] = {NULL};
	struct json_writer *json = writing_begin(writing);

	json_put_name(json, "text");
	json_put_bytes(json, message->text, message->bytes);
	json_put_name(json, "attachments");
	json_put_open(json, '[');
	if (message->rest_bytes) {
		json_put_open(json, '{');
		json_put_name(json, "text");
		json_put_bytes(json, message->rest, message->rest_bytes);
		json_put_close(json, '}');
	}
	put_rows(writing, message);
	json_put_close(json, ']');
	writing_end(writing, "", "", none);
}

static const char *rocketchat_check(const struct desk_config *config)
{
	return config->trigger && strlen(config->trigger) > DESK_ID_BYTES_MAX
		       ? "the trigger word is too long"
		       : NULL;
}

const struct connector desk_rocketchat = {
	.traits = {.name = "rocketchat",
		   .markup = DESK_ROCKET,
		   .limit = MESSAGE_CHARACTERS_MAX,
		   .synchronous = true,
		   .buttons = true,
		   .idempotent = true},
	.scheme = SIGN_TOKEN,
	.check = rocketchat_check,
	.read = rocketchat_read,
	.message = rocketchat_message,
};
