/* SPDX-License-Identifier: MIT */
/*
 * incoming_plain.h: the message that nearly all are, without a tree: an object
 * whose members are a question's, each once, all strings of plain ASCII without
 * an escape:
 *
 *	{"id":"1","type":"ask","text":"how do i start"}
 *
 * Takes a fifth of json_parse()'s time. All else, faults too, is left to that.
 * Stands behind incoming.h; nobody else includes it.
 */
#ifndef FAQ_INCOMING_PLAIN_H
#define FAQ_INCOMING_PLAIN_H

#include "proto/incoming.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * True: `message` is what json_parse() and the rest would make of the bytes,
 * and is to be released. False: it is untouched, and nothing is held: they are
 * something else, or memory has run out.
 */
bool incoming_plain(struct incoming *message, enum incoming_form form,
		    const char *bytes, size_t size);

/* Overwrites and frees what a plain message's strings point into. */
void incoming_plain_free(char *plain, size_t size);

#endif
