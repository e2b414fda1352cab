/* SPDX-License-Identifier: MIT */
/*
 * Mattermost's outgoing webhook, as JSON or as a form (whose times are in
 * seconds). The response to it is the bot's reply, as a comment to the message.
 *
 * Source: developers.mattermost.com, "Outgoing webhooks". A post has at
 * most 16,383 characters; an attachment's text is not counted. Buttons need an
 * integration of their own, so that choices are numbered.
 */
#include "desk/connector.h"

#define POST_CHARACTERS_MAX 16383u

static void mattermost_read(struct reading *reading)
{
	connector_read_channel(reading, "post_id", NULL);
}

static void mattermost_message(struct writing *writing,
			       const struct message *message)
{
	static const char *const none[WRITING_ARGUMENTS_MAX] = {NULL};
	struct json_writer *json = writing_begin(writing);

	json_add_string(json, "response_type", "comment");
	json_put_name(json, "text");
	json_put_bytes(json, message->text, message->bytes);
	if (message->rest_bytes) {
		json_put_name(json, "attachments");
		json_put_open(json, '[');
		json_put_open(json, '{');
		json_put_name(json, "text");
		json_put_bytes(json, message->rest, message->rest_bytes);
		json_put_close(json, '}');
		json_put_close(json, ']');
	}
	writing_end(writing, "", "", none);
}

const struct connector desk_mattermost = {
	.traits = {.name = "mattermost",
		   .markup = DESK_MARKDOWN,
		   .limit = POST_CHARACTERS_MAX,
		   .synchronous = true,
		   .idempotent = true},
	.scheme = SIGN_TOKEN,
	.read = mattermost_read,
	.message = mattermost_message,
};
