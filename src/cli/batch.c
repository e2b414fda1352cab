/* SPDX-License-Identifier: MIT */
#include "cli/batch.h"

#include "cli/lines.h"
#include "proto/fault.h"

#include <errno.h>
#include <string.h>

static bool is_blank(const struct lines *lines)
{
	return strspn(lines->text, " \t") == lines->size;
}

static void complain(const struct term *err, const char *path,
		     const struct lines *lines, unsigned column,
		     const char *message)
{
	fprintf(err->file, "%s:%u:%u: ", path, lines->number, column);
	term_styled(err, TERM_RED, "error");
	fprintf(err->file, ": %s\n", message);
}

static bool one_row(const char *path, const struct lines *lines,
		    const struct term *err, struct json_writer *writer,
		    batch_fn *handle, void *context)
{
	struct incoming row;
	struct incoming_error error;

	if (lines->too_long) {
		complain(err, path, lines, 1, "the line is over 64 KiB");
		return false;
	}
	if (incoming_read(&row, INCOMING_ROW, lines->text, lines->size,
			  &error) != INCOMING_OK) {
		complain(err, path, lines, error.at.column, error.at.message);
		return false;
	}
	bool good = handle(context, &row, writer) && !json_failed(writer);
	if (!good)
		complain(err, path, lines, 1, "out of memory or sessions");
	incoming_release(&row);
	return good;
}

enum exit_code batch_run(const char *path, const struct term *out,
			 const struct term *err, batch_fn *handle,
			 void *context)
{
	struct lines lines;
	struct json_writer writer;
	enum exit_code code = EXIT_GOOD;
	struct term_progress progress = {0};
	char cause[96];

	if (!lines_open(&lines, path)) {
		fault_errno(errno, cause, sizeof(cause));
		fprintf(err->file, "faqctl: cannot read '%s': %s\n", path,
			cause);
		return EXIT_CANNOT;
	}
	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	while (lines_next(&lines)) {
		/* Rows on the same terminal are progress enough. */
		if (!out->tty)
			term_progress(&progress, "answering", lines.done,
				      lines.total);
		if (is_blank(&lines))
			continue;
		json_writer_clear(&writer);
		if (one_row(path, &lines, err, &writer, handle, context)) {
			fwrite(writer.bytes, 1, writer.size, out->file);
			fputc('\n', out->file);
		} else {
			code = EXIT_FINDINGS;
		}
	}
	term_progress_end(&progress);
	json_writer_release(&writer);
	lines_close(&lines);
	return code;
}
