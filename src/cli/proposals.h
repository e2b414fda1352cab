/* SPDX-License-Identifier: MIT */
/*
 * proposals.h: '@proposed' taken out of the content's files.
 */
#ifndef FAQ_PROPOSALS_H
#define FAQ_PROPOSALS_H

#include "cli/command.h"
#include "import/draft.h"

/*
 * Accepts the intents that `options->words` name, or all that are proposed.
 * EXIT_FINDINGS when one is unknown: then nothing is changed.
 */
enum exit_code proposals_accept(const struct options *options,
				const struct term *out, const struct term *err);

/* `text` without the mark in the ask block of `id`; with it in every ask block
 * where there is none when `id` is NULL. */
void proposals_unmark(struct draft *out, const char *text, const char *id);
void proposals_mark_all(struct draft *out, const char *text);

#endif
