/* SPDX-License-Identifier: MIT */
/*
 * place.h: a content folder of a test's own, on tea, that it may change.
 */
#ifndef TEST_PLACE_H
#define TEST_PLACE_H

#include "server/client.h"

struct place {
	char folder[32];
	struct server server;
};

/* Makes the folder and starts a faqd on it; `launch` may be NULL. */
bool place_open(struct place *place, const struct launch *launch);
/* Ends faqd, removes the folder; false when faqd did not end well. */
bool place_close(struct place *place);

/* Writes a file of it, all at once as an editor does. */
bool place_put(const struct place *place, const char *name, const char *text);
/* What the answer to "what is tea" is from now on. */
bool place_put_answer(const struct place *place, const char *answer);

/* A content with a fault at en/tea.md:6:1. */
#define PLACE_FAULTY "### Tea\n\nNo.\n\n```ask faq.tea\n{nothing}\n```\n"

#endif
