/* SPDX-License-Identifier: MIT */
/*
 * check.h: what faqctl check looks at once the catalogue is built. Each part
 * is a check_X.c; all of them report through check_report(), and check_accept.c
 * then marks what the author has accepted in place.
 */
#ifndef FAQ_CHECK_H
#define FAQ_CHECK_H

#include "cli/bot.h"
#include "proto/content.h"
#include "proto/fault.h"

struct check {
	const struct bot *bot;
	const struct content *content; /* the files as they are */
	const struct options *options;
	const struct term *err;
	struct fault_sink sink; /* leads to a struct faults */
	size_t test_faults;     /* in the test files; said on `err` */
	bool no_tests;          /* so nothing can be said of what needs them */
	bool no_memory;
	struct faq_reply reply;
	struct faq_trace trace;
};

/* A finding. `line` and `column` may be 0. */
#define check_report(check, severity, code, source, line, column, ...)         \
	fault_report(&(check)->sink, FAQ_SEVERITY_##severity, code,            \
		     (struct fault_place){source, line, column}, __VA_ARGS__)

/* Letters that look like others, and characters that nobody sees. */
void check_lookalikes(struct check *check);
/* The page against page.lock. */
void check_page(struct check *check);
/* Raw patterns, by the clock. */
void check_regexes(struct check *check);
/* Templates against each other. */
void check_overlaps(struct check *check);
/* Templates and intents against the tests. */
void check_tests(struct check *check);

/* Pattern's place in the catalogue. */
size_t check_index(const struct check *check,
		   const struct faq_pattern *pattern);

#define ACCEPT_REASON_BYTES 160u

/* "# accept CODE: reason" in a content file. */
struct accept {
	const char *source;
	unsigned line;        /* where it stands */
	unsigned first, last; /* lines that it speaks for */
	char code[32];
	char reason[ACCEPT_REASON_BYTES];
	bool used;
};

struct accepts {
	struct accept *list;
	size_t count, room;
};

/* Reads them of all files; reports those without a reason. */
void accepts_read(struct accepts *accepts, struct check *check);
/* The one that speaks for a finding, or NULL; it is used then. */
const struct accept *accepts_find(struct accepts *accepts,
				  const struct faq_diag *diag);
/* Reports those that nothing used; without tests not those that need them. */
void accepts_check(const struct accepts *accepts, struct check *check);
void accepts_release(struct accepts *accepts);

/* Findings and, beside each, who accepted it (NULL: nobody). */
struct findings {
	const struct faults *faults;
	const struct accept **by;
	size_t accepted;
	size_t of_severity[FAQ_SEVERITY_ERROR + 1]; /* not accepted */
};

void findings_print(const struct findings *findings, const struct term *out);
/* Counts, then one array. False when it could not be written. */
bool findings_json(const struct findings *findings, const struct bot *bot,
		   const struct term *out);
/* SARIF 2.1.0 (OASIS): one run. */
bool findings_sarif(const struct findings *findings, const struct term *out);

#endif
