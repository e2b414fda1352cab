/* SPDX-License-Identifier: MIT */
#include "proto/content.h"

#include "proto/fault.h"
#include "proto/languages.h"
#include "proto/site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONTENT_PATH_BYTES 1024u
#define CONTENT_LANGUAGE "en"

/* `shown` comes first: a struct content * is one of these too. */
struct content_folder {
	struct content shown;
	struct faq_source sources[FAQ_SOURCES_MAX];
	struct site site;
	char language[LANGUAGE_BYTES];
};

struct loader {
	struct content_folder *folder;
	struct fault_sink *sink;
	const char *root; /* without a slash at its end */
	int root_bytes;
	bool no_memory;
};

static void fail(struct loader *loader, const char *code, const char *path,
		 const char *message)
{
	struct fault_place place = {.source = path};
	fault_report(loader->sink, FAQ_SEVERITY_ERROR, code, place, "%s",
		     message);
}

static void fail_errno(struct loader *loader, const char *path, int error)
{
	char cause[96], message[160];
	fault_errno(error, cause, sizeof(cause));
	snprintf(message, sizeof(message), "cannot read it: %s", cause);
	fail(loader, error == ENOENT ? "missing-file" : "unreadable-file", path,
	     message);
}

/* All of an open file, at most FAQ_SOURCE_BYTES_MAX. NULL after a fault. */
static char *read_all(struct loader *loader, const char *path, int file,
		      size_t *size)
{
	const size_t room = FAQ_SOURCE_BYTES_MAX + 1;
	char *bytes = malloc(room);
	size_t at = 0;
	ssize_t got = 1;

	if (!bytes) {
		loader->no_memory = true;
		return NULL;
	}
	while (at < room && got) {
		got = read(file, bytes + at, room - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			fail_errno(loader, path, errno);
			free(bytes);
			return NULL;
		}
		at += (size_t)got;
	}
	if (at == room) {
		fail(loader, "file-too-large", path,
		     "over 256 KiB, split it into several files");
		free(bytes);
		return NULL;
	}
	*size = at;
	/* Most files are small: give the rest of the room back. */
	char *fitted = realloc(bytes, at + 1);
	return fitted ? fitted : bytes;
}

/* O_NONBLOCK: a named pipe must not hold up the start. */
static char *read_file(struct loader *loader, const char *path, size_t *size)
{
	struct stat about;
	char *bytes = NULL;

	*size = 0;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0) {
		fail_errno(loader, path, errno);
		return NULL;
	}
	if (fstat(file, &about) != 0)
		fail_errno(loader, path, errno);
	else if (!S_ISREG(about.st_mode))
		fail(loader, "unreadable-file", path,
		     "not a regular file, remove or rename it");
	else
		bytes = read_all(loader, path, file, size);
	close(file);
	return bytes;
}

static int compare_sources(const void *a, const void *b)
{
	const struct faq_source *left = a, *right = b;
	return strcmp(left->name, right->name);
}

static void add_name(struct loader *loader, const char *path)
{
	struct content *shown = &loader->folder->shown;
	if (shown->source_count == FAQ_SOURCES_MAX) {
		fail(loader, "too-many-files", path,
		     "one file too many, a content has at most 256");
		return;
	}
	char *copy = strdup(path);
	if (!copy) {
		loader->no_memory = true;
		return;
	}
	loader->folder->sources[shown->source_count++].name = copy;
}

static void fail_language(struct loader *loader, const char *source,
			  const char *chosen, const struct languages *languages)
{
	struct fault_place place = {.source = source};
	char list[LANGUAGES_TEXT_BYTES];

	languages_text(languages, list);
	fault_report(loader->sink, FAQ_SEVERITY_ERROR, "unknown-language",
		     place, "the content has no language '%s', %s%s", chosen,
		     list[0] ? "it has "
			     : "add a folder of that name with *.md files",
		     list);
}

/* Its folder can't be opened: is there none? */
static void fail_folder(struct loader *loader, const char *path, int error)
{
	struct languages languages = {.count = 0};

	if (error != ENOENT) {
		fail_errno(loader, path, error);
		return;
	}
	languages_find(&languages, loader->root);
	fail_language(loader, path, loader->folder->language, &languages);
}

/* The names first, in order, so that faults come in order too. */
static void list_folder(struct loader *loader, const char *path)
{
	char name[CONTENT_PATH_BYTES];
	struct dirent *entry;

	DIR *folder = opendir(path);
	if (!folder) {
		fail_folder(loader, path, errno);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		if (!languages_is_file(entry->d_name))
			continue;
		int length = snprintf(name, sizeof(name), "%s/%s", path,
				      entry->d_name);
		if (length > 0 && (size_t)length < sizeof(name))
			add_name(loader, name);
		else
			fail(loader, "unreadable-file", path,
			     "a file's path is too long");
	}
	closedir(folder);
	if (!loader->folder->shown.source_count)
		fail(loader, "no-content", path,
		     "no *.md file in this folder, add one");
	qsort(loader->folder->sources, loader->folder->shown.source_count,
	      sizeof(loader->folder->sources[0]), compare_sources);
}

static void read_sources(struct loader *loader)
{
	char path[CONTENT_PATH_BYTES];
	struct content_folder *folder = loader->folder;

	int length = snprintf(path, sizeof(path), "%.*s/%s", loader->root_bytes,
			      loader->root, folder->language);
	if (length < 0 || (size_t)length >= sizeof(path)) {
		fail(loader, "unreadable-file", loader->root,
		     "the folder's path is too long");
		return;
	}
	list_folder(loader, path);
	for (size_t i = 0; i < folder->shown.source_count; i++) {
		struct faq_source *source = &folder->sources[i];
		source->bytes = read_file(loader, source->name, &source->size);
	}
}

/* Does the site list it, or nothing at all? */
static bool lists_language(struct loader *loader, const char *chosen,
			   const char *site_path)
{
	const struct site *site = &loader->folder->site;
	struct languages languages = {.count = 0};
	bool listed = !site->language_count;

	for (size_t i = 0; i < site->language_count; i++) {
		listed = listed || strcmp(site->languages[i], chosen) == 0;
		languages_add(&languages, site->languages[i]);
	}
	if (!listed)
		fail_language(loader, site_path, chosen, &languages);
	return listed;
}

/* The language asked for, else the site's first, else English. None, and so no
 * file, after a fault. */
static void choose_language(struct loader *loader, const char *language,
			    const char *site_path)
{
	struct content_folder *folder = loader->folder;
	const struct site *site = &folder->site;
	const char *chosen = language;

	if (!chosen)
		chosen = site->language_count ? site->languages[0]
					      : CONTENT_LANGUAGE;
	if (strchr(chosen, '/') || chosen[0] == '.' ||
	    strlen(chosen) >= sizeof(folder->language))
		fail(loader, "unknown-language", site_path,
		     "a language is a short name such as 'en'");
	else if (!language || lists_language(loader, chosen, site_path))
		memcpy(folder->language, chosen, strlen(chosen) + 1);
	folder->shown.language = folder->language;
	folder->site.faq.language = folder->language;
}

static void read_site(struct loader *loader, const char *language)
{
	struct content_folder *folder = loader->folder;
	char path[CONTENT_PATH_BYTES];
	size_t size;

	int length = snprintf(path, sizeof(path), "%.*s/site.json",
			      loader->root_bytes, loader->root);
	if (length < 0 || (size_t)length >= sizeof(path)) {
		fail(loader, "unreadable-file", loader->root,
		     "the folder's path is too long");
		return;
	}
	char *bytes = read_file(loader, path, &size);
	if (bytes && site_parse(&folder->site, path, bytes, size,
				loader->sink) == FAQ_ERROR_NOMEM)
		loader->no_memory = true;
	free(bytes);
	folder->shown.site = &folder->site.faq;
	choose_language(loader, language, path);
}

/* One fault for a folder that isn't there, instead of one for each file. */
static bool folder_is_there(struct loader *loader)
{
	struct stat about;
	if (content_is_missing(loader->root)) {
		fail(loader, "missing-folder", loader->root,
		     "there is no such folder");
		return false;
	}
	if (stat(loader->root, &about) != 0) {
		fail_errno(loader, loader->root, errno);
		return false;
	}
	if (S_ISDIR(about.st_mode))
		return true;
	fail(loader, "unreadable-file", loader->root,
	     "not a folder, name the one that holds site.json");
	return false;
}

bool content_is_missing(const char *folder)
{
	struct stat about;
	return stat(folder, &about) != 0 && errno == ENOENT;
}

enum faq_status content_load(struct content **out, const char *folder,
			     const char *language, faq_report_fn *report,
			     void *report_context)
{
	struct fault_sink sink = {.report = report, .context = report_context};
	struct loader loader = {.sink = &sink, .root = folder};
	size_t length = strlen(folder);

	*out = NULL;
	while (length > 1 && folder[length - 1] == '/')
		length--;
	loader.root_bytes = length < CONTENT_PATH_BYTES
				    ? (int)length
				    : (int)CONTENT_PATH_BYTES;
	loader.folder = calloc(1, sizeof(*loader.folder));
	if (!loader.folder)
		return FAQ_ERROR_NOMEM;
	loader.folder->shown.sources = loader.folder->sources;
	if (folder_is_there(&loader))
		read_site(&loader, language);
	if (loader.folder->language[0])
		read_sources(&loader);
	if (loader.no_memory || sink.errors) {
		content_free(&loader.folder->shown);
		return loader.no_memory ? FAQ_ERROR_NOMEM : FAQ_ERROR_CONTENT;
	}
	*out = &loader.folder->shown;
	return FAQ_OK;
}

/* Names and bytes are ours, though the engine's struct calls them const. */
static void source_release(struct faq_source *source)
{
	union {
		const char *shown;
		char *owned;
	} name = {source->name}, bytes = {source->bytes};
	free(name.owned);
	free(bytes.owned);
}

void content_free(struct content *content)
{
	if (!content)
		return;
	struct content_folder *folder = (struct content_folder *)content;
	for (size_t i = 0; i < content->source_count; i++)
		source_release(&folder->sources[i]);
	site_release(&folder->site);
	free(folder);
}
