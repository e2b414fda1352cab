/* SPDX-License-Identifier: MIT */
/*
 * visit.h: a visitor's conversation as it travels: who it is, where the
 * dialogue stands, and which messages it has answered.
 *
 *	 0  version, and whether	1 byte
 *	    a person has it
 *	 1  visitor			16 random bytes
 *	17  issued			5 bytes, seconds since 1970
 *	22  dialogue			FAQ_DIALOG_BYTES
 *	86  seen			8 hashes of message ids, newest first
 *
 * Numbers are little-endian. server/talk/token.h signs these bytes and hands
 * them to the client as `session`. Nothing in them is what the visitor typed.
 *
 * A message id is known by 32 bits of FNV-1a: that an id is wrongly taken for
 * one of the eight happens once in 500 million messages.
 */
#ifndef FAQ_VISIT_H
#define FAQ_VISIT_H

#include "core/faq.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VISIT_VISITOR_BYTES 16u
#define VISIT_VISITOR_TEXT (2u * VISIT_VISITOR_BYTES + 1u) /* with a NUL */
#define VISIT_SEEN_MAX 8u
#define VISIT_BYTES                                                            \
	(1u + VISIT_VISITOR_BYTES + 5u + FAQ_DIALOG_BYTES + 4u * VISIT_SEEN_MAX)

struct visit {
	uint8_t visitor[VISIT_VISITOR_BYTES];
	bool begun;  /* visitor is set */
	bool person; /* has the conversation, or is to have it */
	int64_t issued_s;
	struct faq_dialog dialog;
	uint32_t seen[VISIT_SEEN_MAX]; /* 0: none */
};

/* Nobody yet, and nothing said. */
void visit_init(struct visit *visit);

void visit_save(const struct visit *visit, uint8_t out[VISIT_BYTES]);
/* False, and an empty visit, for what visit_save() can't have written. */
__attribute__((warn_unused_result)) bool
visit_load(struct visit *visit, const uint8_t bytes[VISIT_BYTES]);

/* Has a message of that id been answered lately? Never for "". */
bool visit_has_seen(const struct visit *visit, const char *id);
/* It has been now; the oldest one is forgotten. Nothing for "". */
void visit_remember(struct visit *visit, const char *id);

/* The visitor as 32 hexadecimal digits. */
void visit_name(const struct visit *visit, char out[VISIT_VISITOR_TEXT]);

#endif
