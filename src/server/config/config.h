/* SPDX-License-Identifier: MIT */
/*
 * config.h: faqd's settings, read once at the start.
 *
 *	default < file (JSON) < environment < flag
 *	          "listen": {"port": 80}   FAQD_PORT=80   --port 80
 *
 * config_table.c holds every setting with its default, range and help; the
 * readers (config_file, config_env, config_argv) and the printers
 * (config_manual, config_print) know none by name.
 *
 * All faults of all sources are reported in one run, each with its place: file,
 * line and column, or the name of the variable or of the flag. A list of a
 * stronger source replaces that of a weaker one; a flag that is repeated adds
 * to its list, and of another flag the last one counts. Paths in the file start
 * at the file's folder, others at the working folder.
 *
 * Ownership: a struct config owns its strings; parts of faqd are handed the
 * struct of theirs, such as &config.limits, which must outlive them. Not
 * changed after config_load(), so any thread may read it.
 */
#ifndef FAQD_CONFIG_H
#define FAQD_CONFIG_H

#include "core/faq.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define CONFIG_KEYS_MAX 48u
#define CONFIG_LIST_MAX 32u
#define CONFIG_SECRET_MAX 64u /* bytes: a block of SHA-256 */
#define CONFIG_NONE "none"    /* of a path: there shall be none */

struct config_list {
	const char *item[CONFIG_LIST_MAX];
	size_t count;
};

/* Has no text form: it is never printed. Wiped by config_release(). */
struct config_secret {
	unsigned char bytes[CONFIG_SECRET_MAX];
	size_t size; /* 0: not set */
};

/* No string is NULL; "" is what the comments say. */
struct config_content {
	const char *folder;
	const char *language; /* "": the first of site.json */
	bool watch;           /* read it again when the folder changes */
};

struct config_listen {
	const char *address; /* numeric */
	unsigned port;       /* 0: any free one */
	unsigned workers;    /* 0: one a core */
	const char *control; /* a Unix socket; "": chosen by faqd, or
			      * CONFIG_NONE */
};

/* Both are "", for plain HTTP, or neither. */
struct config_tls {
	const char *certificate, *key; /* PEM files */
};

struct config_access {
	struct config_list origins; /* origin_listable() */
	const char *demo_origin;    /* origin_valid(), or "" */
	struct config_list proxies; /* networks: whose X-Forwarded-For counts */
	struct config_list trusted; /* networks: free of limits */
	struct config_list keyed;   /* what asks for an API key, by name */
};

/* At most one of both is set; neither: a key of this process. */
struct config_secrets {
	const char *state_key_file; /* "": none */
	struct config_secret state_key;
};

struct config_store {
	const char *database;      /* "": nothing is stored */
	const char *password_file; /* of a database that is shared; "": none */
	unsigned retention_days;   /* 0: for ever */
	bool transcripts;
	unsigned queue; /* records on their way to the disk */
};

struct config_limits {
	unsigned connections, connections_per_address;
	/* An IPv6 /48 may do what so many addresses may; 0: no limit. */
	unsigned ipv6_block;
	/* Buckets: so many a minute, so many at once; a minute's 0 is no
	 * limit. By address, by address, by chat. */
	unsigned connections_per_minute, connection_burst;
	unsigned questions_per_minute, question_burst;
	unsigned session_questions_per_minute, session_burst;
	unsigned header_bytes; /* of a request, all headers together */
	unsigned message_bytes, body_bytes; /* of a WebSocket, of a POST */
	unsigned desk_body_bytes;           /* of a POST of a support desk */
	unsigned queue_frames;              /* waiting for one visitor */
	unsigned timeout_seconds; /* for a request's head, and for its body */
	unsigned stall_seconds;   /* a peer may take nothing for so long */
	unsigned ping_seconds;  /* a silent chat is asked for a sign of life */
	unsigned idle_seconds;  /* a chat without a message ends */
	unsigned drain_seconds; /* from SIGTERM to the end */
};

enum config_log_format {
	CONFIG_LOG_AUTO, /* text on a terminal; else journal, or JSON */
	CONFIG_LOG_TEXT,
	CONFIG_LOG_JSON,
	CONFIG_LOG_JOURNAL
};

enum config_log_level {
	CONFIG_LOG_ERROR,
	CONFIG_LOG_WARNING,
	CONFIG_LOG_INFO,
	CONFIG_LOG_DEBUG
};

struct config_log {
	enum config_log_format format;
	enum config_log_level level;
};

/* The later the stronger. */
enum config_from {
	CONFIG_FROM_DEFAULT,
	CONFIG_FROM_FILE,
	CONFIG_FROM_ENV,
	CONFIG_FROM_FLAG
};

struct config_place {
	enum config_from from;
	unsigned line, column; /* within the file, from 1; else 0 */
};

/* What the command line asks for. */
/* People of our own who take over. */
struct config_agents {
	bool on;
	unsigned away_seconds; /* who is gone longer loses a conversation */
};

enum config_task {
	CONFIG_SERVE,
	CONFIG_HELP,
	CONFIG_VERSION,
	CONFIG_MANUAL, /* as `manual_form` says: man, bash or zsh */
	CONFIG_SAMPLE, /* a file of all settings, with comments */
	CONFIG_PRINT   /* the settings in effect */
};

struct config_text; /* a string that the config owns */

struct config {
	struct config_content content;
	struct config_listen listen;
	struct config_tls tls;
	struct config_access access;
	struct config_secrets secrets;
	struct config_store store;
	const char *desks; /* the file of the support desks; "": none */
	struct config_agents agents;
	struct config_limits limits;
	struct config_log log;

	enum config_task task;
	const char *manual_form;
	const char *file; /* the one that was read; "": none */
	struct config_place places[CONFIG_KEYS_MAX]; /* by the table's order */
	struct config_text *texts;
};

enum config_status {
	CONFIG_OK = 0,
	CONFIG_ERROR_NOMEM = -1,
	CONFIG_ERROR_FAULTS = -2 /* each has been reported */
};

/*
 * Reads the file that --config or FAQD_CONFIG names, if any, then
 * `environment` ("NAME=value" strings, NULL at the end) and `argv`, which
 * getopt_long() puts into another order. A task other than CONFIG_SERVE and
 * CONFIG_PRINT ends the reading where it stands on the command line, so that
 * --help works whatever the environment.
 *
 * `report` gets the faults; of a variable or a flag, `source` is its name and
 * `line` is 0. After an error nothing is left to release. Not for two threads
 * at once: getopt_long() keeps its place in globals.
 */
__attribute__((warn_unused_result)) enum config_status
config_load(struct config *config, int argc, char **argv,
	    char *const *environment, faq_report_fn *report, void *context);
void config_release(struct config *config);

/* Does the task, which is not CONFIG_SERVE: prints to `file`. False when memory
 * runs out or the file takes no more. */
__attribute__((warn_unused_result)) bool
config_print(const struct config *config, FILE *file);

#endif
