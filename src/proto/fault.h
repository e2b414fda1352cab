/* SPDX-License-Identifier: MIT */
/*
 * fault.h: where faults go while content is read, and how many were errors.
 */
#ifndef FAQ_FAULT_H
#define FAQ_FAULT_H

#include "core/faq.h"

struct fault_sink {
	faq_report_fn *report; /* may be NULL */
	void *context;
	size_t errors; /* so far */
};

/* Where: a file and, from 1, a line and a column; 0 for the whole of it. */
struct fault_place {
	const char *source;
	unsigned line, column;
};

/* The message is cut to what struct faq_diag holds. */
__attribute__((format(printf, 5, 6))) void
fault_report(struct fault_sink *sink, enum faq_severity severity,
	     const char *code, struct fault_place place, const char *format,
	     ...);

/* The text of an errno, lower case: "permission denied". */
void fault_errno(int error, char *out, size_t size);

#endif
