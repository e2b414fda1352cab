/* SPDX-License-Identifier: MIT */
/* Zendesk messaging (Sunshine Conversations v2): its calls have several
 * events each. */
#include "cli/sim_speak.h"

#include <string.h>

#define PATH "/v2/apps/*/conversations/#"
#define AGENTS "agent-workspace"

/* Who has a conversation is known by our own name there. */
static bool can(const struct desk_config *config, enum sim_act act)
{
	bool named = config->self && *config->self;

	return act != SIM_CALLS &&
	       ((act != SIM_TAKES && act != SIM_RETURNS) || named);
}

static void put_conversation(struct json_writer *json,
			     const struct desk_config *config,
			     const struct sim_event *event)
{
	bool taken = event->act == SIM_TAKES ||
		     (event->taken && event->act != SIM_RETURNS);

	json_put_name(json, "conversation");
	json_put_open(json, '{');
	sim_add_id(json, "id", "", event->conversation);
	json_add_string(json, "type", "personal");
	if (config->self && *config->self) {
		json_put_name(json, "activeSwitchboardIntegration");
		json_put_open(json, '{');
		json_add_string(json, "id", taken ? AGENTS : config->self);
		json_add_string(json, "name", taken ? AGENTS : config->self);
		json_put_close(json, '}');
	}
	json_put_close(json, '}');
}

static void put_author(struct json_writer *json, enum sim_act act)
{
	bool visitor = act == SIM_SAYS;

	json_put_name(json, "author");
	json_put_open(json, '{');
	json_add_string(json, "type", visitor ? "user" : "business");
	if (visitor)
		json_add_string(json, "userId", "u0001");
	json_put_close(json, '}');
}

static void put_message(struct json_writer *json, const struct sim_event *event)
{
	bool agent = event->act == SIM_AGENT;

	json_put_name(json, "message");
	json_put_open(json, '{');
	sim_add_id(json, "id", "m", event->number);
	sim_add_moment(json, "received", event->time_ms);
	put_author(json, event->act);
	json_put_name(json, "content");
	json_put_open(json, '{');
	json_add_string(json, "type", "text");
	json_add_string(json, "text", event->text);
	json_put_close(json, '}');
	json_put_name(json, "source");
	json_put_open(json, '{');
	json_add_string(json, "type", agent ? "zd:agentWorkspace" : "web");
	json_put_close(json, '}');
	json_put_close(json, '}');
}

static void put_press(struct json_writer *json, const struct sim_event *event)
{
	json_put_name(json, "postback");
	json_put_open(json, '{');
	json_add_string(json, "text", event->text);
	json_add_string(json, "payload", event->choice);
	json_put_close(json, '}');
	json_put_name(json, "user");
	json_put_open(json, '{');
	json_add_string(json, "id", "u0001");
	json_put_close(json, '}');
}

static const char *type_of(enum sim_act act)
{
	if (act == SIM_TAKES || act == SIM_RETURNS)
		return "switchboard:passControl";
	return act == SIM_PRESSES ? "conversation:postback"
				  : "conversation:message";
}

static void put_event(struct json_writer *json,
		      const struct desk_config *config,
		      const struct sim_event *event)
{
	json_put_open(json, '{');
	sim_add_id(json, "id", "e", event->number);
	sim_add_moment(json, "createdAt", event->time_ms);
	json_add_string(json, "type", type_of(event->act));
	json_put_name(json, "payload");
	json_put_open(json, '{');
	put_conversation(json, config, event);
	if (event->act == SIM_PRESSES)
		put_press(json, event);
	else if (event->act != SIM_TAKES && event->act != SIM_RETURNS)
		put_message(json, event);
	json_put_close(json, '}');
	json_put_close(json, '}');
}

static void write(const struct desk_config *config,
		  const struct sim_event *event, size_t count,
		  struct json_writer *json)
{
	json_put_open(json, '{');
	json_put_name(json, "app");
	json_put_open(json, '{');
	json_add_string(json, "id", config->account);
	json_put_close(json, '}');
	json_put_name(json, "webhook");
	json_put_open(json, '{');
	json_add_string(json, "id", "hook0001");
	json_add_string(json, "version", "v2");
	json_put_close(json, '}');
	json_put_name(json, "events");
	json_put_open(json, '[');
	for (size_t i = 0; i < count; i++)
		put_event(json, config, &event[i]);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

static bool is_business(const struct cJSON *root)
{
	return strcmp(sim_text(json_get(root, "author"), "type"), "business") ==
	       0;
}

static bool read(const struct desk_config *config,
		 const struct sim_request *request, struct sim_said *said)
{
	const char *path = request->path, *account = config->account;
	const struct cJSON *root = request->root;

	if (strcmp(request->method, "POST") != 0)
		return false;
	if (sim_path_is(path, PATH "/messages", account, &said->conversation)) {
		said->told = SIM_REPLY;
		sim_take_text(said, json_get(root, "content"), "text");
		return said->bytes > 0 && is_business(root);
	}
	if (sim_path_is(path, PATH "/passControl", account,
			&said->conversation)) {
		said->told = SIM_HANDOVER;
		return *sim_text(root, "switchboardIntegration");
	}
	said->told = SIM_TYPING;
	return sim_path_is(path, PATH "/activity", account,
			   &said->conversation) &&
	       is_business(root);
}

const struct sim_speak sim_zendesk = {.success = "{\"messages\":[]}",
				      .batch = true,
				      .can = can,
				      .write = write,
				      .read = read};
