/* SPDX-License-Identifier: MIT */
#include "corpus.h"

#include "clock.h"
#include "engine.h"
#include "proto/content.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 4096

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

size_t random_below(uint64_t *state, size_t below)
{
	return (size_t)(random_next(state) % below);
}

void corpus_add(struct corpus *corpus, const char *message, size_t bytes)
{
	corpus->message = arena_more(
		&corpus->arena, corpus->message, corpus->message_count,
		&corpus->message_room, sizeof(*corpus->message));
	char *copy = arena_copy(&corpus->arena, message, bytes);
	if (!corpus->message || !copy)
		abort();
	corpus->message[corpus->message_count++] = copy;
}

static void read_test(struct corpus *corpus, const char *path)
{
	char line[LINE_BYTES];
	FILE *file = fopen(path, "r");
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, "+ ", 2))
			corpus_add(corpus, line + 2, strcspn(line + 2, "\n"));
	}
	fclose(file);
}

static int path_compare(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;
	return strcmp(*a, *b);
}

/* Files in order of name, so that every run asks the same. */
static void read_tests(struct corpus *corpus, const char *folder)
{
	const char **path = NULL;
	size_t count = 0, room = 0;
	DIR *dir = opendir(folder);
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		size_t bytes = strlen(entry->d_name);
		char text[2 * LINE_BYTES];
		if (bytes < 5 || strcmp(entry->d_name + bytes - 5, ".test"))
			continue;
		snprintf(text, sizeof(text), "%s/%s", folder, entry->d_name);
		path = arena_more(&corpus->arena, path, count, &room,
				  sizeof(*path));
		if (!path)
			abort();
		path[count++] = arena_copy(&corpus->arena, text, strlen(text));
	}
	if (dir)
		closedir(dir);
	if (count)
		qsort(path, count, sizeof(*path), path_compare);
	for (size_t i = 0; i < count; i++)
		read_test(corpus, path[i]);
}

/* A slow engine is asked the first ones only: they must stand for all. */
static void mix(struct corpus *corpus)
{
	uint64_t state = 1;
	for (size_t i = corpus->message_count; i > 1; i--) {
		size_t j = random_below(&state, i);
		const char *message = corpus->message[i - 1];
		corpus->message[i - 1] = corpus->message[j];
		corpus->message[j] = message;
	}
}

bool corpus_read(struct corpus *corpus, const char *folder, const char *tests)
{
	char path[LINE_BYTES];
	*corpus = (struct corpus){.name = "KYC content"};
	arena_init(&corpus->arena, NULL);
	uint64_t began = clock_cpu_ns();
	if (content_load(&corpus->content, folder, NULL, NULL, NULL)) {
		fprintf(stderr, "bench: no content in '%s'\n", folder);
		return false;
	}
	corpus->read_ns = clock_cpu_ns() - began;
	snprintf(path, sizeof(path), "%s/questions/%s", tests,
		 corpus->content->language);
	read_tests(corpus, path);
	mix(corpus);
	if (!corpus->message_count)
		fprintf(stderr, "bench: no questions in '%s'\n", path);
	return corpus->message_count > 0;
}

void corpus_release(struct corpus *corpus)
{
	content_free(corpus->content);
	arena_release(&corpus->arena);
}

const struct faq_source *corpus_sources(const struct corpus *corpus,
					size_t *count)
{
	*count = corpus->content ? corpus->content->source_count
				 : corpus->made_count;
	return corpus->content ? corpus->content->sources : corpus->made;
}

const struct faq_site *corpus_site(const struct corpus *corpus)
{
	static const struct faq_site plain = {.name = "Made up"};
	return corpus->content ? corpus->content->site : &plain;
}
