/* SPDX-License-Identifier: MIT */
/* Intercom: a conversation with its new part last; bodies are HTML. */
#include "cli/sim_speak.h"

#include <stdio.h>
#include <string.h>

#define AGENT_ADMIN 77 /* a person of the desk, unlike `self` */

static bool can(const struct desk_config *config, enum sim_act act)
{
	(void)config;
	return act != SIM_PRESSES;
}

static const char *topic_of(enum sim_act act)
{
	static const char *const topics[SIM_ACTS] = {
		[SIM_SAYS] = "conversation.user.replied",
		[SIM_PRESSES] = "conversation.user.replied",
		[SIM_TAKES] = "conversation.admin.assigned",
		[SIM_RETURNS] = "conversation.admin.assigned",
		[SIM_ECHO] = "conversation.admin.replied",
		[SIM_AGENT] = "conversation.admin.replied",
		[SIM_CALLS] = "ping",
	};

	return topics[act];
}

/* Plain words between tags; nothing of ours holds '<' or '&'. */
static void put_body(struct json_writer *json, const char *text)
{
	char html[1024];

	snprintf(html, sizeof(html), "<p>%s</p>", text);
	json_add_string(json, "body", html);
}

static void put_part(struct json_writer *json, const struct desk_config *config,
		     const struct sim_event *event)
{
	json_put_open(json, '{');
	sim_add_id(json, "id", "", event->number);
	json_add_string(json, "part_type", "comment");
	put_body(json, event->text);
	json_put_name(json, "author");
	json_put_open(json, '{');
	if (event->act == SIM_ECHO) {
		json_add_string(json, "type", "admin");
		json_add_string(json, "id", config->self);
	} else if (event->act == SIM_AGENT) {
		json_add_string(json, "type", "admin");
		json_add_count(json, "id", AGENT_ADMIN);
	} else {
		json_add_string(json, "type", "user");
		json_add_string(json, "id", "u1");
	}
	json_put_close(json, '}');
	json_put_name(json, "attachments");
	json_put_open(json, '[');
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void put_item(struct json_writer *json, const struct desk_config *config,
		     const struct sim_event *event)
{
	json_add_string(json, "type", "conversation");
	sim_add_id(json, "id", "", event->conversation);
	if (event->act == SIM_TAKES ||
	    (event->taken && event->act != SIM_RETURNS))
		json_add_count(json, "admin_assignee_id", AGENT_ADMIN);
	else
		json_add_null(json, "admin_assignee_id");
	json_put_name(json, "conversation_parts");
	json_put_open(json, '{');
	json_put_name(json, "conversation_parts");
	json_put_open(json, '[');
	if (event->act != SIM_TAKES && event->act != SIM_RETURNS)
		put_part(json, config, event);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static void write(const struct desk_config *config,
		  const struct sim_event *event, size_t count,
		  struct json_writer *json)
{
	(void)count;
	json_put_open(json, '{');
	json_add_string(json, "type", "notification_event");
	sim_add_id(json, "id", "notif_", event->number);
	json_add_string(json, "topic", topic_of(event->act));
	if (config->account)
		json_add_string(json, "app_id", config->account);
	json_add_count(json, "created_at",
		       (unsigned long long)(event->time_ms / 1000));
	json_put_name(json, "data");
	json_put_open(json, '{');
	json_put_name(json, "item");
	json_put_open(json, '{');
	if (event->act == SIM_CALLS)
		json_add_string(json, "type", "ping");
	else
		put_item(json, config, event);
	json_put_close(json, '}');
	json_put_close(json, '}');
	json_put_close(json, '}');
}

static bool read(const struct desk_config *config,
		 const struct sim_request *request, struct sim_said *said)
{
	const char *type = sim_text(request->root, "message_type");

	if (strcmp(request->method, "POST") != 0 ||
	    strcmp(sim_text(request->root, "admin_id"), config->self) != 0)
		return false;
	sim_take_text(said, request->root, "body");
	if (sim_path_is(request->path, "/conversations/#/parts", "",
			&said->conversation)) {
		said->told = SIM_HANDOVER;
		return strcmp(type, "assignment") == 0 &&
		       *sim_text(request->root, "assignee_id");
	}
	said->told = strcmp(type, "note") == 0 ? SIM_NOTE : SIM_REPLY;
	if (strcmp(type, "quick_reply") == 0) {
		said->text = type;
		said->bytes = strlen(type);
	}
	return said->bytes > 0 &&
	       sim_path_is(request->path, "/conversations/#/reply", "",
			   &said->conversation);
}

const struct sim_speak sim_intercom = {.success = "{\"type\":\"conversation\"}",
				       .can = can,
				       .write = write,
				       .read = read};
