/* SPDX-License-Identifier: MIT */
#include "proto/manual.h"

#include <ctype.h>
#include <string.h>

/* When the words of the pages were last gone over. */
#define MANUAL_DATE "2026-11-22"

void manual_option_text(const struct manual_option *option, char *out,
			size_t size)
{
	char letter[8] = "    ";

	if (option->letter)
		snprintf(letter, sizeof(letter), "-%c, ", option->letter);
	snprintf(out, size, "%s--%s%s%s", letter, option->name,
		 option->argument ? " " : "",
		 option->argument ? option->argument : "");
}

/* Words up to column 80, each line from `indent` on. */
static void wrap(FILE *file, const char *text, size_t indent, size_t column)
{
	while (*text) {
		size_t size = strcspn(text, " \n");
		if (column > indent && column + 1 + size > 79) {
			fprintf(file, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', file);
			column++;
		}
		fwrite(text, 1, size, file);
		column += size;
		text += size;
		for (; *text == ' ' || *text == '\n'; text++) {
			if (*text != '\n')
				continue;
			fputc('\n', file);
			column = 0;
		}
	}
	fputc('\n', file);
}

void manual_help(FILE *file, const struct manual *manual)
{
	const size_t indent = 25;
	char name[64];

	wrap(file, manual->about, 0, 0);
	fputc('\n', file);
	for (size_t i = 0; i < manual->command[0].option_count; i++) {
		const struct manual_option *option =
			&manual->command[0].option[i];
		manual_option_text(option, name, sizeof(name));
		if (option->group)
			fprintf(file, "%s%s\n", i ? "\n" : "", option->group);
		int at = fprintf(file, "  %s", name);
		if (at < (int)indent)
			fprintf(file, "%*s", (int)indent - at, "");
		else
			fprintf(file, "\n%*s", (int)indent, "");
		wrap(file, option->help, indent, indent);
	}
}

/* Text of a line: what troff would take for its own is escaped. */
static void put_text(FILE *file, const char *text, size_t size)
{
	if (size && (text[0] == '.' || text[0] == '\''))
		fputs("\\&", file);
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\\')
			fputs("\\e", file);
		else if (text[i] == '-')
			fputs("\\-", file);
		else if (text[i] == '\'')
			fputs("\\(aq", file);
		else
			fputc(text[i], file);
	}
}

static void put(FILE *file, const char *text)
{
	put_text(file, text, strlen(text));
}

/* Each line by itself; an empty one parts paragraphs. */
static void put_lines(FILE *file, const char *text, const char *parted)
{
	while (*text) {
		size_t size = strcspn(text, "\n");
		if (size)
			put_text(file, text, size);
		else
			fputs(parted, file);
		fputc('\n', file);
		text += size + (text[size] == '\n');
	}
}

static void put_option(FILE *file, const struct manual_option *option)
{
	if (option->group) {
		fputs(".SS ", file);
		put(file, option->group);
		fputc('\n', file);
	}
	fputs(".TP\n", file);
	if (option->letter)
		fprintf(file, "\\fB\\-%c\\fR, ", option->letter);
	fputs("\\fB\\-\\-", file);
	put(file, option->name);
	fputs("\\fR", file);
	if (option->argument)
		fprintf(file, " \\fI%s\\fR", option->argument);
	fputc('\n', file);
	put(file, option->help);
	fputc('\n', file);
}

static void put_options(FILE *file, const struct manual_command *command)
{
	for (size_t i = 0; i < command->option_count; i++)
		put_option(file, &command->option[i]);
}

static void put_examples(FILE *file, const char *examples)
{
	if (!examples[0])
		return;
	fputs(".RS 4\n.nf\n", file);
	put_lines(file, examples, "");
	fputs(".fi\n.RE\n", file);
}

static void put_command(FILE *file, const struct manual *manual,
			const struct manual_command *command)
{
	fputs(".SS ", file);
	put(file, command->name);
	fputs("\n\\fB", file);
	put(file, manual->name);
	fputc(' ', file);
	put(file, command->name);
	fputs("\\fR [\\fIOPTION\\fR]... ", file);
	put(file, command->operands);
	fputs("\n.PP\n", file);
	put_lines(file, command->about, ".PP");
	put_options(file, command);
	fputs(".PP\n", file);
	put_examples(file, command->examples);
}

/* Lines of a term, `mark` and what it means. */
static void put_terms(FILE *file, const char *title, const char *terms,
		      const char *mark)
{
	fprintf(file, ".SH %s\n", title);
	while (*terms) {
		size_t size = strcspn(terms, "\n"), term = strcspn(terms, mark);

		fputs(".TP\n.B ", file);
		put_text(file, terms, term);
		fputc('\n', file);
		put_text(file, terms + term + 1, size - term - 1);
		fputc('\n', file);
		terms += size + (terms[size] == '\n');
	}
}

/* A program with commands, or one that is its own. */
static void put_usage(FILE *file, const struct manual *manual, bool alone)
{
	fputs(".SH SYNOPSIS\n.B ", file);
	put(file, manual->name);
	fputs(alone ? "\n[\\fIOPTION\\fR]...\n"
		    : "\n\\fICOMMAND\\fR [\\fIOPTION\\fR]... "
		      "[\\fIWORD\\fR]...\n",
	      file);
	fputs(".SH DESCRIPTION\n", file);
	put_lines(file, manual->about, ".PP");
}

void manual_roff(FILE *file, const struct manual *manual)
{
	bool alone = !manual->command[0].name[0];

	fputs(".TH ", file);
	for (const char *at = manual->name; *at; at++)
		fputc(toupper((unsigned char)*at), file);
	fprintf(file, " %s " MANUAL_DATE " \"faqd %s\" \"faqd\"\n.SH NAME\n",
		manual->section, manual->version);
	put(file, manual->name);
	fputs(" \\- ", file);
	put(file, manual->summary);
	fputc('\n', file);
	put_usage(file, manual, alone);
	fputs(alone ? ".SH OPTIONS\n" : ".SH COMMANDS\n", file);
	for (size_t i = 0; i < manual->command_count; i++) {
		if (alone)
			put_options(file, &manual->command[i]);
		else
			put_command(file, manual, &manual->command[i]);
	}
	if (alone && manual->command[0].examples[0]) {
		fputs(".SH EXAMPLES\n", file);
		put_examples(file, manual->command[0].examples);
	}
	put_terms(file, "EXIT STATUS", manual->exits, " ");
	for (size_t i = 0; i < manual->extra_count; i++)
		put_terms(file, manual->extra[i].title, manual->extra[i].terms,
			  "|");
	fputs(".SH SEE ALSO\n", file);
	put(file, manual->see);
	fputc('\n', file);
}

bool manual_write(FILE *file, const struct manual *manual, const char *form)
{
	if (strcmp(form, "man") == 0)
		manual_roff(file, manual);
	else if (strcmp(form, "bash") == 0)
		manual_bash(file, manual);
	else if (strcmp(form, "zsh") == 0)
		manual_zsh(file, manual);
	else
		return false;
	return true;
}
