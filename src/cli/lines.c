/* SPDX-License-Identifier: MIT */
#include "cli/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A folder opens for reading like a file, and then reads as an empty one. */
static bool is_folder(struct lines *lines)
{
	struct stat about;
	if (fstat(fileno(lines->file), &about) != 0)
		return false;
	if (S_ISREG(about.st_mode))
		lines->total = (size_t)about.st_size;
	return S_ISDIR(about.st_mode);
}

bool lines_open(struct lines *lines, const char *path)
{
	*lines = (struct lines){0};
	lines->text = malloc(LINES_BYTES_MAX + 1);
	if (!lines->text)
		return false;
	lines->owned = strcmp(path, "-") != 0;
	lines->file = lines->owned ? fopen(path, "r") : stdin;
	if (lines->file && is_folder(lines)) {
		lines_close(lines);
		errno = EISDIR;
		return false;
	}
	if (!lines->file) {
		int cause = errno;
		lines_close(lines);
		errno = cause;
		return false;
	}
	return true;
}

static void drop_mark(struct lines *lines)
{
	if (lines->number != 1 || lines->size < 3 ||
	    memcmp(lines->text, "\xEF\xBB\xBF", 3) != 0)
		return;
	lines->size -= 3;
	memmove(lines->text, lines->text + 3, lines->size);
}

bool lines_next(struct lines *lines)
{
	int c = getc(lines->file);

	if (c == EOF)
		return false;
	lines->size = 0;
	lines->too_long = false;
	lines->number++;
	lines->done++;
	for (; c != EOF && c != '\n'; c = getc(lines->file)) {
		lines->done++;
		if (lines->size < LINES_BYTES_MAX)
			lines->text[lines->size++] = (char)c;
		else
			lines->too_long = true;
	}
	drop_mark(lines);
	if (lines->size && lines->text[lines->size - 1] == '\r')
		lines->size--;
	lines->text[lines->size] = '\0';
	return true;
}

void lines_close(struct lines *lines)
{
	if (lines->file && lines->owned)
		fclose(lines->file);
	free(lines->text);
	*lines = (struct lines){0};
}
