/* SPDX-License-Identifier: MIT */
/*
 * usage_propose.h: drafts of intents for what visitors asked in vain. A group
 * becomes an intent limit.X, marked '@proposed', that says that the page has
 * no answer to it; its templates are made of the wordings as 'faqctl import'
 * makes them of titles, its test lines are the wordings. A person then writes
 * the answer, or moves the templates to the intent that was nearest.
 */
#ifndef FAQ_USAGE_PROPOSE_H
#define FAQ_USAGE_PROPOSE_H

#include "cli/bot.h"
#include "cli/usage.h"
#include "import/files.h"

#define USAGE_PROPOSE_LEAST 2u /* questions of a group, but for --all */

/* What the drafts shall fit; each may be NULL. */
struct usage_target {
	const struct bot *bot;         /* whose ids are taken */
	const struct content *content; /* whose word lists are there */
};

/*
 * Two files: LANGUAGE/proposed.md and its tests. `*count` intents, perhaps 0:
 * then there are no files. False without memory.
 */
__attribute__((warn_unused_result)) bool
usage_propose(struct files *files, const struct usage *usage, bool all,
	      const struct usage_target *target, size_t *count);

#endif
