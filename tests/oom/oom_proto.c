/* SPDX-License-Identifier: MIT */
/*
 * oom_proto CONTENT: JSON, messages and the content's loader while each
 * allocation in turn fails, alone or with all that follow.
 */
#include "oom/wrap.h"
#include "proto/content.h"
#include "proto/incoming.h"
#include "proto/message.h"
#include "proto/openai.h"
#include "proto/rasa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *folder;

static bool parse_document(void)
{
	static const char text[] =
		"{\"a\":[1,2.5,\"three\",{\"b\":null,\"c\":true}],\"d\":\"\"}";
	struct json_doc *doc = (struct json_doc *)&meter;
	struct json_error error;
	enum json_status status =
		json_parse(&doc, text, sizeof(text) - 1, &error);
	if (status) {
		assert_int_equal(status, JSON_ERROR_NOMEM);
		assert_null(doc);
		assert_true(error.message[0] != '\0');
	}
	json_free(doc);
	return !status;
}

static void a_document_is_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(parse_document, false) > 5);
}

static bool parse_body(const char *text)
{
	struct incoming ask;
	struct incoming_error error;
	enum incoming_status status =
		incoming_read(&ask, INCOMING_BODY, text, strlen(text), &error);
	if (status)
		assert_int_equal(status, INCOMING_ERROR_NOMEM);
	else
		incoming_release(&ask);
	return !status;
}

static bool parse_question(void)
{
	return parse_body("{\"id\":\"7\",\"text\":\"\\u0077hen?\","
			  "\"session\":\"s\"}");
}

static bool parse_plain_question(void)
{
	return parse_body("{\"id\":\"7\",\"text\":\"when?\"}");
}

static void a_question_is_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(parse_question, false) > 3);
	assert_int_equal(fail_each(parse_plain_question, false), 1);
}

static bool parse_rasa(void)
{
	static const char text[] = "{\"sender\":7,\"message\":\"when?\"}";
	struct rasa_ask ask;
	struct json_error error;
	enum json_status status =
		rasa_ask_parse(&ask, text, sizeof(text) - 1, &error);
	if (status)
		assert_int_equal(status, JSON_ERROR_NOMEM);
	else
		rasa_ask_release(&ask);
	return !status;
}

static bool parse_openai(void)
{
	static const char text[] =
		"{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		"\"content\":[{\"type\":\"text\",\"text\":\"when?\"}]}]}";
	struct openai_ask ask;
	struct openai_fault fault;
	if (openai_ask_parse(&ask, text, sizeof(text) - 1, &fault)) {
		openai_ask_release(&ask);
		return true;
	}
	assert_int_equal(fault.status, 500);
	assert_null(ask.doc);
	return false;
}

static void a_question_of_others_is_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(parse_rasa, false) > 3);
	assert_true(fail_each(parse_openai, false) > 10);
}

static bool write_reply(void)
{
	static char text[5000];
	static const struct faq_link link = {"desk", "Desk", "https://d.de"};
	static const struct faq_intent intent = {.id = "redirect.desk",
						 .title = "Desk",
						 .text = text,
						 .markdown = "x",
						 .html = "<p>x</p>",
						 .again = "",
						 .rests = "",
						 .why = "",
						 .offer = "",
						 .note = "n",
						 .link = &link,
						 .source = "x.md",
						 .kind = FAQ_KIND_REDIRECT};
	static struct faq_reply reply;
	const struct message_envelope envelope = {"a", "7", "token", NULL,
						  NULL};
	struct json_writer writer;
	memset(text, 'x', sizeof(text) - 1); /* the writer must grow */
	reply.verdict = FAQ_VERDICT_ANSWER;
	reply.part_count = 1;
	reply.part[0].intent = reply.best = &intent;
	reply.lead = reply.tail = "";
	reply.text = text;
	json_writer_init(&writer, MESSAGE_REPLY_BYTES_MAX);
	message_write_answer(&writer, &envelope, &reply, NULL);
	bool worked = !json_failed(&writer);
	json_writer_release(&writer);
	return worked;
}

static void a_reply_is_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(write_reply, false) > 1);
}

static const struct faq_catalog *cached;

static bool make_cache(void)
{
	struct message_cache *cache = message_cache_new(cached);
	message_cache_free(cache);
	return cache != NULL;
}

static void a_cache_is_whole_or_not_there(void **state)
{
	static const char text[] =
		"### Hours\n\nTen to six.\n\n```ask faq.hours\nhours\n```\n";
	const struct faq_source source = {"a.md", text, sizeof(text) - 1};
	struct faq_site site = {.name = "Library"};
	struct faq_catalog *catalog;

	(void)state;
	faq_thresholds_default(&site.thresholds);
	assert_int_equal(faq_catalog_build(&catalog, &source, 1, &site, NULL,
					   NULL, NULL),
			 FAQ_OK);
	cached = catalog;
	assert_true(fail_each(make_cache, false) > 2);
	faq_catalog_free(catalog);
}

static bool load_content(void)
{
	struct content *content = (struct content *)&meter;
	enum faq_status status =
		content_load(&content, folder, NULL, NULL, NULL);
	if (status) {
		assert_int_equal(status, FAQ_ERROR_NOMEM);
		assert_null(content);
	}
	content_free(content);
	return !status;
}

static void a_content_is_whole_or_not_there(void **state)
{
	(void)state;
	assert_true(fail_each(load_content, true) > 10);
}

int main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : "intents";
	wrap_cjson();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_whole_or_not_there),
		cmocka_unit_test(a_question_is_whole_or_not_there),
		cmocka_unit_test(a_question_of_others_is_whole_or_not_there),
		cmocka_unit_test(a_reply_is_whole_or_not_there),
		cmocka_unit_test(a_cache_is_whole_or_not_there),
		cmocka_unit_test(a_content_is_whole_or_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
