/* SPDX-License-Identifier: MIT */
#include "cli/help.h"

#include "proto/manual.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static_assert(OPTIONS_OF_COMMAND_MAX <= MANUAL_OPTIONS_MAX,
	      "a command's options fit into the manual");

static void heading(const struct term *out, const char *text)
{
	fputc('\n', out->file);
	term_styled(out, TERM_BOLD, text);
	fputc('\n', out->file);
}

void help_all(const struct help *help, const struct term *out)
{
	term_styled(out, TERM_BOLD, "faqctl");
	fputs(": ask, check and test a FAQ bot\n", out->file);
	heading(out, "Usage");
	fputs("  faqctl COMMAND [OPTION]... [WORD]...\n", out->file);
	heading(out, "Commands");
	for (size_t i = 0; i < help->count; i++) {
		term_spaces(out, 2);
		term_style(out, TERM_BLUE);
		term_cell(out, help->commands[i]->name, 12);
		term_style(out, TERM_PLAIN);
		term_wrap(out, help->commands[i]->summary, 14, 14);
	}
	heading(out, "More");
	fputs("  faqctl help COMMAND   its options and examples\n"
	      "  faqctl --version      the version\n",
	      out->file);
	heading(out, "Exit codes");
	fputs("  0 all is well   1 something was found   2 the command line"
	      " is wrong\n  3 could not run\n",
	      out->file);
}

static struct manual_option option_of(const struct option_spec *spec)
{
	bool when = spec->argument && strcmp(spec->argument, "WHEN") == 0;
	return (struct manual_option){.letter = spec->letter,
				      .name = spec->name,
				      .argument = spec->argument,
				      .help = spec->help,
				      .values = when ? "auto always never"
						     : NULL};
}

static void help_option(const struct term *out, enum option_id id)
{
	const struct option_spec *spec = options_spec(id);
	const struct manual_option option = option_of(spec);
	char name[64];

	manual_option_text(&option, name, sizeof(name));
	term_spaces(out, 2);
	term_style(out, TERM_BLUE);
	term_cell(out, name, 27);
	term_style(out, TERM_PLAIN);
	term_wrap(out, spec->help, 29, 29);
}

void help_command(const struct command *command, const struct term *out)
{
	term_styled(out, TERM_BOLD, "faqctl ");
	term_styled(out, TERM_BOLD, command->name);
	fprintf(out->file, ": %s\n", command->summary);
	heading(out, "Usage");
	fprintf(out->file, "  faqctl %s [OPTION]...%s%s\n\n", command->name,
		command->operands[0] ? " " : "", command->operands);
	term_wrap(out, command->about, 2, 0);
	heading(out, "Options");
	for (size_t i = 0; command->options[i] != OPTION_END; i++)
		help_option(out, command->options[i]);
	heading(out, "Examples");
	term_wrap(out, command->examples, 2, 0);
}

static void fill(struct manual_command *out, const struct command *command)
{
	*out = (struct manual_command){.name = command->name,
				       .operands = command->operands,
				       .summary = command->summary,
				       .about = command->about,
				       .examples = command->examples};
	for (size_t i = 0; command->options[i] != OPTION_END; i++)
		out->option[out->option_count++] =
			option_of(options_spec(command->options[i]));
}

bool help_write(const struct help *help, const char *form, FILE *file)
{
	struct manual manual = {
		.name = "faqctl",
		.section = "1",
		.version = FAQCTL_VERSION,
		.summary = "ask, check and test a FAQ bot",
		.about = "faqctl works on a content folder with the very "
			 "engine that faqd(8) runs. faqd.content(5) says how "
			 "a content is written.",
		.exits = "0 all is well\n1 something was found\n"
			 "2 the command line is wrong\n3 could not run\n",
		.see = "faqd(8), faqd.content(5)"};
	struct manual_command *commands =
		calloc(help->count, sizeof(*commands));
	bool good = commands && strncmp(form, "--", 2) == 0;

	for (size_t i = 0; good && i < help->count; i++)
		fill(&commands[i], help->commands[i]);
	manual.command = commands;
	manual.command_count = help->count;
	good = good && manual_write(file, &manual, form + 2);
	free(commands);
	return good;
}
