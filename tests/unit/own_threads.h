/* SPDX-License-Identifier: MIT */
/*
 * own_threads.h: waits for the threads that a test can't join, those of
 * dropped lookups, so that nothing of theirs is taken for a leak at the end.
 */
#ifndef TEST_OWN_THREADS_H
#define TEST_OWN_THREADS_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

static inline unsigned own_threads_count(void)
{
	DIR *tasks = opendir("/proc/self/task");
	unsigned count = 0;

	if (!tasks)
		return 0;
	for (const struct dirent *at = readdir(tasks); at; at = readdir(tasks))
		count += at->d_name[0] != '.';
	closedir(tasks);
	return count;
}

/* True once there is only the one that asks; false, and said, after 20 s. */
static inline bool own_threads_ended(void)
{
	unsigned count = own_threads_count();

	for (int left = 2000; left > 0 && count != 1; left--) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
		count = own_threads_count();
	}
	if (count != 1)
		fprintf(stderr, "%u threads where one should be\n", count);
	return count == 1;
}

#endif
