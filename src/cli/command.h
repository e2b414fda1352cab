/* SPDX-License-Identifier: MIT */
/*
 * command.h: what a subcommand of faqctl is. main.c holds the table; each
 * cmd_X.c gives one.
 */
#ifndef FAQ_COMMAND_H
#define FAQ_COMMAND_H

#include "cli/options.h"

#define FAQCTL_VERSION "0.1.0"

enum exit_code {
	EXIT_GOOD = 0,
	EXIT_FINDINGS = 1, /* it ran and found something wrong */
	EXIT_USAGE = 2,    /* the command line makes no sense */
	EXIT_CANNOT = 3    /* it could not run: no such file, no memory */
};

struct command {
	const char *name;
	const char *operands; /* "[QUESTION]", or "" */
	const char *summary;  /* one line */
	const char *about;    /* paragraphs */
	const char *examples; /* lines, each a command */
	enum option_id options[OPTIONS_OF_COMMAND_MAX];
	/* Results go to `out`, complaints to `err`. */
	enum exit_code (*run)(const struct options *options,
			      const struct term *out, const struct term *err);
};

extern const struct command cmd_ask, cmd_check, cmd_test, cmd_patterns,
	cmd_redact, cmd_bench, cmd_import, cmd_new, cmd_accept, cmd_export,
	cmd_diff, cmd_stats, cmd_reload, cmd_erase, cmd_key, cmd_report,
	cmd_outbox, cmd_desk, cmd_store;

#endif
