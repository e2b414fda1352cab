/* SPDX-License-Identifier: MIT */
#include "server/run/notify.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#define STATE_BYTES 200u

static enum notify_status tell(const char *message)
{
	return sd_notify(0, message) < 0 ? NOTIFY_ERROR : NOTIFY_OK;
}

/* A line's end in it would begin another assignment. */
static enum notify_status tell_state(const char *before, const char *state)
{
	char message[STATE_BYTES + 32];
	size_t i;

	snprintf(message, sizeof(message), "%sSTATUS=%.*s", before,
		 (int)STATE_BYTES, state);
	for (i = strlen(before); message[i]; i++)
		if ((unsigned char)message[i] < ' ' || message[i] == 0x7F)
			message[i] = '?';
	return tell(message);
}

enum notify_status notify_ready(const char *state)
{
	return tell_state("READY=1\n", state);
}

enum notify_status notify_reloading(uint64_t monotonic_us)
{
	char message[64];

	snprintf(message, sizeof(message),
		 "RELOADING=1\nMONOTONIC_USEC=%" PRIu64, monotonic_us);
	return tell(message);
}

enum notify_status notify_stopping(uint64_t at_most_us)
{
	char message[64];

	snprintf(message, sizeof(message),
		 "STOPPING=1\nEXTEND_TIMEOUT_USEC=%" PRIu64, at_most_us);
	return tell(message);
}

enum notify_status notify_state(const char *state)
{
	return tell_state("", state);
}

uint64_t notify_alive_every_us(void)
{
	uint64_t limit_us = 0;

	return sd_watchdog_enabled(0, &limit_us) > 0 ? limit_us / 2 : 0;
}

enum notify_status notify_alive(void)
{
	return tell("WATCHDOG=1");
}

/* Why it can't be used, or NULL. */
static const char *unfit(int fd)
{
	int flags;

	if (sd_is_socket(fd, AF_INET, 0, -1) <= 0 &&
	    sd_is_socket(fd, AF_INET6, 0, -1) <= 0)
		return "is no internet socket";
	if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, -1) <= 0)
		return "is no stream";
	if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0)
		return "does not listen (Accept=no is needed)";
	flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return "can't be made non-blocking";
	return NULL;
}

static enum notify_status take(struct notify_sockets *sockets, int fd,
			       const char *name)
{
	const char *why = unfit(fd);

	if (!why && sockets->count == NOTIFY_SOCKETS_MAX)
		why = "is one too many";
	if (why) {
		snprintf(sockets->fault, sizeof(sockets->fault),
			 "socket '%.*s' of systemd %s", (int)NOTIFY_NAME_BYTES,
			 name, why);
		sockets->count = 0;
		return NOTIFY_SOCKET;
	}
	sockets->item[sockets->count].fd = fd;
	snprintf(sockets->item[sockets->count].name, NOTIFY_NAME_BYTES, "%s",
		 name);
	sockets->count++;
	return NOTIFY_OK;
}

enum notify_status notify_sockets(struct notify_sockets *sockets)
{
	enum notify_status status = NOTIFY_OK;
	char **names = NULL;
	int count, i;

	memset(sockets, 0, sizeof(*sockets));
	count = sd_listen_fds_with_names(1, &names);
	if (count < 0) {
		snprintf(sockets->fault, sizeof(sockets->fault),
			 "$LISTEN_FDS can't be read");
		return NOTIFY_SOCKET;
	}
	for (i = 0; i < count && status == NOTIFY_OK; i++)
		status = take(sockets, SD_LISTEN_FDS_START + i, names[i]);
	for (i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return status;
}
