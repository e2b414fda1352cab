/* SPDX-License-Identifier: MIT */
/*
 * connector.h: what a desk's file gives to desk.c. A function that is NULL is
 * something that the desk does not have.
 */
#ifndef FAQ_DESK_CONNECTOR_H
#define FAQ_DESK_CONNECTOR_H

#include "desk/header.h"
#include "desk/reading.h"
#include "desk/sign.h"
#include "desk/writing.h"

struct connector {
	struct desk_traits traits;
	enum sign_scheme scheme;
	/* What is wrong with the configuration, or NULL. */
	const char *(*check)(const struct desk_config *config);
	void (*read)(struct reading *reading);
	void (*message)(struct writing *writing, const struct message *message);
	void (*handover)(struct writing *writing, enum desk_reason reason);
	void (*typing)(struct writing *writing, bool on);
	/* Says who we are. False: the token is too long. */
	bool (*authorize)(const struct desk_config *config,
			  struct desk_headers *headers);
	/* What a response with status 200 means after all, for a desk that has
	 * 200 for everything; `cause` is left alone when all is well. */
	enum desk_outcome (*outcome)(const struct cJSON *root, char *cause,
				     size_t size);
};

const struct connector *connector_of(enum desk_kind kind);

extern const struct connector desk_chatwoot;
extern const struct connector desk_zendesk;
extern const struct connector desk_intercom;
extern const struct connector desk_zammad;
extern const struct connector desk_slack;
extern const struct connector desk_mattermost;
extern const struct connector desk_rocketchat;
extern const struct connector desk_webhook;

/* "Authorization: Bearer TOKEN" */
__attribute__((warn_unused_result)) bool
connector_bearer(const struct desk_config *config,
		 struct desk_headers *headers);
/* Is it set? */
bool connector_has(const char *setting);

/* Mattermost's and Rocket.Chat's outgoing webhooks: one visitor of a channel;
 * the trigger word is no part of what is said. */
void connector_read_channel(struct reading *reading, const char *message_name,
			    const char *thread_name);

#endif
