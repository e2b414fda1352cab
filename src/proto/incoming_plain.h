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

#include <stddef.h>

/*
 * INCOMING_OK: `message` is what json_parse() and the rest would make of the
 * bytes, and is to be released. INCOMING_ERROR_JSON: they are something else.
 * Then, and when memory runs out, it is untouched and nothing is held.
 */
__attribute__((warn_unused_result)) enum incoming_status
incoming_plain(struct incoming *message, enum incoming_form form,
	       const char *bytes, size_t size);

/* Overwrites and frees what a plain message's strings point into. */
void incoming_plain_free(char *plain, size_t size);

#endif
