/* SPDX-License-Identifier: MIT */
/* Which parts may ask for an API key. */
#include "server/edge/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void parts_have_names(void **state)
{
	(void)state;
	assert_int_equal(gate_part_of("chat"), GATE_CHAT);
	assert_int_equal(gate_part_of("metrics"), GATE_METRICS);
	assert_true(gate_named("openai"));
	assert_false(gate_named("Chat"));
	assert_false(gate_named(""));
}

static void a_balancer_and_the_page_never_need_a_key(void **state)
{
	(void)state;
	assert_int_equal(gate_of_route(ROUTE_HEALTH), 0);
	assert_int_equal(gate_of_route(ROUTE_READY), 0);
	assert_int_equal(gate_of_route(ROUTE_DOCUMENT), 0);
	assert_int_equal(gate_of_route(ROUTE_NONE), 0);
}

static void all_of_openai_is_one_part(void **state)
{
	(void)state;
	assert_int_equal(gate_of_route(ROUTE_OPENAI), GATE_OPENAI);
	assert_int_equal(gate_of_route(ROUTE_MODELS), GATE_OPENAI);
	assert_int_equal(gate_of_route(ROUTE_MODEL), GATE_OPENAI);
}

static void to_watch_is_not_to_ask(void **state)
{
	(void)state;
	assert_int_equal(gate_scope(GATE_METRICS), APIKEY_REPORT);
	assert_int_equal(gate_scope(GATE_CHAT), APIKEY_ASK);
	assert_int_equal(gate_scope(GATE_RASA), APIKEY_ASK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_have_names),
		cmocka_unit_test(a_balancer_and_the_page_never_need_a_key),
		cmocka_unit_test(all_of_openai_is_one_part),
		cmocka_unit_test(to_watch_is_not_to_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
