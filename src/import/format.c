/* SPDX-License-Identifier: MIT */
/* Which format is it? */
#include "import/import.h"

#include <string.h>

struct named {
	const char *word;
	enum import_format format;
};

static const struct named words[] = {
	{"html", IMPORT_HTML},         {"htm", IMPORT_HTML},
	{"xhtml", IMPORT_HTML},        {"md", IMPORT_MARKDOWN},
	{"markdown", IMPORT_MARKDOWN}, {"json", IMPORT_JSON},
	{"jsonld", IMPORT_JSON},       {"csv", IMPORT_CSV},
	{"tsv", IMPORT_TSV},           {"yml", IMPORT_RASA},
	{"yaml", IMPORT_RASA},         {"rasa", IMPORT_RASA},
	{"faqpage", IMPORT_JSON},      {"howto", IMPORT_JSON},
};

enum import_format import_format_named(const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].format;
	return IMPORT_UNKNOWN;
}

static bool has(const char *bytes, size_t size, const char *what)
{
	size_t length = strlen(what);
	for (size_t i = 0; i + length <= size; i++)
		if (memcmp(bytes + i, what, length) == 0)
			return true;
	return false;
}

enum import_format import_format_of(const char *name, const char *bytes,
				    size_t size)
{
	const char *dot = strrchr(name, '.');
	enum import_format format =
		dot ? import_format_named(dot + 1) : IMPORT_UNKNOWN;
	size_t at = 0, line = 0;

	if (format != IMPORT_UNKNOWN)
		return format;
	while (at < size && strchr(" \t\r\n", bytes[at]) && bytes[at])
		at++;
	if (at == size)
		return IMPORT_UNKNOWN;
	if (bytes[at] == '<')
		return IMPORT_HTML;
	if (bytes[at] == '{' || bytes[at] == '[')
		return IMPORT_JSON;
	if (has(bytes, size, "\nnlu:") || has(bytes, size, "\nresponses:") ||
	    has(bytes, size < 4 ? size : 4, "nlu:"))
		return IMPORT_RASA;
	while (at + line < size && bytes[at + line] != '\n')
		line++;
	if (bytes[at] == '#' || has(bytes, size, "\n#"))
		return IMPORT_MARKDOWN;
	if (has(bytes + at, line, "\t"))
		return IMPORT_TSV;
	return has(bytes + at, line, ",") || has(bytes + at, line, ";")
		       ? IMPORT_CSV
		       : IMPORT_UNKNOWN;
}
