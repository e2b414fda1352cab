/* SPDX-License-Identifier: MIT */
/*
 * options.h: the command line. One table holds every option of every command:
 * parsing, help (and later man pages and completion) read it.
 */
#ifndef FAQ_OPTIONS_H
#define FAQ_OPTIONS_H

#include "cli/term.h"

enum option_id {
	OPTION_END, /* ends a command's list */
	OPTION_CONTENT,
	OPTION_LANGUAGE,
	OPTION_TESTS,
	OPTION_EXPLAIN,
	OPTION_JSON,
	OPTION_JSONL,
	OPTION_INTENT,
	OPTION_FILE,
	OPTION_TAP,
	OPTION_ROUNDS,
	OPTION_JUNIT,
	OPTION_HTML,
	OPTION_MIN_PRECISION,
	OPTION_MIN_RECALL,
	OPTION_MAX_FALSE,
	OPTION_WATCH,
	OPTION_SERVER,
	OPTION_MUTATE,
	OPTION_SEED,
	OPTION_MIN_SURVIVAL,
	OPTION_FORMAT,
	OPTION_FORCE,
	OPTION_QUESTIONS,
	OPTION_ALL,
	OPTION_COLOR,
	OPTION_SARIF,
	OPTION_CONTROL,
	OPTION_PORT,
	OPTION_DATABASE,
	OPTION_SINCE,
	OPTION_UNTIL,
	OPTION_PROPOSE,
	OPTION_SCOPE,
	OPTION_DESKS,
	OPTION_EVENTS,
	OPTION_DUPLICATES,
	OPTION_REORDER,
	OPTION_FAILING,
	OPTION_RESTARTS,
	OPTION_ONLY,
	OPTION_TRACE,
	OPTION_HELP
};

#define OPTIONS_OF_COMMAND_MAX 24u

/* What the command line said; strings point into argv. */
struct options {
	const char *content;  /* the folder, "intents" */
	bool content_named;   /* said with -C */
	const char *language; /* NULL: the content's first */
	const char *tests;    /* the folder, "tests" */
	const char *jsonl;    /* a file, "-" for stdin, or NULL */
	const char *intent;   /* an id or the start of one, or NULL */
	const char *file;     /* part of a file's name, or NULL */
	const char *color;    /* auto, always or never */
	const char *rounds;   /* a number, or NULL */
	bool explain, json, tap, help;
	const char *junit, *html; /* files to write, or NULL */
	/* Shares like "0.95" or "95%", or NULL. */
	const char *min_precision, *min_recall, *max_false, *min_survival;
	const char *server; /* a URL, or NULL */
	const char *seed;   /* a number, or NULL */
	bool watch, mutate, sarif;
	const char *format;    /* of a file, or NULL */
	const char *questions; /* a file, or NULL */
	bool force, all;
	const char *control, *port; /* a path, a number, or NULL */
	const char *database;       /* a file, or NULL */
	const char *since, *until;  /* see period.h, or NULL */
	const char *scope;          /* names parted by commas, or NULL */
	bool propose;
	const char *desks; /* a file, or NULL */
	/* Numbers, a check's name, a file to write, or NULL. */
	const char *events, *duplicates, *failing, *only, *trace;
	bool reorder, restarts;
	char **words; /* what is no option */
	size_t word_count;
};

struct option_spec {
	char letter; /* 0: has only the long form */
	const char *name;
	const char *argument; /* how help calls it; NULL: a switch */
	const char *help;
	size_t offset; /* in struct options, of a const char * or a bool */
};

struct command;

const struct option_spec *options_spec(enum option_id id);

/*
 * Reads argv (argv[0] is the command's name). False after a mistake, which is
 * then on stderr with a "did you mean".
 */
bool options_parse(struct options *options, const struct command *command,
		   int argc, char **argv);

/* The value of --color. */
enum term_color options_color(const struct options *options);

/* All words as one text, parted by spaces, cut to `size`. */
void options_words(const struct options *options, char *out, size_t size);

#endif
