/* SPDX-License-Identifier: MIT */
/*
 * hub_word.h: what the hubs of nodes that share a store say to each other, over
 * store/bus.h. A word says where to look; what was written stands in the store.
 *
 *	NODE hello                         say who is with you
 *	NODE alive                         every few seconds
 *	NODE agent here|busy|gone KEY NAME
 *	NODE talk VISITOR                  has changed in the store
 *	NODE tab on|off VISITOR            the visitor is connected there
 *	NODE typing on|off VISITOR NAME    an agent's, or the visitor's without
 *	NODE marks VISITOR READ HEARD      up to which seq
 *
 * Reading is total: any bytes give a word or false.
 */
#ifndef FAQD_HUB_WORD_H
#define FAQD_HUB_WORD_H

#include "store/store.h"

#define HUB_NODE_BYTES 17u /* 16 hex digits and a NUL */
#define HUB_TOPIC "hub"

enum hub_word_kind {
	HUB_WORD_HELLO,
	HUB_WORD_ALIVE,
	HUB_WORD_AGENT,
	HUB_WORD_TALK,
	HUB_WORD_TAB,
	HUB_WORD_TYPING,
	HUB_WORD_MARKS
};

struct hub_word {
	char node[HUB_NODE_BYTES]; /* who says it */
	enum hub_word_kind kind;
	struct store_id visitor; /* of talk to marks */
	bool on;                 /* of tab and typing; an agent: is free */
	bool gone;               /* of an agent */
	char key[STORE_API_KEY_ID_BYTES];
	char name[STORE_AGENT_BYTES]; /* of an agent; "" for none */
	uint64_t read_seq, heard_seq;
};

void hub_word_write(const struct hub_word *word, struct store_notice *out);
__attribute__((warn_unused_result)) bool hub_word_read(struct hub_word *word,
						       const char *text);

#endif
