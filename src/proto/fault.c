/* SPDX-License-Identifier: MIT */
#include "proto/fault.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void fault_report(struct fault_sink *sink, enum faq_severity severity,
		  const char *code, struct fault_place place,
		  const char *format, ...)
{
	struct faq_diag diag = {.severity = severity,
				.line = place.line,
				.column = place.column};
	va_list arguments;

	if (severity == FAQ_SEVERITY_ERROR)
		sink->errors++;
	if (!sink->report)
		return;
	snprintf(diag.code, sizeof(diag.code), "%s", code);
	snprintf(diag.source, sizeof(diag.source), "%s", place.source);
	va_start(arguments, format);
	vsnprintf(diag.message, sizeof(diag.message), format, arguments);
	va_end(arguments);
	sink->report(sink->context, &diag);
}

void fault_errno(int error, char *out, size_t size)
{
	if (strerror_r(error, out, size) != 0)
		snprintf(out, size, "error %d", error);
	out[0] = (char)tolower((unsigned char)out[0]);
}
