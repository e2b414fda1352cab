/* SPDX-License-Identifier: MIT */
/*
 * watch.h: waits until something in some folders changes (inotify).
 */
#ifndef FAQ_WATCH_H
#define FAQ_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#define WATCH_SETTLE_MS 100 /* an editor saves in several moves */
#define WATCH_FOLDERS_MAX 512u

struct watch {
	int fd;
};

/* False, with the cause in errno, when the system has no more of these. */
bool watch_init(struct watch *watch);
void watch_release(struct watch *watch);

/*
 * Watches the folder and all below it; call it again after a change, there
 * may be new ones. A folder that isn't there is passed over. Hidden names
 * are: editors keep their own files there.
 */
void watch_add(struct watch *watch, const char *folder);

/* Waits for a change, and then until there is none for WATCH_SETTLE_MS. False
 * when it can't wait, or nothing came for `wait_ms` (-1: for ever). */
bool watch_wait(struct watch *watch, int wait_ms);

#endif
