/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include <string.h>

static struct template_item *add_item(struct reader *reader,
				      struct template *out)
{
	if (out->count == TEMPLATE_ITEMS_MAX) {
		reader_fail(reader, reader->at, "template-too-long",
			    "more than %u elements in a line; split it",
			    TEMPLATE_ITEMS_MAX);
		return NULL;
	}
	out->item[out->count] = (struct template_item){0};
	return &out->item[out->count++];
}

/* Words outside brackets are items of their own: each one is required. */
static void read_words_item(struct reader *reader, struct template *out)
{
	symbol symbols[LITSET_SYMBOLS_MAX];
	size_t count = reader_peek(reader) == '"'
			       ? reader_quoted(reader, symbols)
			       : reader_run(reader, false, symbols);
	for (size_t i = 0; i < count && !reader->failed; i++) {
		struct template_item *item = add_item(reader, out);
		if (item)
			reader_item(reader, item, &symbols[i], 1);
	}
}

static void read_item(struct reader *reader, struct template *out)
{
	char c = reader_peek(reader);
	if (c == '(' || c == '[' || c == '{') {
		struct template_item *item = add_item(reader, out);
		if (item && c == '{')
			reader_list(reader, item);
		else if (item)
			reader_group(reader, item);
	} else if (c == '*' && !out->unordered) {
		struct template_item *item = add_item(reader, out);
		if (item)
			item->gap = reader_gap(reader);
	} else if (c && c != '"' && reader_special(c)) {
		reader_fail(reader, reader->at, "unexpected",
			    "unexpected '%c' here; remove it or its partner",
			    c);
	} else {
		read_words_item(reader, out);
	}
}

static void read_unordered(struct reader *reader, struct template *out)
{
	size_t start = reader->at++;
	out->unordered = true;
	reader_skip_spaces(reader);
	while (!reader->failed && reader->at < reader->end &&
	       reader_peek(reader) != '>') {
		size_t first = out->count;
		bool negated = reader_peek(reader) == '!';
		reader->at += negated;
		read_item(reader, out);
		if (negated && out->count > first)
			out->item[first].negated = true;
		reader_skip_spaces(reader);
	}
	if (!reader->failed && reader_peek(reader) != '>')
		reader_fail(reader, start, "unbalanced-bracket",
			    "'<' is never closed; add '>'");
	reader->at++;
	reader_skip_spaces(reader);
	if (!reader->failed && reader->at < reader->end)
		reader_fail(
			reader, reader->at, "behind-any-order",
			"nothing may follow '>'; make it a line of its own");
}

static void read_sequence(struct reader *reader, struct template *out)
{
	reader_skip_spaces(reader);
	if (reader_peek(reader) == '^') {
		out->begins = true;
		reader->at++;
		reader_skip_spaces(reader);
	}
	while (!reader->failed && reader->at < reader->end) {
		if (reader_peek(reader) == '$') {
			out->ends = true;
			reader->at++;
			reader_skip_spaces(reader);
			if (reader->at < reader->end)
				reader_fail(
					reader, reader->at, "behind-end",
					"nothing may follow '$'; remove it");
			return;
		}
		read_item(reader, out);
		reader_skip_spaces(reader);
	}
}

/* Where a comment begins in line[from..end), or end. */
static size_t comment_start(const char *line, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		if (line[i] == '#' && (i == 0 || strchr(" \t", line[i - 1])))
			return i;
	}
	return end;
}

/* "/regex/ words": the regex ends at the last slash of the line. A comment can
 * begin only behind a slash: what comes before is regex. */
static void read_raw(struct reader *reader, struct template *out)
{
	size_t start = reader->at + 1, stop = start;
	while (stop < reader->end && reader->line[stop] != '/')
		stop++;
	reader->end = comment_start(reader->line, stop, reader->end);
	stop = reader->end;
	while (stop > start && reader->line[stop - 1] != '/')
		stop--;
	if (stop <= start + 1) {
		reader_fail(
			reader, reader->at, "raw-end",
			"a raw pattern without its closing '/' or its content");
		return;
	}
	out->raw = true;
	out->regex_column = (unsigned)start;
	out->regex = arena_copy(reader->parser->arena, reader->line + start,
				stop - 1 - start);
	if (!out->regex)
		reader_fail_nomem(reader);
	reader->at = stop;
	read_sequence(reader, out);
}

/* A template that can match nothing, or anything, is a slip. */
static void check_items(struct reader *reader, const struct template *out)
{
	size_t required = 0;
	for (size_t i = 0; i < out->count; i++) {
		const struct template_item *item = &out->item[i];
		bool edge = i == 0 || i + 1 == out->count;
		if (item->gap && edge && !(i == 0 ? out->begins : out->ends))
			reader_fail(reader, 0, "gap-at-edge",
				    "a gap at the edge of a template means "
				    "nothing; "
				    "remove it");
		required += !item->gap && !item->negated &&
			    !litset_optional(&item->set);
	}
	if (!required && !out->raw)
		reader_fail(reader, 0, "nothing-required",
			    "no word of this template is required, so it would "
			    "match "
			    "anything; add one outside [ ]");
}

/* The line without its comment and the space before that. Where a raw pattern
 * begins, read_raw() looks for the comment. */
static size_t line_end(const char *line, size_t bytes)
{
	size_t first = 0;
	while (first < bytes && strchr("- \t", line[first]))
		first++;
	if (first == bytes || line[first] != '/')
		bytes = comment_start(line, 0, bytes);
	while (bytes && strchr(" \t\r", line[bytes - 1]))
		bytes--;
	return bytes;
}

enum template_line template_read(const struct template_parser *parser,
				 struct template *out, const char *line,
				 size_t bytes, struct place place)
{
	struct reader reader = {parser, line, 0,    line_end(line, bytes),
				place,  0,    false};
	*out = (struct template){0};
	reader_skip_spaces(&reader);
	if (reader.at == reader.end)
		return TEMPLATE_NOTHING;
	if (bytes > TEMPLATE_LINE_BYTES)
		reader_fail(&reader, 0, "line-too-long",
			    "a line of more than %u bytes; split it",
			    TEMPLATE_LINE_BYTES);
	if (reader_peek(&reader) == '-') {
		out->veto = true;
		reader.at++;
		reader_skip_spaces(&reader);
	}
	if (reader_peek(&reader) == '?') {
		out->asks = true;
		reader.at++;
		reader_skip_spaces(&reader);
	}
	if (reader_peek(&reader) == '/')
		read_raw(&reader, out);
	else if (reader_peek(&reader) == '<')
		read_unordered(&reader, out);
	else
		read_sequence(&reader, out);
	if (!reader.failed)
		check_items(&reader, out);
	return reader.failed ? TEMPLATE_FAULT : TEMPLATE_READ;
}

enum template_line template_read_phrases(const struct template_parser *parser,
					 struct litset *out, const char *line,
					 size_t bytes, struct place place)
{
	struct reader reader = {parser, line, 0,    line_end(line, bytes),
				place,  0,    false};
	*out = (struct litset){0};
	reader_skip_spaces(&reader);
	if (reader.at == reader.end)
		return TEMPLATE_NOTHING;
	reader_choice(&reader, out, '\0');
	if (!reader.failed && reader.at < reader.end)
		reader_fail(&reader, reader.at, "unexpected",
			    "unexpected '%c' in a word list; remove it",
			    reader_peek(&reader));
	if (!reader.failed && litset_optional(out))
		reader_fail(
			&reader, 0, "empty-phrase",
			"this line may stand for nothing at all; put a word "
			"outside [ ]");
	return reader.failed ? TEMPLATE_FAULT : TEMPLATE_READ;
}
