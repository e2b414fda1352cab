/* SPDX-License-Identifier: MIT */
/*
 * dump.h: PostgreSQL's own programs, pg_dump and pg_restore, run for the tables
 * of faqd: its formats and versions are theirs to know. No shell is between,
 * and no password on a command line: $FAQD_DATABASE_PASSWORD_FILE goes to them
 * as PGPASSWORD.
 */
#ifndef FAQ_DUMP_H
#define FAQ_DUMP_H

#include <stdbool.h>

enum dump_status {
	DUMP_OK,
	DUMP_MISSING, /* the program is not installed */
	DUMP_FAILED   /* it has said why on stderr */
};

/* Writes the store at `address` to `path`, which is there whole or not at all,
 * mode 0600. */
enum dump_status dump_write(const char *address, const char *path);

/* The newest schema that the dump holds; 0: none, it is no dump of faqd's. */
enum dump_status dump_version(const char *path, unsigned *version);

/* Puts a dump back in one transaction; with `replace` over the store that is
 * there. */
enum dump_status dump_restore(const char *address, const char *path,
			      bool replace);

#endif
