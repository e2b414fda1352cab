/* SPDX-License-Identifier: MIT */
#include "cli/sim_speak.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

const struct sim_speak *sim_speak_of(enum desk_kind kind)
{
	static const struct sim_speak *const speaks[DESK_KINDS] = {
		[DESK_CHATWOOT] = &sim_chatwoot,
		[DESK_ZENDESK] = &sim_zendesk,
		[DESK_INTERCOM] = &sim_intercom,
		[DESK_ZAMMAD] = &sim_zammad,
		[DESK_SLACK] = &sim_slack,
		[DESK_MATTERMOST] = &sim_mattermost,
		[DESK_ROCKETCHAT] = &sim_rocketchat,
		[DESK_WEBHOOK] = &sim_webhook,
	};

	return speaks[kind];
}

const char *sim_act_text(enum sim_act act)
{
	static const char *const texts[SIM_ACTS] = {
		"says", "presses", "takes", "returns", "echo", "agent", "calls",
	};

	return texts[act];
}

void sim_add_id(struct json_writer *json, const char *name, const char *prefix,
		uint64_t number)
{
	char id[SIM_ID_BYTES];

	snprintf(id, sizeof(id), "%s%" PRIu64, prefix, number);
	json_add_string(json, name, id);
}

void sim_add_moment(struct json_writer *json, const char *name, int64_t time_ms)
{
	time_t seconds = (time_t)(time_ms / 1000);
	char text[40] = "", whole[48];
	struct tm parts;

	if (gmtime_r(&seconds, &parts))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
	snprintf(whole, sizeof(whole), "%s.%03dZ", text, (int)(time_ms % 1000));
	json_add_string(json, name, whole);
}

void sim_slack_time(const struct sim_event *event, char out[SIM_ID_BYTES])
{
	snprintf(out, SIM_ID_BYTES, "%" PRId64 ".%06u", event->time_ms / 1000,
		 (unsigned)(event->number % 1000000));
}

bool sim_number(const char *text, const char *prefix, uint64_t *number)
{
	size_t bytes = strlen(prefix);

	*number = 0;
	if (strncmp(text, prefix, bytes) != 0)
		return false;
	text += bytes;
	bytes = strspn(text, "0123456789");
	if (bytes == 0 || bytes > 18 || text[bytes])
		return false;
	while (*text)
		*number = *number * 10 + (uint64_t)(*text++ - '0');
	return true;
}

bool sim_path_is(const char *path, const char *pattern, const char *account,
		 uint64_t *number)
{
	for (; *pattern; pattern++) {
		size_t bytes = strcspn(path, "/");
		char digits[SIM_ID_BYTES];

		if (*pattern != '*' && *pattern != '#') {
			if (*path++ != *pattern)
				return false;
			continue;
		}
		if (*pattern == '*' && (strlen(account) != bytes ||
					strncmp(path, account, bytes) != 0))
			return false;
		snprintf(digits, sizeof(digits), "%.*s", (int)bytes, path);
		if (*pattern == '#' && !sim_number(digits, "", number))
			return false;
		path += bytes;
	}
	return *path == '\0';
}

const char *sim_text(const struct cJSON *object, const char *name)
{
	const struct cJSON *value = object ? json_get(object, name) : NULL;
	const char *text = value ? json_string(value) : NULL;

	return text ? text : "";
}

void sim_take_text(struct sim_said *said, const struct cJSON *object,
		   const char *name)
{
	said->text = sim_text(object, name);
	said->bytes = strlen(said->text);
}
