/* SPDX-License-Identifier: MIT */
#include "cli/chat.h"

#include "cli/lines.h"
#include "proto/fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CHAT_TURNS_MAX 10000u

struct reader {
	struct chat *chat;
	const char *path;
	const struct testfile_fault *fault;
	unsigned line;
	bool fresh; /* the next turn begins a conversation */
	bool no_memory;
};

static char *keep(struct reader *reader, const char *text, size_t size)
{
	char *copy = testfile_trimmed(text, size);
	if (!copy)
		reader->no_memory = true;
	return copy;
}

static struct chat_turn *add_turn(struct reader *reader)
{
	struct chat *chat = reader->chat;

	if (chat->count == chat->room && chat->count < CHAT_TURNS_MAX) {
		size_t room = chat->room ? 2 * chat->room : 32;
		struct chat_turn *list =
			realloc(chat->list, room * sizeof(*list));
		if (list) {
			chat->list = list;
			chat->room = room;
		}
	}
	if (chat->count == chat->room) {
		reader->no_memory = true;
		return NULL;
	}
	struct chat_turn *turn = &chat->list[chat->count++];
	*turn = (struct chat_turn){.line = reader->line,
				   .fresh = reader->fresh};
	reader->fresh = false;
	return turn;
}

/* The turn that B lines and checks belong to, or NULL after a fault. */
static struct chat_turn *last_turn(struct reader *reader)
{
	if (reader->chat->count && !reader->fresh)
		return &reader->chat->list[reader->chat->count - 1];
	testfile_fault(reader->fault, reader->path, reader->line,
		       "the visitor speaks first: begin with 'V: ...'");
	return NULL;
}

static void read_visitor(struct reader *reader, const char *text)
{
	struct chat_turn *turn = add_turn(reader);
	if (turn)
		turn->visitor = keep(reader, text, strlen(text));
}

/* "intents | states" */
static void read_bot(struct reader *reader, const char *text)
{
	struct chat_turn *turn = last_turn(reader);

	if (!turn)
		return;
	if (turn->checked) {
		testfile_fault(reader->fault, reader->path, reader->line,
			       "a second 'B:' for one 'V:', put alternatives "
			       "on one line");
		return;
	}
	size_t bar = strcspn(text, "|");
	const char *state = text[bar] ? text + bar + 1 : "";
	turn->checked = true;
	turn->line = reader->line;
	turn->expect = keep(reader, text, bar);
	turn->state = keep(reader, state, strlen(state));
}

/* `"text"`, or the bare text. */
static char *read_quoted(struct reader *reader, const char *text)
{
	char *copy = keep(reader, text, strlen(text));
	size_t size = copy ? strlen(copy) : 0;

	if (size >= 2 && copy[0] == '"' && copy[size - 1] == '"') {
		memmove(copy, copy + 1, size - 2);
		copy[size - 2] = '\0';
	}
	return copy;
}

static void read_check(struct reader *reader, enum chat_check_kind kind,
		       const char *text)
{
	struct chat_turn *turn = last_turn(reader);

	if (!turn)
		return;
	if (!turn->checked || turn->check_count == CHAT_CHECKS_MAX) {
		testfile_fault(reader->fault, reader->path, reader->line,
			       turn->checked ? "too many checks of one reply"
					     : "a check follows a 'B:' line");
		return;
	}
	char *copy = read_quoted(reader, text);
	if (!copy)
		return;
	if (kind != CHAT_DIFFERS && !copy[0])
		testfile_fault(reader->fault, reader->path, reader->line,
			       "say which text, in quotes");
	turn->check[turn->check_count++] = (struct chat_check){kind, copy};
}

static const char *after(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);
	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static void read_line(struct reader *reader, const char *line)
{
	const char *text = line + strspn(line, " \t");
	const char *rest;

	if (!text[0] || text[0] == '#')
		return;
	if (after(text, "==") != NULL)
		reader->fresh = true;
	else if ((rest = after(text, "V:")) != NULL)
		read_visitor(reader, rest);
	else if ((rest = after(text, "B:")) != NULL)
		read_bot(reader, rest);
	else if ((rest = after(text, "has:")) != NULL)
		read_check(reader, CHAT_HAS, rest);
	else if ((rest = after(text, "not:")) != NULL)
		read_check(reader, CHAT_NOT, rest);
	else if (after(text, "differs") != NULL)
		read_check(reader, CHAT_DIFFERS, "");
	else
		testfile_fault(reader->fault, reader->path, reader->line,
			       "a line begins with V: B: has: not: differs, "
			       "== or #");
}

bool chat_read(struct chat *chat, const char *path,
	       const struct testfile_fault *fault)
{
	struct reader reader = {
		.chat = chat, .path = path, .fault = fault, .fresh = true};
	struct lines lines;
	char cause[96];

	*chat = (struct chat){0};
	if (!lines_open(&lines, path)) {
		fault_errno(errno, cause, sizeof(cause));
		testfile_fault(fault, path, 0, "cannot read it: %s", cause);
		return false;
	}
	while (!reader.no_memory && lines_next(&lines)) {
		reader.line = lines.number;
		read_line(&reader, lines.text);
	}
	lines_close(&lines);
	return !reader.no_memory;
}

void chat_release(struct chat *chat)
{
	for (size_t i = 0; i < chat->count; i++) {
		struct chat_turn *turn = &chat->list[i];
		free(turn->visitor);
		free(turn->expect);
		free(turn->state);
		for (size_t j = 0; j < turn->check_count; j++)
			free(turn->check[j].text);
	}
	free(chat->list);
	*chat = (struct chat){0};
}
