/* SPDX-License-Identifier: MIT */
/*
 * trail.h: where a secret may have been left behind: in files, and in the
 * memory of a process, which is what a core file would hold.
 */
#ifndef TEST_TRAIL_H
#define TEST_TRAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What was said, and the bytes of it that nobody may find. */
struct secret {
	const char *type; /* of redact.h */
	const char *said;
	const char *bytes;
};

/* Of each kind that redact.h names; the last has no type. */
extern const struct secret secrets[];

/*
 * Looks for every secret as it was said, in lower case, and without its blanks
 * and dashes, and prints where it is found. Returns how many were.
 */
unsigned trail_in_bytes(const char *bytes, size_t size, const char *where);
unsigned trail_in_file(int fd, const char *where);
/* All that the process may read, thread stacks included. */
unsigned trail_in_memory(pid_t pid, bool tell);

/* Does the process hold the bytes? So that the search can be seen to work. */
bool memory_holds(pid_t pid, const char *bytes);

#endif
