/* SPDX-License-Identifier: MIT */
/*
 * faqctl: the harness. Finds the command, reads its options, runs it. Only
 * this file ends the program.
 */
#include "cli/help.h"
#include "proto/nearest.h"

#include <string.h>

static const struct command *const commands[] = {
	&cmd_ask,    &cmd_check,  &cmd_test,   &cmd_patterns, &cmd_redact,
	&cmd_bench,  &cmd_import, &cmd_new,    &cmd_accept,   &cmd_export,
	&cmd_diff,   &cmd_stats,  &cmd_reload, &cmd_erase,    &cmd_key,
	&cmd_report, &cmd_outbox, &cmd_desk,   &cmd_store};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static const struct help help = {commands, COMMAND_COUNT};

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static enum exit_code unknown_command(const char *name)
{
	struct nearest nearest;
	nearest_init(&nearest, name);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		nearest_offer(&nearest, commands[i]->name);
	fprintf(stderr, "faqctl: unknown command '%s'", name);
	if (nearest.best)
		fprintf(stderr, ", did you mean '%s'?", nearest.best);
	fputs("\ntry 'faqctl help'\n", stderr);
	return EXIT_USAGE;
}

/* faqctl help [COMMAND] */
static enum exit_code run_help(const char *name)
{
	struct term out;
	term_init(&out, stdout, TERM_COLOR_AUTO);
	if (!name) {
		help_all(&help, &out);
		return EXIT_GOOD;
	}
	if (help_write(&help, name, stdout))
		return EXIT_GOOD;
	const struct command *command = find_command(name);
	if (!command)
		return unknown_command(name);
	help_command(command, &out);
	return EXIT_GOOD;
}

static enum exit_code run_command(const struct command *command, int argc,
				  char **argv)
{
	struct options options;
	struct term out, err;

	if (!options_parse(&options, command, argc, argv))
		return EXIT_USAGE;
	if (options.help)
		return run_help(command->name);
	term_init(&out, stdout, options_color(&options));
	term_init(&err, stderr, options_color(&options));
	enum exit_code code = command->run(&options, &out, &err);
	/* A full disk or a closed pipe must not pass for success. */
	if (fflush(stdout) != 0 && code == EXIT_GOOD)
		code = EXIT_CANNOT;
	return code;
}

static enum exit_code dispatch(int argc, char **argv)
{
	if (argc < 2) {
		run_help(NULL);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0 ||
	    strcmp(argv[1], "version") == 0) {
		puts("faqctl " FAQCTL_VERSION);
		return EXIT_GOOD;
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0)
		return run_help(argc > 2 ? argv[2] : NULL);
	const struct command *command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	return run_command(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	term_locale();
	return (int)dispatch(argc, argv);
}
