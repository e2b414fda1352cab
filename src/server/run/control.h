/* SPDX-License-Identifier: MIT */
/*
 * control.h: the Unix socket on which `faqctl reload` speaks to faqd. What
 * they say is in proto/control.h.
 *
 * Who may open the socket may command: it belongs to faqd's user and has mode
 * 0600.
 */
#ifndef FAQD_CONTROL_H
#define FAQD_CONTROL_H

#include "proto/control.h"

#define CONTROL_SECONDS 2 /* for a command to come in and a reply to go out */

struct control {
	int fd; /* listening; -1: none */
	char path[CONTROL_PATH_BYTES];
};

/*
 * Where the socket is when nobody says: faqd-PORT.sock in control_folder(),
 * else in a folder of ours in /tmp, which is made. False when it is too long,
 * or when that folder is not ours alone.
 */
__attribute__((warn_unused_result)) bool
control_default_path(char out[CONTROL_PATH_BYTES], unsigned port);

/*
 * Takes the place of a socket that nobody listens on any more. On failure
 * `*why` is a static text.
 */
__attribute__((warn_unused_result)) bool
control_open(struct control *control, const char *path, const char **why);
void control_close(struct control *control); /* removes the socket */

/* The next connection and its command, within CONTROL_SECONDS; -1: none. */
int control_accept(const struct control *control,
		   enum control_command *command);

/* Writes a reply and closes the connection. */
void control_reply(int fd, const char *bytes, size_t size);

#endif
