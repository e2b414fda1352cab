/* SPDX-License-Identifier: MIT */
#include "server/talk/statekey.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RANDOM_BYTES 32u
#define STATEKEY_PATH_BYTES 4096u

static bool fail(char why[STATEKEY_WHY_BYTES], const char *path,
		 const char *cause)
{
	snprintf(why, STATEKEY_WHY_BYTES, "the key file '%s' %s", path, cause);
	return false;
}

static bool digest(struct token_key *key, const void *bytes, size_t size)
{
	return SHA256(bytes, size, key->bytes) != NULL;
}

bool statekey_take(struct token_keys *keys, const unsigned char *bytes,
		   size_t size)
{
	memset(keys, 0, sizeof(*keys));
	keys->lifetime_s = TOKEN_LIFETIME_S;
	return digest(&keys->current, bytes, size);
}

/* The length of the line at `text`; returns what follows it. */
static const char *line(const char *text, size_t *size)
{
	*size = strcspn(text, "\r\n");
	return text + *size + strspn(text + *size, "\r\n");
}

static bool parse(struct token_keys *keys, const char *text, const char *path,
		  char why[STATEKEY_WHY_BYTES])
{
	size_t first, second;
	const char *next = line(text, &first);

	line(next, &second);
	if (first < STATEKEY_CHARACTERS ||
	    (second > 0 && second < STATEKEY_CHARACTERS))
		return fail(why, path, "has a line of under 32 characters");
	if (!statekey_take(keys, (const unsigned char *)text, first))
		return fail(why, path, "can't be hashed");
	keys->has_previous = second > 0;
	return second == 0 || digest(&keys->previous, next, second);
}

static bool is_private(int fd)
{
	struct stat info;

	return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
	       (info.st_mode & (S_IRWXO | S_IWGRP)) == 0;
}

static bool read_file(struct token_keys *keys, int fd, const char *path,
		      char why[STATEKEY_WHY_BYTES])
{
	char text[STATEKEY_FILE_BYTES];
	ssize_t size;
	bool ok;

	if (!is_private(fd))
		return fail(why, path,
			    "must be a file that others can't read; chmod 600");
	size = read(fd, text, sizeof(text) - 1);
	if (size < 0)
		return fail(why, path, "can't be read");
	text[size] = '\0';
	ok = parse(keys, text, path, why);
	OPENSSL_cleanse(text, sizeof(text));
	return ok;
}

bool statekey_read(struct token_keys *keys, const char *path,
		   char why[STATEKEY_WHY_BYTES])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	bool ok;

	memset(keys, 0, sizeof(*keys));
	if (fd < 0)
		return fail(why, path,
			    errno == ENOENT ? "is not there" : "can't be read");
	ok = read_file(keys, fd, path, why);
	close(fd);
	return ok;
}

static bool write_random(int fd)
{
	unsigned char bytes[RANDOM_BYTES];
	char text[2 * RANDOM_BYTES + 2];
	size_t i;
	bool ok = RAND_bytes(bytes, sizeof(bytes)) == 1;

	for (i = 0; i < RANDOM_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	text[2 * RANDOM_BYTES] = '\n';
	ok = ok &&
	     write(fd, text, sizeof(text) - 1) == (ssize_t)sizeof(text) - 1 &&
	     fsync(fd) == 0;
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(text, sizeof(text));
	return ok;
}

/* Made whole under a name of its own first: who dies here, or starts at the
 * same time, never leaves or sees half a key. False, errno set, without. */
static bool make_file(const char *path)
{
	char own[STATEKEY_PATH_BYTES];
	int fd, error;
	bool made;

	if ((size_t)snprintf(own, sizeof(own), "%s.XXXXXX", path) >=
	    sizeof(own)) {
		errno = ENAMETOOLONG;
		return false;
	}
	fd = mkstemp(own); /* mode 0600 */
	if (fd < 0)
		return false;
	made = write_random(fd) && link(own, path) == 0;
	error = errno;
	close(fd);
	unlink(own);
	errno = error;
	return made;
}

bool statekey_keep(struct token_keys *keys, const char *path,
		   char why[STATEKEY_WHY_BYTES])
{
	memset(keys, 0, sizeof(*keys));
	if (access(path, F_OK) != 0 && !make_file(path) && errno != EEXIST)
		return fail(why, path, "can't be made");
	return statekey_read(keys, path, why);
}
