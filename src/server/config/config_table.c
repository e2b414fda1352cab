/* SPDX-License-Identifier: MIT */
#include "server/config/config_key.h"

#include "proto/manual.h"
#include "server/edge/address.h"
#include "server/edge/gate.h"
#include "server/edge/limit.h"
#include "server/edge/origin.h"
#include "store/store.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define AT(member) .offset = offsetof(struct config, member)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What networks_add() takes: the settings and the start agree. */
static bool is_network(const char *text)
{
	struct networks networks = {.count = 0};

	return networks_add(&networks, text) == NETWORK_OK;
}

static const struct config_section sections[] = {
	{"content", "what is answered from"},
	{"listen", "where visitors come in"},
	{"tls", "HTTPS; without it faqd speaks plain HTTP"},
	{"access", "who is who"},
	{"secrets", "never on the command line, never printed"},
	{"store", "what is kept"},
	{"desks", "which support desks are answered"},
	{"agents", "whether people of your own take over"},
	{"limits", "how much of it"},
	{"log", "what is said on stderr"},
};

/* In the order of `sections`. */
static const struct config_key keys[] = {
	{"content", "content", 'c', CONFIG_PATH, AT(content.folder),
	 .initial = "intents", .argument = "FOLDER",
	 .help = "the content folder"},
	{"content", "language", 'l', CONFIG_TEXT, AT(content.language),
	 .initial = "", .argument = "TAG",
	 .help = "the content's language; empty: the first of site.json"},
	{"content", "watch", 0, CONFIG_BOOL, AT(content.watch),
	 .initial = "yes", .argument = "yes|no",
	 .help = "reload when a file of the content changes"},

	{"listen", "address", 'a', CONFIG_TEXT, AT(listen.address),
	 .initial = "127.0.0.1", .argument = "ADDRESS",
	 .help = "numeric address to listen on, IPv4 or IPv6"},
	{"listen", "port", 'p', CONFIG_NUMBER, AT(listen.port),
	 .initial = "8080", .max = 65535, .argument = "PORT",
	 .help = "port to listen on; 0 takes a free one"},
	{"listen", "workers", 0, CONFIG_NUMBER, AT(listen.workers),
	 .initial = "0", .max = 64, .argument = "N",
	 .help = "threads that answer; 0: one for each core"},
	{"listen", "control", 0, CONFIG_PATH, AT(listen.control), .initial = "",
	 .argument = "FILE", .words = CONFIG_NONE,
	 .help = "Unix socket that faqctl reload speaks to; empty: faqd "
		 "chooses one; none: no socket"},

	{"tls", "certificate", 0, CONFIG_PATH, AT(tls.certificate),
	 .initial = "", .argument = "FILE",
	 .help = "certificate and its chain, PEM; SIGHUP reads it anew"},
	{"tls", "key", 0, CONFIG_PATH, AT(tls.key), .initial = "",
	 .argument = "FILE", .help = "private key of the certificate, PEM"},

	{"access", "origin", 'o', CONFIG_LIST, AT(access.origins),
	 .initial = "", .max = ORIGINS_MAX, .argument = "ORIGIN",
	 .valid = origin_listable,
	 .form = "an origin such as https://example.com, or *",
	 .normal = origin_normal,
	 .help = "a site whose pages may chat here, as https://example.com; "
		 "*: every web page, so any site may show this chat as its "
		 "own"},
	{"access", "demo-origin", 0, CONFIG_TEXT, AT(access.demo_origin),
	 .initial = "", .argument = "ORIGIN", .valid = origin_valid,
	 .form = "an origin such as https://faq.example.com",
	 .normal = origin_normal,
	 .help = "where the page at /demo takes the widget from, another "
		 "origin "
		 "than its own (list its own as --origin); empty: localhost "
		 "and 127.0.0.1 of each other"},
	{"access", "proxy", 0, CONFIG_LIST, AT(access.proxies), .initial = "",
	 .max = CONFIG_LIST_MAX, .argument = "NETWORK", .valid = is_network,
	 .form = "a network such as 10.0.0.0/8",
	 .help = "a proxy whose X-Forwarded-For is believed, as 10.0.0.0/8"},
	{"access", "trusted", 0, CONFIG_LIST, AT(access.trusted), .initial = "",
	 .max = CONFIG_LIST_MAX, .argument = "NETWORK", .valid = is_network,
	 .form = "a network such as 10.0.0.0/8",
	 .help = "clients that no limit applies to, as 10.0.0.0/8"},
	{"access", "require-key", 0, CONFIG_LIST, AT(access.keyed),
	 .initial = "", .max = CONFIG_LIST_MAX, .argument = "PART",
	 .valid = gate_named, .form = "chat, ask, rasa, openai or metrics",
	 .help = "what takes an API key to use: chat, ask, rasa, openai or "
		 "metrics"},

	{"secrets", "state-key", 0, CONFIG_SECRET, AT(secrets.state_key),
	 .initial = "", .min = 32, .max = CONFIG_SECRET_MAX,
	 .help = "the key, in hex, that signs the dialogues which visitors "
		 "carry"},
	{"secrets", "state-key-file", 0, CONFIG_PATH,
	 AT(secrets.state_key_file), .initial = "", .argument = "FILE",
	 .help = "file with such a key, 32 characters or more; with neither: "
		 "FILE.key beside the database, in PostgreSQL one that its "
		 "nodes share; without a database one that lives as long as "
		 "faqd"},

	{"store", "database", 0, CONFIG_PATH, AT(store.database), .initial = "",
	 .argument = "FILE|ADDRESS", .words = CONFIG_NONE,
	 .elsewhere = store_is_shared,
	 .help = "SQLite file, or postgresql://user@host/name for several "
		 "nodes; empty: faqd.db in $STATE_DIRECTORY, nothing is "
		 "stored without that; none: nothing is stored"},
	{"store", "database-password-file", 0, CONFIG_PATH,
	 AT(store.password_file), .initial = "", .argument = "FILE",
	 .help = "file with PostgreSQL's password, which others can't read; "
		 "empty: what libpq finds ($PGPASSFILE, $PGPASSWORD)"},
	{"store", "retention-days", 0, CONFIG_NUMBER, AT(store.retention_days),
	 .initial = "90", .max = 36500, .unit = "days", .argument = "DAYS",
	 .help = "how long anything is kept; 0: for ever"},
	{"store", "transcripts", 0, CONFIG_BOOL, AT(store.transcripts),
	 .initial = "yes", .argument = "yes|no",
	 .help = "keep whole conversations, redacted"},
	{"store", "store-queue", 0, CONFIG_NUMBER, AT(store.queue),
	 .initial = "4096", .min = 16, .max = 1u << 20, .unit = "records",
	 .argument = "N",
	 .help = "records that may wait for the disk; more are dropped and "
		 "counted"},

	{"desks", "desks", 0, CONFIG_PATH, AT(desks), .initial = "",
	 .argument = "FILE",
	 .help = "JSON file of the support desks whose webhooks are answered "
		 "at /desk/NAME; it needs a database"},

	{"agents", "agents", 0, CONFIG_BOOL, AT(agents.on), .initial = "no",
	 .argument = "yes|no",
	 .help = "agents may take over chats at /v1/desk; it needs a database, "
		 "and each agent an API key with the scope desk (faqctl key "
		 "add)"},
	{"agents", "agent-away-seconds", 0, CONFIG_NUMBER,
	 AT(agents.away_seconds), .initial = "120", .min = 5, .max = 86400,
	 .unit = "seconds", .argument = "N",
	 .help = "a chat whose agent is not connected for so long waits for "
		 "another"},

	{"limits", "connections", 0, CONFIG_NUMBER, AT(limits.connections),
	 .initial = "10000", .min = 1, .max = 1000000, .argument = "N",
	 .help = "at most so many at once"},
	{"limits", "connections-per-address", 0, CONFIG_NUMBER,
	 AT(limits.connections_per_address), .initial = "200", .min = 1,
	 .max = 1000000, .argument = "N",
	 .help = "of them, from one address (IPv6: one /64)"},
	{"limits", "connections-per-minute", 0, CONFIG_NUMBER,
	 AT(limits.connections_per_minute), .initial = "600", .max = 100000,
	 .argument = "N",
	 .help = "new ones from one address, in the long run; 0: no limit"},
	{"limits", "connection-burst", 0, CONFIG_NUMBER,
	 AT(limits.connection_burst), .initial = "300", .max = 100000,
	 .argument = "N", .help = "new ones from one address, at once"},
	{"limits", "ipv6-block", 0, CONFIG_NUMBER, AT(limits.ipv6_block),
	 .initial = "16", .max = LIMIT_BLOCK_MAX, .argument = "N",
	 .help = "all of an IPv6 /48 may do what so many addresses may; 0: no "
		 "limit"},
	{"limits", "questions-per-minute", 0, CONFIG_NUMBER,
	 AT(limits.questions_per_minute), .initial = "120", .max = 100000,
	 .argument = "N",
	 .help = "from one address, in the long run; 0: no limit"},
	{"limits", "question-burst", 0, CONFIG_NUMBER,
	 AT(limits.question_burst), .initial = "60", .max = 100000,
	 .argument = "N", .help = "from one address, at once"},
	{"limits", "session-questions-per-minute", 0, CONFIG_NUMBER,
	 AT(limits.session_questions_per_minute), .initial = "60",
	 .max = 100000, .argument = "N",
	 .help = "of one chat, in the long run; 0: no limit"},
	{"limits", "session-burst", 0, CONFIG_NUMBER, AT(limits.session_burst),
	 .initial = "20", .max = 100000, .argument = "N",
	 .help = "of one chat, at once"},
	{"limits", "header-bytes", 0, CONFIG_NUMBER, AT(limits.header_bytes),
	 .initial = "16384", .min = 4096, .max = 32767, .unit = "bytes",
	 .argument = "BYTES", .help = "of a request's headers, all together"},
	{"limits", "message-bytes", 0, CONFIG_NUMBER, AT(limits.message_bytes),
	 .initial = "8192", .min = 256, .max = 65536, .unit = "bytes",
	 .argument = "BYTES", .help = "of a WebSocket message"},
	{"limits", "body-bytes", 0, CONFIG_NUMBER, AT(limits.body_bytes),
	 .initial = "65536", .min = 256, .max = 65536, .unit = "bytes",
	 .argument = "BYTES", .help = "of the body of a POST"},
	{"limits", "desk-body-bytes", 0, CONFIG_NUMBER,
	 AT(limits.desk_body_bytes), .initial = "262144", .min = 256,
	 .max = 1048576, .unit = "bytes", .argument = "BYTES",
	 .help = "of the body of a support desk's POST"},
	{"limits", "queue-frames", 0, CONFIG_NUMBER, AT(limits.queue_frames),
	 .initial = "16", .min = 2, .max = 1024, .unit = "frames",
	 .argument = "N",
	 .help = "that may wait for one visitor; then the connection ends"},
	{"limits", "timeout", 0, CONFIG_NUMBER, AT(limits.timeout_seconds),
	 .initial = "10", .min = 1, .max = 600, .unit = "seconds",
	 .argument = "SECONDS", .help = "for a request to come in whole"},
	{"limits", "stall", 0, CONFIG_NUMBER, AT(limits.stall_seconds),
	 .initial = "20", .min = 1, .max = 600, .unit = "seconds",
	 .argument = "SECONDS",
	 .help = "that a visitor may take nothing of what is sent"},
	{"limits", "ping", 0, CONFIG_NUMBER, AT(limits.ping_seconds),
	 .initial = "60", .min = 1, .max = 3600, .unit = "seconds",
	 .argument = "SECONDS",
	 .help = "after which a silent chat is asked for a sign of life"},
	{"limits", "idle", 0, CONFIG_NUMBER, AT(limits.idle_seconds),
	 .initial = "1800", .min = 1, .max = 86400, .unit = "seconds",
	 .argument = "SECONDS",
	 .help = "after which a chat without a message ends"},
	{"limits", "drain", 0, CONFIG_NUMBER, AT(limits.drain_seconds),
	 .initial = "10", .max = 600, .unit = "seconds", .argument = "SECONDS",
	 .help = "after SIGTERM for what is under way to end"},

	{"log", "log-format", 0, CONFIG_CHOICE, AT(log.format),
	 .initial = "auto", .argument = "FORMAT",
	 .words = "auto text json journal",
	 .help = "form of the lines; auto: text on a terminal, else the "
		 "journal's or JSON"},
	{"log", "log-level", 0, CONFIG_CHOICE, AT(log.level), .initial = "info",
	 .argument = "LEVEL", .words = "error warning info debug",
	 .help = "lines of this weight and above; debug: one for each question "
		 "with its length and verdict, never its text"},
};

static_assert(CONFIG_NORMAL_BYTES == ORIGIN_BYTES, "an origin has room");
static_assert(COUNT(keys) <= CONFIG_KEYS_MAX, "each key has its place");

static const struct config_switch switches[] = {
	{CONFIG_SWITCH_FILE, 0, "config", "FILE",
	 "settings as JSON; --sample-config prints one"},
	{CONFIG_SWITCH_VERBOSE, 'v', "verbose", NULL, "--log-level debug"},
	{CONFIG_SWITCH_PRINT, 0, "print-config", NULL,
	 "the settings in effect and where each comes from, as JSON"},
	{CONFIG_SWITCH_SAMPLE, 0, "sample-config", NULL,
	 "a file of all settings with their defaults, ranges and meaning"},
	{CONFIG_SWITCH_MANUAL, 0, "manual", "FORM", NULL},
	{CONFIG_SWITCH_HELP, 'h', "help", NULL, "this text"},
	{CONFIG_SWITCH_VERSION, 'V', "version", NULL, "the version"},
};

static_assert(COUNT(keys) + COUNT(switches) <= MANUAL_OPTIONS_MAX,
	      "the man page has room for all");

const struct config_key *config_keys(size_t *count)
{
	*count = COUNT(keys);
	return keys;
}

const struct config_section *config_sections(size_t *count)
{
	*count = COUNT(sections);
	return sections;
}

const struct config_switch *config_switches(size_t *count)
{
	*count = COUNT(switches);
	return switches;
}

const struct config_key *config_key_find(const char *name)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

size_t config_key_index(const struct config_key *key)
{
	return (size_t)(key - keys);
}

void config_variable(const char *name, char out[CONFIG_NAME_BYTES])
{
	snprintf(out, CONFIG_NAME_BYTES, "%s%s", CONFIG_VARIABLE_PREFIX, name);
	for (char *at = out; *at; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
}

void config_key_form(const struct config_key *key, char *out, size_t size)
{
	switch (key->type) {
	case CONFIG_NUMBER:
		snprintf(out, size, "a number from %u to %u%s%s", key->min,
			 key->max, key->unit ? ", in " : "",
			 key->unit ? key->unit : "");
		break;
	case CONFIG_BOOL:
		snprintf(out, size, "yes or no");
		break;
	case CONFIG_CHOICE:
		snprintf(out, size, "one of %s", key->words);
		break;
	case CONFIG_SECRET:
		snprintf(out, size, "%u to %u bytes in hex", key->min,
			 key->max);
		break;
	case CONFIG_TEXT:
	case CONFIG_PATH:
	case CONFIG_LIST:
		snprintf(out, size, "%s", key->form ? key->form : "a text");
		break;
	}
}

void config_key_help(const struct config_key *key, char *out, size_t size)
{
	char range[64] = "", initial[32] = "";

	if (key->type == CONFIG_NUMBER)
		snprintf(range, sizeof(range), " (%u-%u%s%s)", key->min,
			 key->max, key->unit ? " " : "",
			 key->unit ? key->unit : "");
	else if (key->type == CONFIG_CHOICE)
		snprintf(range, sizeof(range), " (%s)", key->words);
	else if (key->type == CONFIG_LIST)
		snprintf(range, sizeof(range), " (up to %u)", key->max);
	else if (key->type == CONFIG_SECRET)
		snprintf(range, sizeof(range), " (%u-%u bytes)", key->min,
			 key->max);
	if (key->initial[0])
		snprintf(initial, sizeof(initial), " [%s]", key->initial);
	snprintf(out, size, "%s%s%s", key->help, range, initial);
}
