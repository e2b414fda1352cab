/* SPDX-License-Identifier: MIT */
/*
 * report.h: test results, for a reader or as TAP 14. Failures of a file are
 * kept until the file is done, so that its counts come first.
 */
#ifndef FAQ_REPORT_H
#define FAQ_REPORT_H

#include "cli/term.h"
#include "core/faq.h"

struct question;

struct outcome {
	const char *path;
	unsigned line;
	const char *text;     /* what the visitor said */
	const char *expected; /* one line */
	const char *wrong;    /* what else is wrong, or "" */
	const char *state;    /* of the dialogue, or "" */
	bool passed;
	bool known_failure;              /* marked "!": must fail */
	const struct question *question; /* NULL in a conversation */
	uint64_t ns;                     /* that the answer took */
	const struct faq_reply *reply;
	const struct faq_trace *trace; /* empty when a server answered */
};

enum report_form {
	REPORT_TEXT,
	REPORT_TAP,
	REPORT_QUIET /* counts only: another form is written at the end */
};

struct report {
	const struct term *out;
	enum report_form form;
	size_t passed, failed, known, files;
	size_t file_passed, file_failed, file_known;
	char *failures; /* of this file, from open_memstream() */
	size_t failure_bytes;
	struct term kept; /* writes to them */
	uint64_t began_ns;
};

void report_begin(struct report *report, const struct term *out,
		  enum report_form form);
/* False when out of memory. */
bool report_file_begin(struct report *report);
void report_outcome(struct report *report, const struct outcome *outcome);
void report_file_end(struct report *report, const char *path);
/* The summary; its last line is "N passed, N failed". */
void report_end(struct report *report);

#endif
