/* SPDX-License-Identifier: MIT */
#include "server/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: faqd [option ...]\n"
	"\n"
	"Answers questions about a content folder, on a web page, over a\n"
	"WebSocket (/v1/chat) and over HTTP (POST /v1/ask).\n"
	"\n"
	"  -c, --content FOLDER   what to answer from [intents]\n"
	"  -l, --language TAG     its language [the first of site.json]\n"
	"  -a, --address ADDRESS  numeric address to listen on [127.0.0.1]\n"
	"  -p, --port PORT        0 takes a free one [8080]\n"
	"  -o, --origin ORIGIN    a web page elsewhere that may chat here, as\n"
	"                         https://example.com; up to 16 times\n"
	"      --connections N    at most so many at once, 1-65536 [1000]\n"
	"      --timeout SECONDS  for a request to come in whole, 1-600 [10]\n"
	"      --ping SECONDS     a chat silent for so long is asked for a "
	"sign\n"
	"                         of life, 1-3600 [60]\n"
	"  -v, --verbose          a line for each question: its length and\n"
	"                         verdict, never its text\n"
	"  -h, --help             this text\n"
	"  -V, --version          the version\n"
	"\n"
	"Exit status: 0 after SIGTERM or SIGINT, 1 failed, 2 wrong usage,\n"
	"3 cannot start.\n";

enum {
	OPTION_CONNECTIONS = 256,
	OPTION_TIMEOUT,
	OPTION_PING
};

static const struct option table[] = {
	{"content", required_argument, NULL, 'c'},
	{"language", required_argument, NULL, 'l'},
	{"address", required_argument, NULL, 'a'},
	{"port", required_argument, NULL, 'p'},
	{"origin", required_argument, NULL, 'o'},
	{"connections", required_argument, NULL, OPTION_CONNECTIONS},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"ping", required_argument, NULL, OPTION_PING},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

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
		fputs(usage, stdout);
		return OPTIONS_DONE;
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
	int option;

	memset(options, 0, sizeof(*options));
	options->content = "intents";
	options->address = "127.0.0.1";
	options->port = "8080";
	options->connections = 1000;
	options->timeout_seconds = 10;
	options->ping_seconds = 60;
	while (result == OPTIONS_RUN &&
	       (option = getopt_long(argc, argv, "c:l:a:p:o:vhV", table,
				     NULL)) != -1)
		result = set_option(options, option, optarg);
	if (result == OPTIONS_RUN && optind < argc)
		return bad("argument", argv[optind], "none is expected");
	return result;
}
