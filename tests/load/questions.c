/* SPDX-License-Identifier: MIT */
#include "load/questions.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool add(struct questions *questions, const char *text)
{
	if (questions->count == questions->room) {
		size_t room = questions->room ? 2 * questions->room : 256;
		char **more = realloc(questions->text, room * sizeof(*more));

		if (!more)
			return false;
		questions->text = more;
		questions->room = room;
	}
	questions->text[questions->count] = strdup(text);
	return questions->text[questions->count++] != NULL;
}

/* False when it is longer than a question may be. */
static bool escape(const char *line, char out[QUESTION_BYTES_MAX])
{
	size_t at = 0;

	for (; *line && *line != '\n'; line++) {
		unsigned char c = (unsigned char)*line;

		if (at + 7 > QUESTION_BYTES_MAX)
			return false;
		if (c < 0x20) {
			at += (size_t)snprintf(out + at, 7, "\\u%04x", c);
			continue;
		}
		if (c == '"' || c == '\\')
			out[at++] = '\\';
		out[at++] = (char)c;
	}
	out[at] = '\0';
	return true;
}

static bool read_file(struct questions *questions, const char *path)
{
	char line[2 * QUESTION_BYTES_MAX], text[QUESTION_BYTES_MAX];
	FILE *file = fopen(path, "r");
	bool good = file != NULL;

	while (good && fgets(line, sizeof(line), file))
		if (strncmp(line, "+ ", 2) == 0 && escape(line + 2, text))
			good = add(questions, text);
	if (file)
		fclose(file);
	return good;
}

static int is_test(const struct dirent *entry)
{
	size_t bytes = strlen(entry->d_name);

	return bytes > 5 && strcmp(entry->d_name + bytes - 5, ".test") == 0;
}

bool questions_read(struct questions *questions, const char *folder)
{
	struct dirent **entry = NULL;
	char path[4096];
	int count = scandir(folder, &entry, is_test, alphasort), i;
	bool good = count >= 0;

	memset(questions, 0, sizeof(*questions));
	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry[i]->d_name);
		good = good && read_file(questions, path);
		free(entry[i]);
	}
	free(entry);
	if (good && questions->count == 0) {
		errno = ENOENT;
		good = false;
	}
	if (!good)
		questions_release(questions);
	return good;
}

void questions_release(struct questions *questions)
{
	while (questions->count > 0)
		free(questions->text[--questions->count]);
	free(questions->text);
	memset(questions, 0, sizeof(*questions));
}
