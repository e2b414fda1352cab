/* SPDX-License-Identifier: MIT */
/*
 * usage_wrong.h: what agents said of answers ("it should have been ..."), as
 * lines of a test file that tests/README.md describes:
 *
 *	[faq.fees]
 *	# 2026-11-20, Ada; the answer was redirect.signup
 *	+ what are the fees
 */
#ifndef FAQ_USAGE_WRONG_H
#define FAQ_USAGE_WRONG_H

#include "cli/usage.h"
#include "proto/json.h"

/* Reads those of the usage's period. */
STORE_MUST_CHECK enum store_status usage_wrong_read(struct usage *usage,
						    struct store *store);

#define USAGE_WRONG_LINES (STORE_QUESTION_BYTES + 512u)

/* The lines of one; with those of usage->wrong before it they are a file. */
void usage_wrong_lines(const struct usage *usage, size_t i,
		       char out[USAGE_WRONG_LINES]);

void usage_wrong_view(const struct usage *usage, const struct term *out);
void usage_wrong_json(struct json_writer *writer, const struct usage *usage);
void usage_wrong_page(FILE *file, const struct usage *usage);

#endif
