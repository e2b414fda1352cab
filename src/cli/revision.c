/* SPDX-License-Identifier: MIT */
#include "cli/revision.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs it to its end, no shell between; true when it says 0. */
static bool run(const char *const *words)
{
	union {
		const char *const *shown;
		char *const *taken;
	} arguments = {.shown = words};
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execvp(words[0], arguments.taken);
		_exit(127);
	}
	if (child < 0)
		return false;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool is_folder(const char *path)
{
	struct stat about;
	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* REV:./FOLDER is taken from where we stand, as git means it. */
static bool unpack(const char *name, const char *folder)
{
	char tree[REVISION_PATH_BYTES], archive[REVISION_PATH_BYTES + 16];
	char output[REVISION_PATH_BYTES + 32];
	const char *colon = strchr(name, ':');
	const char *path = colon + 1;
	const char *const pack[] = {"git",  "archive", "--format=tar",
				    output, tree,      NULL};
	const char *const open[] = {"tar", "-xf", archive, "-C", folder, NULL};

	int size = snprintf(tree, sizeof(tree), "%.*s:%s%s",
			    (int)(colon - name), name,
			    path[0] == '/' || path[0] == '.' ? "" : "./", path);
	if (size < 0 || (size_t)size >= sizeof(tree) || name[0] == '-')
		return false;
	snprintf(archive, sizeof(archive), "%s/.archive", folder);
	snprintf(output, sizeof(output), "--output=%s", archive);
	bool good = run(pack) && run(open);
	unlink(archive);
	return good;
}

const char *revision_open(struct revision *revision, const char *name,
			  const struct term *err)
{
	const char *place = getenv("TMPDIR");

	*revision = (struct revision){0};
	if (is_folder(name) || !strchr(name, ':'))
		return name;
	int size =
		snprintf(revision->folder, sizeof(revision->folder),
			 "%s/faqctl-XXXXXX", place && *place ? place : "/tmp");
	if (size < 0 || (size_t)size >= sizeof(revision->folder) ||
	    !mkdtemp(revision->folder)) {
		fputs("faqctl: cannot make a temporary folder\n", err->file);
		revision->folder[0] = '\0';
		return NULL;
	}
	if (unpack(name, revision->folder))
		return revision->folder;
	fprintf(err->file,
		"faqctl: git knows no '%s'; name a folder, or REV:FOLDER as in "
		"HEAD:intents\n",
		name);
	return NULL;
}

void revision_release(struct revision *revision)
{
	const char *const words[] = {"rm", "-rf", "--", revision->folder, NULL};

	if (revision->folder[0])
		run(words);
	*revision = (struct revision){0};
}
