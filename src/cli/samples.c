/* SPDX-License-Identifier: MIT */
#include "cli/samples.h"

#include "cli/lines.h"
#include "cli/questions.h"
#include "proto/fault.h"
#include "proto/incoming.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool add(struct samples *samples, const char *text, size_t size)
{
	if (samples->count == samples->room) {
		size_t room = samples->room ? 2 * samples->room : 256;
		char **list = realloc(samples->text, room * sizeof(*list));
		if (!list)
			return false;
		samples->text = list;
		samples->room = room;
	}
	char *copy = samples->count < SAMPLES_MAX ? strndup(text, size) : NULL;
	if (copy)
		samples->text[samples->count++] = copy;
	return copy != NULL;
}

static bool has_suffix(const char *path, const char *suffix)
{
	size_t size = strlen(path), tail = strlen(suffix);
	return size > tail && strcmp(path + size - tail, suffix) == 0;
}

static enum exit_code read_test(struct samples *samples, const char *path,
				const struct term *err)
{
	struct questions questions;
	size_t faults = 0;
	const struct testfile_fault fault = {err, &faults};
	bool good = questions_read(&questions, path, &fault);

	for (size_t i = 0; good && i < questions.count; i++)
		if (questions.list[i].want == QUESTION_WINS)
			good = add(samples, questions.list[i].text,
				   strlen(questions.list[i].text));
	questions_release(&questions);
	if (good)
		return faults ? EXIT_FINDINGS : EXIT_GOOD;
	return EXIT_CANNOT;
}

/* A row of JSON, or the line itself. */
static enum exit_code take_line(struct samples *samples, const char *path,
				const struct lines *lines, bool rows,
				const struct term *err)
{
	struct incoming ask;
	struct incoming_error error;
	bool good;

	if (strspn(lines->text, " \t") == lines->size)
		return EXIT_GOOD;
	if (!rows)
		return add(samples, lines->text, lines->size) ? EXIT_GOOD
							      : EXIT_CANNOT;
	if (incoming_read(&ask, INCOMING_ROW, lines->text, lines->size,
			  &error) != INCOMING_OK) {
		fprintf(err->file, "%s:%u:%u: error: %s\n", path, lines->number,
			error.at.column, error.at.message);
		return EXIT_FINDINGS;
	}
	good = add(samples, ask.text, ask.text_bytes);
	incoming_release(&ask);
	return good ? EXIT_GOOD : EXIT_CANNOT;
}

enum exit_code samples_read(struct samples *samples, const char *path,
			    const struct term *err)
{
	struct lines lines;
	char cause[96];
	bool rows = has_suffix(path, ".jsonl") || has_suffix(path, ".json");
	enum exit_code code = EXIT_GOOD;

	if (has_suffix(path, ".test"))
		return read_test(samples, path, err);
	if (!lines_open(&lines, path)) {
		fault_errno(errno, cause, sizeof(cause));
		fprintf(err->file, "faqctl: cannot read '%s': %s\n", path,
			cause);
		return EXIT_CANNOT;
	}
	while (code == EXIT_GOOD && lines_next(&lines))
		code = take_line(samples, path, &lines, rows, err);
	lines_close(&lines);
	return code;
}

enum exit_code samples_read_tests(struct samples *samples, const char *folder,
				  const char *language, const struct term *err)
{
	struct testfiles *files = calloc(1, sizeof(*files));
	enum exit_code code = EXIT_CANNOT;

	if (files &&
	    testfiles_find(files, folder, "questions", language, ".test"))
		code = EXIT_GOOD;
	for (size_t i = 0; code == EXIT_GOOD && i < files->count; i++)
		code = read_test(samples, files->path[i], err);
	if (files)
		testfiles_release(files);
	free(files);
	return code;
}

void samples_release(struct samples *samples)
{
	for (size_t i = 0; i < samples->count; i++)
		free(samples->text[i]);
	free(samples->text);
	*samples = (struct samples){0};
}
