/* SPDX-License-Identifier: MIT */
/*
 * controlclient.h: a command to faqd over its Unix socket, and what became of
 * it. proto/control.h has the bytes.
 */
#ifndef FAQ_CONTROLCLIENT_H
#define FAQ_CONTROLCLIENT_H

#include "proto/control.h"

/* A large content takes a while to be read and built. */
#define CONTROLCLIENT_WAIT_MS 120000

enum controlclient_status {
	CONTROLCLIENT_OK = 0,
	CONTROLCLIENT_ABSENT = -1, /* nobody listens at that path */
	CONTROLCLIENT_DENIED = -2, /* somebody does, but not to this user */
	CONTROLCLIENT_FAILED = -3  /* no whole reply came, or it was none */
};

/* Asks faqd at `path` for a reload and waits for the result. `*result` is zero
 * unless it is CONTROLCLIENT_OK. */
__attribute__((warn_unused_result)) enum controlclient_status
controlclient_reload(const char *path, struct control_result *result);

#endif
