/* SPDX-License-Identifier: MIT */
/*
 * Slack's Events API and its buttons. Each conversation is a direct message. A
 * person has taken one when one of the configuration's agents writes there.
 */
#include "cli/sim_speak.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define BODY_BYTES_MAX 16384u

static bool can(const struct desk_config *config, enum sim_act act)
{
	switch (act) {
	case SIM_TAKES:
	case SIM_AGENT:
		return config->agent_count > 0;
	case SIM_RETURNS:
		return false;
	case SIM_SAYS:
	case SIM_PRESSES:
	case SIM_ECHO:
	case SIM_CALLS:
	case SIM_ACTS:
		break;
	}
	return true;
}

static const char *team_of(const struct desk_config *config)
{
	return config->account ? config->account : "T1";
}

static void put_message(struct json_writer *json,
			const struct desk_config *config,
			const struct sim_event *event)
{
	bool agent = event->act == SIM_AGENT || event->act == SIM_TAKES;
	char ts[SIM_ID_BYTES];

	sim_slack_time(event, ts);
	json_add_string(json, "type", "message");
	json_add_string(json, "user", agent ? config->agent[0] : "U1");
	if (event->act == SIM_ECHO)
		json_add_string(json, "bot_id", "B1");
	json_add_string(json, "text", event->text);
	json_add_string(json, "ts", ts);
	sim_add_id(json, "channel", "D", event->conversation);
	json_add_string(json, "channel_type", "im");
}

static void put_action(struct json_writer *json, const struct sim_event *event)
{
	char ts[SIM_ID_BYTES];

	sim_slack_time(event, ts);
	json_put_open(json, '{');
	json_add_string(json, "type", "button");
	json_add_string(json, "action_id", "choice.0");
	json_put_name(json, "text");
	json_put_open(json, '{');
	json_add_string(json, "type", "plain_text");
	json_add_string(json, "text", event->text);
	json_put_close(json, '}');
	json_add_string(json, "value", event->choice);
	json_add_string(json, "action_ts", ts);
	json_put_close(json, '}');
}

static void put_object(struct json_writer *json, const char *name,
		       const char *prefix, uint64_t number)
{
	json_put_name(json, name);
	json_put_open(json, '{');
	sim_add_id(json, "id", prefix, number);
	json_put_close(json, '}');
}

static void put_interaction(struct json_writer *json,
			    const struct desk_config *config,
			    const struct sim_event *event)
{
	json_put_open(json, '{');
	json_add_string(json, "type", "block_actions");
	json_put_name(json, "team");
	json_put_open(json, '{');
	json_add_string(json, "id", team_of(config));
	json_put_close(json, '}');
	put_object(json, "user", "U", 1);
	put_object(json, "channel", "D", event->conversation);
	json_put_name(json, "actions");
	json_put_open(json, '[');
	put_action(json, event);
	json_put_close(json, ']');
	json_put_close(json, '}');
}

/* A form with one field: payload=... */
static void put_form(struct json_writer *json, const char *text, size_t bytes)
{
	json_put_raw(json, "payload=");
	for (size_t i = 0; i < bytes; i++) {
		unsigned char c = (unsigned char)text[i];
		char code[4] = {(char)c, '\0'};

		if (!isalnum(c))
			snprintf(code, sizeof(code), "%%%02X", (unsigned)c);
		json_put_raw(json, code);
	}
}

static void write(const struct desk_config *config,
		  const struct sim_event *event, size_t count,
		  struct json_writer *json)
{
	struct json_writer inner;

	(void)count;
	if (event->act == SIM_PRESSES) {
		json_writer_init(&inner, BODY_BYTES_MAX);
		put_interaction(&inner, config, event);
		put_form(json, inner.bytes, inner.size);
		json_writer_release(&inner);
		return;
	}
	json_put_open(json, '{');
	if (event->act == SIM_CALLS) {
		json_add_string(json, "type", "url_verification");
		sim_add_id(json, "challenge", "challenge", event->number);
		json_put_close(json, '}');
		return;
	}
	json_add_string(json, "team_id", team_of(config));
	json_add_string(json, "type", "event_callback");
	sim_add_id(json, "event_id", "Ev", event->number);
	json_put_name(json, "event");
	json_put_open(json, '{');
	put_message(json, config, event);
	json_put_close(json, '}');
	json_put_close(json, '}');
}

static bool read(const struct desk_config *config,
		 const struct sim_request *request, struct sim_said *said)
{
	(void)config;
	said->told = SIM_REPLY;
	sim_take_text(said, request->root, "text");
	return strcmp(request->method, "POST") == 0 &&
	       strcmp(request->path, "/api/chat.postMessage") == 0 &&
	       sim_number(sim_text(request->root, "channel"), "D",
			  &said->conversation) &&
	       said->bytes > 0;
}

const struct sim_speak sim_slack = {
	.success = "{\"ok\":true}", .can = can, .write = write, .read = read};
