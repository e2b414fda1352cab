/* SPDX-License-Identifier: MIT */
/*
 * reader.h: the small parts of a template's line: words, quotes, gaps, lists
 * and brackets. template.c puts them together; see template.h for the grammar.
 * The first fault of a line is reported and ends its reading.
 */
#ifndef FAQ_READER_H
#define FAQ_READER_H

#include "template.h"

/* A reader at `at` in one line. Its first fault ends the line. */
struct reader {
	const struct template_parser *parser;
	const char *line;
	size_t at, end;
	struct place place; /* of the line's first byte */
	unsigned depth;
	bool failed;
};

__attribute__((format(printf, 4, 5))) void reader_fail(struct reader *reader,
						       size_t at,
						       const char *code,
						       const char *format, ...);
void reader_fail_nomem(struct reader *reader);
/* Reports what kept a set from being made. */
void reader_check(struct reader *reader, size_t at, enum litset_status status);

/* The byte at hand, NUL behind the last one. */
char reader_peek(const struct reader *reader);
void reader_skip_spaces(struct reader *reader);
/* True for a byte that ends a run of plain words. */
bool reader_special(char c);

/* Plain words from here on; `exact` keeps their forms. Returns how many. */
size_t reader_run(struct reader *reader, bool exact, symbol *symbols);
/* At '"': words in these very forms. */
size_t reader_quoted(struct reader *reader, symbol *symbols);
/* At '*': the words that the gap may stand for. */
unsigned reader_gap(struct reader *reader);
/* At '{': a list, or a slot and its list. */
void reader_list(struct reader *reader, struct template_item *item);
/* At '(' or '[': the set of its alternatives. */
void reader_group(struct reader *reader, struct template_item *item);
/* Alternatives up to `close`. */
void reader_choice(struct reader *reader, struct litset *out, char close);
/* The set of one phrase. */
void reader_item(struct reader *reader, struct template_item *item,
		 const symbol *symbols, size_t count);

#endif
