/* SPDX-License-Identifier: MIT */
/*
 * hub_story.h: what a person is told of a conversation with the bot: the turns
 * that the store has, and the last one, which the worker brings because it may
 * not be in the store yet.
 *
 * Nothing is told twice: a turn that the recorder has written already is known
 * by its answer's id, and what went before an earlier handover is in the
 * conversation.
 */
#ifndef FAQD_HUB_STORY_H
#define FAQD_HUB_STORY_H

#include "server/desk/hub.h"

/* The store has the intents of an answer, not its words: those come from the
 * content that is served now. */
struct hub_story_source {
	struct store *store;
	const struct store_key *key; /* of that store */
	const struct faq_catalog *catalog;
};

struct hub_told;

/* NULL when memory runs out. What can't be read from the store is left out. */
__attribute__((warn_unused_result)) struct hub_told *
hub_story_read(const struct hub_story_source *source,
	       const struct store_id *visitor, const struct hub_wish *wish);
/* Lives as long as `told`, and what the wish points to. */
const struct hub_story *hub_story_of(const struct hub_told *told);
/* Overwrites it. NULL is fine. */
void hub_story_free(struct hub_told *told);

#endif
