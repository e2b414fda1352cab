/* SPDX-License-Identifier: MIT */
/*
 * faqctl: the harness. Finds the command, reads its options, runs it. Only
 * this file ends the program.
 */
#include "cli/command.h"
#include "proto/nearest.h"

#include <string.h>

static const struct command *const commands[] = {
	&cmd_ask,    &cmd_check,  &cmd_test,   &cmd_patterns,
	&cmd_redact, &cmd_bench,  &cmd_import, &cmd_new,
	&cmd_accept, &cmd_export, &cmd_diff,   &cmd_stats};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

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

static void help_heading(const struct term *out, const char *text)
{
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, text);
	fputc('\n', out->file);
}

static void help_all(const struct term *out)
{
	term_styled(out, TERM_BOLD, "faqctl");
	fputs(": ask, check and test a FAQ bot\n", out->file);
	help_heading(out, "Usage");
	fputs("  faqctl COMMAND [OPTION]... [WORD]...\n", out->file);
	help_heading(out, "Commands");
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		term_spaces(out, 2);
		term_style(out, TERM_BLUE);
		term_cell(out, commands[i]->name, 12);
		term_style(out, TERM_PLAIN);
		term_wrap(out, commands[i]->summary, 14, 14);
	}
	help_heading(out, "More");
	fputs("  faqctl help COMMAND   its options and examples\n"
	      "  faqctl --version      the version\n",
	      out->file);
	help_heading(out, "Exit codes");
	fputs("  0 all is well   1 something was found   2 the command line"
	      " is wrong\n  3 could not run\n",
	      out->file);
}

static void help_option(const struct term *out, enum option_id id)
{
	const struct option_spec *spec = options_spec(id);
	char name[64];

	if (spec->letter)
		snprintf(name, sizeof(name), "-%c, --%s%s%s", spec->letter,
			 spec->name, spec->argument ? " " : "",
			 spec->argument ? spec->argument : "");
	else
		snprintf(name, sizeof(name), "    --%s%s%s", spec->name,
			 spec->argument ? " " : "",
			 spec->argument ? spec->argument : "");
	term_spaces(out, 2);
	term_style(out, TERM_BLUE);
	term_cell(out, name, 24);
	term_style(out, TERM_PLAIN);
	term_wrap(out, spec->help, 26, 26);
}

static void help_command(const struct term *out, const struct command *command)
{
	term_styled(out, TERM_BOLD, "faqctl ");
	term_styled(out, TERM_BOLD, command->name);
	fprintf(out->file, ": %s\n", command->summary);
	help_heading(out, "Usage");
	fprintf(out->file, "  faqctl %s [OPTION]...%s%s\n\n", command->name,
		command->operands[0] ? " " : "", command->operands);
	term_wrap(out, command->about, 2, 0);
	help_heading(out, "Options");
	for (size_t i = 0; command->options[i] != OPTION_END; i++)
		help_option(out, command->options[i]);
	help_heading(out, "Examples");
	term_wrap(out, command->examples, 2, 0);
}

/* faqctl help [COMMAND] */
static enum exit_code run_help(const char *name)
{
	struct term out;
	term_init(&out, stdout, TERM_COLOR_AUTO);
	if (!name) {
		help_all(&out);
		return EXIT_GOOD;
	}
	const struct command *command = find_command(name);
	if (!command)
		return unknown_command(name);
	help_command(&out, command);
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
