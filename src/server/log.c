/* SPDX-License-Identifier: MIT */
#include "server/log.h"

#include <libwebsockets.h>
#include <stdarg.h>
#include <stdio.h>

void log_line(const struct log *log, const char *format, ...)
{
	char line[1024];
	va_list args;

	(void)log;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fprintf(stderr, "faqd: %s\n", line);
}

void log_fault(const struct log *log, const struct faq_diag *fault)
{
	if (fault->line == 0)
		log_line(log, "%s: %s", fault->source, fault->message);
	else
		log_line(log, "%s:%u:%u: %s", fault->source, fault->line,
			 fault->column ? fault->column : 1, fault->message);
}

void log_question(const struct log *log, const char *mouth, size_t bytes,
		  const char *verdict)
{
	if (log->verbose)
		log_line(log, "%s: %zu bytes, %s", mouth, bytes, verdict);
}

void log_quiet_lws(const struct log *log)
{
	lws_set_log_level(log->verbose ? LLL_ERR | LLL_WARN : 0, NULL);
}
