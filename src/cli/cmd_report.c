/* SPDX-License-Identifier: MIT */
/*
 * faqctl report: what visitors asked, what had no answer, and drafts for it.
 */
#include "cli/database.h"
#include "cli/folder.h"
#include "cli/usage_propose.h"
#include "proto/content.h"
#include "proto/fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool read_period(const struct options *options, struct period *period,
			const struct term *err)
{
	const char *wrong;

	if (period_read(period, options->since, options->until,
			database_now_ms(), &wrong))
		return true;
	if (wrong)
		fprintf(err->file,
			"faqctl report: --%s is 30d, 2w, 12h%s or a date like "
			"2026-11-02, not '%s'\n",
			wrong == options->since ? "since" : "until",
			wrong == options->since ? ", all" : "", wrong);
	else if (period->from_ms > database_now_ms())
		fprintf(err->file,
			"faqctl report: --since lies in the future: '%s'\n",
			options->since);
	else
		fputs("faqctl report: --until lies before --since\n",
		      err->file);
	return false;
}

static bool options_fit(const struct options *options, const struct term *err)
{
	if (options->word_count)
		fputs("faqctl report: it takes options only\n", err->file);
	else if (options->propose && (options->json || options->html))
		fputs("faqctl report: --propose goes without --json and "
		      "--html\n",
		      err->file);
	else
		return true;
	return false;
}

static bool write_page(const struct usage *usage, const char *path, bool all,
		       const struct term *err)
{
	char cause[96];
	FILE *file = fopen(path, "w");
	bool good = file != NULL;

	if (good) {
		usage_page(usage, all, file);
		good = !ferror(file);
		good &= fclose(file) == 0;
	}
	if (good)
		return true;
	fault_errno(errno, cause, sizeof(cause));
	fprintf(err->file, "faqctl report: cannot write '%s': %s\n", path,
		cause);
	return false;
}

static enum exit_code show(const struct usage *usage,
			   const struct options *options,
			   const struct term *out, const struct term *err)
{
	bool good = true;

	if (options->json)
		good = usage_json(usage, out->file);
	else
		usage_view(usage, options->all, out);
	if (!good)
		fputs("faqctl report: out of memory\n", err->file);
	if (options->html)
		good &= write_page(usage, options->html, options->all, err);
	return good ? EXIT_GOOD : EXIT_CANNOT;
}

static void print_next(const struct options *options, const struct term *out)
{
	bool apart = strcmp(options->tests, "tests") != 0;

	fprintf(out->file,
		"\nRead them, write the answers, then\n"
		"  faqctl check -C %s%s%s\n  faqctl accept -C %s ID...\n",
		options->content, apart ? " -T " : "",
		apart ? options->tests : "", options->content);
}

/* The folder as the engine sees it now: the drafts must be sound. */
static enum exit_code try_folder(const struct options *options,
				 const struct term *out)
{
	struct faults faults = {0};
	struct bot bot;
	enum exit_code code = bot_load(&bot, options, &faults);

	faults_print(&faults, out, FAQ_SEVERITY_ERROR);
	if (code == EXIT_GOOD)
		print_next(options, out);
	bot_release(&bot);
	faults_release(&faults);
	return code;
}

static enum exit_code write_drafts(const struct files *files,
				   const struct options *options,
				   const struct term *out,
				   const struct term *err)
{
	if (!options->content_named) {
		fputs(draft_bytes(&files->file[0].text), out->file);
		return EXIT_GOOD;
	}
	enum exit_code code = folder_write(files, options, out, err);
	return code == EXIT_GOOD ? try_folder(options, out) : code;
}

static enum exit_code propose_for(const struct usage *usage,
				  const struct options *options,
				  const struct usage_target *target,
				  const struct term *out,
				  const struct term *err)
{
	struct files *files = calloc(1, sizeof(*files));
	enum exit_code code = EXIT_CANNOT;
	size_t count = 0;

	if (!files ||
	    !usage_propose(files, usage, options->all, target, &count))
		fputs("faqctl report: out of memory\n", err->file);
	else if (count)
		code = write_drafts(files, options, out, err);
	else
		code = EXIT_GOOD;
	if (code == EXIT_GOOD && !count)
		fprintf(err->file,
			"faqctl report: nothing to propose: no group of %u "
			"questions had no answer\n",
			USAGE_PROPOSE_LEAST);
	if (files)
		files_release(files);
	free(files);
	return code;
}

/* With -C the drafts must fit what is in the folder. */
static enum exit_code propose(const struct usage *usage,
			      const struct options *options,
			      const struct term *out, const struct term *err)
{
	struct usage_target target = {NULL, NULL};
	struct content *content = NULL;
	struct bot bot;

	if (!options->content_named)
		return propose_for(usage, options, &target, out, err);
	enum exit_code code = bot_open(&bot, options, err);
	if (code != EXIT_GOOD)
		return code;
	if (content_load(&content, options->content, options->language, NULL,
			 NULL) == FAQ_OK) {
		target = (struct usage_target){&bot, content};
		code = propose_for(usage, options, &target, out, err);
	} else {
		fputs("faqctl report: out of memory\n", err->file);
		code = EXIT_CANNOT;
	}
	content_free(content);
	bot_release(&bot);
	return code;
}

static enum exit_code run_report(const struct options *options,
				 const struct term *out, const struct term *err)
{
	struct period period;
	struct store *store;
	struct usage usage;
	const char *address;

	if (!options_fit(options, err) || !read_period(options, &period, err))
		return EXIT_USAGE;
	enum exit_code code =
		database_open(&store, options, "report", false, &address, err);
	if (code != EXIT_GOOD)
		return code;
	enum store_status status = usage_read(&usage, store, &period);
	usage.source = address;
	if (status != STORE_OK)
		code = database_failed(store, "report", status, err);
	/* What follows reads no more: faqd need not wait for it. */
	store_close(store);
	if (status == STORE_OK)
		code = options->propose ? propose(&usage, options, out, err)
					: show(&usage, options, out, err);
	usage_release(&usage);
	return code;
}

const struct command cmd_report = {
	.name = "report",
	.operands = "",
	.summary = "show what visitors asked, and what had no answer",
	.about = "Reads faqd's database; faqd may run meanwhile. Questions "
		 "without an answer stand in groups: two are alike when at "
		 "least half of the words that tell what they are about are "
		 "the same in base form; each joins the most frequent one that "
		 "it is most like. With each group its count, wordings, and "
		 "the intent that came nearest. Then, as lines of a test file, "
		 "which answers agents called wrong and what they should have "
		 "been; answers and feedback of "
		 "each intent, answers by kind, questions and handovers by day "
		 "(UTC).\n\n"
		 "--html writes a page with charts, in one file without "
		 "script.\n\n"
		 "--propose writes a draft of an intent for each group of two "
		 "questions or more, marked '@proposed', with templates of the "
		 "visitors' words: to standard output, or with -C into "
		 "LANG/proposed.md of that folder and a test file beside its "
		 "tests (-T). A draft says that the page has no answer; a faqd "
		 "that watches the folder will say so too, so work on a copy "
		 "and put the answers in first. 'faqctl accept' takes the mark "
		 "off.",
	.examples = "faqctl report --database /var/lib/faqd/faqd.db\n"
		    "faqctl report --since 2026-11-01 --html report.html\n"
		    "faqctl report --since 7d --json | jq '.groups[0]'\n"
		    "faqctl report --propose -C intents -T tests",
	.options = {OPTION_DATABASE, OPTION_SINCE, OPTION_UNTIL, OPTION_JSON,
		    OPTION_HTML, OPTION_ALL, OPTION_PROPOSE, OPTION_CONTENT,
		    OPTION_TESTS, OPTION_LANGUAGE, OPTION_FORCE, OPTION_COLOR,
		    OPTION_HELP},
	.run = run_report};
