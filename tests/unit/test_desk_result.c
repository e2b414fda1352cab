/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/desk_fixture.h"

static struct desk_result of(int status, const char *after)
{
	const struct desk_header header = {"retry-after", after};

	return desk_result(&desk_setups[DESK_CHATWOOT], status, &header,
			   after != NULL, "", 0);
}

static void a_status_says_what_to_do_next(void **state)
{
	static const struct {
		int status;
		enum desk_outcome outcome;
	} all[] = {{0, DESK_AGAIN},   {200, DESK_DONE},    {201, DESK_DONE},
		   {204, DESK_DONE},  {301, DESK_DEAD},    {302, DESK_DEAD},
		   {400, DESK_DEAD},  {401, DESK_DEAD},    {404, DESK_DEAD},
		   {408, DESK_AGAIN}, {409, DESK_ALREADY}, {410, DESK_DEAD},
		   {422, DESK_DEAD},  {425, DESK_AGAIN},   {429, DESK_AGAIN},
		   {500, DESK_AGAIN}, {501, DESK_DEAD},    {503, DESK_AGAIN},
		   {101, DESK_DEAD},  {999, DESK_DEAD},    {-1, DESK_DEAD}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct desk_result result = of(all[i].status, NULL);

		assert_int_equal(result.outcome, all[i].outcome);
		assert_int_equal(result.cause[0] == '\0',
				 result.outcome == DESK_DONE);
		assert_int_equal(result.after_s, 0);
	}
}

static void the_desk_says_when_to_come_again(void **state)
{
	(void)state;
	assert_int_equal(of(429, "30").after_s, 30);
	assert_int_equal(of(503, "99999999999999999999").after_s,
			 DESK_AFTER_MAX_S);
	assert_int_equal(of(429, "-1").after_s, 0);
	assert_int_equal(of(429, "").after_s, 0);
	assert_int_equal(of(429, "Wed, 21 Oct 2026 07:28:00 GMT").after_s, 0);
	assert_int_equal(of(200, "30").after_s, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_says_what_to_do_next),
		cmocka_unit_test(the_desk_says_when_to_come_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
