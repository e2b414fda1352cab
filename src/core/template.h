/* SPDX-License-Identifier: MIT */
/*
 * template.h: a line of an `ask` block -> a template.
 *
 * Grammar (intents/README.md shows it by example):
 *
 *	line     = ["- " | "? "] ( "/" regex "/" [" " sequence]
 *	                         | any | sequence )
 *	any      = "<" { ["!"] element } ">"
 *	sequence = ["^"] { element | gap } ["$"]
 *	element  = words | '"' words '"' | "(" choice ")" | "[" choice "]"
 *	         | "{" list "}" | "{" slot "=" list "}"
 *	choice   = inner { "|" inner }
 *	inner    = { element | gap }                   (no slot)
 *	gap      = "*" [digit]
 *
 * Behind a raw regex stand the words that a message must hold for it to be
 * tried at all. " #" begins a comment.
 */
#ifndef FAQ_TEMPLATE_H
#define FAQ_TEMPLATE_H

#include "diag.h"
#include "litset.h"
#include "words.h"

#define TEMPLATE_ITEMS_MAX 24u
#define TEMPLATE_LINE_BYTES 1000u
#define TEMPLATE_DEPTH_MAX 12u
#define TEMPLATE_GAP_DEFAULT 4u

struct template_item {
	struct litset set; /* empty: the item is a gap */
	unsigned gap;      /* up to so many words, or 0 */
	bool negated;      /* "!x": must not be there */
	const char *slot;  /* name to capture as, or NULL */
};

struct template
{
	bool veto, raw, unordered;
	bool asks; /* "? ": ask back when another intent claims it, too */
	bool begins, ends; /* ^ and $ */
	const char *regex; /* of a raw one, without the slashes */
	unsigned regex_column;
	size_t count;
	struct template_item item[TEMPLATE_ITEMS_MAX];
};

/* Where a parser finds word lists: NULL when there is none of that name.
 * Faults of the list itself have been reported already. */
struct template_lists {
	const struct litset *(*find)(void *context, const char *name,
				     struct place from);
	void *context;
};

/* What parsing needs; make one for a build and pass it down. */
struct template_parser {
	struct arena *arena;
	struct vocab *vocab;
	const struct same *same;
	struct template_lists lists;
	struct faults *faults;
	struct text *text;   /* scratch */
	struct words *words; /* scratch */
};

enum template_line {
	TEMPLATE_NOTHING, /* blank or a comment */
	TEMPLATE_READ,
	TEMPLATE_FAULT /* reported */
};

/* One line, of an `ask` block. */
enum template_line template_read(const struct template_parser *parser,
				 struct template *out, const char *line,
				 size_t bytes, struct place place);

/* One line of a `words` block: an inner sequence. */
enum template_line template_read_phrases(const struct template_parser *parser,
					 struct litset *out, const char *line,
					 size_t bytes, struct place place);

/* Plain words, into parser->words, resolved; false when there are none. */
bool template_read_words(const struct template_parser *parser,
			 const char *bytes, size_t size);

#endif
