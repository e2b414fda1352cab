/* SPDX-License-Identifier: MIT */
/*
 * log.h: lines for the operator, on stderr. There is deliberately no way to
 * log a question: log_question() takes its length and what became of it.
 */
#ifndef FAQD_LOG_H
#define FAQD_LOG_H

#include "core/faq.h"

#include <stdbool.h>
#include <stddef.h>

struct log {
	bool verbose; /* a line per question, and what lws complains about */
};

/* One line; the newline is added. Any thread. */
__attribute__((format(printf, 2, 3))) void log_line(const struct log *log,
						    const char *format, ...);

/* A fault of the content, with its place. */
void log_fault(const struct log *log, const struct faq_diag *fault);

/* `mouth` is where it came in: "chat" or "ask". Only when verbose. */
void log_question(const struct log *log, const char *mouth, size_t bytes,
		  const char *verdict);

/* Turns the messages of lws down, or up when verbose. Its notices hold bytes
 * of messages: they stay off in either case. */
void log_quiet_lws(const struct log *log);

#endif
