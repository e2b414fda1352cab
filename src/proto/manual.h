/* SPDX-License-Identifier: MIT */
/*
 * manual.h: the table of a program's options as --help, as a man page and as
 * completion for bash and zsh, so that they can't drift apart.
 */
#ifndef FAQ_MANUAL_H
#define FAQ_MANUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct manual_option {
	char letter; /* 0: has only the long form */
	const char *name;
	/* How help calls its value; NULL: a switch. FILE and FOLDER complete
	 * to those. */
	const char *argument;
	const char *help;
	const char *values; /* what the value may be, parted by blanks; NULL */
	const char *group;  /* heads this option and those after it; NULL */
};

#define MANUAL_OPTIONS_MAX 80u

struct manual_command {
	const char *name, *operands, *summary;
	const char *about;    /* paragraphs, parted by an empty line */
	const char *examples; /* lines, each a command */
	struct manual_option option[MANUAL_OPTIONS_MAX];
	size_t option_count;
};

/* A section of a man page that explains words one by one. */
struct manual_section {
	const char *title;
	const char *terms; /* a line each: "TERM|what it means" */
};

/* All strings are static; none is NULL. */
struct manual {
	const char *name, *section, *version, *summary, *about;
	/* Of a program without commands: one, named "". */
	const struct manual_command *command;
	size_t command_count;
	const char *exits;                  /* a line each: "0 all is well" */
	const struct manual_section *extra; /* behind the exits */
	size_t extra_count;
	const char *see; /* "faqd(8), ..." */
};

/* "-C, --content FOLDER"; the long form stands in a column. */
void manual_option_text(const struct manual_option *option, char *out,
			size_t size);

/* What it is about and its options, in 80 columns; for a program without
 * commands. */
void manual_help(FILE *file, const struct manual *manual);

/* In man(7) macros. */
void manual_roff(FILE *file, const struct manual *manual);
void manual_bash(FILE *file, const struct manual *manual);
void manual_zsh(FILE *file, const struct manual *manual);

/* The one that `form` names: man, bash or zsh. False for another word. */
bool manual_write(FILE *file, const struct manual *manual, const char *form);

#endif
