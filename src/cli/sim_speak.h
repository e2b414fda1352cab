/* SPDX-License-Identifier: MIT */
/*
 * sim_speak.h: what a desk says and hears, from the desk's side: its webhooks
 * written, faqd's requests to its API read. One file a desk, as in src/desk,
 * which has the sources of the formats; nothing of that code is used here, so
 * that a mistake in one is found by the other. Signatures are desk_sign()'s.
 *
 * Conversations and events are numbers here; each desk writes them in its way.
 */
#ifndef FAQ_SIM_SPEAK_H
#define FAQ_SIM_SPEAK_H

#include "desk/desk.h"

enum sim_act {
	SIM_SAYS,    /* a visitor says something */
	SIM_PRESSES, /* a visitor presses a button */
	SIM_TAKES,   /* a person takes the conversation */
	SIM_RETURNS, /* ... and gives it back */
	SIM_ECHO,    /* the desk tells the bot what the bot has said */
	SIM_AGENT,   /* ... and what a person of the desk has */
	SIM_CALLS,   /* is somebody there? */
	SIM_ACTS
};

struct sim_event {
	enum sim_act act;
	uint64_t conversation;
	uint64_t number; /* the event's own; a repeat has the same */
	int64_t time_ms; /* when it was said, since 1970 */
	bool taken;      /* the desk says that a person has it */
	const char *text;
	const char *choice; /* of SIM_PRESSES: an intent's id */
};

/* What faqd sent to the desk's API. */
struct sim_request {
	const char *method, *path; /* the path without the url's own */
	const struct desk_header *header;
	size_t header_count;
	const char *body;
	size_t bytes;
	const struct cJSON *root; /* of the body; NULL: it is no JSON */
};

enum sim_told {
	SIM_REPLY,
	SIM_NOTE,
	SIM_HANDOVER,
	SIM_TYPING
};

struct sim_said {
	enum sim_told told;
	uint64_t conversation;
	const char *text; /* into the request; "" when there is none */
	size_t bytes;
};

struct sim_speak {
	const char *delivery; /* a header with the event's number, or NULL */
	const char *success;  /* what its API responds with */
	bool batch;           /* several events in one body */
	/* Does this desk, set up so, have such an event? */
	bool (*can)(const struct desk_config *config, enum sim_act act);
	/* A body, of one event unless `batch`. */
	void (*write)(const struct desk_config *config,
		      const struct sim_event *event, size_t count,
		      struct json_writer *json);
	/* False when it is no request that this desk takes. NULL: faqd asks
	 * nothing of this desk, it responds to the webhook. */
	bool (*read)(const struct desk_config *config,
		     const struct sim_request *request, struct sim_said *said);
};

extern const struct sim_speak sim_chatwoot, sim_zendesk, sim_intercom,
	sim_zammad, sim_slack, sim_mattermost, sim_rocketchat, sim_webhook;

const struct sim_speak *sim_speak_of(enum desk_kind kind);
/* "says", "presses" ... */
const char *sim_act_text(enum sim_act act);

/* For the files of the desks. */

#define SIM_ID_BYTES 32u

/* PREFIX and the number. */
void sim_add_id(struct json_writer *json, const char *name, const char *prefix,
		uint64_t number);
/* RFC 3339, with milliseconds. */
void sim_add_moment(struct json_writer *json, const char *name,
		    int64_t time_ms);
/* Slack's: seconds, a dot, six digits; the number makes it unique. */
void sim_slack_time(const struct sim_event *event, char out[SIM_ID_BYTES]);
/* Is it `pattern`, in which '*' is ACCOUNT and '#' a number? */
bool sim_path_is(const char *path, const char *pattern, const char *account,
		 uint64_t *number);
/* PREFIX and digits; false for anything else. */
bool sim_number(const char *text, const char *prefix, uint64_t *number);
/* The member's string; "" when there is none. */
const char *sim_text(const struct cJSON *object, const char *name);
/* Takes a member as what was said. */
void sim_take_text(struct sim_said *said, const struct cJSON *object,
		   const char *name);

#endif
