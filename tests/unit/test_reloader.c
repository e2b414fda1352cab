/* SPDX-License-Identifier: MIT */
/* A content is exchanged whole, or refused and the old one serves on. */
#include "reload_fixture.h"

#include <stdatomic.h>

static void before_the_first_reload_it_tells_of_the_start(void **state)
{
	struct place *place = *state;
	struct reload last;
	const char *why;

	assert_true(place_start(place, &why));
	reloader_last(&place->reloader, &last);
	assert_int_equal(last.at_ms, 0);
	assert_int_equal(last.generation, 1);
	assert_int_equal(last.done + last.refused, 0);
	assert_int_equal(last.intents, 1);
	assert_true(last.patterns > 0 && last.bytes > 0);
	reloader_stop(&place->reloader);
}

static void who_asks_gets_a_new_generation(void **state)
{
	struct place *place = *state;
	struct reload last;
	const char *why;

	assert_true(place_start(place, &why));
	reloader_ask(&place->reloader);
	last = place_reloaded(place, 1);
	assert_int_equal(last.status, FAQ_OK);
	assert_int_equal(last.generation, 2);
	assert_true(last.at_ms > 0 && last.loaded_ms > 0);
	reloader_ask(&place->reloader);
	assert_int_equal(place_reloaded(place, 2).generation, 3);
	reloader_stop(&place->reloader);
}

static void a_faulty_content_is_refused_and_its_faults_are_kept(void **state)
{
	struct place *place = *state;
	struct reload last;
	const char *why;

	assert_true(place_start(place, &why));
	place_put(place->tea, FAULTY);
	reloader_ask(&place->reloader);
	last = place_reloaded(place, 1);
	assert_int_not_equal(last.status, FAQ_OK);
	assert_int_equal(last.generation, 1);
	assert_int_equal(last.refused, 1);
	assert_int_equal(last.intents, 1);
	assert_true(last.faults.count > 0);
	assert_int_equal(last.faults.item[0].line, 6);
	place_put(place->tea, GOOD);
	reloader_ask(&place->reloader);
	last = place_reloaded(place, 2);
	assert_int_equal(last.status, FAQ_OK);
	assert_int_equal(last.generation, 2);
	assert_int_equal(last.faults.count, 0);
	reloader_stop(&place->reloader);
}

static void a_change_is_seen_when_it_watches(void **state)
{
	struct place *place = *state;
	const char *why;

	place->options.watch = true;
	assert_true(place_start(place, &why));
	place_put(place->tea, FAULTY);
	assert_int_equal(place_reloaded(place, 1).refused, 1);
	place_put(place->tea, GOOD);
	assert_int_equal(place_reloaded(place, 2).done, 1);
	reloader_stop(&place->reloader);
}

struct writing {
	const struct place *place;
	atomic_bool over;
};

/* As a program that logs into the content folder. */
static void *write_on_and_on(void *context)
{
	struct writing *writing = context;

	while (!atomic_load(&writing->over)) {
		FILE *file = fopen(writing->place->site, "w");

		if (!file)
			return NULL;
		fputs("{\"name\":\"Tea\"}", file);
		fclose(file);
	}
	return NULL;
}

static void a_folder_that_never_rests_is_read_all_the_same(void **state)
{
	struct place *place = *state;
	struct writing writing = {.place = place};
	pthread_t thread;
	const char *why;

	place->options.watch = true;
	assert_true(place_start(place, &why));
	assert_int_equal(
		pthread_create(&thread, NULL, write_on_and_on, &writing), 0);
	place_reloaded(place, 1);
	reloader_stop(&place->reloader); /* and it ends */
	atomic_store(&writing.over, true);
	pthread_join(thread, NULL);
}

static void a_certificate_that_is_none_keeps_no_content_back(void **state)
{
	struct place *place = *state;
	struct reload last;
	const char *why;

	place->fixture->tls =
		(struct tls_files){place->site, place->site, NULL};
	assert_true(place_start(place, &why));
	reloader_ask(&place->reloader);
	last = place_reloaded(place, 1);
	assert_int_equal(last.status, FAQ_OK);
	assert_int_equal(last.generation, 2);
	assert_int_equal(last.refused, 1); /* for those who count */
	assert_int_equal(last.done, 0);
	assert_non_null(strstr(last.certificate, "holds no PEM certificate"));
	assert_true(last.expiry_s == 0);
	reloader_stop(&place->reloader);
	place->fixture->tls = (struct tls_files){NULL, NULL, NULL};
}

static void a_taken_control_socket_stops_the_start(void **state)
{
	struct place *place = *state;
	struct control taken;
	const char *why;

	assert_true(control_open(&taken, place->control, &why));
	assert_false(place_start(place, &why));
	assert_non_null(strstr(why, "another faqd listens there"));
	control_close(&taken);
	assert_true(place_start(place, &why));
	reloader_stop(&place->reloader);
}

static void it_needs_no_control_socket(void **state)
{
	struct place *place = *state;
	const char *why;

	place->options.control = NULL;
	assert_true(place_start(place, &why));
	reloader_ask(&place->reloader);
	assert_int_equal(place_reloaded(place, 1).done, 1);
	assert_int_not_equal(access(place->control, F_OK), 0);
	reloader_stop(&place->reloader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLACED(before_the_first_reload_it_tells_of_the_start),
		PLACED(who_asks_gets_a_new_generation),
		PLACED(a_faulty_content_is_refused_and_its_faults_are_kept),
		PLACED(a_change_is_seen_when_it_watches),
		PLACED(a_folder_that_never_rests_is_read_all_the_same),
		PLACED(a_certificate_that_is_none_keeps_no_content_back),
		PLACED(a_taken_control_socket_stops_the_start),
		PLACED(it_needs_no_control_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
