/* SPDX-License-Identifier: MIT */
/*
 * The outgoing webhooks of Mattermost and Rocket.Chat. What they are answered
 * with is the bot's reply. A person has taken a thread of Rocket.Chat when one
 * of the configuration's agents writes there; in Mattermost each visitor of a
 * channel has a conversation of their own, which nobody can take.
 */
#include "cli/sim_speak.h"

static bool mattermost_can(const struct desk_config *config, enum sim_act act)
{
	return act == SIM_SAYS || (act == SIM_AGENT && config->agent_count);
}

static bool rocketchat_can(const struct desk_config *config, enum sim_act act)
{
	return act == SIM_SAYS || act == SIM_ECHO ||
	       ((act == SIM_AGENT || act == SIM_TAKES) && config->agent_count);
}

static void put_user(struct json_writer *json, const struct desk_config *config,
		     const struct sim_event *event)
{
	bool agent = event->act == SIM_AGENT || event->act == SIM_TAKES;

	json_add_string(json, "token", config->secret[0]);
	json_add_string(json, "user_id", agent ? config->agent[0] : "u1");
	json_add_string(json, "user_name", agent ? "alex" : "sam");
	json_add_string(json, "text", event->text);
}

static void mattermost_write(const struct desk_config *config,
			     const struct sim_event *event, size_t count,
			     struct json_writer *json)
{
	(void)count;
	json_put_open(json, '{');
	put_user(json, config, event);
	json_add_string(json, "team_id",
			config->account ? config->account : "t1");
	sim_add_id(json, "channel_id", "c", event->conversation);
	json_add_count(json, "timestamp", (unsigned long long)event->time_ms);
	sim_add_id(json, "post_id", "p", event->number);
	json_add_string(json, "trigger_word", "");
	json_put_close(json, '}');
}

static void rocketchat_write(const struct desk_config *config,
			     const struct sim_event *event, size_t count,
			     struct json_writer *json)
{
	(void)count;
	json_put_open(json, '{');
	put_user(json, config, event);
	json_add_bool(json, "bot", event->act == SIM_ECHO);
	json_add_string(json, "channel_id", "GENERAL");
	sim_add_moment(json, "timestamp", event->time_ms);
	sim_add_id(json, "message_id", "m", event->number);
	sim_add_id(json, "tmid", "t", event->conversation);
	json_put_close(json, '}');
}

const struct sim_speak sim_mattermost = {.can = mattermost_can,
					 .write = mattermost_write};
const struct sim_speak sim_rocketchat = {.can = rocketchat_can,
					 .write = rocketchat_write};
