/* SPDX-License-Identifier: MIT */
/* What is answered from is loaded whole or not at all, and freed once. */
#include "server/run/served.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
	char folder[32], language[40], site[64], tea[64];
	struct metrics_ids *ids;
	unsigned faults;
};

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->language, sizeof(place->language), "%s/en",
		 place->folder);
	assert_int_equal(mkdir(place->language, 0700), 0);
	snprintf(place->site, sizeof(place->site), "%s/site.json",
		 place->folder);
	snprintf(place->tea, sizeof(place->tea), "%s/tea.md", place->language);
	put(place->site, "{\"name\":\"Tea\"}");
	put(place->tea, "### What is tea?\n\nLeaves.\n\n"
			"```ask faq.tea\nwhat is tea\n```\n");
	assert_int_equal(metrics_ids_new(&place->ids), FAQ_OK);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	metrics_ids_free(place->ids);
	unlink(place->site);
	unlink(place->tea);
	rmdir(place->language);
	rmdir(place->folder);
	free(place);
	return 0;
}

static void on_fault(void *context, const struct faq_diag *diag)
{
	struct place *place = context;

	place->faults += diag->severity == FAQ_SEVERITY_ERROR;
}

static enum faq_status load(struct place *place, const char *language,
			    struct served **served)
{
	const struct served_source source = {place->folder, language,
					     place->ids};

	return served_load(served, &source, 7, on_fault, place);
}

static void a_good_folder_is_loaded_with_all_that_is_made_of_it(void **state)
{
	struct place *place = *state;
	struct served *served;

	assert_int_equal(load(place, NULL, &served), FAQ_OK);
	assert_int_equal(place->faults, 0);
	assert_int_equal(faq_catalog_intents(served->catalog), 1);
	assert_non_null(files_find(&served->files, "/"));
	assert_non_null(served->cache);
	assert_int_equal(served->generation, 7);
	assert_true(served->load_us > 0);
	assert_true(served->loaded_at_ms > INT64_C(1600000000000));
	served_drop(served);
}

static void a_faulty_one_is_not_and_its_faults_are_told(void **state)
{
	struct place *place = *state;
	struct served *served;

	put(place->tea, "### Tea\n\nNo.\n\n```ask faq.tea\n{nothing}\n```\n");
	assert_int_not_equal(load(place, NULL, &served), FAQ_OK);
	assert_null(served);
	assert_true(place->faults > 0);
	put(place->site, "{");
	assert_int_not_equal(load(place, NULL, &served), FAQ_OK);
	assert_null(served);
}

static void a_language_that_is_not_there_is_not_loaded(void **state)
{
	struct served *served;

	assert_int_not_equal(load(*state, "fr", &served), FAQ_OK);
	assert_null(served);
	assert_int_equal(load(*state, "en", &served), FAQ_OK);
	served_drop(served);
}

/* Whoever frees it too early or never is caught by ASan. */
static void the_last_drop_frees_it(void **state)
{
	struct served *served;

	assert_int_equal(load(*state, NULL, &served), FAQ_OK);
	assert_ptr_equal(served_keep(served), served);
	assert_int_equal(atomic_load(&served->counts), 2);
	served_drop(served);
	assert_int_equal(atomic_load(&served->counts), 1);
	served_drop(served);
	served_drop(NULL);
}

static void an_intent_is_counted_at_the_same_place_over_reloads(void **state)
{
	struct served *first, *second;
	uint32_t slot;

	assert_int_equal(load(*state, NULL, &first), FAQ_OK);
	assert_int_equal(load(*state, NULL, &second), FAQ_OK);
	slot = served_slot(first, faq_catalog_find(first->catalog, "faq.tea"));
	assert_true(slot < METRICS_SLOTS);
	assert_int_equal(served_slot(second, faq_catalog_find(second->catalog,
							      "faq.tea")),
			 slot);
	assert_int_equal(served_slot(first, NULL), METRICS_SLOT_NONE);
	served_drop(first);
	served_drop(second);
}

static void where_nobody_counts_there_is_no_place(void **state)
{
	struct place *place = *state;
	const struct served_source source = {place->folder, NULL, NULL};
	struct served *served;

	assert_int_equal(served_load(&served, &source, 1, on_fault, place),
			 FAQ_OK);
	assert_int_equal(served_slot(served, faq_catalog_find(served->catalog,
							      "faq.tea")),
			 METRICS_SLOT_NONE);
	served_drop(served);
}

#define PLACED(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLACED(a_good_folder_is_loaded_with_all_that_is_made_of_it),
		PLACED(a_faulty_one_is_not_and_its_faults_are_told),
		PLACED(a_language_that_is_not_there_is_not_loaded),
		PLACED(the_last_drop_frees_it),
		PLACED(an_intent_is_counted_at_the_same_place_over_reloads),
		PLACED(where_nobody_counts_there_is_no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
