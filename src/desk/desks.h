/* SPDX-License-Identifier: MIT */
/*
 * desks.h: the file that says which desks there are:
 *
 *	{"desks": [
 *		{"name": "support", "kind": "chatwoot", "account": "1",
 *		 "url": "https://chat.example.org",
 *		 "secret-file": "support.secret", "token-env": "DESK_TOKEN"}
 *	]}
 *
 * A member for each of struct desk_config, and those of struct desk_setup:
 * names with '-' for '_', the lists "agents" and "person".
 * Secrets stand in files of their own, which others can't read, or in the
 * environment: "secret", "old-secret" and "token" end in "-file" or "-env".
 * "ca-file" has the authorities that sign for its API, where the system's are
 * not meant. A file's name starts at the folder of the desks file. Lines that
 *hold nothing but a comment begin with //.
 *
 * All faults are reported in one run, with line and column. Ownership: struct
 * desks owns all strings, secrets too, and overwrites them at the end. It does
 * not change after it was loaded, so any thread may read it.
 */
#ifndef FAQ_DESKS_H
#define FAQ_DESKS_H

#include "desk/desk.h"

#define DESKS_MAX 16u
#define DESKS_NAME_MAX 26u /* "desk:NAME" is a mouth of the store */
#define DESKS_FILE_BYTES_MAX (64u * 1024u)
#define DESKS_SECRET_BYTES_MAX 4096u
#define DESKS_PERSON_MAX 8u

struct desk_setup {
	struct desk_config config; /* desk_config_check() is content */
	/* Its API may be on an address that only our own network reaches. */
	bool allow_private;
	/* Whose certificates its API may show, PEM; NULL: the system's. */
	const char *ca_file;
	/* Ids of intents that say that a visitor wants a person: the content's
	 * own word on it is told, and the conversation handed over. */
	const char *person[DESKS_PERSON_MAX];
	size_t person_count;
};

struct desks_text; /* a string that is kept */

struct desks {
	struct desk_setup desk[DESKS_MAX];
	size_t count;
	struct desks_text *texts;
};

/* Reads the file. DESK_ERROR_CONFIG after faults; then, and without memory,
 * nothing is left to release. */
DESK_MUST_CHECK enum desk_status desks_load(struct desks *desks,
					    const char *path,
					    faq_report_fn *report,
					    void *context);

/* The same of bytes; `path` is for faults and for the secrets' folder. */
DESK_MUST_CHECK enum desk_status
desks_parse(struct desks *desks, const char *path, const char *bytes,
	    size_t size, faq_report_fn *report, void *context);
void desks_release(struct desks *desks);

/* By its name, which needs no NUL; NULL when there is none. */
const struct desk_setup *desks_find(const struct desks *desks, const char *name,
				    size_t bytes);

#endif
