/* SPDX-License-Identifier: MIT */
#include "server/config/config_key.h"

#include "proto/nearest.h"

#include <getopt.h>
#include <string.h>

/* What getopt_long() returns: past every letter, the place in `names`. */
#define LONG_BASE 256

#define OPTIONS_MAX (CONFIG_KEYS_MAX + 8u)

static const struct config_place in_argv = {.from = CONFIG_FROM_FLAG};

/* What getopt_long() wants, keys first and then switches, and what each place
 * stands for. */
struct flags {
	struct option names[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 2];
	char letter_of[OPTIONS_MAX];
	const struct config_key *keys[OPTIONS_MAX]; /* or */
	const struct config_switch *switches[OPTIONS_MAX];
	size_t count, letter_count;
};

static void add_flag(struct flags *flags, const char *name, char letter,
		     bool argument)
{
	flags->names[flags->count] = (struct option){
		.name = name,
		.has_arg = argument ? required_argument : no_argument,
		.val = LONG_BASE + (int)flags->count};
	flags->letter_of[flags->count++] = letter;
	if (!letter)
		return;
	flags->letters[flags->letter_count++] = letter;
	if (argument)
		flags->letters[flags->letter_count++] = ':';
}

static void make_flags(struct flags *flags)
{
	size_t count;
	const struct config_key *keys = config_keys(&count);

	*flags = (struct flags){.letters = ":", .letter_count = 1};
	for (size_t i = 0; i < count; i++) {
		if (keys[i].type == CONFIG_SECRET)
			continue; /* ps shows a command line to everybody */
		flags->keys[flags->count] = &keys[i];
		add_flag(flags, keys[i].name, keys[i].letter, true);
	}
	const struct config_switch *switches = config_switches(&count);
	for (size_t i = 0; i < count; i++) {
		flags->switches[flags->count] = &switches[i];
		add_flag(flags, switches[i].name, switches[i].letter,
			 switches[i].argument != NULL);
	}
}

/* The place of what getopt_long() has found; `count` for none. */
static size_t flag_of(const struct flags *flags, int found)
{
	size_t i = 0;

	if (found >= LONG_BASE)
		return (size_t)(found - LONG_BASE);
	while (i < flags->count && flags->letter_of[i] != found)
		i++;
	return i;
}

static void set_key(struct config_reader *reader, const struct config_key *key,
		    const char *value)
{
	if (key->type != CONFIG_LIST) {
		config_set_text(reader, key, value, in_argv);
		return;
	}
	struct config_list list =
		config_list_begin(reader, key, CONFIG_FROM_FLAG);
	config_list_add(reader, key, &list, value, strlen(value), in_argv);
	config_list_store(reader, key, &list, in_argv);
}

static void set_manual(struct config_reader *reader, const char *form)
{
	if (strcmp(form, "man") != 0 && strcmp(form, "bash") != 0 &&
	    strcmp(form, "zsh") != 0) {
		config_fault_at(reader, "--manual", in_argv,
				"'%s' is not man, bash or zsh", form);
		return;
	}
	reader->config->task = CONFIG_MANUAL;
	reader->config->manual_form = form;
}

static void set_switch(struct config_reader *reader, enum config_switch_id id,
		       const char *value)
{
	struct config *config = reader->config;

	switch (id) {
	case CONFIG_SWITCH_FILE:
		reader->file = value;
		break;
	case CONFIG_SWITCH_VERBOSE:
		set_key(reader, config_key_find("log-level"), "debug");
		break;
	case CONFIG_SWITCH_PRINT:
		config->task = CONFIG_PRINT;
		break;
	case CONFIG_SWITCH_SAMPLE:
		config->task = CONFIG_SAMPLE;
		break;
	case CONFIG_SWITCH_MANUAL:
		set_manual(reader, value);
		break;
	case CONFIG_SWITCH_HELP:
		config->task = CONFIG_HELP;
		break;
	case CONFIG_SWITCH_VERSION:
		config->task = CONFIG_VERSION;
		break;
	}
}

/* "--prot=80" -> "--prot": a value may be something not to be repeated. */
static void flag_word(const char *word, char out[CONFIG_NAME_BYTES])
{
	snprintf(out, CONFIG_NAME_BYTES, "%s", word);
	if (word[0] == '-' && word[1] == '-')
		out[strcspn(out, "=")] = '\0';
}

/* `meant` may be NULL. */
static void no_such_flag(struct config_reader *reader, const char *flag,
			 const char *meant)
{
	config_fault_at(reader, flag, in_argv, "there is no such flag%s%s%s",
			meant ? ", did you mean '--" : "", meant ? meant : "",
			meant ? "'?" : "");
}

static const char *nearest_name(const struct flags *flags, const char *flag)
{
	struct nearest nearest;

	nearest_init(&nearest, flag + strlen("--"));
	for (size_t i = 0; i < flags->count; i++)
		if (!flags->switches[i] || flags->switches[i]->help)
			nearest_offer(&nearest, flags->names[i].name);
	return nearest.best;
}

/* getopt_long() has returned '?' or ':' on this word. */
static void report_flag(struct config_reader *reader, const struct flags *flags,
			int found, const char *word)
{
	size_t place = flag_of(flags, optopt);
	char flag[CONFIG_NAME_BYTES], letter[3] = {'-', (char)optopt, '\0'};

	flag_word(word, flag);
	if (optopt == 0)
		no_such_flag(reader, flag, nearest_name(flags, flag));
	else if (place == flags->count)
		no_such_flag(reader, letter, NULL);
	else
		config_fault_at(reader, flag, in_argv,
				found == ':' ? "'--%s' wants a value"
					     : "'--%s' takes no value",
				flags->names[place].name);
}

/* getopt_long() takes "--state-key=5ec2e7" for --state-key-file. True when the
 * name stands there in full, or is a letter. */
static bool in_full(struct config_reader *reader, const struct flags *flags,
		    int found, char *const *argv)
{
	bool apart = optarg && optarg == argv[optind - 1];
	char flag[CONFIG_NAME_BYTES];
	const char *name;

	if (found < LONG_BASE)
		return true;
	flag_word(argv[optind - (apart ? 2 : 1)], flag);
	name = flags->names[flag_of(flags, found)].name;
	if (strcmp(flag + strlen("--"), name) == 0)
		return true;
	no_such_flag(reader, flag, name);
	return false;
}

static void take_flag(struct config_reader *reader, const struct flags *flags,
		      int found, char *const *argv)
{
	size_t place = flag_of(flags, found);

	if (found == '?' || found == ':')
		report_flag(reader, flags, found, argv[optind - 1]);
	else if (!in_full(reader, flags, found, argv))
		return;
	else if (flags->keys[place])
		set_key(reader, flags->keys[place], optarg);
	else
		set_switch(reader, flags->switches[place]->id, optarg);
}

static bool reads_on(const struct config *config)
{
	return config->task == CONFIG_SERVE || config->task == CONFIG_PRINT;
}

void config_argv_read(struct config_reader *reader, int argc, char **argv)
{
	struct flags flags;
	int found = 0;

	make_flags(&flags);
	optind = 0; /* glibc: from the beginning, also a second time */
	opterr = 0;
	while (reads_on(reader->config) &&
	       (found = getopt_long(argc, argv, flags.letters, flags.names,
				    NULL)) != -1)
		take_flag(reader, &flags, found, argv);
	for (; found == -1 && optind < argc; optind++)
		config_fault_at(reader, argv[optind], in_argv,
				"no argument is expected here");
}
