/* SPDX-License-Identifier: MIT */
/*
 * faqctl check: builds the catalogue and shows every fault in order of place.
 */
#include "cli/bot.h"

#include <unistd.h>

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void print_counts(const struct term *out, const struct faults *faults)
{
	size_t errors = faults->of_severity[FAQ_SEVERITY_ERROR];
	size_t warnings = faults->of_severity[FAQ_SEVERITY_WARNING];
	size_t notes = faults->of_severity[FAQ_SEVERITY_NOTE];

	if (faults->count)
		fputc('\n', out->file);
	term_style(out, errors     ? TERM_RED
			: warnings ? TERM_YELLOW
				   : TERM_GREEN);
	term_sign(out, errors     ? TERM_SIGN_BAD
		       : warnings ? TERM_SIGN_WARNING
				  : TERM_SIGN_GOOD);
	term_style(out, TERM_PLAIN);
	fprintf(out->file, " %zu error%s, %zu warning%s, %zu note%s\n", errors,
		plural(errors), warnings, plural(warnings), notes,
		plural(notes));
}

static void print_size(const struct term *out, const struct bot *bot)
{
	const struct faq_catalog *catalog = bot->catalog;
	size_t used = 0;

	for (size_t i = 0; i < faq_catalog_anchors(catalog); i++)
		used += faq_catalog_anchor(catalog, i)->used;
	fprintf(out->file,
		"  %zu intents, %zu patterns, %u steps, %zu of %zu places of "
		"the page answered\n",
		faq_catalog_intents(catalog), faq_catalog_patterns(catalog),
		faq_catalog_steps(catalog), used, faq_catalog_anchors(catalog));
}

static enum exit_code print_json(const struct term *out,
				 const struct faults *faults,
				 const struct bot *bot)
{
	struct json_writer writer;

	/* A fault is under 1 KiB: FAULTS_MAX of them stay below. */
	json_writer_init(&writer, 16u * 1024u * 1024u);
	json_put_open(&writer, '{');
	json_add_count(&writer, "errors",
		       faults->of_severity[FAQ_SEVERITY_ERROR]);
	json_add_count(&writer, "warnings",
		       faults->of_severity[FAQ_SEVERITY_WARNING]);
	json_add_count(&writer, "notes",
		       faults->of_severity[FAQ_SEVERITY_NOTE]);
	if (bot->catalog) {
		json_add_count(&writer, "intents",
			       faq_catalog_intents(bot->catalog));
		json_add_count(&writer, "patterns",
			       faq_catalog_patterns(bot->catalog));
	}
	json_put_name(&writer, "faults");
	faults_put(faults, &writer);
	json_put_close(&writer, '}');
	bool good = !json_failed(&writer);
	if (good)
		fprintf(out->file, "%s\n", writer.bytes);
	json_writer_release(&writer);
	return good ? EXIT_GOOD : EXIT_CANNOT;
}

static enum exit_code run_check(const struct options *options,
				const struct term *out, const struct term *err)
{
	struct faults faults = {0};
	struct bot bot;

	if (access(options->content, R_OK | X_OK) != 0) {
		/* bot_open() says what is wrong with the folder. */
		return bot_open(&bot, options, err);
	}
	enum exit_code code = bot_load(&bot, options, &faults);
	if (code == EXIT_CANNOT) {
		fputs("faqctl: out of memory\n", err->file);
		faults_release(&faults);
		return code;
	}
	if (options->json) {
		if (print_json(out, &faults, &bot) != EXIT_GOOD)
			code = EXIT_CANNOT;
	} else {
		faults_print(&faults, out, FAQ_SEVERITY_NOTE);
		print_counts(out, &faults);
		if (bot.catalog)
			print_size(out, &bot);
	}
	if (code == EXIT_GOOD && faults.of_severity[FAQ_SEVERITY_WARNING])
		code = EXIT_FINDINGS;
	bot_release(&bot);
	faults_release(&faults);
	return code;
}

const struct command cmd_check = {
	.name = "check",
	.operands = "",
	.summary = "find the faults in the content",
	.about =
		"Prints every fault as file:line:column: what, and what to do. "
		"Places of page.md without an intent, intents that rest on "
		"nothing and links that are still placeholders are shown "
		"too.\n\n"
		"Errors and warnings make the exit code 1; notes do not.",
	.examples = "faqctl check\nfaqctl check -C other/content --json",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_JSON, OPTION_COLOR,
		    OPTION_HELP},
	.run = run_check};
