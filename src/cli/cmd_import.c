/* SPDX-License-Identifier: MIT */
/*
 * faqctl import: an FAQ of another format -> a content folder and its tests.
 */
#include "cli/bot.h"
#include "cli/folder.h"

#include <stdlib.h>
#include <string.h>

#define IMPORT_FILES_READ_MAX 16u

struct job {
	const struct options *options;
	const struct term *out, *err;
	struct faults faults;
	struct fault_sink sink;
	struct import import;
	char *bytes[IMPORT_FILES_READ_MAX];
};

static bool format_of(const struct job *job, const char *path,
		      const char *bytes, size_t size, enum import_format *out)
{
	const char *word = job->options->format;

	*out = word ? import_format_named(word)
		    : import_format_of(path, bytes, size);
	if (!word || *out != IMPORT_UNKNOWN)
		return true;
	fprintf(job->err->file,
		"faqctl: unknown format '%s'; it is html, markdown, json, csv, "
		"tsv or rasa\n",
		word);
	return false;
}

static enum exit_code exit_of(enum faq_status status)
{
	if (status == FAQ_OK)
		return EXIT_GOOD;
	return status == FAQ_ERROR_NOMEM ? EXIT_CANNOT : EXIT_FINDINGS;
}

static enum exit_code read_all(struct job *job)
{
	const struct options *options = job->options;
	enum exit_code code = EXIT_GOOD;

	for (size_t i = 0; i < options->word_count && code == EXIT_GOOD; i++) {
		const char *path = options->words[i];
		enum import_format format;
		size_t size;
		job->bytes[i] =
			folder_read(path, IMPORT_BYTES_MAX, &size, job->err);
		if (!job->bytes[i])
			return EXIT_CANNOT;
		if (!format_of(job, path, job->bytes[i], size, &format))
			return EXIT_USAGE;
		code = exit_of(import_read(&job->import,
					   strcmp(path, "-") ? path : "stdin",
					   format, job->bytes[i], size));
	}
	return code == EXIT_GOOD ? exit_of(import_finish(&job->import)) : code;
}

static size_t count_kind(const struct import *import, enum import_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < import->item_count; i++)
		count += import->items[i].kind == kind;
	return count;
}

static void print_found(const struct job *job)
{
	size_t steps = count_kind(&job->import, IMPORT_STEP);
	size_t others = job->import.item_count - steps;

	term_style(job->out, TERM_GREEN);
	term_sign(job->out, TERM_SIGN_GOOD);
	term_style(job->out, TERM_PLAIN);
	fprintf(job->out->file, " %zu question%s", others,
		others == 1 ? "" : "s");
	if (steps)
		fprintf(job->out->file, " and %zu step%s", steps,
			steps == 1 ? "" : "s");
	fprintf(job->out->file, ", found by %s\n", job->import.way);
}

/* How many of the questions find their own answer as it is. */
static size_t count_answered(const struct bot *bot, const struct import *import)
{
	struct faq_reply *reply = malloc(sizeof(*reply));
	size_t count = 0;

	for (size_t i = 0; reply && i < import->item_count; i++) {
		struct faq_dialog dialog;
		faq_dialog_init(&dialog);
		bot_ask(bot, &dialog, import->items[i].title, reply, NULL);
		count += reply->verdict == FAQ_VERDICT_ANSWER &&
			 strcmp(reply->part[0].intent->id,
				import->items[i].id) == 0;
	}
	free(reply);
	return count;
}

static void print_next(const struct job *job)
{
	const struct options *options = job->options;
	bool apart = strcmp(options->tests, "tests") != 0;
	const struct import_item *item = job->import.items;
	const struct import_item *end = item + job->import.item_count;

	/* A plain question shows best what it does. */
	while (item + 1 < end && item->kind != IMPORT_QUESTION)
		item++;

	const char *flag = apart ? " -T " : "";
	const char *tests = apart ? options->tests : "";

	fprintf(job->out->file,
		"\nAll of it is proposed. Read it, mend it, then\n"
		"  faqctl ask -C %s \"%s\"\n"
		"  faqctl check -C %s%s%s\n"
		"  faqctl test -C %s%s%s\n"
		"  faqctl accept -C %s --all\n",
		options->content, item->title, options->content, flag, tests,
		options->content, flag, tests, options->content);
}

/* The folder as the engine sees it: what import wrote must be sound. */
static enum exit_code try_it(const struct job *job)
{
	struct options options = *job->options;
	struct faults faults = {0};
	struct bot bot;
	enum exit_code code;

	options.language = NULL;
	code = bot_load(&bot, &options, &faults);
	faults_print(&faults, job->out, FAQ_SEVERITY_WARNING);
	if (code == EXIT_GOOD) {
		fprintf(job->out->file,
			"\n%zu of %zu questions find their answer already.\n",
			count_answered(&bot, &job->import),
			job->import.item_count);
		print_next(job);
	}
	bot_release(&bot);
	faults_release(&faults);
	return code;
}

static enum exit_code write_all(const struct job *job)
{
	struct files *files = calloc(1, sizeof(*files));
	const char *language = job->options->language;
	enum exit_code code = EXIT_CANNOT;

	if (files &&
	    files_make(files, &job->import, language ? language : "en"))
		code = folder_write(files, job->options, job->out, job->err);
	else
		fputs("faqctl: out of memory, or far too many questions\n",
		      job->err->file);
	if (files)
		files_release(files);
	free(files);
	return code;
}

static enum exit_code run_import(const struct options *options,
				 const struct term *out, const struct term *err)
{
	struct job job = {.options = options, .out = out, .err = err};

	if (!options->word_count ||
	    options->word_count > IMPORT_FILES_READ_MAX) {
		fputs("faqctl import: name the file with the questions, or -\n",
		      err->file);
		return EXIT_USAGE;
	}
	job.sink = (struct fault_sink){.report = faults_report,
				       .context = &job.faults};
	import_init(&job.import, &job.sink);
	enum exit_code code = read_all(&job);
	faults_print(&job.faults, err, FAQ_SEVERITY_NOTE);
	if (code == EXIT_GOOD) {
		print_found(&job);
		code = write_all(&job);
	}
	if (code == EXIT_GOOD)
		code = try_it(&job);
	import_release(&job.import);
	faults_release(&job.faults);
	for (size_t i = 0; i < IMPORT_FILES_READ_MAX; i++)
		free(job.bytes[i]);
	return code;
}

const struct command cmd_import = {
	.name = "import",
	.operands = "FILE...|-",
	.summary = "make a content of an FAQ in another format",
	.about =
		"Reads schema.org's FAQPage and HowTo (JSON-LD or microdata), "
		"headings of HTML or Markdown, a CSV of questions and answers, "
		"QnA Maker's TSV, and Rasa's nlu.yml with domain.yml. Writes a "
		"content folder (-C) and tests (-T) with templates made of the "
		"questions' own words.\n\n"
		"Each intent is marked '@proposed' until you have read it and "
		"removed that line, or said 'faqctl accept'. A file that "
		"exists is never overwritten without --force.",
	.examples = "faqctl import faq.html -C pool -T pool/tests\n"
		    "curl -s https://example.org/faq | faqctl import - -C pool",
	.options = {OPTION_CONTENT, OPTION_TESTS, OPTION_LANGUAGE,
		    OPTION_FORMAT, OPTION_FORCE, OPTION_COLOR, OPTION_HELP},
	.run = run_import};
