/* SPDX-License-Identifier: MIT */
/*
 * clean.h: a record as it may be stored: every string ended within its array,
 * every free text redacted, every enum, count and number in its range. The
 * one place where this is done, for every backend.
 */
#ifndef STORE_CLEAN_H
#define STORE_CLEAN_H

#include "store/backend.h"

/*
 * Cleans `record` into *clean, the body of a message into `body`. On
 * STORE_ERROR_MISUSE `*what` says what is wrong, without a byte of it.
 */
STORE_MUST_CHECK enum store_status
clean_record(const struct store_record *record, struct store_record *clean,
	     char body[STORE_CLEAN_BODY_BYTES], const char **what);

#endif
