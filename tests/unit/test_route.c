/* SPDX-License-Identifier: MIT */
#include "server/web/route.h"

#include "widget/asset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void each_path_has_its_methods(void **state)
{
	(void)state;
	assert_int_equal(route_find("/", METHOD_GET).route, ROUTE_DOCUMENT);
	assert_true(route_find("/", METHOD_HEAD).method_ok);
	assert_false(route_find("/", METHOD_POST).method_ok);
	assert_string_equal(route_find("/", METHOD_POST).allow, "GET, HEAD");
	assert_true(route_find("/v1/ask", METHOD_POST).method_ok);
	assert_string_equal(route_find("/v1/ask", METHOD_GET).allow,
			    "POST, OPTIONS");
	assert_string_equal(route_find("/v1/hello", METHOD_POST).allow,
			    "GET, HEAD, OPTIONS");
	assert_false(route_find("/v1/ask", METHOD_OTHER).method_ok);
}

static void what_pages_of_others_may_use_is_shared(void **state)
{
	static const char *const shared[] = {
		"/v1/ask",     "/v1/feedback", "/v1/hello",
		"/v1/intents", "/v1/page",     "/webhooks/rest/webhook"};
	static const char *const ours[] = {"/",        "/metrics", "/healthz",
					   "/readyz",  "/v1/chat", "/demo",
					   "/page.js", "/nothing"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		assert_true(route_find(shared[i], METHOD_OPTIONS).shared);
		assert_true(route_find(shared[i], METHOD_OPTIONS).method_ok);
	}
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		assert_false(route_find(ours[i], METHOD_GET).shared);
		assert_false(route_find(ours[i], METHOD_OPTIONS).method_ok);
	}
}

static void a_path_is_compared_whole(void **state)
{
	(void)state;
	assert_int_equal(route_find("", METHOD_GET).route, ROUTE_NONE);
	assert_int_equal(route_find("/index.html", METHOD_GET).route,
			 ROUTE_NONE);
	assert_int_equal(route_find("/healthz/", METHOD_GET).route, ROUTE_NONE);
	assert_int_equal(route_find("/Healthz", METHOD_GET).route, ROUTE_NONE);
	assert_null(route_find("/x", METHOD_GET).allow);
}

static void the_mouths_of_others_have_their_paths(void **state)
{
	(void)state;
	assert_int_equal(
		route_find("/webhooks/rest/webhook", METHOD_POST).route,
		ROUTE_RASA);
	assert_int_equal(route_find("/webhooks/rest/", METHOD_GET).route,
			 ROUTE_RASA_HEALTH);
	assert_int_equal(route_find("/webhooks/rest", METHOD_GET).route,
			 ROUTE_RASA_HEALTH);
	assert_int_equal(route_find("/v1/chat/completions", METHOD_POST).route,
			 ROUTE_OPENAI);
	assert_int_equal(route_find("/v1/models", METHOD_GET).route,
			 ROUTE_MODELS);
}

static void a_model_is_named_by_the_rest_of_the_path(void **state)
{
	(void)state;
	assert_int_equal(route_find("/v1/models/faqd", METHOD_GET).route,
			 ROUTE_MODEL);
	assert_int_equal(route_find("/v1/models/", METHOD_GET).route,
			 ROUTE_MODEL);
	assert_int_equal(route_find("/v1/modelsx", METHOD_GET).route,
			 ROUTE_NONE);
	assert_false(route_find("/v1/models/faqd", METHOD_POST).method_ok);
}

static void what_others_embed_is_told_from_what_is_ours(void **state)
{
	(void)state;
	assert_int_equal(route_find("/widget.js", METHOD_GET).route,
			 ROUTE_WIDGET);
	assert_int_equal(route_find("/widget/words/es.json", METHOD_GET).route,
			 ROUTE_WIDGET);
	assert_false(route_find("/widget.js", METHOD_POST).method_ok);
	assert_int_equal(route_find("/widgets", METHOD_GET).route, ROUTE_NONE);
	assert_non_null(asset_find("/widget.js"));
	assert_non_null(asset_find("/widget/words/en.json"));
}

static void every_asset_that_is_routed_is_there(void **state)
{
	static const char *const paths[] = {
		"/page.css", "/page.js", "/icon.svg", "/demo.css", "/demo.js"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(route_find(paths[i], METHOD_GET).route,
				 ROUTE_DOCUMENT);
		assert_non_null(asset_find(paths[i]));
	}
}

static void the_agents_console_is_there_and_not_a_webhook(void **state)
{
	static const char *const paths[] = {"/desk", "/desk.css", "/desk.js"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(route_find(paths[i], METHOD_GET).route,
				 ROUTE_CONSOLE);
		assert_false(route_find(paths[i], METHOD_POST).method_ok);
		assert_non_null(asset_find(paths[i]));
	}
	assert_int_equal(route_find("/desk/ours", METHOD_POST).route,
			 ROUTE_DESK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_path_has_its_methods),
		cmocka_unit_test(what_pages_of_others_may_use_is_shared),
		cmocka_unit_test(a_path_is_compared_whole),
		cmocka_unit_test(the_mouths_of_others_have_their_paths),
		cmocka_unit_test(a_model_is_named_by_the_rest_of_the_path),
		cmocka_unit_test(what_others_embed_is_told_from_what_is_ours),
		cmocka_unit_test(every_asset_that_is_routed_is_there),
		cmocka_unit_test(the_agents_console_is_there_and_not_a_webhook),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
