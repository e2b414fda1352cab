/* SPDX-License-Identifier: MIT */
/* Completion for bash and zsh. */
#include "proto/manual.h"

#include <string.h>

/* "-C|--content" */
static void put_names(FILE *file, const struct manual_option *option,
		      const char *between)
{
	if (option->letter)
		fprintf(file, "-%c%s", option->letter, between);
	fprintf(file, "--%s", option->name);
}

/* The words that bash offers for the value. */
static void bash_value(FILE *file, const struct manual_option *option)
{
	fputs("\t\t", file);
	put_names(file, option, "|");
	if (option->values)
		fprintf(file, ") words='%s' ;;\n", option->values);
	else if (strcmp(option->argument, "FOLDER") == 0)
		fputs(") kind=-d ;;\n", file);
	else if (strcmp(option->argument, "FILE") == 0)
		fputs(") kind=-f ;;\n", file);
	else
		fputs(") kind='' ;;\n", file);
}

static void bash_command(FILE *file, const struct manual_command *command)
{
	fprintf(file, "\t%s)\n\t\twords='",
		command->name[0] ? command->name : "*");
	for (size_t i = 0; i < command->option_count; i++) {
		put_names(file, &command->option[i], " ");
		fputc(i + 1 < command->option_count ? ' ' : '\'', file);
	}
	fputs("\n\t\tcase $before in\n", file);
	for (size_t i = 0; i < command->option_count; i++)
		if (command->option[i].argument)
			bash_value(file, &command->option[i]);
	fputs("\t\tesac\n\t\t;;\n", file);
}

static void bash_names(FILE *file, const struct manual *manual)
{
	fputs("\tif [ \"$COMP_CWORD\" = 1 ] || "
	      "[ \"${COMP_WORDS[1]}\" = help ]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W '",
	      file);
	for (size_t i = 0; i < manual->command_count; i++)
		fprintf(file, "%s ", manual->command[i].name);
	fputs("help --version' -- \"$now\")\n\t\treturn\n\tfi\n", file);
}

void manual_bash(FILE *file, const struct manual *manual)
{
	bool alone = !manual->command[0].name[0];

	fprintf(file,
		"# bash completion of %s; written by it, do not edit.\n"
		"_%s() {\n\tlocal now=$2 before=$3 words='' kind=-W\n"
		"\tCOMPREPLY=()\n",
		manual->name, manual->name);
	if (!alone)
		bash_names(file, manual);
	fputs("\tcase ${COMP_WORDS[1]} in\n", file);
	for (size_t i = 0; i < manual->command_count; i++)
		bash_command(file, &manual->command[i]);
	fprintf(file,
		"\tesac\n"
		"\tcase $kind in\n"
		"\t-W) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
		"\"$now\") ;;\n"
		"\t-?) mapfile -t COMPREPLY < <(compgen \"$kind\" -- "
		"\"$now\") ;;\n"
		"\tesac\n}\ncomplete -o filenames -F _%s %s\n",
		manual->name, manual->name);
}

/* Inside '...[ ]': what zsh would take for its own is escaped. */
static void zsh_text(FILE *file, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", file);
		else if (strchr("[]:\\", *text))
			fprintf(file, "\\%c", *text);
		else
			fputc(*text, file);
	}
}

/* '(-C --content)'{-C,--content}'[help]:FOLDER:_files -/' */
static void zsh_option(FILE *file, const struct manual_option *option)
{
	fputs(" \\\n\t\t\t", file);
	if (option->letter)
		fprintf(file, "'(-%c --%s)'{-%c,--%s}'", option->letter,
			option->name, option->letter, option->name);
	else
		fprintf(file, "'--%s", option->name);
	fputc('[', file);
	zsh_text(file, option->help);
	fputc(']', file);
	if (option->argument) {
		fprintf(file, ":%s:", option->argument);
		if (option->values)
			fprintf(file, "(%s)", option->values);
		else if (strcmp(option->argument, "FOLDER") == 0)
			fputs("_files -/", file);
		else if (strcmp(option->argument, "FILE") == 0)
			fputs("_files", file);
	}
	fputc('\'', file);
}

static void zsh_command(FILE *file, const struct manual_command *command)
{
	fprintf(file, "\t%s)\n\t\t_arguments -s",
		command->name[0] ? command->name : "*");
	for (size_t i = 0; i < command->option_count; i++)
		zsh_option(file, &command->option[i]);
	fputs(" \\\n\t\t\t'*:word:_files'\n\t\t;;\n", file);
}

static void zsh_names(FILE *file, const struct manual *manual)
{
	fputs("\tif (( CURRENT == 2 )); then\n\t\tlocal -a commands=(", file);
	for (size_t i = 0; i < manual->command_count; i++) {
		fprintf(file, "\n\t\t\t'%s:", manual->command[i].name);
		zsh_text(file, manual->command[i].summary);
		fputc('\'', file);
	}
	fputs("\n\t\t\t'help:show the options of a command'\n\t\t)\n"
	      "\t\t_describe command commands\n\t\treturn\n\tfi\n"
	      "\tlocal command=$words[2]\n\tshift words\n"
	      "\t(( CURRENT-- ))\n",
	      file);
}

void manual_zsh(FILE *file, const struct manual *manual)
{
	bool alone = !manual->command[0].name[0];

	fprintf(file, "#compdef %s\n# written by %s, do not edit.\n_%s() {\n",
		manual->name, manual->name, manual->name);
	if (alone)
		fputs("\tlocal command=\n", file);
	else
		zsh_names(file, manual);
	fputs("\tcase $command in\n", file);
	for (size_t i = 0; i < manual->command_count; i++)
		zsh_command(file, &manual->command[i]);
	fprintf(file, "\tesac\n}\n_%s \"$@\"\n", manual->name);
}
