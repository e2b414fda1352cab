/* SPDX-License-Identifier: MIT */
/*
 * backup.h: a store as a whole: looked at, copied, put back, carried over to
 * another database; for its operator. Rules of store.h hold.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

/*
 * What is there, changing nothing: STORE_OK with the version of its schema,
 * STORE_ABSENT (no such file, no store in the database), STORE_ERROR_NEWER,
 * STORE_ERROR_FORMAT for what is not faqd's.
 */
STORE_MUST_CHECK enum store_status
store_look(const char *address, const struct store_options *options,
	   unsigned *version, struct store_error *error);

/* The newest schema that this faqd knows, of what an address means. */
unsigned store_newest(const char *address);

/*
 * Copies SQLite's file `from` to `to`, mode 0600, while others write to it: as
 * it was at one moment. The copy is checked, whole and under its name at once
 * or not at all. STORE_SEEN: `to` is there, and not `replace`.
 */
STORE_MUST_CHECK enum store_status store_backup(const char *from,
						const char *to, bool replace,
						struct store_error *error);

/*
 * Puts such a copy back: `from` becomes the store `to`. STORE_ERROR_NEWER and
 * STORE_ERROR_FORMAT, damage included, are found before anything is changed;
 * STORE_SEEN: `to` is there, and not `replace`; STORE_ERROR_BUSY: another
 * program has it open.
 */
STORE_MUST_CHECK enum store_status store_restore(const char *from,
						 const char *to, bool replace,
						 struct store_error *error);

struct store_carried {
	const char *table;
	uint64_t rows, there; /* in the source, and in the target afterwards */
};

typedef void store_carried_fn(void *context,
			      const struct store_carried *carried);

/*
 * Carries all tables of SQLite's file `from` over to the shared store `to`,
 * which is made if it is not there and must be empty (else STORE_SEEN), with
 * the key of ids. One transaction: all or nothing. `each` hears of each table
 * before the commit; the counts are equal, or nothing is kept. No faqd may run
 * on either: those would go on with the key that they know.
 */
STORE_MUST_CHECK enum store_status
store_carry(const char *from, const char *to,
	    const struct store_options *options, store_carried_fn *each,
	    void *context, struct store_error *error);

#endif
