/* SPDX-License-Identifier: MIT */
/*
 * gate.h: which parts of faqd ask for an API key, and whether a request may
 * pass. A key that is good for asking also frees its holder from the limits by
 * address: one program asks for many.
 */
#ifndef FAQD_GATE_H
#define FAQD_GATE_H

#include "server/web/route.h"
#include "store/apikey.h"

#include <stdbool.h>

/* Sets of routes, by the names of the setting `require-key`. */
enum gate_part {
	GATE_CHAT = 1,
	GATE_ASK = 2,
	GATE_RASA = 4,
	GATE_OPENAI = 8,
	GATE_METRICS = 16
};

/* Is it one of "chat", "ask", "rasa", "openai", "metrics"? */
bool gate_named(const char *name);

/* The part of that name; 0: there is none. */
unsigned gate_part_of(const char *name);

/* The part that a route belongs to; 0: it is open to all. */
unsigned gate_of_route(enum route route);

/* What a key must be good for, there. */
enum apikey_scope gate_scope(unsigned part);

#endif
