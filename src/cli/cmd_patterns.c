/* SPDX-License-Identifier: MIT */
/*
 * faqctl patterns: each template beside the PCRE2 pattern built from it.
 */
#include "cli/bot.h"

#include <string.h>

static bool is_wanted(const struct options *options,
		      const struct faq_pattern *pattern)
{
	const char *wanted = options->intent;
	return !wanted ||
	       strncmp(pattern->intent->id, wanted, strlen(wanted)) == 0;
}

static void print_pattern(const struct term *out,
			  const struct faq_pattern *pattern)
{
	term_spaces(out, 2);
	term_style(out, TERM_DIM);
	term_text(out, pattern->source);
	fprintf(out->file, ":%u", pattern->line);
	fputs(pattern->veto  ? "  veto"
	      : pattern->raw ? "  raw"
			     : "",
	      out->file);
	term_style(out, TERM_PLAIN);
	fputs("\n    ", out->file);
	term_text(out, pattern->line_text);
	/* Between slashes, as pcre2test takes it: spaces at its ends count. */
	fputs("\n    ", out->file);
	term_style(out, TERM_BLUE);
	fputc('/', out->file);
	term_text(out, pattern->regex);
	fputc('/', out->file);
	term_style(out, TERM_PLAIN);
	fputc('\n', out->file);
}

static void put_pattern(struct json_writer *writer,
			const struct faq_pattern *pattern)
{
	json_put_open(writer, '{');
	json_add_string(writer, "intent", pattern->intent->id);
	json_add_string(writer, "file", pattern->source);
	json_add_count(writer, "line", pattern->line);
	json_add_string(writer, "template", pattern->line_text);
	json_add_string(writer, "regex", pattern->regex);
	json_add_bool(writer, "veto", pattern->veto);
	json_add_bool(writer, "raw", pattern->raw);
	json_put_close(writer, '}');
}

/* A row a pattern: there may be many thousands. */
static bool print_row(const struct term *out, const struct faq_pattern *pattern)
{
	struct json_writer writer;

	json_writer_init(&writer, 1024u * 1024u);
	put_pattern(&writer, pattern);
	bool good = !json_failed(&writer);
	if (good)
		fprintf(out->file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good;
}

static size_t print_all(const struct bot *bot, const struct options *options,
			const struct term *out)
{
	const struct faq_intent *last = NULL;
	size_t shown = 0;

	for (size_t i = 0; i < faq_catalog_patterns(bot->catalog); i++) {
		const struct faq_pattern *pattern =
			faq_catalog_pattern(bot->catalog, i);
		if (!is_wanted(options, pattern))
			continue;
		shown++;
		if (options->json) {
			if (!print_row(out, pattern))
				return 0;
			continue;
		}
		if (pattern->intent != last) {
			fputs(last ? "\n" : "", out->file);
			term_styled(out, TERM_BOLD, pattern->intent->id);
			fputc('\n', out->file);
		}
		last = pattern->intent;
		print_pattern(out, pattern);
	}
	return shown;
}

static enum exit_code run_patterns(const struct options *options,
				   const struct term *out,
				   const struct term *err)
{
	struct bot bot;
	enum exit_code code = bot_open(&bot, options, err);

	if (code != EXIT_GOOD)
		return code;
	if (!print_all(&bot, options, out)) {
		const char *near = options->intent
					   ? bot_nearest(&bot, options->intent)
					   : NULL;
		fprintf(err->file, "faqctl: no pattern of intent '%s'",
			options->intent ? options->intent : "");
		if (near)
			fprintf(err->file, ", did you mean '%s'?", near);
		fputc('\n', err->file);
		code = EXIT_FINDINGS;
	}
	bot_release(&bot);
	return code;
}

const struct command cmd_patterns = {
	.name = "patterns",
	.operands = "",
	.summary = "show the PCRE2 patterns that are built",
	.about = "Each template with its file and line, as written, and the "
		 "PCRE2 "
		 "pattern built from it. The pattern runs over the question as "
		 "'faqctl ask --explain' shows it.",
	.examples = "faqctl patterns --intent step.\n"
		    "faqctl patterns --json | jq -r .regex",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_INTENT, OPTION_JSON,
		    OPTION_COLOR, OPTION_HELP},
	.run = run_patterns};
