/* SPDX-License-Identifier: MIT */
#include "server/page/page_json.h"

#include "proto/message.h"
#include "proto/outgoing.h"
#include "proto/schemaorg.h"
#include "server/version.h"

#include <stdlib.h>

void page_json_hello(const struct faq_catalog *catalog,
		     struct json_writer *writer)
{
	const struct outgoing_hello hello = {
		.place = {.reply_to = ""},
		.catalog = catalog,
		.language = faq_catalog_language(catalog),
		.version = FAQD_VERSION,
	};

	outgoing_hello(writer, &hello);
}

void page_json_intents(const struct faq_catalog *catalog,
		       struct json_writer *writer)
{
	size_t i;

	json_put_open(writer, '{');
	json_add_string(writer, "language", faq_catalog_language(catalog));
	json_put_name(writer, "intents");
	json_put_open(writer, '[');
	for (i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);

		if (intent->kind == FAQ_KIND_ACT)
			continue;
		json_put_open(writer, '{');
		message_put_intent(writer, intent);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

/* A member that plan_put_*() writes as HTML. */
static void add_part(struct json_writer *writer, const char *name,
		     const struct plan *plan, size_t chapter,
		     void (*put)(const struct plan *, size_t, struct html *))
{
	struct html html;

	html_init(&html, writer->max);
	put(plan, chapter, &html);
	json_put_name(writer, name);
	json_put_bytes(writer, html.bytes ? html.bytes : "", html.size);
	writer->failed = writer->failed || html.failed;
	html_release(&html);
}

static void add_ids(struct json_writer *writer, const char *name,
		    const struct plan *plan, size_t chapter, enum plan_how how)
{
	size_t i;

	json_put_name(writer, name);
	json_put_open(writer, '[');
	for (i = 0; i < faq_catalog_intents(plan->catalog); i++)
		if (plan->places[i].how == how &&
		    plan->places[i].chapter == chapter)
			json_put_string(
				writer,
				faq_catalog_intent(plan->catalog, i)->id);
	json_put_close(writer, ']');
}

static void put_title(const struct plan *plan, size_t chapter,
		      struct html *html)
{
	const struct plan_chapter *at = &plan->chapters[chapter];

	if (at->section)
		html_put_plain(html, at->section->title, html->max);
	else
		html_put_text(html, at->title);
}

void page_json_page(const struct plan *plan, struct json_writer *writer)
{
	size_t i;

	json_put_open(writer, '{');
	json_add_string(writer, "name", faq_catalog_name(plan->catalog));
	json_add_string(writer, "language",
			faq_catalog_language(plan->catalog));
	json_put_name(writer, "sections");
	json_put_open(writer, '[');
	for (i = 0; i < plan->chapter_count; i++) {
		json_put_open(writer, '{');
		add_part(writer, "id", plan, i, plan_put_id);
		add_part(writer, "title", plan, i, put_title);
		add_part(writer, "html", plan, i, plan_put_body);
		add_ids(writer, "intents", plan, i, PLAN_ENTRY);
		add_ids(writer, "stands_for", plan, i, PLAN_CHAPTER);
		json_put_close(writer, '}');
	}
	json_put_close(writer, ']');
	json_put_name(writer, "notes");
	json_put_open(writer, '[');
	for (i = 0; i < plan->note_count; i++)
		json_put_string(writer, plan->notes[i]);
	json_put_close(writer, ']');
	json_put_close(writer, '}');
}

bool page_json_data(const struct faq_catalog *catalog,
		    struct json_writer *writer)
{
	size_t i, count = 0;

	for (i = 0; i < faq_catalog_intents(catalog); i++)
		count += faq_catalog_intent(catalog, i)->kind == FAQ_KIND_FAQ;
	if (count == 0)
		return false;
	json_put_open(writer, '{');
	json_add_string(writer, "@context", "https://schema.org");
	json_add_string(writer, "@type", "FAQPage");
	json_add_string(writer, "name", faq_catalog_name(catalog));
	json_add_string(writer, "inLanguage", faq_catalog_language(catalog));
	json_put_name(writer, "mainEntity");
	json_put_open(writer, '[');
	for (i = 0; i < faq_catalog_intents(catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(catalog, i);

		if (intent->kind == FAQ_KIND_FAQ)
			schemaorg_put_question(writer, intent);
	}
	json_put_close(writer, ']');
	json_put_close(writer, '}');
	return true;
}
