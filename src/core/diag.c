/* SPDX-License-Identifier: MIT */
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"

#define NEAREST_BYTES 64u

void faults_add(struct faults *faults, enum faq_severity severity,
		struct place place, const char *code, const char *format, ...)
{
	struct faq_diag diag = {.severity = severity,
				.line = place.line,
				.column = place.column};
	struct buf out;
	if (faults->nomem)
		return;
	buf_init(&out, diag.code, sizeof(diag.code));
	buf_text(&out, code);
	buf_init(&out, diag.source, sizeof(diag.source));
	buf_text(&out, place.source);
	buf_init(&out, diag.message, sizeof(diag.message));
	va_list args;
	va_start(args, format);
	buf_vformat(&out, format, args);
	va_end(args);
	if (severity == FAQ_SEVERITY_ERROR)
		faults->errors++;
	else if (severity == FAQ_SEVERITY_WARNING)
		faults->warnings++;
	if (faults->report)
		faults->report(faults->context, &diag);
}

/* Levenshtein distance of two short names. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
	unsigned row[NEAREST_BYTES + 1];
	for (size_t j = 0; j <= m; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned diagonal = row[0];
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[m];
}

void faults_nearest(char *out, size_t size, const char *word,
		    const char *(*each)(const void *context, size_t i),
		    const void *context)
{
	size_t bytes = strlen(word);
	const char *best = NULL;
	unsigned best_distance = (unsigned)bytes / 3 + 1;
	out[0] = '\0';
	if (bytes > NEAREST_BYTES)
		return;
	const char *name;
	for (size_t i = 0; (name = each(context, i)); i++) {
		size_t length = strlen(name);
		if (length > NEAREST_BYTES)
			continue;
		unsigned d = distance(word, bytes, name, length);
		if (d < best_distance ||
		    (best && d == best_distance && strcmp(name, best) < 0)) {
			best = name;
			best_distance = d;
		}
	}
	if (best)
		snprintf(out, size, ", did you mean '%s'?", best);
}
