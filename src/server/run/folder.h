/* SPDX-License-Identifier: MIT */
/*
 * folder.h: has something in a content folder changed? inotify over the folder
 * and its subfolders (those of the languages; deeper ones hold no content).
 *
 * A replaced folder, and a link in it that leads elsewhere now (so Kubernetes
 * swaps a configuration), are changes too: the watches are laid anew after
 * each. That `path` itself is a link which leads elsewhere now is not seen.
 */
#ifndef FAQD_FOLDER_H
#define FAQD_FOLDER_H

#include <stdbool.h>

struct folder {
	const char *path; /* the caller's */
	int fd;           /* readable after a change; -1: none to be had */
	bool lost;        /* it isn't there: renew it now and then */
};

/* False when the system gives no watches; folder_close() all the same. */
__attribute__((warn_unused_result)) bool folder_open(struct folder *folder,
						     const char *path);
void folder_close(struct folder *folder);

/* Forgets what has come in, and watches what is there now. */
void folder_renew(struct folder *folder);

#endif
