/* SPDX-License-Identifier: MIT */
/*
 * What the desks file takes from outside: its own bytes, and secrets out of
 * files and of the environment.
 */
#include "desk/desks_read.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096u

/* All of it, at most `room` bytes; -1 and errno when it can't be read. */
static ssize_t read_all(int fd, char *bytes, size_t room)
{
	size_t size = 0;
	ssize_t got = 1;

	while (size < room && got) {
		got = read(fd, bytes + size, room - size);
		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0)
			size += (size_t)got;
	}
	return (ssize_t)size;
}

static bool is_private(int fd)
{
	struct stat info;

	return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
	       (info.st_mode & (S_IRWXO | S_IWGRP)) == 0;
}

static void cannot_read(struct desks_reader *reader, const struct cJSON *value,
			const char *name, int error)
{
	char cause[96];

	fault_errno(error, cause, sizeof(cause));
	desks_fault(reader, value, "cannot read '%s': %s", name, cause);
}

/* A name in the file starts at the file's folder. */
static bool path_of(const struct desks_reader *reader, const char *name,
		    char out[PATH_BYTES])
{
	const char *slash = strrchr(reader->path, '/');
	int folder =
		name[0] == '/' || !slash ? 0 : (int)(slash - reader->path) + 1;

	return (size_t)snprintf(out, PATH_BYTES, "%.*s%s", folder, reader->path,
				name) < PATH_BYTES;
}

/* The only line of the open file. */
static const char *read_secret(struct desks_reader *reader,
			       const struct cJSON *value, int fd)
{
	char text[DESKS_SECRET_BYTES_MAX + 1];
	const char *name = json_string(value), *kept = NULL;
	ssize_t size = read_all(fd, text, sizeof(text));
	size_t end = size > 0 ? (size_t)size : 0;

	while (end && strchr("\r\n", text[end - 1]))
		end--;
	if (size < 0)
		cannot_read(reader, value, name, errno);
	else if (!is_private(fd))
		desks_fault(reader, value,
			    "'%s' must be a file that others can't read; "
			    "chmod 600",
			    name);
	else if (end == 0 || end > DESKS_SECRET_BYTES_MAX ||
		 memchr(text, '\0', end) || memchr(text, '\n', end))
		desks_fault(reader, value, "'%s' is not a line with a secret",
			    name);
	else
		kept = desks_keep(reader, text, end);
	OPENSSL_cleanse(text, sizeof(text));
	return kept;
}

const char *desks_secret_file(struct desks_reader *reader,
			      const struct cJSON *value)
{
	const char *name = json_string(value), *secret;
	char path[PATH_BYTES];
	int fd = -1;

	errno = ENAMETOOLONG;
	if (path_of(reader, name, path))
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0) {
		cannot_read(reader, value, name, errno);
		return NULL;
	}
	secret = read_secret(reader, value, fd);
	close(fd);
	return secret;
}

const char *desks_secret_variable(struct desks_reader *reader,
				  const struct cJSON *value)
{
	const char *name = json_string(value), *secret = getenv(name);

	if (!secret || !*secret) {
		desks_fault(reader, value, "the variable '%s' is not set",
			    name);
		return NULL;
	}
	return desks_keep(reader, secret, strlen(secret));
}

/* A device would be read for ever. */
static bool is_file(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static bool has_certificates(struct desks_reader *reader, const char *path)
{
	X509_STORE *store = X509_STORE_new();
	bool has = store && is_file(path) &&
		   X509_STORE_load_file(store, path) == 1;

	reader->no_memory |= !store;
	X509_STORE_free(store);
	ERR_clear_error();
	return has;
}

const char *desks_ca_file(struct desks_reader *reader,
			  const struct cJSON *value)
{
	const char *name = json_string(value);
	char path[PATH_BYTES];

	errno = ENAMETOOLONG;
	if (!path_of(reader, name, path) || access(path, R_OK) != 0)
		cannot_read(reader, value, name, errno);
	else if (!has_certificates(reader, path))
		desks_fault(reader, value,
			    "'%s' has no certificate that can be read; it must "
			    "be PEM",
			    name);
	else
		return desks_keep(reader, path, strlen(path));
	return NULL;
}

static enum desk_status load_open(struct desks *desks, const char *path, int fd,
				  faq_report_fn *report, void *context)
{
	struct desks_reader reader = {.sink = {report, context, 0},
				      .path = path};
	enum desk_status status = DESK_ERROR_CONFIG;
	char *bytes = malloc(DESKS_FILE_BYTES_MAX + 1);
	ssize_t size;

	if (!bytes)
		return DESK_ERROR_NOMEM;
	size = read_all(fd, bytes, DESKS_FILE_BYTES_MAX + 1);
	if (size < 0)
		cannot_read(&reader, NULL, path, errno);
	else if (size > (ssize_t)DESKS_FILE_BYTES_MAX)
		desks_fault(&reader, NULL, "over %u bytes",
			    DESKS_FILE_BYTES_MAX);
	else
		status = desks_parse(desks, path, bytes, (size_t)size, report,
				     context);
	free(bytes);
	return status;
}

enum desk_status desks_load(struct desks *desks, const char *path,
			    faq_report_fn *report, void *context)
{
	struct desks_reader reader = {.sink = {report, context, 0},
				      .path = path};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum desk_status status;

	*desks = (struct desks){.count = 0};
	if (fd < 0) {
		cannot_read(&reader, NULL, path, errno);
		return DESK_ERROR_CONFIG;
	}
	status = load_open(desks, path, fd, report, context);
	close(fd);
	return status;
}
