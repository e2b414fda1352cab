/* SPDX-License-Identifier: MIT */
#include "proto/languages.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_BYTES 1024u

bool languages_is_file(const char *name)
{
	size_t length = strlen(name);
	return name[0] != '.' && length > 3 &&
	       strcmp(name + length - 3, ".md") == 0;
}

void languages_add(struct languages *languages, const char *name)
{
	size_t length = strlen(name);
	if (length < LANGUAGE_BYTES && languages->count < LANGUAGES_MAX)
		memcpy(languages->name[languages->count++], name, length + 1);
}

static bool holds_content(const char *root, const char *name)
{
	char path[PATH_BYTES];
	struct dirent *entry;
	bool found = false;

	int length = snprintf(path, sizeof(path), "%s/%s", root, name);
	if (name[0] == '.' || length < 0 || (size_t)length >= sizeof(path))
		return false;
	DIR *folder = opendir(path);
	while (folder && !found && (entry = readdir(folder)) != NULL)
		found = languages_is_file(entry->d_name);
	if (folder)
		closedir(folder);
	return found;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

void languages_find(struct languages *languages, const char *root)
{
	struct dirent *entry;

	DIR *folder = opendir(root);
	while (folder && (entry = readdir(folder)) != NULL)
		if (holds_content(root, entry->d_name))
			languages_add(languages, entry->d_name);
	if (folder)
		closedir(folder);
	qsort(languages->name, languages->count, LANGUAGE_BYTES, compare_names);
}

void languages_text(const struct languages *languages,
		    char out[LANGUAGES_TEXT_BYTES])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < languages->count; i++)
		at += (size_t)snprintf(out + at, LANGUAGES_TEXT_BYTES - at,
				       "%s'%s'", i ? ", " : "",
				       languages->name[i]);
}
