/* SPDX-License-Identifier: MIT */
/* Without a server in TEST_POSTGRES: that a file has no bus. */
#include "server/desk/hub_bus.h"

#include "server/desk/hub_word.h"
#include "unit/store_fixture.h"

#include <pthread.h>

static struct {
	pthread_mutex_t lock;
	pthread_cond_t came;
	unsigned missed, words;
	char last[STORE_NOTICE_BYTES];
} heard = {.lock = PTHREAD_MUTEX_INITIALIZER, .came = PTHREAD_COND_INITIALIZER};

static void hear(void *context, const char *text)
{
	(void)context;
	pthread_mutex_lock(&heard.lock);
	if (text)
		snprintf(heard.last, sizeof(heard.last), "%s", text);
	heard.words += text != NULL;
	heard.missed += text == NULL;
	pthread_cond_signal(&heard.came);
	pthread_mutex_unlock(&heard.lock);
}

/* Until there are more than so many. */
static void wait_for(const unsigned *count, unsigned before)
{
	pthread_mutex_lock(&heard.lock);
	while (*count <= before)
		pthread_cond_wait(&heard.came, &heard.lock);
	pthread_mutex_unlock(&heard.lock);
}

static void a_file_has_no_bus(void **state)
{
	const struct store_options store = {.busy_ms = 1};
	const struct hub_bus_options options = {
		.address = "x.db", .store = &store, .each = hear};
	struct store_error error;
	struct hub_bus *bus;

	(void)state;
	assert_false(hub_bus_start(&bus, &options, &error));
	assert_null(bus);
	assert_string_not_equal(error.message, "");
	hub_bus_stop(bus);
}

static void what_is_said_is_heard_also_after_a_loss(void **state)
{
	struct bench *bench = *state;
	const struct hub_bus_options options = {
		.address = bench->path, .store = &bench->options, .each = hear};
	struct store_error error;
	struct hub_bus *bus;

	if (!postgres_server())
		return;
	assert_true(hub_bus_start(&bus, &options, &error));
	wait_for(&heard.missed, 0);
	assert_int_equal(store_notify(bench->store, HUB_TOPIC, "one"),
			 STORE_OK);
	wait_for(&heard.words, 0);
	assert_string_equal(heard.last, "one");
	free(postgres_text(bench->path,
			   "SELECT count(pg_terminate_backend(pid)) FROM"
			   " pg_stat_activity WHERE datname ="
			   " current_database() AND pid <> pg_backend_pid()"));
	wait_for(&heard.missed, 1);
	(void)!store_notify(bench->store, HUB_TOPIC, "lost");
	assert_int_equal(store_notify(bench->store, HUB_TOPIC, "two"),
			 STORE_OK);
	wait_for(&heard.words, 1);
	hub_bus_stop(bus);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_has_no_bus),
		cmocka_unit_test_setup_teardown(
			what_is_said_is_heard_also_after_a_loss,
			bench_set_up_open, bench_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
