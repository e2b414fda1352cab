/* SPDX-License-Identifier: MIT */
/*
 * What the outgoing webhooks of Mattermost and Rocket.Chat have in common: the
 * message of one user in a channel. Many share a channel, and each has a
 * conversation of their own: "CHANNEL/USER", or the thread for the user.
 */
#include "desk/connector.h"

#include <ctype.h>
#include <string.h>

static const char *without_trigger(const char *text, const char *trigger)
{
	size_t bytes = strlen(trigger);

	if (bytes && strncmp(text, trigger, bytes) == 0 &&
	    (isspace((unsigned char)text[bytes]) || !text[bytes] ||
	     ispunct((unsigned char)text[bytes])))
		text += bytes;
	return text + strspn(text, " \t\r\n,:");
}

/* False or absent; "true", true or an object says which bot. */
static bool is_bot(const struct cJSON *root)
{
	const struct cJSON *bot = json_get(root, "bot");
	bool flag = true;

	if (!bot || json_type(bot) == JSON_NULL)
		return false;
	if (json_string(bot))
		return strcmp(json_string(bot), "false") != 0 &&
		       *json_string(bot);
	return json_bool(bot, &flag) ? flag : true;
}

void connector_read_channel(struct reading *reading, const char *message_name,
			    const char *thread_name)
{
	const struct cJSON *root = reading->root;
	const char *channel = reading_the_id(reading, root, "channel_id");
	const char *user = reading_the_id(reading, root, "user_id");
	const char *thread =
		thread_name ? reading_id(reading, root, thread_name) : "";
	const char *self = reading->config->self;
	struct desk_event *event = reading_add(reading, NULL);

	if (!event)
		return;
	event->message = reading_the_id(reading, root, message_name);
	event->delivery = event->message;
	event->conversation =
		reading_join(reading, channel, *thread ? thread : user);
	event->contact = user;
	event->account = reading_id(reading, root, "team_id");
	reading_set_time(event, json_get(root, "timestamp"));
	event->type = DESK_MESSAGE;
	event->why = DESK_WHY_NONE;
	reading_set_text(
		event,
		without_trigger(reading_text(reading, root, "text"),
				reading_text(reading, root, "trigger_word")));
	if (is_bot(root) || (connector_has(self) && strcmp(user, self) == 0))
		reading_ignore(event, DESK_WHY_OWN);
	else if (reading_is_agent(reading, user))
		reading_ignore(event, DESK_WHY_AGENT);
	else
		reading_is_foreign(reading, event);
}
