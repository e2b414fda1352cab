/* SPDX-License-Identifier: MIT */
/*
 * proof.h: what the issue wants proved of a whole faqd, each in as many rounds
 * as there is time for.
 */
#ifndef TEST_PROOF_H
#define TEST_PROOF_H

#include "server/suite.h"

typedef void proof_fn(struct suite *suite, unsigned rounds);

proof_fn no_personal_data_stays, no_acknowledged_record_is_lost,
	a_full_disk_costs_no_answer, a_reload_is_seen_by_nobody;

/* A folder of its own, and what stands in it. */
struct folder {
	char path[32];
};

bool folder_make(struct folder *folder);
bool folder_remove(const struct folder *folder);
/* Writes a file as a whole, under a name within the folder. */
bool folder_put(const struct folder *folder, const char *name,
		const char *text);

/* Asks condition(context) until it is true; false after WAIT_MS. */
bool comes_true(bool (*condition)(void *context), void *context);

#endif
