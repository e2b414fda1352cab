/* SPDX-License-Identifier: MIT */
/*
 * webpage_part.h: the parts of the page, a section each. For webpage.c.
 */
#ifndef FAQ_WEBPAGE_PART_H
#define FAQ_WEBPAGE_PART_H

#include "cli/webpage.h"
#include "cli/webpage_frame.h"

void webpage_failures(FILE *file, const struct webpage_run *run);
void webpage_intents(FILE *file, const struct webpage_run *run);
void webpage_confusion(FILE *file, const struct webpage_run *run);
void webpage_coverage(FILE *file, const struct webpage_run *run);
void webpage_slowest(FILE *file, const struct webpage_run *run);

#endif
