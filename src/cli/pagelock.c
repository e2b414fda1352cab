/* SPDX-License-Identifier: MIT */
#include "cli/pagelock.h"

#include "cli/lines.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_entry(struct pagelock *lock, const struct lines *lines)
{
	struct pagelock_entry entry = {.line = lines->number};
	if (lock->count < PAGELOCK_MAX &&
	    sscanf(lines->text, "%79s %8" SCNx32, entry.anchor, &entry.sum) ==
		    2 &&
	    entry.anchor[0] != '#')
		lock->list[lock->count++] = entry;
}

enum pagelock_status pagelock_read(struct pagelock *lock, const char *page)
{
	struct lines lines;
	size_t stem = strlen(page);
	*lock = (struct pagelock){0};
	if (stem > 3 && strcmp(page + stem - 3, ".md") == 0)
		stem -= 3;
	snprintf(lock->path, sizeof(lock->path), "%.*s.lock",
		 (int)(stem < 1000 ? stem : 1000), page);
	lock->list = calloc(PAGELOCK_MAX, sizeof(*lock->list));
	if (!lock->list)
		return PAGELOCK_NOMEM;
	if (!lines_open(&lines, lock->path))
		return errno == ENOENT ? PAGELOCK_NONE : PAGELOCK_BAD;
	while (lines_next(&lines))
		read_entry(lock, &lines);
	lines_close(&lines);
	return PAGELOCK_OK;
}

static bool write_entries(const struct pagelock *lock, FILE *file)
{
	fputs("# What the answers rest on, as it was when they were last "
	      "accepted.\n# Written by 'faqctl accept page'.\n",
	      file);
	for (size_t i = 0; i < lock->count; i++)
		fprintf(file, "%s %08" PRIx32 "\n", lock->list[i].anchor,
			lock->list[i].sum);
	bool good = !ferror(file);
	return fclose(file) == 0 && good;
}

enum pagelock_status pagelock_write(const struct pagelock *lock)
{
	char fresh[PAGELOCK_PATH_BYTES + 8];
	snprintf(fresh, sizeof(fresh), "%s.new", lock->path);
	FILE *file = fopen(fresh, "w");
	if (!file)
		return PAGELOCK_BAD;
	if (!write_entries(lock, file) || rename(fresh, lock->path) != 0) {
		int cause = errno;
		remove(fresh);
		errno = cause;
		return PAGELOCK_BAD;
	}
	return PAGELOCK_OK;
}

void pagelock_release(struct pagelock *lock)
{
	free(lock->list);
	*lock = (struct pagelock){0};
}

struct pagelock_entry *pagelock_find(const struct pagelock *lock,
				     const char *anchor)
{
	for (size_t i = 0; i < lock->count; i++)
		if (strcmp(lock->list[i].anchor, anchor) == 0)
			return &lock->list[i];
	return NULL;
}

/* Line `n` of a text, from 1; `size` without its end. NULL past the end. */
static const char *nth_line(const struct faq_source *page, unsigned n,
			    size_t *size)
{
	const char *at = page->bytes, *end = page->bytes + page->size;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		*size = (size_t)((stop ? stop : end) - at);
		if (!--n)
			return at;
		if (!stop)
			return NULL;
		at = stop + 1;
	}
	return NULL;
}

static bool begins_part(const struct faq_catalog *catalog, unsigned line,
			const char *text, size_t size)
{
	for (size_t i = 0; i < faq_catalog_anchors(catalog); i++)
		if (faq_catalog_anchor(catalog, i)->line == line)
			return true;
	return size && text[0] == '#';
}

/* Spaces as one, and not the mark itself: it may be renamed. */
static uint32_t sum_line(uint32_t sum, const char *text, size_t size)
{
	const char *mark = NULL;
	for (size_t i = 0; i + 1 < size; i++)
		if (text[i] == '{' && text[i + 1] == '#')
			mark = text + i;
	if (mark)
		size = (size_t)(mark - text);
	bool gap = true;
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == ' ' || c == '\t' || c == '\r') {
			gap = true;
			continue;
		}
		if (gap)
			sum = (sum ^ ' ') * 16777619u;
		gap = false;
		sum = (sum ^ c) * 16777619u;
	}
	return sum;
}

uint32_t pagelock_sum(const struct faq_catalog *catalog, size_t i,
		      const struct faq_source *page)
{
	unsigned line = faq_catalog_anchor(catalog, i)->line;
	uint32_t sum = 2166136261u;
	const char *text;
	size_t size;
	for (unsigned at = line; (text = nth_line(page, at, &size)); at++) {
		if (at > line && begins_part(catalog, at, text, size))
			break;
		sum = sum_line(sum, text, size);
	}
	return sum;
}
