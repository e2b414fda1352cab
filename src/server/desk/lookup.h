/* SPDX-License-Identifier: MIT */
/*
 * lookup.h: reach_resolve() without waiting for it. A name server that is slow
 * or silent holds up whoever asks it, for many seconds: so it is asked by a
 * thread of its own, as libcurl does, and not by the loop that sends.
 * getaddrinfo() and no other resolver, so that a name means in faqd what it
 * means in the rest of the machine (hosts file, nsswitch, mDNS).
 *
 * Ownership: a lookup belongs to who started it until lookup_drop(), and may
 * be dropped at any time: its thread then ends by itself, and calls nobody.
 *
 * Threads: lookup_wake_fn is called by the lookup's own; the rest is its
 * owner's.
 */
#ifndef FAQD_LOOKUP_H
#define FAQD_LOOKUP_H

#include "server/desk/reach.h"

struct lookup;

typedef void lookup_wake_fn(void *context);

/* `wake` is called once when it has ended. NULL without memory or threads. */
__attribute__((warn_unused_result)) struct lookup *
lookup_start(const struct reach_url *url, bool allow_private,
	     lookup_wake_fn *wake, void *context);

/* False while it is under way. */
__attribute__((warn_unused_result)) bool
lookup_ended(struct lookup *lookup, enum reach_status *status,
	     char out[ADDRESS_TEXT_BYTES]);

/* After it `wake` is not called any more. NULL is fine. */
void lookup_drop(struct lookup *lookup);

#endif
