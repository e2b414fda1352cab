/* SPDX-License-Identifier: MIT */
#include "cli/watch.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 8u
#define PATH_BYTES 1024u
#define EVENTS                                                                 \
	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |            \
	 IN_DELETE | IN_ATTRIB)

bool watch_init(struct watch *watch)
{
	watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	return watch->fd >= 0;
}

void watch_release(struct watch *watch)
{
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
}

static bool is_folder(const char *path)
{
	struct stat state;
	return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

static void add_below(struct watch *watch, const char *folder, unsigned depth,
		      size_t *count)
{
	char path[PATH_BYTES];
	struct dirent *entry;

	if (depth > DEPTH_MAX || *count >= WATCH_FOLDERS_MAX)
		return;
	DIR *open_folder = opendir(folder);
	if (!open_folder)
		return;
	*count += inotify_add_watch(watch->fd, folder, EVENTS) >= 0;
	while ((entry = readdir(open_folder)) != NULL) {
		int size = snprintf(path, sizeof(path), "%s/%s", folder,
				    entry->d_name);
		if (entry->d_name[0] != '.' && size > 0 &&
		    (size_t)size < sizeof(path) && is_folder(path))
			add_below(watch, path, depth + 1, count);
	}
	closedir(open_folder);
}

void watch_add(struct watch *watch, const char *folder)
{
	size_t count = 0;
	add_below(watch, folder, 0, &count);
}

/* Takes what is there; is any of it about a file that isn't hidden? */
static bool drain(const struct watch *watch)
{
	union {
		struct inotify_event first;
		char bytes[4096];
	} events;
	bool found = false;
	ssize_t size;

	while ((size = read(watch->fd, &events, sizeof(events))) > 0) {
		const char *at = events.bytes, *end = at + size;
		while (at < end) {
			const struct inotify_event *event = (const void *)at;
			found |= event->len && event->name[0] != '.';
			at += sizeof(*event) + event->len;
		}
	}
	return found;
}

bool watch_wait(struct watch *watch, int wait_ms)
{
	struct pollfd one = {.fd = watch->fd, .events = POLLIN};
	bool changed = false;

	for (;;) {
		int ready = poll(&one, 1, changed ? WATCH_SETTLE_MS : wait_ms);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return changed;
		changed |= drain(watch);
	}
}
