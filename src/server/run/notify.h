/* SPDX-License-Identifier: MIT */
/*
 * notify.h: what faqd and systemd tell each other: sd_notify(3), the watchdog
 * and sockets that systemd has opened. Where there is no systemd, nothing
 * happens and nothing fails.
 *
 *	READY=1 ... RELOADING=1, READY=1 ... WATCHDOG=1 ... STOPPING=1
 *
 * notify_sockets() is for the start, before there are threads; the rest is
 * for any thread.
 */
#ifndef FAQD_NOTIFY_H
#define FAQD_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum notify_status {
	NOTIFY_OK = 0,     /* told, or nobody wants to know */
	NOTIFY_ERROR = -1, /* $NOTIFY_SOCKET takes no message */
	NOTIFY_SOCKET = -2 /* a socket that was handed over can't be used */
};

#define NOTIFY_MUST_CHECK __attribute__((warn_unused_result))

/* Started, or reloaded. `state` is what systemctl status shows: one line, cut
 * at 200 bytes; control characters become '?'. */
enum notify_status notify_ready(const char *state);

/* A reload begins, at that time of CLOCK_MONOTONIC; notify_ready() ends it,
 * also when the old content stays. */
enum notify_status notify_reloading(uint64_t monotonic_us);

/* Stops, which may take so long: systemd waits, whatever TimeoutStopSec= is. */
enum notify_status notify_stopping(uint64_t at_most_us);

/* Only what `state` shows. */
enum notify_status notify_state(const char *state);

/* How often notify_alive() is due, in microseconds: half of WatchdogSec=. 0:
 * there is no watchdog. */
uint64_t notify_alive_every_us(void);
enum notify_status notify_alive(void);

#define NOTIFY_SOCKETS_MAX 16u
#define NOTIFY_NAME_BYTES 64u

/* TCP, bound and listening; close-on-exec and non-blocking from now on. */
struct notify_socket {
	int fd;                       /* the caller's to close */
	char name[NOTIFY_NAME_BYTES]; /* FileDescriptorName=, else "unknown" */
};

struct notify_sockets {
	size_t count; /* 0: systemd has opened none for us */
	struct notify_socket item[NOTIFY_SOCKETS_MAX];
	char fault[160]; /* after NOTIFY_SOCKET: what is wrong with which */
};

/* Takes the sockets of .socket units, once: they leave the environment. */
NOTIFY_MUST_CHECK enum notify_status
notify_sockets(struct notify_sockets *sockets);

#endif
