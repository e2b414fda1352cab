/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_slots.h"

#include "server_fixture.h"

#include <stdio.h>

static struct metrics_ids *make(void)
{
	struct metrics_ids *ids;

	assert_int_equal(metrics_ids_new(&ids), FAQ_OK);
	return ids;
}

static void an_id_keeps_its_slot(void **state)
{
	struct metrics_ids *ids = make();

	(void)state;
	assert_int_equal(metrics_ids_slot(ids, "faq.tea"), 0);
	assert_int_equal(metrics_ids_slot(ids, "faq.milk"), 1);
	assert_int_equal(metrics_ids_slot(ids, "faq.tea"), 0);
	assert_int_equal(metrics_ids_count(ids), 2);
	assert_string_equal(metrics_ids_name(ids, 1), "faq.milk");
	metrics_ids_free(ids);
}

static void past_the_cap_all_are_other_and_the_old_stay(void **state)
{
	struct metrics_ids *ids = make();
	char id[32];
	uint32_t i;

	(void)state;
	for (i = 0; i < METRICS_SLOTS + 3; i++) {
		snprintf(id, sizeof(id), "faq.number_%u", i);
		assert_int_equal(metrics_ids_slot(ids, id),
				 i < METRICS_SLOTS ? i : METRICS_SLOT_OTHER);
	}
	assert_int_equal(metrics_ids_count(ids), METRICS_SLOTS);
	assert_int_equal(metrics_ids_slot(ids, "faq.number_77"), 77);
	metrics_ids_free(ids);
}

static void a_catalogues_intent_finds_its_slot(void **state)
{
	struct fixture *f = *state;
	struct metrics_ids *ids = make();
	struct metrics_slots *slots;
	struct faq_intent stranger;
	size_t i;

	assert_int_equal(metrics_ids_slot(ids, "faq.gone"), 0);
	assert_int_equal(metrics_slots_new(&slots, ids, f->served->catalog),
			 FAQ_OK);
	assert_true(faq_catalog_intents(f->served->catalog) > 0);
	for (i = 0; i < faq_catalog_intents(f->served->catalog); i++) {
		const struct faq_intent *intent =
			faq_catalog_intent(f->served->catalog, i);
		uint32_t slot = metrics_slots_of(slots, intent);

		assert_in_range(slot, 1, metrics_ids_count(ids) - 1);
		assert_string_equal(metrics_ids_name(ids, slot), intent->id);
	}
	assert_int_equal(metrics_slots_of(slots, NULL), METRICS_SLOT_NONE);
	assert_int_equal(metrics_slots_of(slots, &stranger),
			 METRICS_SLOT_OTHER);
	metrics_slots_free(slots);
	metrics_ids_free(ids);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_keeps_its_slot),
		cmocka_unit_test(past_the_cap_all_are_other_and_the_old_stay),
		cmocka_unit_test_setup_teardown(
			a_catalogues_intent_finds_its_slot, fixture_set_up,
			fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
