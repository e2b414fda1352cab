/* SPDX-License-Identifier: MIT */
/*
 * faqctl redact: personal data out of a text, and what was found where.
 */
#include "cli/batch.h"
#include "cli/lines.h"
#include "core/faq.h"
#include "proto/utf8.h"

#include <stdlib.h>
#include <string.h>

/* "[TYPE]" in the place of a span, which may be a byte long. */
#define REDACT_MARK_BYTES 32u

/* The text without what was found; NULL when out of memory. */
static char *redacted(const char *text, size_t bytes)
{
	size_t room = bytes + FAQ_SPANS_MAX * REDACT_MARK_BYTES + 1;
	char *clean = malloc(room);
	if (clean)
		faq_redact(text, bytes, clean, room);
	return clean;
}

/* Offsets in code points, as most other programs count. */
static void put_spans(struct json_writer *writer, const char *text,
		      const struct faq_span *spans, size_t count)
{
	json_put_name(writer, "spans");
	json_put_open(writer, '[');
	for (size_t i = 0; i < count; i++) {
		json_put_open(writer, '{');
		json_add_string(writer, "type", spans[i].type);
		json_add_count(writer, "start",
			       utf8_points(text, spans[i].start));
		json_add_count(writer, "end", utf8_points(text, spans[i].end));
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
}

static bool put_text(struct json_writer *writer, const char *id,
		     const char *text, size_t bytes)
{
	struct faq_span spans[FAQ_SPANS_MAX];
	size_t count = faq_redact_find(text, bytes, spans);
	char *clean = redacted(text, bytes);

	if (!clean)
		return false;
	json_put_open(writer, '{');
	if (id[0])
		json_add_string(writer, "id", id);
	json_add_string(writer, "text", clean);
	put_spans(writer, text, spans, count);
	json_put_close(writer, '}');
	free(clean);
	return true;
}

static bool redact_row(void *context, const struct incoming *row,
		       struct json_writer *writer)
{
	(void)context;
	return put_text(writer, row->id, row->text, row->text_bytes);
}

static enum exit_code print_json(const struct term *out, const char *text,
				 size_t bytes)
{
	struct json_writer writer;

	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	bool good = put_text(&writer, "", text, bytes) && !json_failed(&writer);
	if (good)
		fprintf(out->file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good ? EXIT_GOOD : EXIT_CANNOT;
}

static enum exit_code print_plain(const struct term *out, const char *text,
				  size_t bytes)
{
	struct faq_span spans[FAQ_SPANS_MAX];
	size_t count = faq_redact_find(text, bytes, spans);
	char *clean = redacted(text, bytes);

	if (!clean)
		return EXIT_CANNOT;
	term_text(out, clean);
	fputc('\n', out->file);
	free(clean);
	term_style(out, TERM_DIM);
	for (size_t i = 0; i < count; i++)
		fprintf(out->file, "  %zu-%zu %s\n",
			utf8_points(text, spans[i].start),
			utf8_points(text, spans[i].end), spans[i].type);
	if (!count)
		fputs("  no personal data found\n", out->file);
	term_style(out, TERM_PLAIN);
	return EXIT_GOOD;
}

static enum exit_code redact_stdin(const struct options *options,
				   const struct term *out)
{
	struct lines lines;
	enum exit_code code = EXIT_GOOD;

	if (!lines_open(&lines, "-"))
		return EXIT_CANNOT;
	while (code == EXIT_GOOD && lines_next(&lines))
		code = options->json ? print_json(out, lines.text, lines.size)
				     : print_plain(out, lines.text, lines.size);
	lines_close(&lines);
	return code;
}

static enum exit_code run_redact(const struct options *options,
				 const struct term *out, const struct term *err)
{
	char text[16384];

	if (options->jsonl)
		return batch_run(options->jsonl, out, err, redact_row, NULL);
	if (!options->word_count)
		return redact_stdin(options, out);
	options_words(options, text, sizeof(text));
	return options->json ? print_json(out, text, strlen(text))
			     : print_plain(out, text, strlen(text));
}

const struct command cmd_redact = {
	.name = "redact",
	.operands = "[TEXT]",
	.summary = "take personal data out of a text",
	.about =
		"Prints the text with each find as [TYPE], then where each one "
		"stood (code points, end exclusive). Without a text it reads "
		"lines from stdin. Rows of --jsonl are {\"text\"}; each gives "
		"{\"text\",\"spans\":[{\"type\",\"start\",\"end\"}]}.",
	.examples = "faqctl redact \"my card is 4111 1111 1111 1111\"\n"
		    "faqctl redact --jsonl messages.jsonl",
	.options = {OPTION_JSON, OPTION_JSONL, OPTION_COLOR, OPTION_HELP},
	.run = run_redact};
