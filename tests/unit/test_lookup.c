/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/desk/lookup.h"

#include "unit/own_threads.h"

#include <pthread.h>
#include <string.h>

/* How often it was woken, and who waits for that. */
struct bell {
	pthread_mutex_t lock;
	pthread_cond_t rung;
	unsigned count;
};

static void ring(void *context)
{
	struct bell *bell = context;

	pthread_mutex_lock(&bell->lock);
	bell->count++;
	pthread_cond_signal(&bell->rung);
	pthread_mutex_unlock(&bell->lock);
}

static void wait_for(struct bell *bell)
{
	pthread_mutex_lock(&bell->lock);
	while (bell->count == 0)
		pthread_cond_wait(&bell->rung, &bell->lock);
	bell->count--;
	pthread_mutex_unlock(&bell->lock);
}

static int set_up(void **state)
{
	static struct bell bell = {PTHREAD_MUTEX_INITIALIZER,
				   PTHREAD_COND_INITIALIZER, 0};

	bell.count = 0;
	*state = &bell;
	return 0;
}

static enum reach_status look_up(struct bell *bell, const char *text,
				 bool allow_private,
				 char address[ADDRESS_TEXT_BYTES])
{
	enum reach_status status = REACH_OK;
	struct lookup *lookup;
	struct reach_url url;

	assert_true(reach_parse(&url, text));
	lookup = lookup_start(&url, allow_private, ring, bell);
	assert_non_null(lookup);
	wait_for(bell);
	assert_true(lookup_ended(lookup, &status, address));
	lookup_drop(lookup);
	return status;
}

static void who_asks_is_woken_when_the_address_is_known(void **state)
{
	char address[ADDRESS_TEXT_BYTES];

	assert_int_equal(look_up(*state, "http://127.0.0.1:8", true, address),
			 REACH_OK);
	assert_string_equal(address, "127.0.0.1");
}

static void a_private_address_is_not_told(void **state)
{
	char address[ADDRESS_TEXT_BYTES];

	assert_int_equal(look_up(*state, "https://127.0.0.1", false, address),
			 REACH_ERROR_FORBIDDEN);
	assert_string_equal(address, "");
}

static void a_name_that_is_none_has_no_address(void **state)
{
	char url[96] = "https://", address[ADDRESS_TEXT_BYTES];

	/* A label too long to be asked for: no name server hears of it. */
	memset(url + strlen(url), 'a', 70);
	assert_int_equal(look_up(*state, url, true, address), REACH_ERROR_NAME);
}

/* Its thread may be anywhere: under valgrind and ASan all of it shows. */
static void a_lookup_may_be_dropped_at_any_time(void **state)
{
	struct bell *bell = *state;
	struct reach_url url;

	assert_true(reach_parse(&url, "http://127.0.0.1:8"));
	for (int i = 0; i < 200; i++) {
		struct lookup *lookup = lookup_start(&url, true, ring, bell);

		assert_non_null(lookup);
		lookup_drop(lookup);
	}
	lookup_drop(NULL);
	assert_true(own_threads_ended());
	assert_true(bell->count <= 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
			who_asks_is_woken_when_the_address_is_known, set_up),
		cmocka_unit_test_setup(a_private_address_is_not_told, set_up),
		cmocka_unit_test_setup(a_name_that_is_none_has_no_address,
				       set_up),
		cmocka_unit_test_setup(a_lookup_may_be_dropped_at_any_time,
				       set_up),
	};

	return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
