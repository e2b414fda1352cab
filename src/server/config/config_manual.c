/* SPDX-License-Identifier: MIT */
/* The table as --help, faqd(8) and completion. */
#include "server/config/config_key.h"

#include "proto/manual.h"
#include "server/version.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char about[] =
	"Answers on a web page, over a WebSocket (/v1/chat) and over HTTP "
	"(POST /v1/ask).\n\n"
	"The content is read and checked before the first visitor is let in; "
	"faqd.content(5) says how it is written.\n\n"
	"A setting is a key of the JSON file that --config or FAQD_CONFIG "
	"names, or a variable, or a flag: {\"limits\": {\"timeout\": 5}}, "
	"FAQD_TIMEOUT=5 and --timeout 5 are one. A variable is stronger than "
	"the file, a flag is stronger than both. A list is repeated as a flag, "
	"parted by commas in a variable; one of a stronger source replaces "
	"the other. A relative path begins at the folder of the file that it "
	"stands in, else at the working folder. The key that signs dialogues "
	"may stand in FAQD_STATE_KEY, never on the command line.";

static const struct manual_section extra[] = {
	{"ENVIRONMENT",
	 "FAQD_...|Each setting: its name in capitals, with '_' for '-'.\n"
	 "FAQD_CONFIG|The settings' file, as --config.\n"
	 "FAQD_STATE_KEY|The key that signs dialogues, in hex, in place of "
	 "--state-key-file.\n"
	 "NO_COLOR|If set, lines on a terminal have no colours.\n"
	 "JOURNAL_STREAM|Says that standard error is the journal's.\n"
	 "NOTIFY_SOCKET, WATCHDOG_USEC|Where and how often systemd is told "
	 "that faqd is ready, reloading, alive, stopping.\n"
	 "LISTEN_FDS, LISTEN_PID, LISTEN_FDNAMES|Listening sockets of "
	 "systemd's: then none is opened at --address and --port.\n"},
	{"FILES",
	 "site.json, LANGUAGE/*.md|In the content folder: what is answered.\n"
	 "DATABASE, DATABASE-wal, DATABASE-shm|What is stored, mode 0600; "
	 "while faqd runs, they are one.\n"
	 "DATABASE.key|The key that signs dialogues, if no other is set; made "
	 "by faqd, mode 0600.\n"
	 "faqd-PORT.sock|Where faqctl reload asks, if --control does not say "
	 "otherwise: in $RUNTIME_DIRECTORY, else in $XDG_RUNTIME_DIR, else in "
	 "/tmp/faqd-UID.\n"},
	{"SIGNALS",
	 "SIGTERM, SIGINT|Ends: takes no more connections, tells chats "
	 "goodbye (1001), lets answers go out for up to --drain seconds, "
	 "writes what is to be stored.\n"
	 "SIGHUP|Reads the content and the certificate again. What has "
	 "faults is refused, and the old one stays.\n"},
};

#define SWITCHES_MAX 16u

static_assert(CONFIG_KEYS_MAX + SWITCHES_MAX <= MANUAL_OPTIONS_MAX,
	      "each setting has its place on the page");

/* What manual.h takes, with the texts that are put together for it. */
struct pages {
	struct manual manual;
	struct manual_command command;
	char help[MANUAL_OPTIONS_MAX][CONFIG_HELP_BYTES];
	char group[MANUAL_OPTIONS_MAX][80];
};

static const char *group_of(struct pages *pages, const char *name)
{
	size_t count, at = pages->command.option_count;
	const struct config_section *sections = config_sections(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(sections[i].name, name) == 0)
			snprintf(pages->group[at], sizeof(pages->group[at]),
				 "%s: %s", name, sections[i].help);
	return pages->group[at];
}

static void add_keys(struct pages *pages)
{
	struct manual_command *command = &pages->command;
	size_t count;
	const struct config_key *keys = config_keys(&count);
	const char *section = "";

	for (size_t i = 0; i < count; i++) {
		const struct config_key *key = &keys[i];
		char *help = pages->help[command->option_count];
		const char *values = NULL;

		if (key->type == CONFIG_SECRET)
			continue;
		if (key->type == CONFIG_CHOICE)
			values = key->words;
		else if (key->type == CONFIG_BOOL)
			values = "yes no";
		config_key_help(key, help, CONFIG_HELP_BYTES);
		bool same = strcmp(key->section, section) == 0;
		section = key->section;
		command->option[command->option_count] = (struct manual_option){
			.letter = key->letter,
			.name = key->name,
			.argument = key->argument,
			.help = help,
			.values = values,
			.group = same ? NULL : group_of(pages, section)};
		command->option_count++;
	}
}

static void add_switches(struct pages *pages)
{
	struct manual_command *command = &pages->command;
	size_t count;
	const struct config_switch *switches = config_switches(&count);
	const char *group = "only on the command line";

	for (size_t i = 0; i < count; i++) {
		if (!switches[i].help)
			continue;
		command->option[command->option_count++] =
			(struct manual_option){.letter = switches[i].letter,
					       .name = switches[i].name,
					       .argument = switches[i].argument,
					       .help = switches[i].help,
					       .group = group};
		group = NULL;
	}
}

static void make_pages(struct pages *pages)
{
	*pages = (struct pages){
		.manual = {.name = "faqd",
			   .section = "8",
			   .version = FAQD_VERSION,
			   .summary = "answer questions about a content folder",
			   .about = about,
			   .exits = "0 after SIGTERM or SIGINT\n1 failed\n"
				    "2 wrong settings\n3 cannot start\n",
			   .extra = extra,
			   .extra_count = sizeof(extra) / sizeof(extra[0]),
			   .see = "faqctl(1), faqd.content(5)",
			   .command = &pages->command,
			   .command_count = 1},
		.command = {.name = "",
			    .examples = "faqd --content intents --port 8080\n"
					"faqd -p 0 -o https://example.com\n"
					"faqd --sample-config > faqd.json\n"
					"faqd --config faqd.json "
					"--print-config"}};
	add_keys(pages);
	add_switches(pages);
}

void config_manual_help(FILE *file)
{
	struct pages pages;

	make_pages(&pages);
	fputs("usage: faqd [option ...]\n\n", file);
	manual_help(file, &pages.manual);
	fputs("\nExit status: 0 after SIGTERM or SIGINT, 1 failed, 2 wrong "
	      "settings,\n3 cannot start.\n",
	      file);
}

bool config_manual_write(FILE *file, const char *form)
{
	struct pages pages;

	make_pages(&pages);
	return manual_write(file, &pages.manual, form);
}
