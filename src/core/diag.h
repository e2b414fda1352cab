/* SPDX-License-Identifier: MIT */
/*
 * diag.h: reporting the faults of a content. A struct faults knows where they
 * go and how many there were; a place is a file, line and column.
 */
#ifndef FAQ_DIAG_H
#define FAQ_DIAG_H

#include "faq.h"

struct faults {
	faq_report_fn *report; /* NULL: count only */
	void *context;
	size_t errors, warnings;
	bool nomem; /* an allocation failed: the build is off */
};

struct place {
	const char *source;
	unsigned line, column;
};

/* `code` is stable and short; the message says what and what to do. Nothing is
 * reported once memory has run out: it need not be the content's fault. */
__attribute__((format(printf, 5, 6))) void
faults_add(struct faults *faults, enum faq_severity severity,
	   struct place place, const char *code, const char *format, ...);

/*
 * ", did you mean 'x'?" for the candidate that is nearest to `word` (at most a
 * third of its letters off), else "". `each(i)` names candidates, NULL ends.
 */
void faults_nearest(char *out, size_t size, const char *word,
		    const char *(*each)(const void *context, size_t i),
		    const void *context);

#endif
