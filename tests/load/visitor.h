/* SPDX-License-Identifier: MIT */
/*
 * visitor.h: one visitor of a crowd: says things, and makes of the bytes that
 * come in what happened. Knows no epoll and no clock.
 */
#ifndef LOAD_VISITOR_H
#define LOAD_VISITOR_H

#include "load/crowd.h"
#include "load/peer.h"

enum visitor_state {
	VISITOR_OFF,        /* not connected */
	VISITOR_CONNECTING, /* until the socket is writable */
	VISITOR_SHAKING,    /* the handshake is out */
	VISITOR_READY,
	VISITOR_WAITING /* a question is out */
};

struct visitor {
	struct peer peer;
	enum visitor_state state;
	size_t number;      /* in its crowd */
	size_t question;    /* the next one */
	uint64_t asked;     /* questions so far: the id of the last */
	uint64_t asked_ns;  /* the crowd's */
	uint64_t connected; /* times */
};

/* What a visitor is told by its crowd, and tells it. */
struct visitor_case {
	const struct crowd_options *options;
	bool whole;          /* read all of a reply's JSON */
	bool answered;       /* out: the question has its answer */
	bool closing;        /* out: the server closes behind it */
	uint64_t body_bytes; /* out: of that answer */
	char *why;           /* out: CROWD_WHY_BYTES */
};

void visitor_init(struct visitor *visitor, size_t number,
		  const struct crowd_options *options);

/* Each false after a fault, with `why`. */
__attribute__((warn_unused_result)) bool
visitor_connect(struct visitor *visitor, struct visitor_case *its);
/* The socket has connected: says hello (chat) or is ready (post). */
__attribute__((warn_unused_result)) bool
visitor_greet(struct visitor *visitor, struct visitor_case *its);
__attribute__((warn_unused_result)) bool visitor_ask(struct visitor *visitor,
						     struct visitor_case *its);
/* Reads what has come. */
__attribute__((warn_unused_result)) bool visitor_hear(struct visitor *visitor,
						      struct peer_room *room,
						      struct visitor_case *its);

#endif
