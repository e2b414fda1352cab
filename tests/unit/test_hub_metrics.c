/* SPDX-License-Identifier: MIT */
#include "unit/exposition.h"
#include "unit/hub_running.h"

#include "server/desk/hub_metrics.h"

/* A reply to the last of what is asked: by then all before it is counted, but
 * for itself. */
static void meet(struct running *r)
{
	const struct hub_seat agent = {0, 2}, visitor = {0, 1};
	const struct hub_wish wish = {.answer_id = ""};
	struct store_id one = id_of(1), two = id_of(2);

	assert_true(hub_agent_came(r->hub, agent, r->id, "Ada", "h"));
	assert_true(hub_visitor_asks(r->hub, visitor, &one, &wish));
	assert_true(hub_visitor_says(r->hub, visitor, &one, "m-1", "hi", 2));
	assert_true(hub_visitor_came(r->hub, visitor, &one, 0));
	assert_true(hub_visitor_says(r->hub, visitor, &two, "m-2", "hi", 2));
	assert_true(running_hears(r, "hi\n"));
}

static void what_the_hub_knows_is_exposed(void **state)
{
	struct running *r = *state;
	struct metrics_text text;
	struct exposition *e;

	meet(r);
	metrics_text_init(&text, METRICS_PAGE_BYTES_MAX);
	hub_metrics(&text, r->hub);
	assert_false(text.failed);
	e = exposition_read(text.bytes);
	metrics_text_release(&text);
	assert_true(exposition_value(e, "faqd_agents") == 1);
	assert_true(exposition_value(e, "faqd_conversations_waiting") == 1);
	assert_true(exposition_value(e, "faqd_conversations_joined") == 0);
	assert_true(exposition_value(e, "faqd_person_messages_total{from="
					"\"visitor\"}") == 1);
	assert_true(exposition_value(e, "faqd_person_messages_total{from="
					"\"agent\"}") == 0);
	assert_true(exposition_value(e, "faqd_hub_refused_total") == 0);
	free(e);
}

static void fill(struct running *r)
{
	static struct store_record records[HUB_TALKS_MAX];

	for (unsigned i = 0; i < HUB_TALKS_MAX; i++) {
		struct store_talk *talk = &records[i].as.talk;

		records[i].kind = STORE_TALK;
		talk->visitor = id_of(1000 + i);
		talk->state = STORE_TALK_JOINED;
		strcpy(talk->agent, "Ada");
		strcpy(talk->agent_key, "thekey");
	}
	assert_int_equal(store_write(r->bench->store, records, HUB_TALKS_MAX,
				     STORE_COMMITTED),
			 STORE_OK);
}

static void who_finds_no_room_is_counted(void **state)
{
	const struct hub_seat first = {0, 1}, second = {0, 2};
	const struct hub_wish wish = {.later = true, .answer_id = ""};
	struct running *r = *state;
	struct store_id one = id_of(1), two = id_of(2);
	struct hub_state hub;

	fill(r);
	running_restart(r);
	assert_true(hub_visitor_asks(r->hub, first, &one, &wish));
	assert_true(running_hears(r, "too many are waiting for a person"));
	/* By what is answered next, that is counted. */
	assert_true(hub_visitor_says(r->hub, second, &two, "m", "hi", 2));
	assert_true(running_hears(r, "hi\n"));
	hub_state(r->hub, &hub);
	assert_int_equal(hub.refused, 1);
	assert_int_equal(hub.count.joined, HUB_TALKS_MAX);
}

static void without_a_hub_nothing_is(void **state)
{
	struct metrics_text text;

	(void)state;
	metrics_text_init(&text, METRICS_PAGE_BYTES_MAX);
	hub_metrics(&text, NULL);
	assert_int_equal(text.size, 0);
	metrics_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_the_hub_knows_is_exposed,
						running_set_up,
						running_tear_down),
		cmocka_unit_test_setup_teardown(who_finds_no_room_is_counted,
						running_set_up,
						running_tear_down),
		cmocka_unit_test(without_a_hub_nothing_is),
	};

	return cmocka_run_group_tests_name("hub_metrics", tests, NULL, NULL);
}
