/* SPDX-License-Identifier: MIT */
#include "unit/hub_cluster.h"

#define FIRST 1000u /* the visitor who has waited longest */
#define FULL "too many are waiting for a person just now"

static struct store_record open_talk(unsigned n, enum store_talk_state state)
{
	struct store_record record = {.kind = STORE_TALK};
	struct store_talk *talk = &record.as.talk;

	talk->visitor = id_of(FIRST + n);
	talk->state = state;
	talk->since_ms = talk->updated_ms = 1600000000000 + n;
	if (state == STORE_TALK_JOINED) {
		strcpy(talk->agent, "Ada");
		strcpy(talk->agent_key, "thekey");
	}
	return record;
}

/* As many as may be, in the store; all visitors are gone. */
static void fill(enum store_talk_state state)
{
	static struct store_record records[HUB_TALKS_MAX];

	for (unsigned i = 0; i < HUB_TALKS_MAX; i++)
		records[i] = open_talk(i, state);
	assert_int_equal(store_write(scene.bench.store, records, HUB_TALKS_MAX,
				     STORE_COMMITTED),
			 STORE_OK);
}

static void fill_and_restart(enum store_talk_state state)
{
	fill(state);
	restart();
}

/* What the visitor has said: to the bot, which answered, or to a person. */
static void put_words(unsigned n, bool to_bot)
{
	struct store_record records[3] = {open_talk(n, STORE_TALK_WAITING)};

	records[0].as.talk.last_seq = 2;
	for (unsigned i = 1; i < 3; i++) {
		struct store_message *message = &records[i].as.message;

		records[i].kind = STORE_MESSAGE;
		message->visitor = id_of(FIRST + n);
		message->seq = i;
		message->time_ms = 5;
		message->from = (i == 1) == to_bot ? STORE_FROM_VISITOR
						   : STORE_FROM_BOT;
		message->text = "hello";
		message->text_bytes = 5;
	}
	assert_int_equal(
		store_write(scene.bench.store, records, 3, STORE_COMMITTED),
		STORE_OK);
}

static enum store_talk_state state_of(unsigned n)
{
	struct store_id id = id_of(FIRST + n);
	struct store_talk talk;

	assert_int_equal(store_talk(scene.bench.store, &id, &talk), STORE_OK);
	return talk.state;
}

static void wants_a_person(unsigned at, unsigned visitor)
{
	const struct hub_story story = {.later = true};
	struct store_id id = id_of(visitor);

	hub_core_visitor_asks(scene.core, seat(at), &id, &story);
}

static struct hub_count counted(void)
{
	struct hub_count count;

	hub_core_count(scene.core, &count);
	return count;
}

static void who_has_gone_without_a_word_gives_way(void **state)
{
	(void)state;
	fill_and_restart(STORE_TALK_WAITING);
	wants_a_person(1, 1);
	assert_true(heard(1, "\"state\":\"waiting\""));
	assert_int_equal(scene.say[1], HUB_PERSON);
	assert_int_equal(state_of(0), STORE_TALK_CLOSED);
	assert_int_equal(state_of(1), STORE_TALK_WAITING);
	assert_int_equal(counted().gave_way, 1);
	assert_int_equal(counted().refused, 0);
	assert_int_equal(counted().waiting, HUB_TALKS_MAX);
	/* ... and hears so. */
	visitor_comes(3, FIRST, 0);
	assert_true(heard(3, "\"state\":\"closed\""));
}

static void who_has_spoken_to_a_person_or_is_there_stays(void **state)
{
	(void)state;
	fill(STORE_TALK_WAITING);
	put_words(0, false);
	put_words(2, true);
	restart();
	says(4, FIRST + 1, "m", "hello?");
	hub_core_visitor_left(scene.core, seat(4));
	visitor_comes(5, FIRST + 2, 0);
	wants_a_person(1, 1);
	assert_int_equal(state_of(0), STORE_TALK_WAITING);
	assert_int_equal(state_of(1), STORE_TALK_WAITING);
	assert_int_equal(state_of(2), STORE_TALK_WAITING);
	assert_int_equal(state_of(3), STORE_TALK_CLOSED);
	hub_core_visitor_left(scene.core, seat(5));
	wants_a_person(3, 2); /* what was said to the bot does not count */
	assert_int_equal(state_of(2), STORE_TALK_CLOSED);
}

static void if_all_have_spoken_the_oldest_gives_way(void **state)
{
	(void)state;
	fill(STORE_TALK_JOINED);
	put_words(7, false);
	put_words(5, false);
	restart();
	wants_a_person(1, 1);
	assert_true(heard(1, "\"state\":\"waiting\""));
	assert_int_equal(state_of(5), STORE_TALK_CLOSED);
	assert_int_equal(state_of(7), STORE_TALK_WAITING);
}

static void who_finds_no_room_hears_why_and_is_counted(void **state)
{
	(void)state;
	fill_and_restart(STORE_TALK_JOINED);
	wants_a_person(1, 1);
	assert_true(heard(1, FULL));
	assert_int_equal(scene.say[1], HUB_BOT);
	assert_int_equal(counted().refused, 1);
	assert_int_equal(counted().joined, HUB_TALKS_MAX);
	forget();
	visitor_comes(3, FIRST, 0); /* who has a place keeps it */
	wants_a_person(3, FIRST);
	assert_true(heard(3, "\"state\":\"joined\""));
}

/* At a third node. */
static void claim(unsigned n)
{
	struct store_record records[2] = {open_talk(n, STORE_TALK_JOINED)};
	struct store_message *message = &records[1].as.message;

	records[0].as.talk.last_seq = 1;
	records[1].kind = STORE_MESSAGE;
	*message = (struct store_message){.visitor = id_of(FIRST + n),
					  .seq = 1,
					  .from = STORE_FROM_SYSTEM,
					  .text = "claimed",
					  .text_bytes = 7};
	assert_int_equal(
		store_write(scene.bench.store, records, 2, STORE_COMMITTED),
		STORE_OK);
}

static void whom_another_node_has_served_meanwhile_stays(void **state)
{
	(void)state;
	close_node(0);
	close_node(1);
	fill(STORE_TALK_WAITING);
	open_node(0);
	open_node(1);
	claim(0); /* the two have not heard of it */
	at(0);
	wants_a_person(VIC, 1);
	assert_true(heard(VIC, "\"state\":\"waiting\""));
	assert_int_equal(state_of(0), STORE_TALK_JOINED);
	assert_int_equal(state_of(1), STORE_TALK_CLOSED);
	hear();
	at(1);
	hub_core_hears(scene.core, NULL);
	assert_int_equal(counted().waiting, HUB_TALKS_MAX - 1);
	assert_int_equal(counted().joined, 1);
}

int main(void)
{
#define SCENE(test)                                                            \
	cmocka_unit_test_setup_teardown(test, scene_set_up, scene_tear_down)
	const struct CMUnitTest tests[] = {
		SCENE(who_has_gone_without_a_word_gives_way),
		SCENE(who_has_spoken_to_a_person_or_is_there_stays),
		SCENE(if_all_have_spoken_the_oldest_gives_way),
		SCENE(who_finds_no_room_hears_why_and_is_counted),
		cmocka_unit_test_setup_teardown(
			whom_another_node_has_served_meanwhile_stays, set_up,
			tear_down),
	};

	return cmocka_run_group_tests_name("hub_room", tests, NULL, NULL);
}
