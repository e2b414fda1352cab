/* SPDX-License-Identifier: MIT */
/*
 * html_part.h: the parts of the page, a section each. For html.c.
 */
#ifndef FAQ_HTML_PART_H
#define FAQ_HTML_PART_H

#include "cli/html.h"

void html_failures(FILE *file, const struct html_run *run);
void html_intents(FILE *file, const struct html_run *run);
void html_confusion(FILE *file, const struct html_run *run);
void html_coverage(FILE *file, const struct html_run *run);
void html_slowest(FILE *file, const struct html_run *run);

/* A heading with its anchor, and a scrolling frame for a table. */
void html_section(FILE *file, const char *id, const char *title);
void html_frame_open(FILE *file, const char *label, const char *class);
void html_frame_close(FILE *file);

#endif
