/* SPDX-License-Identifier: MIT */
/*
 * The file, before SQLite sees it: SQLite calls a folder, a missing folder and
 * a forbidden file by the same name, and would make a file that everybody may
 * read.
 */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* errno's word, as far as opening a file goes. */
static const char *cause(int number)
{
	switch (number) {
	case EACCES:
	case EPERM:
		return "permission denied";
	case ENOENT:
		return "no such file or folder";
	case ENOTDIR:
		return "a part of its path is no folder";
	case EROFS:
		return "read-only";
	case ENAMETOOLONG:
		return "its name is too long";
	case ENOSPC:
	case EDQUOT:
		return "the disk is full";
	case EMFILE:
	case ENFILE:
		return "too many open files";
	default:
		return "it cannot be read and written";
	}
}

/* access(), not open(): closing a file drops every lock of this process on
 * it, those of a store that another thread has open too. */
static bool usable(const char *path, const char **why)
{
	if (access(path, R_OK) != 0)
		*why = cause(errno);
	else if (access(path, W_OK) != 0)
		*why = "read-only";
	else
		return true;
	return false;
}

bool sqlite_file(const char *path, bool must_exist, const char **why)
{
	struct stat info;
	int fd;

	if (path[0] == '\0') {
		*why = "it has no name";
		return false;
	}
	if (stat(path, &info) == 0) {
		if (S_ISREG(info.st_mode))
			return usable(path, why);
		*why = S_ISDIR(info.st_mode) ? "is a directory"
					     : "is no regular file";
		return false;
	}
	if (errno == ENOENT && !must_exist) {
		/* A file that is being made has no locks to drop. */
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0)
			close(fd);
		if (fd >= 0 || errno == EEXIST)
			return true;
	}
	*why = cause(errno);
	return false;
}
