/* SPDX-License-Identifier: MIT */
/*
 * log_format.h: a record of the log as bytes: a line of text, a line of JSON,
 * or the fields of the journal. Pure: no clock, no file.
 *
 *	text     2026-11-23T00:31:12.345Z WARNING refused   limit=address
 *	json     {"time":"...","level":"warning","message":"refused",...}
 *	journal  MESSAGE=refused limit=address, PRIORITY=4, FAQD_LIMIT=address
 *
 * Whatever a value holds, a record stays one line: control characters, what
 * turns the direction of text, and bytes that are no UTF-8 are escaped. What
 * would be longer than LOG_LINE_BYTES is cut and says so.
 */
#ifndef FAQD_LOG_FORMAT_H
#define FAQD_LOG_FORMAT_H

#include "server/log/log_field.h"

#include <sys/uio.h>

/* POSIX: a write of at most PIPE_BUF, 4096 on Linux, is not interleaved. */
#define LOG_LINE_BYTES 4096u
/* More are left out, and the line says that it is cut. */
#define LOG_FIELDS_MAX 16u

enum log_level {
	LOG_LEVEL_ERROR,   /* faqd does not do what it should */
	LOG_LEVEL_WARNING, /* it does, but someone should look */
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

/* "error" ..., or "" for none of them. */
const char *log_level_text(enum log_level level);

struct log_record {
	int64_t time_ms; /* from 1970 */
	enum log_level level;
	const char *message;
	const struct log_field *fields;
	size_t field_count;
};

struct log_text {
	size_t size;
	char bytes[LOG_LINE_BYTES];
};

/* With its newline; aligned for the eye, and coloured when `colour`. */
void log_format_text(struct log_text *out, const struct log_record *record,
		     bool colour);
/* RFC 8259, with its newline. */
void log_format_json(struct log_text *out, const struct log_record *record);

/* `part` points into `text`: it must not move. */
struct log_journal {
	struct iovec part[LOG_FIELDS_MAX + 3];
	int count;
	struct log_text message, text;
};

/* As sd_journal_sendv(3) takes it. */
void log_format_journal(struct log_journal *out,
			const struct log_record *record);

#endif
