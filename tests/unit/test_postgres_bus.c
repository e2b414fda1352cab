/* SPDX-License-Identifier: MIT */
#include "store/bus.h"
#include "unit/store_fixture.h"

#include <poll.h>

static const char *const topics[] = {"talk", "limits"};

struct heard {
	unsigned count, missed;
	struct store_notice last;
};

static void hear(void *context, const struct store_notice *notice)
{
	struct heard *heard = context;

	if (notice) {
		heard->count++;
		heard->last = *notice;
	} else {
		heard->missed++;
	}
}

static struct bus *listen(struct bench *bench)
{
	struct bus *bus;

	if (bus_open(&bus, bench->path, &bench->options, topics, 2,
		     &bench->error) != STORE_OK)
		fail_msg("%s", bench->error.message);
	return bus;
}

/* Waits for the descriptor as an event loop would. */
static void wait_for(struct bus *bus, struct heard *heard, unsigned count)
{
	while (heard->count < count) {
		struct pollfd fd = {.fd = bus_fd(bus), .events = POLLIN};

		assert_true(fd.fd >= 0);
		assert_int_equal(poll(&fd, 1, 5000), 1);
		assert_int_equal(bus_read(bus, hear, heard), STORE_OK);
	}
}

static void a_word_reaches_every_node(void **state)
{
	struct bench *bench = *state;
	struct bus *first = listen(bench), *second = listen(bench);
	struct heard one = {0}, two = {0};

	assert_int_equal(store_notify(bench->store, "talk", "node1 zebra"),
			 STORE_OK);
	wait_for(first, &one, 1);
	wait_for(second, &two, 1);
	assert_string_equal(one.last.topic, "talk");
	assert_string_equal(two.last.text, "node1 zebra");
	assert_int_equal(one.missed, 0);
	bus_close(first);
	bus_close(second);
}

static void a_topic_that_is_not_listened_to_is_not_heard(void **state)
{
	struct bench *bench = *state;
	struct bus *bus = listen(bench);
	struct heard heard = {0};

	assert_int_equal(store_notify(bench->store, "other", "x"), STORE_OK);
	assert_int_equal(store_notify(bench->store, "limits", "y"), STORE_OK);
	wait_for(bus, &heard, 1);
	assert_int_equal(heard.count, 1);
	assert_string_equal(heard.last.text, "y");
	bus_close(bus);
}

static void a_word_goes_out_with_its_batch_or_not_at_all(void **state)
{
	struct bench *bench = *state;
	struct bus *bus = listen(bench);
	struct store_record batch[] = {delivery_of(1, 1),
				       {.kind = STORE_NOTICE}};
	struct heard heard = {0};

	strcpy(batch[1].as.notice.topic, "talk");
	strcpy(batch[1].as.notice.text, "once");
	assert_int_equal(store_write(bench->store, batch, 2, STORE_DURABLE),
			 STORE_OK);
	assert_int_equal(store_write(bench->store, batch, 2, STORE_DURABLE),
			 STORE_SEEN);
	assert_int_equal(store_notify(bench->store, "talk", "end"), STORE_OK);
	wait_for(bus, &heard, 2);
	assert_int_equal(heard.count, 2);
	assert_string_equal(heard.last.text, "end");
	bus_close(bus);
}

static void who_was_cut_off_is_told_that_some_was_missed(void **state)
{
	struct bench *bench = *state;
	struct bus *bus = listen(bench);
	struct heard heard = {0};

	free(postgres_text(bench->path, "SELECT pg_terminate_backend(pid, 5000)"
					" FROM pg_stat_activity WHERE"
					" datname = current_database()"
					" AND pid <> pg_backend_pid()"));
	assert_int_equal(store_notify(bench->store, "talk", "lost"), STORE_OK);
	assert_int_equal(bus_read(bus, hear, &heard), STORE_OK);
	assert_int_equal(heard.missed, 1);
	assert_int_equal(heard.count, 0);
	assert_int_equal(store_notify(bench->store, "talk", "there"), STORE_OK);
	wait_for(bus, &heard, 1);
	assert_string_equal(heard.last.text, "there");
	assert_int_equal(heard.missed, 1);
	assert_string_equal(bus_message(bus), "");
	bus_close(bus);
}

static void reading_waits_for_nobody(void **state)
{
	struct bench *bench = *state;
	struct bus *bus = listen(bench);
	struct heard heard = {0};

	assert_int_equal(bus_read(bus, hear, &heard), STORE_OK);
	assert_int_equal(heard.count + heard.missed, 0);
	bus_close(bus);
}

static void what_is_no_notice_is_refused(void **state)
{
	static const char *const wrong[] = {"a\" b"};
	struct bench *bench = *state;
	char text[STORE_NOTICE_BYTES + 1];
	struct bus *bus;

	memset(text, 'x', sizeof(text));
	text[STORE_NOTICE_BYTES] = '\0';
	assert_int_equal(store_notify(bench->store, "talk", text),
			 STORE_ERROR_MISUSE);
	assert_int_equal(store_notify(bench->store, "", "x"),
			 STORE_ERROR_MISUSE);
	assert_int_equal(bus_open(&bus, bench->path, &bench->options, wrong, 1,
				  &bench->error),
			 STORE_ERROR_MISUSE);
	assert_null(bus);
	assert_int_equal(bus_open(&bus, bench->path, &bench->options, wrong, 0,
				  &bench->error),
			 STORE_ERROR_MISUSE);
}

static void a_file_is_shared_with_nobody(void **state)
{
	struct bench *bench = *state;
	struct store *store;
	struct bus *bus;
	char path[128];

	snprintf(path, sizeof(path), "%s/x.db", bench->folder);
	assert_int_equal(
		store_open(&store, path, &bench->options, &bench->error),
		STORE_OK);
	assert_int_equal(store_notify(store, "talk", "x"), STORE_UNSHARED);
	assert_int_equal(
		bus_open(&bus, path, &bench->options, topics, 2, &bench->error),
		STORE_UNSHARED);
	assert_null(bus);
	store_close(store);
	unlink(path);
}

int main(void)
{
#define WITH_STORE(test)                                                       \
	cmocka_unit_test_setup_teardown(test, bench_set_up_open,               \
					bench_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_word_reaches_every_node),
		WITH_STORE(a_topic_that_is_not_listened_to_is_not_heard),
		WITH_STORE(a_word_goes_out_with_its_batch_or_not_at_all),
		WITH_STORE(who_was_cut_off_is_told_that_some_was_missed),
		WITH_STORE(reading_waits_for_nobody),
		WITH_STORE(what_is_no_notice_is_refused),
		WITH_STORE(a_file_is_shared_with_nobody),
	};

	return cmocka_run_group_tests_name("postgres_bus", tests, NULL, NULL);
}
