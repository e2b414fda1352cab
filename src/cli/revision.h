/* SPDX-License-Identifier: MIT */
/*
 * revision.h: a folder as git had it, put into a temporary one.
 */
#ifndef FAQ_REVISION_H
#define FAQ_REVISION_H

#include "cli/term.h"

#define REVISION_PATH_BYTES 512u

struct revision {
	char folder[REVISION_PATH_BYTES]; /* the temporary one, or "" */
};

/*
 * `name` is a folder, which stays as it is, or REV:FOLDER ("HEAD~2:intents").
 * The path to read from, or NULL after a complaint. Needs git and tar for a
 * revision. Release it in any case.
 */
const char *revision_open(struct revision *revision, const char *name,
			  const struct term *err);
void revision_release(struct revision *revision);

#endif
