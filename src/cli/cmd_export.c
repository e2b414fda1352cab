/* SPDX-License-Identifier: MIT */
/*
 * faqctl export: the content for others: schema.org, CSV, JSON.
 */
#include "cli/bot.h"
#include "proto/message.h"
#include "proto/schemaorg.h"

#include <string.h>

#define EXPORT_BYTES_MAX (64u * 1024u * 1024u)

/* Smalltalk and steering are no part of the page. */
static bool is_of_page(const struct faq_intent *intent)
{
	return intent->kind != FAQ_KIND_META && intent->kind != FAQ_KIND_ACT;
}

static void put_head(struct json_writer *writer, const struct bot *bot,
		     const char *type)
{
	json_put_open(writer, '{');
	json_add_string(writer, "@context", "https://schema.org");
	json_add_string(writer, "@type", type);
	json_add_string(writer, "name", faq_catalog_name(bot->catalog));
}

static void put_faqpage(struct json_writer *writer, const struct bot *bot)
{
	put_head(writer, bot, "FAQPage");
	json_put_name(writer, "mainEntity");
	json_put_open(writer, '[');
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(bot->catalog, i);
		if (is_of_page(intent) && intent->kind != FAQ_KIND_STEP)
			schemaorg_put_question(writer, intent);
	}
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

static void put_howto(struct json_writer *writer, const struct bot *bot)
{
	put_head(writer, bot, "HowTo");
	json_put_name(writer, "step");
	json_put_open(writer, '[');
	for (unsigned n = 1; n <= faq_catalog_steps(bot->catalog); n++) {
		const struct faq_intent *step =
			faq_catalog_step(bot->catalog, n);
		json_put_open(writer, '{');
		json_add_string(writer, "@type", "HowToStep");
		json_add_count(writer, "position", n);
		json_add_string(writer, "name", step->title);
		json_add_string(writer, "text", step->html);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

static void put_templates(struct json_writer *writer, const struct bot *bot,
			  const struct faq_intent *intent)
{
	json_put_name(writer, "templates");
	json_put_open(writer, '[');
	for (unsigned i = 0; i < intent->pattern_count; i++)
		json_put_string(writer,
				faq_catalog_pattern(bot->catalog,
						    intent->first_pattern + i)
					->line_text);
	json_put_close(writer, ']');
}

static void put_intent(struct json_writer *writer, const struct bot *bot,
		       const struct faq_intent *intent)
{
	json_put_open(writer, '{');
	message_put_intent(writer, intent);
	json_add_string(writer, "again", intent->again);
	json_add_string(writer, "rests", intent->rests);
	json_add_string(writer, "why", intent->why);
	json_add_string(writer, "offer", intent->offer);
	json_add_bool(writer, "proposed", intent->proposed);
	json_add_string(writer, "file", intent->source);
	json_add_count(writer, "line", intent->line);
	put_templates(writer, bot, intent);
	json_put_close(writer, '}');
}

static void put_json(struct json_writer *writer, const struct bot *bot)
{
	json_put_open(writer, '{');
	json_add_string(writer, "name", faq_catalog_name(bot->catalog));
	json_add_string(writer, "language", bot->language);
	json_put_name(writer, "places");
	json_put_open(writer, '[');
	for (size_t i = 0; i < faq_catalog_anchors(bot->catalog); i++) {
		const struct faq_anchor *anchor =
			faq_catalog_anchor(bot->catalog, i);
		json_put_open(writer, '{');
		json_add_string(writer, "id", anchor->id);
		json_add_string(writer, "text", anchor->text);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_name(writer, "intents");
	json_put_open(writer, '[');
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++)
		put_intent(writer, bot, faq_catalog_intent(bot->catalog, i));
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

/* In quotes, without the line's end behind it. */
static void print_field(FILE *file, const char *text)
{
	size_t size = strlen(text);

	while (size && text[size - 1] == '\n')
		size--;
	fputc('"', file);
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '"')
			fputc('"', file);
		fputc(text[i], file);
	}
	fputc('"', file);
}

/* RFC 4180, but for the plain line's end. */
static void print_csv(const struct term *out, const struct bot *bot)
{
	fputs("question,answer\n", out->file);
	for (size_t i = 0; i < faq_catalog_intents(bot->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(bot->catalog, i);
		if (!is_of_page(intent))
			continue;
		print_field(out->file, intent->title);
		fputc(',', out->file);
		print_field(out->file, intent->markdown);
		fputc('\n', out->file);
	}
}

static bool put_format(struct json_writer *writer, const struct bot *bot,
		       const char *format)
{
	if (strcmp(format, "faqpage") == 0)
		put_faqpage(writer, bot);
	else if (strcmp(format, "howto") == 0)
		put_howto(writer, bot);
	else if (strcmp(format, "json") == 0)
		put_json(writer, bot);
	else
		return false;
	return true;
}

static enum exit_code run_export(const struct options *options,
				 const struct term *out, const struct term *err)
{
	const char *format = options->format ? options->format : "json";
	struct json_writer writer;
	struct bot bot;
	enum exit_code code = bot_open(&bot, options, err);

	if (code != EXIT_GOOD)
		return code;
	json_writer_init(&writer, EXPORT_BYTES_MAX);
	if (strcmp(format, "csv") == 0) {
		print_csv(out, &bot);
	} else if (!put_format(&writer, &bot, format)) {
		fprintf(err->file,
			"faqctl export: unknown format '%s'; it is faqpage, "
			"howto, csv or json\n",
			format);
		code = EXIT_USAGE;
	} else if (json_failed(&writer)) {
		fputs("faqctl: out of memory\n", err->file);
		code = EXIT_CANNOT;
	} else {
		fprintf(out->file, "%s\n", writer.bytes);
	}
	json_writer_release(&writer);
	bot_release(&bot);
	return code;
}

const struct command cmd_export = {
	.name = "export",
	.operands = "",
	.summary = "write the content for others to read",
	.about = "To stdout: 'faqpage' and 'howto' are schema.org's JSON-LD, "
		 "ready for a page's <script type=\"application/ld+json\">; "
		 "'csv' is question and answer; 'json' is all of it. Smalltalk "
		 "and what steers the dialogue is in 'json' only.",
	.examples = "faqctl export --format faqpage >faq.jsonld\n"
		    "faqctl export --format csv >faq.csv",
	.options = {OPTION_FORMAT, OPTION_CONTENT, OPTION_LANGUAGE,
		    OPTION_COLOR, OPTION_HELP},
	.run = run_export};
