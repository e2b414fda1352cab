/* SPDX-License-Identifier: MIT */
#include "cli/testfile.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define PATH_BYTES 1024u

void testfile_fault(const struct testfile_fault *fault, const char *path,
		    unsigned line, const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	++*fault->count;
	term_text(fault->err, path);
	if (line)
		fprintf(fault->err->file, ":%u", line);
	fputs(": ", fault->err->file);
	term_styled(fault->err, TERM_RED, "error");
	fputs(": ", fault->err->file);
	term_text(fault->err, message);
	fputc('\n', fault->err->file);
}

static int compare_paths(const void *a, const void *b)
{
	const char *const *left = a;
	const char *const *right = b;
	return strcmp(*left, *right);
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), tail = strlen(suffix);
	return name[0] != '.' && length > tail &&
	       strcmp(name + length - tail, suffix) == 0;
}

bool testfiles_find(struct testfiles *files, const char *folder,
		    const char *kind, const char *language, const char *suffix)
{
	char path[PATH_BYTES];
	struct dirent *entry;
	bool good = true;

	*files = (struct testfiles){0};
	snprintf(path, sizeof(path), "%s/%s/%s", folder, kind, language);
	DIR *open_folder = opendir(path);
	if (!open_folder)
		return true;
	while (good && (entry = readdir(open_folder)) != NULL) {
		if (!has_suffix(entry->d_name, suffix) ||
		    files->count == TESTFILES_MAX)
			continue;
		int size = snprintf(path, sizeof(path), "%s/%s/%s/%s", folder,
				    kind, language, entry->d_name);
		if (size < 0 || (size_t)size >= sizeof(path))
			continue;
		files->path[files->count] = strdup(path);
		good = files->path[files->count] != NULL;
		files->count += good;
	}
	closedir(open_folder);
	qsort(files->path, files->count, sizeof(files->path[0]), compare_paths);
	return good;
}

void testfiles_release(struct testfiles *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->path[i]);
	files->count = 0;
}

char *testfile_trimmed(const char *text, size_t size)
{
	while (size && strchr(" \t", text[0]) && text[0]) {
		text++;
		size--;
	}
	while (size && strchr(" \t", text[size - 1]) && text[size - 1])
		size--;
	return strndup(text, size);
}
