/* SPDX-License-Identifier: MIT */
#include "cli/bot.h"

#include "proto/content.h"
#include "proto/nearest.h"

#include <assert.h>
#include <string.h>
#include <time.h>

/* Of this thread, as in faqd: a busy machine must not change an answer. */
static uint64_t clock_ns(void *context)
{
	struct timespec now;
	(void)context;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static enum exit_code exit_of(enum faq_status status)
{
	if (status == FAQ_OK)
		return EXIT_GOOD;
	return status == FAQ_ERROR_CONTENT ? EXIT_FINDINGS : EXIT_CANNOT;
}

enum exit_code bot_load(struct bot *bot, const struct options *options,
			struct faults *faults)
{
	const struct faq_options engine = {.clock_ns = clock_ns};
	struct content *content;
	uint64_t began = term_clock_ns();

	*bot = (struct bot){0};
	enum faq_status status =
		content_load(&content, options->content, options->language,
			     faults_report, faults);
	if (status == FAQ_OK) {
		snprintf(bot->language, sizeof(bot->language), "%s",
			 content->language);
		status = faq_catalog_build(&bot->catalog, content->sources,
					   content->source_count, content->site,
					   &engine, faults_report, faults);
		content_free(content);
	}
	if (status == FAQ_OK)
		status = faq_scratch_new(&bot->scratch, &engine);
	if (status != FAQ_OK)
		bot_release(bot);
	bot->load_ns = term_clock_ns() - began;
	faults_sort(faults);
	return exit_of(status);
}

static void complain(const char *folder, const struct faults *faults,
		     const struct term *err)
{
	if (content_is_missing(folder)) {
		fprintf(err->file,
			"faqctl: there is no folder '%s', name that of the "
			"content with -C\n",
			folder);
		return;
	}
	faults_print(faults, err, FAQ_SEVERITY_ERROR);
	fprintf(err->file,
		"faqctl: the content in '%s' has faults; mend them, or name "
		"another folder with -C\n",
		folder);
}

enum exit_code bot_open(struct bot *bot, const struct options *options,
			const struct term *err)
{
	struct faults faults = {0};
	enum exit_code code = bot_load(bot, options, &faults);

	if (code == EXIT_CANNOT)
		fputs("faqctl: out of memory\n", err->file);
	if (code == EXIT_FINDINGS) {
		complain(options->content, &faults, err);
		code = EXIT_CANNOT;
	}
	faults_release(&faults);
	return code;
}

void bot_release(struct bot *bot)
{
	faq_scratch_free(bot->scratch);
	faq_catalog_free(bot->catalog);
	*bot = (struct bot){0};
}

void bot_ask(const struct bot *bot, struct faq_dialog *dialog, const char *text,
	     struct faq_reply *reply, struct faq_trace *trace)
{
	enum faq_status status = faq_ask(bot->catalog, bot->scratch, dialog,
					 text, strlen(text), reply, trace);
	assert(status == FAQ_OK);
	(void)status;
}

const char *bot_nearest(const struct bot *bot, const char *id)
{
	struct nearest nearest;
	nearest_init(&nearest, id);
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++)
		nearest_offer(&nearest,
			      faq_catalog_intent(bot->catalog, i)->id);
	return nearest.best;
}
