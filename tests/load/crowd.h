/* SPDX-License-Identifier: MIT */
/*
 * crowd.h: many visitors of one server at once, in one thread over one epoll.
 * Each asks, waits for its answer, and asks its next question (a closed loop).
 *
 *	chat        connect --> handshake --> ask --> answer --> ask ...
 *	post        connect --> POST --> 200 --> POST ... ; connects anew when
 *	            the server says that it closes
 *	post, once  connect --> POST --> 200 --> connect ...
 *
 * Every reply is checked: a well-formed frame or a 200, of an answer's type, to
 * the question that was asked; or, of a server that sends the same to all, that
 * very text. While warming up, all of its JSON is read. Whatever else happens
 * (a chat that ends, no reply within CROWD_PATIENCE_NS) is a fault: the crowd
 * says why, and is good for nothing more.
 *
 * Ownership: a crowd owns its sockets and is freed by its maker; what its
 * options point to must outlive it.
 */
#ifndef LOAD_CROWD_H
#define LOAD_CROWD_H

#include "load/histogram.h"
#include "load/questions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CROWD_PATIENCE_NS 10000000000u
#define CROWD_WHY_BYTES 200u

enum crowd_kind {
	CROWD_CHAT,
	CROWD_POST,
	CROWD_POST_ONCE /* a connection for each request */
};

struct crowd_options {
	enum crowd_kind kind;
	unsigned port;
	size_t count;        /* visitors, > 0 */
	size_t source_first; /* their addresses, see peer.h */
	const struct questions *questions;
	const char *fixed; /* what each reply must be; NULL: an answer */
	size_t fixed_bytes;
};

/* What a round came to. */
struct crowd_round {
	uint64_t ns;         /* how long questions were asked */
	uint64_t in_time;    /* answers within that time */
	uint64_t answers;    /* all, with those that came just after */
	uint64_t body_bytes; /* of the answers: payloads, bodies */
	uint64_t connects;
	struct histogram latency; /* from asking, or connecting, to the end */
};

struct crowd;

/* Chats connect and shake hands here, POSTs when first needed. With false,
 * `why` says what is wrong and there is no crowd. */
__attribute__((warn_unused_result)) bool
crowd_open(struct crowd **out, const struct crowd_options *options,
	   char why[CROWD_WHY_BYTES]);
void crowd_free(struct crowd *crowd); /* NULL is fine */

/* All ask and ask again for `ns`; then the last answers are waited for. False
 * after a fault. */
__attribute__((warn_unused_result)) bool crowd_ask(struct crowd *crowd,
						   uint64_t ns, bool warm_up,
						   struct crowd_round *round);
/* Each asks one question and has its answer. */
__attribute__((warn_unused_result)) bool crowd_ask_once(struct crowd *crowd);
/* Looks after those who say nothing: pings are answered. False when one has
 * been dropped. */
__attribute__((warn_unused_result)) bool crowd_idle(struct crowd *crowd);

/* What the fault was. */
const char *crowd_why(const struct crowd *crowd);

#endif
