/* SPDX-License-Identifier: MIT */
/*
 * reload_fixture.h: a pool that serves, and a reloader over a content folder
 * of its own.
 */
#ifndef TEST_RELOAD_FIXTURE_H
#define TEST_RELOAD_FIXTURE_H

#include "server/run/reloader.h"
#include "server_fixture.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define GOOD "### What is tea?\n\nLeaves.\n\n```ask faq.tea\nwhat is tea\n```\n"
#define FAULTY "### Tea\n\nNo.\n\n```ask faq.tea\n{nothing}\n```\n"
#define PATIENCE 1000 /* looks, 10 ms apart */

struct place {
	char folder[32], language[40], site[64], tea[64], control[64];
	struct fixture *fixture;
	struct pool pool;
	struct reloader reloader;
	struct reloader_options options;
};

static void place_put(const char *path, const char *text)
{
	char part[96];
	FILE *file;

	snprintf(part, sizeof(part), "%s.part", path);
	file = fopen(part, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(rename(part, path), 0);
}

static void place_make(struct place *place)
{
	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->language, sizeof(place->language), "%s/en",
		 place->folder);
	assert_int_equal(mkdir(place->language, 0700), 0);
	snprintf(place->site, sizeof(place->site), "%s/site.json",
		 place->folder);
	snprintf(place->tea, sizeof(place->tea), "%s/tea.md", place->language);
	snprintf(place->control, sizeof(place->control), "%s/c.sock",
		 place->folder);
	place_put(place->site, "{\"name\":\"Tea\"}");
	place_put(place->tea, GOOD);
}

static int place_set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	const char *why;
	void *fixture;

	assert_non_null(place);
	fixture_set_up(&fixture);
	place->fixture = fixture;
	log_quiet_lws(&place->fixture->log);
	place_make(place);
	place->options = (struct reloader_options){
		.source = {place->folder, NULL, NULL},
		.control = place->control,
		.watch = false,
		.tls = &place->fixture->tls,
	};
	assert_true(pool_start(&place->pool, 1, &place->fixture->shared,
			       place->fixture->served, &why));
	*state = place;
	return 0;
}

static bool place_start(struct place *place, const char **why)
{
	return reloader_start(&place->reloader, &place->options, &place->pool,
			      place->fixture->served, &place->fixture->log,
			      why);
}

/* The pool ends; the reloader must have before. */
static int place_tear_down(void **state)
{
	struct place *place = *state;
	void *fixture = place->fixture;

	assert_int_equal(pool_stop(&place->pool, &(struct pool_end){0}),
			 WORKER_ENDED);
	fixture_tear_down(&fixture);
	unlink(place->tea);
	unlink(place->site);
	rmdir(place->language);
	assert_int_equal(rmdir(place->folder), 0); /* the socket has gone */
	free(place);
	return 0;
}

/* Waits until so many reloads are over. */
__attribute__((unused)) static struct reload place_reloaded(struct place *place,
							    uint64_t times)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	struct reload last;
	int looks;

	for (looks = 0; looks < PATIENCE; looks++) {
		reloader_last(&place->reloader, &last);
		if (last.done + last.refused >= times)
			return last;
		nanosleep(&pause, NULL);
	}
	fail_msg("no reload in %d looks", PATIENCE);
	return last;
}

#define PLACED(test_)                                                          \
	cmocka_unit_test_setup_teardown(test_, place_set_up, place_tear_down)

#endif
