/* SPDX-License-Identifier: MIT */
/*
 * faqctl check: builds the catalogue, looks at it from all sides and shows
 * every finding in order of place.
 */
#include "cli/check.h"

#include <stdlib.h>
#include <unistd.h>

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void print_counts(const struct term *out,
			 const struct findings *findings)
{
	size_t errors = findings->of_severity[FAQ_SEVERITY_ERROR];
	size_t warnings = findings->of_severity[FAQ_SEVERITY_WARNING];
	size_t notes = findings->of_severity[FAQ_SEVERITY_NOTE];

	if (findings->faults->count > findings->accepted)
		fputc('\n', out->file);
	term_style(out, errors     ? TERM_RED
			: warnings ? TERM_YELLOW
				   : TERM_GREEN);
	term_sign(out, errors     ? TERM_SIGN_BAD
		       : warnings ? TERM_SIGN_WARNING
				  : TERM_SIGN_GOOD);
	term_style(out, TERM_PLAIN);
	fprintf(out->file, " %zu error%s, %zu warning%s, %zu note%s", errors,
		plural(errors), warnings, plural(warnings), notes,
		plural(notes));
	if (findings->accepted)
		fprintf(out->file, ", %zu accepted", findings->accepted);
	fputc('\n', out->file);
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

/* All that can be said of a catalogue that was built. */
static void look(struct check *check)
{
	check_lookalikes(check);
	check_page(check);
	check_regexes(check);
	check_overlaps(check);
	check_tests(check);
}

/* Who accepted what; then the acceptances that nothing needed. */
static bool weigh(struct findings *findings, struct accepts *accepts,
		  struct faults *faults)
{
	faults_sort(faults);
	findings->faults = faults;
	findings->by = calloc(faults->count + 1, sizeof(const void *));
	for (size_t i = 0; findings->by && i < faults->count; i++) {
		const struct faq_diag *diag = &faults->list[i];
		findings->by[i] = accepts_find(accepts, diag);
		if (findings->by[i])
			findings->accepted++;
		else
			findings->of_severity[diag->severity]++;
	}
	return findings->by != NULL;
}

static bool show(const struct findings *findings, const struct options *options,
		 const struct bot *bot, const struct term *out)
{
	if (options->sarif)
		return findings_sarif(findings, out);
	if (options->json)
		return findings_json(findings, bot, out);
	findings_print(findings, out);
	print_counts(out, findings);
	if (bot->catalog)
		print_size(out, bot);
	return true;
}

/* Acceptances that nothing used are findings, too, so that who accepted what
 * is asked twice. */
static bool settle(struct check *check, struct findings *findings,
		   struct accepts *accepts, struct faults *faults)
{
	accepts_read(accepts, check);
	for (size_t i = 0; i < faults->count; i++)
		(void)accepts_find(accepts, &faults->list[i]);
	if (check->bot->catalog)
		accepts_check(accepts, check);
	return weigh(findings, accepts, faults);
}

static enum exit_code examine(struct check *check, struct faults *faults,
			      const struct term *out)
{
	struct accepts accepts = {0};
	struct findings findings = {0};
	bool good;

	if (check->bot->catalog)
		look(check);
	good = settle(check, &findings, &accepts, faults) &&
	       !check->no_memory &&
	       show(&findings, check->options, check->bot, out);
	bool found = findings.of_severity[FAQ_SEVERITY_ERROR] ||
		     findings.of_severity[FAQ_SEVERITY_WARNING] ||
		     check->test_faults;
	free(findings.by);
	accepts_release(&accepts);
	if (!good)
		return EXIT_CANNOT;
	return found ? EXIT_FINDINGS : EXIT_GOOD;
}

/* The files once more, as they are: a faulty content has none, and then the
 * engine's findings are all there is. */
static enum exit_code run_parts(struct check *check, struct faults *faults,
				const struct term *out)
{
	static const struct content nothing = {0};
	struct content *content = NULL;

	enum faq_status status =
		content_load(&content, check->options->content,
			     check->options->language, NULL, NULL);
	if (status == FAQ_ERROR_NOMEM)
		return EXIT_CANNOT;
	check->content = content ? content : &nothing;
	enum exit_code code = examine(check, faults, out);
	content_free(content);
	return code;
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
	struct check *check = calloc(1, sizeof(*check));
	enum exit_code code =
		check ? bot_load(&bot, options, &faults) : EXIT_CANNOT;
	if (check && code != EXIT_CANNOT) {
		check->bot = &bot;
		check->options = options;
		check->err = err;
		check->sink = (struct fault_sink){.report = faults_report,
						  .context = &faults};
		code = run_parts(check, &faults, out);
		bot_release(&bot);
	}
	if (code == EXIT_CANNOT)
		fputs("faqctl: out of memory\n", err->file);
	free(check);
	faults_release(&faults);
	return code;
}

const struct command cmd_check = {
	.name = "check",
	.operands = "",
	.summary = "find the faults in the content",
	.about = "Prints every finding as file:line:column: what, and what to "
		 "do. It looks for templates that never win or meet those of "
		 "another intent, with a sentence that shows it; for intents "
		 "and templates that no test comes by; for answers whose part "
		 "of the page has changed since (page.lock); for word lists "
		 "that stand in others, slow regexes, invisible and look-alike "
		 "letters.\n\n"
		 "A finding is accepted by '# accept CODE: reason' behind the "
		 "line, or on a line of its own for its block.\n\n"
		 "Errors and warnings make the exit code 1; notes do not.",
	.examples = "faqctl check\nfaqctl check -C other/content --json\n"
		    "faqctl check --sarif > build/check.sarif",
	.options = {OPTION_CONTENT, OPTION_LANGUAGE, OPTION_TESTS, OPTION_JSON,
		    OPTION_SARIF, OPTION_COLOR, OPTION_HELP},
	.run = run_check};
