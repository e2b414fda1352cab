/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "cli/command.h"
#include "proto/nearest.h"

#include <getopt.h>
#include <string.h>

/* What getopt_long returns for a long option: past every letter. */
#define LONG_BASE 1000

#define AT(member) offsetof(struct options, member)

/* By id, so that every id has one. */
static const struct option_spec specs[] = {
	[OPTION_CONTENT] = {'C', "content", "FOLDER",
			    "the content folder (default: intents)",
			    AT(content)},
	[OPTION_LANGUAGE] = {'l', "language", "LANG",
			     "the language (default: the content's first)",
			     AT(language)},
	[OPTION_TESTS] = {'T', "tests", "FOLDER",
			  "the tests' folder (default: tests)", AT(tests)},
	[OPTION_EXPLAIN] = {'e', "explain", NULL,
			    "say why the answer came out so", AT(explain)},
	[OPTION_JSON] = {'j', "json", NULL, "write JSON", AT(json)},
	[OPTION_JSONL] = {0, "jsonl", "FILE", "rows of JSON; - reads stdin",
			  AT(jsonl)},
	[OPTION_INTENT] = {'i', "intent", "ID",
			   "only this intent, or those that begin so",
			   AT(intent)},
	[OPTION_FILE] = {'f', "file", "PART",
			 "only files whose name holds this", AT(file)},
	[OPTION_TAP] = {0, "tap", NULL, "write TAP 14", AT(tap)},
	[OPTION_ROUNDS] = {'n', "rounds", "N",
			   "how often to ask every question (default: 20)",
			   AT(rounds)},
	[OPTION_JUNIT] = {0, "junit", "FILE", "write JUnit XML there too",
			  AT(junit)},
	[OPTION_HTML] = {0, "html", "FILE",
			 "write a report for the browser there too", AT(html)},
	[OPTION_MIN_PRECISION] = {0, "min-precision", "SHARE",
				  "fail when fewer of the answers are right "
				  "(0.95 or 95%)",
				  AT(min_precision)},
	[OPTION_MIN_RECALL] = {0, "min-recall", "SHARE",
			       "fail when fewer of the questions that have an "
			       "answer get it",
			       AT(min_recall)},
	[OPTION_MAX_FALSE] = {0, "max-false", "SHARE",
			      "fail when more of the questions without an "
			      "answer get one",
			      AT(max_false)},
	[OPTION_WATCH] = {'w', "watch", NULL,
			  "run again when content or tests change", AT(watch)},
	[OPTION_SERVER] = {0, "server", "URL",
			   "ask a running faqd, as http://127.0.0.1:8080",
			   AT(server)},
	[OPTION_MUTATE] = {'m', "mutate", NULL,
			   "ask variants of every + line and say which of "
			   "them lose the answer",
			   AT(mutate)},
	[OPTION_SEED] = {0, "seed", "N",
			 "another choice of what is left to chance (default: "
			 "1)",
			 AT(seed)},
	[OPTION_MIN_SURVIVAL] = {0, "min-survival", "SHARE",
				 "with --mutate: fail when fewer of the "
				 "variants that must not change the answer "
				 "keep it (default: 90%)",
				 AT(min_survival)},
	[OPTION_FORMAT] = {0, "format", "NAME",
			   "the file's format (default: as it looks)",
			   AT(format)},
	[OPTION_FORCE] = {0, "force", NULL, "overwrite files that exist",
			  AT(force)},
	[OPTION_QUESTIONS] = {'q', "questions", "FILE",
			      "a .test file, rows of JSON with \"text\", or a "
			      "question a line",
			      AT(questions)},
	[OPTION_ALL] = {'a', "all", NULL, "all of them", AT(all)},
	[OPTION_COLOR] = {0, "color", "WHEN",
			  "auto, always or never (default: auto)", AT(color)},
	[OPTION_SARIF] = {0, "sarif", NULL, "write SARIF 2.1.0, for code hosts",
			  AT(sarif)},
	[OPTION_CONTROL] = {0, "control", "FILE",
			    "the socket that faqd listens on, as its own "
			    "--control says",
			    AT(control)},
	[OPTION_PORT] = {'p', "port", "PORT",
			 "the port of the faqd that is meant (default: 8080)",
			 AT(port)},
	[OPTION_DATABASE] = {'d', "database", "FILE",
			     "faqd's database, a file or postgresql://... "
			     "(default: $FAQD_DATABASE)",
			     AT(database)},
	[OPTION_SINCE] = {0, "since", "WHEN",
			  "from there on: 30d, 12h, a date like 2026-11-02, or "
			  "all (default: 30d)",
			  AT(since)},
	[OPTION_UNTIL] = {0, "until", "WHEN",
			  "up to there, a date's day included (default: now)",
			  AT(until)},
	[OPTION_PROPOSE] = {0, "propose", NULL,
			    "write drafts of intents for what had no answer",
			    AT(propose)},
	[OPTION_SCOPE] = {'s', "scope", "SCOPES",
			  "what the key is good for: ask, desk, report, admin; "
			  "several parted by commas",
			  AT(scope)},
	[OPTION_DESKS] = {0, "desks", "FILE",
			  "the desks file, as faqd's own --desks says",
			  AT(desks)},
	[OPTION_EVENTS] = {0, "events", "N",
			   "so many events of a crowd (default: 0)",
			   AT(events)},
	[OPTION_DUPLICATES] = {0, "duplicates", "PERCENT",
			       "events of the crowd that come twice (default: "
			       "20)",
			       AT(duplicates)},
	[OPTION_REORDER] = {0, "reorder", NULL,
			    "some events of the crowd come out of order",
			    AT(reorder)},
	[OPTION_FAILING] = {0, "failing", "PERCENT",
			    "requests of the crowd's answers that the desk "
			    "fails at (default: 30)",
			    AT(failing)},
	[OPTION_RESTARTS] = {0, "restarts", NULL,
			     "faqd may be killed and started meanwhile",
			     AT(restarts)},
	[OPTION_ONLY] = {0, "only", "CHECK", "this check alone", AT(only)},
	[OPTION_TRACE] = {0, "trace", "FILE",
			  "write each event, request and response there",
			  AT(trace)},
	[OPTION_HELP] = {'h', "help", NULL, "show this", AT(help)},
};

const struct option_spec *options_spec(enum option_id id)
{
	return &specs[id];
}

/* The tables that getopt_long wants, made from the command's list. */
struct getopt_tables {
	char letters[2 * OPTIONS_OF_COMMAND_MAX + 3];
	struct option names[OPTIONS_OF_COMMAND_MAX + 1];
};

static void make_tables(struct getopt_tables *tables,
			const struct command *command)
{
	size_t letter = 0, name = 0;

	*tables = (struct getopt_tables){0};
	tables->letters[letter++] = ':';
	for (size_t i = 0; command->options[i] != OPTION_END; i++) {
		const struct option_spec *spec =
			options_spec(command->options[i]);
		tables->names[name++] = (struct option){
			.name = spec->name,
			.has_arg = spec->argument != NULL,
			.val = LONG_BASE + (int)command->options[i]};
		if (!spec->letter)
			continue;
		tables->letters[letter++] = spec->letter;
		if (spec->argument)
			tables->letters[letter++] = ':';
	}
}

static const struct option_spec *spec_of(const struct command *command,
					 int value)
{
	for (size_t i = 0; command->options[i] != OPTION_END; i++) {
		const struct option_spec *spec =
			options_spec(command->options[i]);
		if (value == LONG_BASE + (int)command->options[i] ||
		    value == spec->letter)
			return spec;
	}
	return NULL;
}

static void set_option(struct options *options, const struct option_spec *spec,
		       const char *argument)
{
	char *base = (char *)options;
	const bool yes = true;
	if (spec->argument)
		memcpy(base + spec->offset, &argument, sizeof(argument));
	else
		memcpy(base + spec->offset, &yes, sizeof(yes));
}

static void complain_unknown(const struct command *command, const char *given)
{
	struct nearest nearest;
	char name[64];

	if (given[0] != '-' || given[1] != '-') {
		fprintf(stderr, "faqctl %s: unknown option '%s'", command->name,
			given);
	} else {
		snprintf(name, sizeof(name), "%.*s",
			 (int)strcspn(given + 2, "="), given + 2);
		nearest_init(&nearest, name);
		for (size_t i = 0; command->options[i] != OPTION_END; i++)
			nearest_offer(&nearest,
				      options_spec(command->options[i])->name);
		fprintf(stderr, "faqctl %s: unknown option '--%s'",
			command->name, name);
		if (nearest.best)
			fprintf(stderr, ", did you mean '--%s'?", nearest.best);
	}
	fprintf(stderr, "\ntry 'faqctl help %s'\n", command->name);
}

static bool color_is_known(const struct options *options)
{
	static const char *const words[] = {"auto", "always", "never"};
	for (size_t i = 0; i < 3; i++)
		if (strcmp(options->color, words[i]) == 0)
			return true;
	fprintf(stderr, "faqctl: --color is auto, always or never, not '%s'\n",
		options->color);
	return false;
}

bool options_parse(struct options *options, const struct command *command,
		   int argc, char **argv)
{
	struct getopt_tables tables;
	char letter[3] = "-?";
	int found;

	*options = (struct options){.tests = "tests", .color = "auto"};
	make_tables(&tables, command);
	opterr = 0;
	optind = 1;
	while ((found = getopt_long(argc, argv, tables.letters, tables.names,
				    NULL)) != -1) {
		const struct option_spec *spec = spec_of(command, found);
		if (spec) {
			set_option(options, spec, optarg);
			continue;
		}
		letter[1] = (char)optopt;
		if (found == ':')
			fprintf(stderr, "faqctl %s: '%s' lacks its value\n",
				command->name, argv[optind - 1]);
		else
			complain_unknown(command, optopt > 0 && optopt < 128
							  ? letter
							  : argv[optind - 1]);
		return false;
	}
	options->content_named = options->content != NULL;
	if (!options->content)
		options->content = "intents";
	options->words = argv + optind;
	options->word_count = (size_t)(argc - optind);
	return color_is_known(options);
}

enum term_color options_color(const struct options *options)
{
	if (strcmp(options->color, "always") == 0)
		return TERM_COLOR_ALWAYS;
	return strcmp(options->color, "never") == 0 ? TERM_COLOR_NEVER
						    : TERM_COLOR_AUTO;
}

void options_words(const struct options *options, char *out, size_t size)
{
	size_t at = 0;
	out[0] = '\0';
	for (size_t i = 0; i < options->word_count && at + 1 < size; i++) {
		int wrote = snprintf(out + at, size - at, "%s%s", i ? " " : "",
				     options->words[i]);
		if (wrote < 0)
			return;
		at += (size_t)wrote;
	}
}
