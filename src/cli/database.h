/* SPDX-License-Identifier: MIT */
/*
 * database.h: faqd's database, for the commands that read it or write to it
 * beside a running faqd.
 */
#ifndef FAQ_DATABASE_H
#define FAQ_DATABASE_H

#include "cli/command.h"
#include "store/store.h"

/*
 * Opens the database that --database, else $FAQD_DATABASE names; `address`
 * (may be NULL) is set to that name. `command` is for complaints. EXIT_USAGE
 * when neither names one, EXIT_CANNOT when it cannot be opened; *out is NULL
 * then. Close it with store_close().
 *
 * With `make` a database that is not there is made, as faqd would; without, it
 * is a mistake in the name.
 */
enum exit_code database_open(struct store **out, const struct options *options,
			     const char *command, bool make,
			     const char **address, const struct term *err);

/* The name alone; NULL, and said so, when neither names one. */
const char *database_name(const struct options *options, const char *command,
			  const struct term *err);

/* How such a database is opened; $FAQD_DATABASE_PASSWORD_FILE names a server's
 * password. */
void database_options(struct store_options *out);

/* What to do about a failure; NULL where that is not known. */
const char *database_remedy(enum store_status status);

/* Says why the last call failed: always EXIT_CANNOT. */
enum exit_code database_failed(const struct store *store, const char *command,
			       enum store_status status,
			       const struct term *err);

/* Fresh random bytes of the system. False without any. */
__attribute__((warn_unused_result)) bool database_random(void *out,
							 size_t size);

/* Milliseconds since 1970. */
int64_t database_now_ms(void);

#endif
