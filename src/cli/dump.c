/* SPDX-License-Identifier: MIT */
#include "cli/dump.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_BYTES 4096u
#define WORDS_MAX 16u
#define NOT_FOUND 127 /* as shells say it */
#define PASSWORD_BYTES 1024u
/* Of COPY's text for a table of a row a version. */
#define TEXT_BYTES 65536u

struct words {
	const char *word[WORDS_MAX + 1]; /* ends with NULL */
	size_t count;
};

static void add(struct words *words, const char *word)
{
	words->word[words->count++] = word;
}

static void pass_password(void)
{
	const char *path = getenv("FAQD_DATABASE_PASSWORD_FILE");
	char password[PASSWORD_BYTES];
	FILE *file = path && *path ? fopen(path, "r") : NULL;

	if (!file)
		return;
	if (fgets(password, sizeof(password), file)) {
		password[strcspn(password, "\r\n")] = '\0';
		setenv("PGPASSWORD", password, 1);
	}
	fclose(file);
}

static pid_t start(const struct words *words, int output)
{
	union {
		const char *const *shown;
		char *const *taken;
	} arguments = {.shown = words->word};
	pid_t child = fork();

	if (child != 0)
		return child;
	if (output >= 0)
		dup2(output, STDOUT_FILENO);
	pass_password();
	execvp(words->word[0], arguments.taken);
	_exit(NOT_FOUND);
}

static enum dump_status finish(pid_t child)
{
	int status = 0;

	if (child < 0)
		return DUMP_FAILED;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return DUMP_FAILED;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		return DUMP_MISSING;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? DUMP_OK
							     : DUMP_FAILED;
}

enum dump_status dump_write(const char *address, const char *path)
{
	struct words words = {.count = 0};
	char made[PATH_BYTES];
	enum dump_status status;
	int fd = -1;

	if ((size_t)snprintf(made, sizeof(made), "%s.XXXXXX", path) <
	    sizeof(made))
		fd = mkstemp(made); /* mode 0600 */
	if (fd < 0) {
		fprintf(stderr, "cannot make a file beside '%s'\n", path);
		return DUMP_FAILED;
	}
	close(fd);
	add(&words, "pg_dump");
	add(&words, "--no-password");
	add(&words, "--dbname");
	add(&words, address);
	add(&words, "--schema=faqd");
	add(&words, "--format=custom");
	add(&words, "--no-owner");
	add(&words, "--no-privileges");
	add(&words, "--file");
	add(&words, made);
	status = finish(start(&words, -1));
	if (status == DUMP_OK && rename(made, path) != 0)
		status = DUMP_FAILED;
	if (status != DUMP_OK)
		unlink(made);
	return status;
}

/* The largest of the numbers between COPY's head and its end, "\.". */
static unsigned largest(char *text)
{
	unsigned long version = 0;
	bool inside = false;

	for (char *line = text; line && *line;) {
		char *next = strchr(line, '\n');

		if (next)
			*next++ = '\0';
		if (inside && line[0] == '\\')
			break;
		if (inside && strtoul(line, NULL, 10) > version)
			version = strtoul(line, NULL, 10);
		inside = inside || strncmp(line, "COPY ", 5) == 0;
		line = next;
	}
	return (unsigned)version;
}

/* All that the child says, cut to `size`; it is read to its end anyhow. */
static void listen_to(int fd, char *text, size_t size)
{
	char rest[512];
	size_t taken = 0;
	ssize_t got = 1;

	while (got > 0 && taken + 1 < size) {
		got = read(fd, text + taken, size - 1 - taken);
		taken += got > 0 ? (size_t)got : 0;
	}
	text[taken] = '\0';
	while (got > 0)
		got = read(fd, rest, sizeof(rest));
}

enum dump_status dump_version(const char *path, unsigned *version)
{
	struct words words = {.count = 0};
	char text[TEXT_BYTES];
	enum dump_status status;
	int end[2];
	pid_t child;

	*version = 0;
	add(&words, "pg_restore");
	add(&words, "--data-only");
	add(&words, "--schema=faqd");
	add(&words, "--table=faqd_schema");
	add(&words, "--file=-");
	add(&words, "--");
	add(&words, path);
	if (pipe(end) != 0)
		return DUMP_FAILED;
	child = start(&words, end[1]);
	close(end[1]);
	listen_to(end[0], text, sizeof(text));
	close(end[0]);
	status = finish(child);
	if (status == DUMP_OK)
		*version = largest(text);
	return status;
}

enum dump_status dump_restore(const char *address, const char *path,
			      bool replace)
{
	struct words words = {.count = 0};

	add(&words, "pg_restore");
	add(&words, "--no-password");
	add(&words, "--dbname");
	add(&words, address);
	add(&words, "--single-transaction");
	add(&words, "--exit-on-error");
	add(&words, "--no-owner");
	add(&words, "--no-privileges");
	if (replace) {
		add(&words, "--clean");
		add(&words, "--if-exists");
	}
	add(&words, "--");
	add(&words, path);
	return finish(start(&words, -1));
}
