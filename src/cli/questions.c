/* SPDX-License-Identifier: MIT */
#include "cli/questions.h"

#include "cli/lines.h"
#include "proto/fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define QUESTIONS_MAX 100000u

struct reader {
	struct questions *questions;
	const char *path;
	const struct testfile_fault *fault;
	char *section; /* the intent that lines belong to */
	bool no_memory;
};

static struct question *add_question(struct questions *questions)
{
	if (questions->count == QUESTIONS_MAX)
		return NULL;
	if (questions->count == questions->room) {
		size_t room = questions->room ? 2 * questions->room : 64;
		struct question *list =
			realloc(questions->list, room * sizeof(*list));
		if (!list)
			return NULL;
		questions->list = list;
		questions->room = room;
	}
	struct question *question = &questions->list[questions->count++];
	*question = (struct question){0};
	return question;
}

/* "[intent.id]" */
static void read_section(struct reader *reader, const struct lines *lines)
{
	const char *end = strchr(lines->text, ']');

	free(reader->section);
	reader->section = NULL;
	if (!end || end == lines->text + 1) {
		testfile_fault(reader->fault, reader->path, lines->number,
			       "a section is written [intent.id]");
		return;
	}
	reader->section = testfile_trimmed(lines->text + 1,
					   (size_t)(end - lines->text) - 1);
	if (!reader->section)
		reader->no_memory = true;
}

static bool read_want(char sign, enum question_want *want)
{
	switch (sign) {
	case '+':
		*want = QUESTION_WINS;
		return true;
	case '-':
		*want = QUESTION_NOT;
		return true;
	case '~':
		*want = QUESTION_CLARIFY;
		return true;
	default:
		return false;
	}
}

static void read_line(struct reader *reader, const struct lines *lines)
{
	const char *text = lines->text;
	enum question_want want;
	bool known_failure = text[0] == '!';

	if (known_failure)
		text += 1 + strspn(text + 1, " \t");
	if (!read_want(text[0], &want) || !text[1]) {
		testfile_fault(reader->fault, reader->path, lines->number,
			       "a line begins with + - ~ or !, a section with "
			       "[, a comment with #");
		return;
	}
	if (!reader->section) {
		testfile_fault(reader->fault, reader->path, lines->number,
			       "a question before the first [intent.id]");
		return;
	}
	struct question *question = add_question(reader->questions);
	if (!question) {
		reader->no_memory = true;
		return;
	}
	question->want = want;
	question->known_failure = known_failure;
	question->line = lines->number;
	question->intent = strdup(reader->section);
	question->text = testfile_trimmed(text + 1, strlen(text + 1));
	if (!question->intent || !question->text)
		reader->no_memory = true;
}

bool questions_read(struct questions *questions, const char *path,
		    const struct testfile_fault *fault)
{
	struct reader reader = {
		.questions = questions, .path = path, .fault = fault};
	struct lines lines;
	char cause[96];

	*questions = (struct questions){0};
	if (!lines_open(&lines, path)) {
		fault_errno(errno, cause, sizeof(cause));
		testfile_fault(fault, path, 0, "cannot read it: %s", cause);
		return false;
	}
	while (!reader.no_memory && lines_next(&lines)) {
		if (lines.text[0] == '[')
			read_section(&reader, &lines);
		else if (lines.text[0] != '#' &&
			 strspn(lines.text, " \t") != lines.size)
			read_line(&reader, &lines);
	}
	free(reader.section);
	lines_close(&lines);
	return !reader.no_memory;
}

void questions_release(struct questions *questions)
{
	for (size_t i = 0; i < questions->count; i++) {
		free(questions->list[i].intent);
		free(questions->list[i].text);
	}
	free(questions->list);
	*questions = (struct questions){0};
}
