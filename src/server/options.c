/* SPDX-License-Identifier: MIT */
#include "server/options.h"

#include "proto/manual.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What getopt_long returns for an option without a letter: past any. */
enum {
	OPTION_CONNECTIONS = 256,
	OPTION_TIMEOUT,
	OPTION_PING,
	OPTION_MANUAL
};

/* The one table: getopt_long, --help, faqd(8) and completion read it. */
static const struct manual_command command = {
	.name = "",
	.examples = "faqd --content intents --port 8080\n"
		    "faqd -p 0 -o https://example.com",
	.option =
		{
			{'c', "content", "FOLDER",
			 "what to answer from [intents]", NULL},
			{'l', "language", "TAG",
			 "its language [the first of site.json]", NULL},
			{'a', "address", "ADDRESS",
			 "numeric address to listen on [127.0.0.1]", NULL},
			{'p', "port", "PORT", "0 takes a free one [8080]",
			 NULL},
			{'o', "origin", "ORIGIN",
			 "a web page elsewhere that may chat here, as "
			 "https://example.com; up to 16 times",
			 NULL},
			{0, "connections", "N",
			 "at most so many at once, 1-65536 [1000]", NULL},
			{0, "timeout", "SECONDS",
			 "for a request to come in whole, 1-600 [10]", NULL},
			{0, "ping", "SECONDS",
			 "a chat silent for so long is asked for a sign of "
			 "life, "
			 "1-3600 [60]",
			 NULL},
			{'v', "verbose", NULL,
			 "a line for each question: its length and verdict, "
			 "never its "
			 "text",
			 NULL},
			{'h', "help", NULL, "this text", NULL},
			{'V', "version", NULL, "the version", NULL},
		},
	.option_count = 11,
};

static const struct manual manual = {
	.name = "faqd",
	.section = "8",
	.version = FAQD_VERSION,
	.summary = "answer questions about a content folder",
	.about = "Answers on a web page, over a WebSocket (/v1/chat) and over "
		 "HTTP (POST /v1/ask).\n\n"
		 "The content is read and checked before the first visitor is "
		 "let in; faqd.content(5) says how it is written.",
	.exits = "0 after SIGTERM or SIGINT\n1 failed\n2 wrong usage\n"
		 "3 cannot start\n",
	.see = "faqctl(1), faqd.content(5)",
	.command = &command,
	.command_count = 1,
};

/* By place in the table: what stands for those without a letter. */
static int value_of(const struct manual_option *option)
{
	static const struct {
		const char *name;
		int value;
	} values[] = {{"connections", OPTION_CONNECTIONS},
		      {"timeout", OPTION_TIMEOUT},
		      {"ping", OPTION_PING}};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(values[i].name, option->name) == 0)
			return values[i].value;
	return option->letter;
}

struct tables {
	char letters[2 * MANUAL_OPTIONS_MAX + 1];
	struct option names[MANUAL_OPTIONS_MAX + 2];
};

/* What getopt_long wants. --manual FORM is the build's and not in the help. */
static void make_tables(struct tables *tables)
{
	const struct manual_command *all = manual.command;
	size_t letter = 0, i;

	memset(tables, 0, sizeof(*tables));
	for (i = 0; i < all->option_count; i++) {
		const struct manual_option *option = &all->option[i];
		tables->names[i] = (struct option){
			.name = option->name,
			.has_arg = option->argument ? required_argument
						    : no_argument,
			.val = value_of(option)};
		if (!option->letter)
			continue;
		tables->letters[letter++] = option->letter;
		if (option->argument)
			tables->letters[letter++] = ':';
	}
	tables->names[i] = (struct option){.name = "manual",
					   .has_arg = required_argument,
					   .val = OPTION_MANUAL};
}

static void print_usage(void)
{
	fputs("usage: faqd [option ...]\n\n", stdout);
	manual_help(stdout, &manual);
	fputs("\nExit status: 0 after SIGTERM or SIGINT, 1 failed, 2 wrong "
	      "usage,\n3 cannot start.\n",
	      stdout);
}

static enum options_result bad(const char *what, const char *value,
			       const char *cause)
{
	fprintf(stderr, "faqd: bad %s '%s': %s\n", what, value, cause);
	return OPTIONS_BAD;
}

static bool parse_number(const char *text, unsigned long min, unsigned long max,
			 unsigned long *out)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 6 || text[digits])
		return false;
	*out = strtoul(text, NULL, 10);
	return *out >= min && *out <= max;
}

static enum options_result set_number(unsigned *out, const char *what,
				      const char *value, unsigned long max,
				      const char *range)
{
	unsigned long n;

	if (!parse_number(value, 1, max, &n))
		return bad(what, value, range);
	*out = (unsigned)n;
	return OPTIONS_RUN;
}

static enum options_result set_connections(struct options *options,
					   const char *value)
{
	unsigned long n;

	if (!parse_number(value, 1, 65536, &n))
		return bad("--connections", value, "not in 1-65536");
	options->connections = n;
	return OPTIONS_RUN;
}

static enum options_result set_port(struct options *options, const char *value)
{
	unsigned long n;

	if (!parse_number(value, 0, 65535, &n))
		return bad("--port", value, "not in 0-65535");
	options->port = value;
	return OPTIONS_RUN;
}

static enum options_result add_origin(struct options *options,
				      const char *value)
{
	struct origins *origins = &options->origins;

	if (!origin_valid(value))
		return bad("--origin", value, "not like https://example.com");
	if (origins->count == ORIGINS_MAX)
		return bad("--origin", value, "there are 16 already");
	origins->item[origins->count++] = value;
	return OPTIONS_RUN;
}

static enum options_result set_option(struct options *options, int option,
				      const char *value)
{
	switch (option) {
	case 'c':
		options->content = value;
		return OPTIONS_RUN;
	case 'l':
		options->language = value;
		return OPTIONS_RUN;
	case 'a':
		options->address = value;
		return OPTIONS_RUN;
	case 'p':
		return set_port(options, value);
	case 'o':
		return add_origin(options, value);
	case OPTION_CONNECTIONS:
		return set_connections(options, value);
	case OPTION_TIMEOUT:
		return set_number(&options->timeout_seconds, "--timeout", value,
				  600, "not in 1-600");
	case OPTION_PING:
		return set_number(&options->ping_seconds, "--ping", value, 3600,
				  "not in 1-3600");
	case 'v':
		options->verbose = true;
		return OPTIONS_RUN;
	case 'h':
		print_usage();
		return OPTIONS_DONE;
	case OPTION_MANUAL:
		if (manual_write(stdout, &manual, value))
			return OPTIONS_DONE;
		return bad("--manual", value, "not man, bash or zsh");
	case 'V':
		puts("faqd " FAQD_VERSION);
		return OPTIONS_DONE;
	default: /* getopt has said what is wrong */
		fputs("faqd: see 'faqd --help'\n", stderr);
		return OPTIONS_BAD;
	}
}

enum options_result options_parse(struct options *options, int argc,
				  char **argv)
{
	enum options_result result = OPTIONS_RUN;
	struct tables tables;
	int option;

	make_tables(&tables);
	memset(options, 0, sizeof(*options));
	options->content = "intents";
	options->address = "127.0.0.1";
	options->port = "8080";
	options->connections = 1000;
	options->timeout_seconds = 10;
	options->ping_seconds = 60;
	while (result == OPTIONS_RUN &&
	       (option = getopt_long(argc, argv, tables.letters, tables.names,
				     NULL)) != -1)
		result = set_option(options, option, optarg);
	if (result == OPTIONS_RUN && optind < argc)
		return bad("argument", argv[optind], "none is expected");
	return result;
}
