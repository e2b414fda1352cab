/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/remote.h"

#include <stdio.h>
#include <string.h>

#define SITE_MD                                                                \
	"### Lost cards\n\nAsk at the desk.\n\n```ask faq.lost\nlost "         \
	"card\n```\n"

struct fixture {
	struct faq_catalog *catalog;
	struct remote remote;
	struct faq_reply reply;
};

static struct fixture fixture;

static int set_up(void **state)
{
	const struct faq_source source = {
		.name = "a.md", .bytes = SITE_MD, .size = sizeof(SITE_MD) - 1};
	struct faq_site site = {.name = "Library"};

	(void)state;
	faq_thresholds_default(&site.thresholds);
	if (faq_catalog_build(&fixture.catalog, &source, 1, &site,
			      &(struct faq_options){0}, NULL, NULL) != FAQ_OK)
		return -1;
	return remote_init(&fixture.remote, "http://localhost:1",
			   fixture.catalog)
		       ? 0
		       : -1;
}

static int tear_down(void **state)
{
	(void)state;
	remote_release(&fixture.remote);
	faq_catalog_free(fixture.catalog);
	return 0;
}

static bool reads(const char *body)
{
	return remote_read(&fixture.remote, body, strlen(body), &fixture.reply);
}

static void an_answer_is_read_back(void **state)
{
	const struct faq_reply *reply = &fixture.reply;
	(void)state;
	assert_true(reads(
		"{\"verdict\":\"answer\",\"act\":\"act.jump(3)\",\"text\":"
		"\"T\","
		"\"parts\":[{\"id\":\"faq.lost\",\"confidence\":0.5}],"
		"\"best\":\"faq.lost\",\"step\":2,\"steps\":4,\"paused\":true,"
		"\"confidence\":0.5,\"session\":\"abc\"}"));
	assert_int_equal(reply->verdict, FAQ_VERDICT_ANSWER);
	assert_int_equal(reply->act, FAQ_ACT_JUMP);
	assert_int_equal(reply->act_number, 3);
	assert_string_equal(reply->text, "T");
	assert_int_equal(reply->part_count, 1);
	assert_ptr_equal(reply->part[0].intent,
			 faq_catalog_find(fixture.catalog, "faq.lost"));
	assert_string_equal(fixture.remote.session, "abc");
	assert_string_equal(fixture.remote.described, "step 2 paused");
}

static void a_name_that_the_content_lacks_is_kept(void **state)
{
	(void)state;
	assert_true(reads("{\"verdict\":\"answer\",\"text\":\"\","
			  "\"parts\":[{\"id\":\"limit.new\"}]}"));
	assert_string_equal(fixture.reply.part[0].intent->id, "limit.new");
	assert_int_equal(fixture.reply.part[0].intent->kind, FAQ_KIND_LIMIT);
}

static void more_than_fits_is_left_out(void **state)
{
	char body[8192];
	size_t at = (size_t)snprintf(body, sizeof(body),
				     "{\"verdict\":\"clarify\",\"choices\":[");
	(void)state;
	for (unsigned i = 0; i < 40; i++)
		at += (size_t)snprintf(body + at, sizeof(body) - at,
				       "%s{\"id\":\"faq.n%u\"}", i ? "," : "",
				       i);
	snprintf(body + at, sizeof(body) - at, "]}");
	assert_true(reads(body));
	assert_int_equal(fixture.reply.choice_count, FAQ_CHOICES_MAX);
	assert_string_equal(fixture.remote.described, "options");
}

static void what_is_no_answer_is_refused(void **state)
{
	(void)state;
	assert_false(reads(""));
	assert_false(reads("[]"));
	assert_false(reads("{}"));
	assert_false(reads("<html>"));
	assert_true(reads("{\"verdict\":\"odd\",\"parts\":7,\"session\":[]}"));
	assert_int_equal(fixture.reply.verdict, FAQ_VERDICT_NONE);
}

static void takes(const char *url, const char *host, const char *port,
		  const char *prefix)
{
	struct httpclient client;
	assert_true(httpclient_init(&client, url));
	assert_string_equal(client.host, host);
	assert_string_equal(client.port, port);
	assert_string_equal(client.prefix, prefix);
	httpclient_release(&client);
}

static void a_url_has_host_port_and_path(void **state)
{
	(void)state;
	takes("http://127.0.0.1:8080", "127.0.0.1", "8080", "");
	takes("http://bot.example/", "bot.example", "80", "");
	takes("HTTP://bot.example/a/b/", "bot.example", "80", "/a/b");
	takes("http://[::1]:99", "::1", "99", "");
	takes("http://[::1]", "::1", "80", "");
}

static void another_url_is_refused(void **state)
{
	static const char *const urls[] = {"",
					   "localhost",
					   "https://a",
					   "http://",
					   "http://:80",
					   "http://a:",
					   "http://a:b",
					   "http://a:123456789",
					   "http://a b",
					   "http://me@a",
					   "http://a?x",
					   "http://a\r\nx",
					   "http://[",
					   "http://[]",
					   "http://[::1]x"};
	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct httpclient client;
		assert_false(httpclient_init(&client, urls[i]));
		httpclient_release(&client);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_read_back),
		cmocka_unit_test(a_name_that_the_content_lacks_is_kept),
		cmocka_unit_test(more_than_fits_is_left_out),
		cmocka_unit_test(what_is_no_answer_is_refused),
		cmocka_unit_test(a_url_has_host_port_and_path),
		cmocka_unit_test(another_url_is_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
