/* SPDX-License-Identifier: MIT */
/* Chatwoot as an agent bot sees it. */
#include "cli/sim_speak.h"

#include <string.h>

#define PATH "/api/v1/accounts/*/conversations/#"

static bool can(const struct desk_config *config, enum sim_act act)
{
	(void)config;
	return act != SIM_CALLS;
}

static void put_conversation(struct json_writer *json,
			     const struct sim_event *event)
{
	json_put_name(json, "conversation");
	json_put_open(json, '{');
	json_add_count(json, "id", event->conversation);
	json_add_count(json, "inbox_id", 7);
	json_add_string(json, "channel", "Channel::WebWidget");
	json_add_string(json, "status", event->taken ? "open" : "pending");
	json_put_close(json, '}');
}

static void put_sender(struct json_writer *json, enum sim_act act)
{
	json_put_name(json, "sender");
	json_put_open(json, '{');
	json_add_count(json, "id", act == SIM_SAYS ? 12 : 3);
	json_add_string(json, "name", "quiet-river-1");
	if (act == SIM_AGENT)
		json_add_string(json, "type", "user");
	if (act == SIM_ECHO)
		json_add_string(json, "type", "agent_bot");
	json_put_close(json, '}');
}

static void put_message(struct json_writer *json, const struct sim_event *event)
{
	json_add_string(json, "event", "message_created");
	json_add_count(json, "id", event->number);
	json_add_string(json, "content", event->text);
	json_add_string(json, "content_type", "text");
	json_add_string(json, "message_type",
			event->act == SIM_SAYS ? "incoming" : "outgoing");
	json_add_bool(json, "private", false);
	sim_add_moment(json, "created_at", event->time_ms);
	put_sender(json, event->act);
	put_conversation(json, event);
}

/* The bot's own message is what changes. */
static void put_press(struct json_writer *json, const struct sim_event *event)
{
	json_add_string(json, "event", "message_updated");
	json_add_count(json, "id", event->number);
	json_add_string(json, "content", "...");
	json_add_string(json, "content_type", "input_select");
	json_add_string(json, "message_type", "outgoing");
	json_add_bool(json, "private", false);
	sim_add_moment(json, "updated_at", event->time_ms);
	json_put_name(json, "content_attributes");
	json_put_open(json, '{');
	json_put_name(json, "submitted_values");
	json_put_open(json, '[');
	json_put_open(json, '{');
	json_add_string(json, "title", event->text);
	json_add_string(json, "value", event->choice);
	json_put_close(json, '}');
	json_put_close(json, ']');
	json_put_close(json, '}');
	put_conversation(json, event);
}

static void put_status(struct json_writer *json, const struct sim_event *event)
{
	bool taken = event->act == SIM_TAKES;

	json_add_string(json, "event", "conversation_status_changed");
	json_add_count(json, "id", event->conversation);
	json_add_string(json, "status", taken ? "open" : "pending");
	json_add_count(json, "last_activity_at",
		       (unsigned long long)(event->time_ms / 1000));
}

static void write(const struct desk_config *config,
		  const struct sim_event *event, size_t count,
		  struct json_writer *json)
{
	(void)count;
	json_put_open(json, '{');
	json_put_name(json, "account");
	json_put_open(json, '{');
	json_add_string(json, "id", config->account);
	json_put_close(json, '}');
	if (event->act == SIM_TAKES || event->act == SIM_RETURNS)
		put_status(json, event);
	else if (event->act == SIM_PRESSES)
		put_press(json, event);
	else
		put_message(json, event);
	json_put_close(json, '}');
}

static bool read(const struct desk_config *config,
		 const struct sim_request *request, struct sim_said *said)
{
	const char *path = request->path, *account = config->account;
	bool internal = false;

	if (strcmp(request->method, "POST") != 0)
		return false;
	if (sim_path_is(path, PATH "/messages", account, &said->conversation)) {
		if (strcmp(sim_text(request->root, "message_type"), "outgoing"))
			return false;
		json_bool(json_get(request->root, "private"), &internal);
		said->told = internal ? SIM_NOTE : SIM_REPLY;
		sim_take_text(said, request->root, "content");
		return said->bytes > 0;
	}
	if (sim_path_is(path, PATH "/toggle_status", account,
			&said->conversation)) {
		said->told = SIM_HANDOVER;
		return strcmp(sim_text(request->root, "status"), "open") == 0;
	}
	said->told = SIM_TYPING;
	return sim_path_is(path, PATH "/toggle_typing_status", account,
			   &said->conversation);
}

const struct sim_speak sim_chatwoot = {.delivery = "X-Chatwoot-Delivery",
				       .success = "{\"id\":1}",
				       .can = can,
				       .write = write,
				       .read = read};
