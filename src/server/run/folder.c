/* SPDX-License-Identifier: MIT */
#include "server/run/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

#define CHANGES                                                                \
	(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE | IN_DELETE_SELF |   \
	 IN_MOVE_SELF | IN_ONLYDIR)

/* A path that is no folder gives an error and no watch: as it should. */
static bool watch(const struct folder *folder, const char *path)
{
	return inotify_add_watch(folder->fd, path, CHANGES) >= 0;
}

static void watch_below(const struct folder *folder)
{
	DIR *dir = opendir(folder->path);
	struct dirent *entry;
	char path[PATH_MAX];

	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		int n;

		if (entry->d_name[0] == '.')
			continue;
		n = snprintf(path, sizeof(path), "%s/%s", folder->path,
			     entry->d_name);
		if (n > 0 && (size_t)n < sizeof(path))
			(void)watch(folder, path);
	}
	closedir(dir);
}

void folder_renew(struct folder *folder)
{
	char events[4096];

	if (folder->fd < 0)
		return;
	while (read(folder->fd, events, sizeof(events)) > 0)
		;
	folder->lost = !watch(folder, folder->path);
	watch_below(folder);
}

bool folder_open(struct folder *folder, const char *path)
{
	folder->path = path;
	folder->lost = false;
	folder->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (folder->fd < 0 || !watch(folder, path))
		return false;
	watch_below(folder);
	return true;
}

void folder_close(struct folder *folder)
{
	if (folder->fd >= 0)
		close(folder->fd);
	folder->fd = -1;
}
