/* SPDX-License-Identifier: MIT */
#include "unit/dispatch_fixture.h"

#include <sqlite3.h>

/* A call of a desk with one event in its conversation "c". */
static struct call *call_of(struct dispatch *d, const char *desk,
			    enum desk_event_type type, const char *id)
{
	struct desk_events events = {.count = 1};
	struct call *call;

	events.event = calloc(1, sizeof(*events.event));
	assert_non_null(events.event);
	events.event[0] = (struct desk_event){.type = type,
					      .person = type == DESK_TAKEN,
					      .delivery = id,
					      .message = id,
					      .conversation = "c",
					      .account = "",
					      .contact = "",
					      .text = "what is tea",
					      .text_bytes = 11,
					      .choice = ""};
	call = call_new(dispatcher_desk(d->dispatcher, desk, strlen(desk)),
			&events);
	assert_non_null(call);
	call->door = d->door;
	return call;
}

/* What became of a call that is alone. */
static enum call_fate do_one(struct dispatch *d, struct call *call)
{
	struct call *back;
	enum call_fate fate;

	assert_true(dispatcher_take(d->dispatcher, call));
	back = dispatch_wait(d);
	assert_ptr_equal(back, call);
	fate = back->fate;
	call_free(back);
	return fate;
}

static uint64_t count_of(struct dispatch *d, enum deed_outcome outcome)
{
	struct dispatcher_state now;

	dispatcher_state(d->dispatcher, &now);
	return now.tally->event[0][outcome];
}

static void a_call_comes_back_when_it_is_on_the_disk(void **state)
{
	struct dispatch *d = *state;
	struct store_outbox_count count;

	assert_int_equal(do_one(d, call_of(d, "own", DESK_MESSAGE, "m1")),
			 CALL_KEPT);
	assert_int_equal(count_of(d, DEED_ANSWERED), 1);
	bench_open(d->bench);
	assert_int_equal(store_outbox_count(d->bench->store, &count), STORE_OK);
	assert_int_equal(count.pending, 1);
	assert_int_equal(count_turns(d->bench->store), 1);
}

static void the_same_call_again_is_kept_and_does_nothing(void **state)
{
	struct dispatch *d = *state;

	assert_int_equal(do_one(d, call_of(d, "own", DESK_MESSAGE, "m1")),
			 CALL_KEPT);
	assert_int_equal(do_one(d, call_of(d, "own", DESK_MESSAGE, "m1")),
			 CALL_KEPT);
	assert_int_equal(count_of(d, DEED_ANSWERED), 1);
	assert_int_equal(count_of(d, DEED_REPEATED), 1);
}

static void who_waits_for_the_answer_has_it_in_the_call(void **state)
{
	struct dispatch *d = *state;
	struct call *back;

	assert_true(dispatcher_take(d->dispatcher,
				    call_of(d, "room", DESK_MESSAGE, "m1")));
	back = dispatch_wait(d);
	assert_int_equal(back->fate, CALL_KEPT);
	assert_non_null(strstr(back->reply, "leaves in hot water"));
	call_free(back);
}

static void what_a_person_takes_back_is_counted(void **state)
{
	struct dispatch *d = *state;
	struct dispatcher_state now;

	assert_int_equal(do_one(d, call_of(d, "own", DESK_MESSAGE, "m1")),
			 CALL_KEPT);
	assert_int_equal(do_one(d, call_of(d, "own", DESK_TAKEN, "t1")),
			 CALL_KEPT);
	dispatcher_state(d->dispatcher, &now);
	assert_int_equal(now.tally->withdrawn, 1);
}

/* Somebody else writes, for longer than is waited for. */
static sqlite3 *hold(struct dispatch *d)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(d->bench->path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", 0, 0, 0),
			 SQLITE_OK);
	return db;
}

static void let_go(sqlite3 *db)
{
	assert_int_equal(sqlite3_exec(db, "ROLLBACK", 0, 0, 0), SQLITE_OK);
	sqlite3_close(db);
}

static void what_can_not_be_stored_comes_back_to_be_said_again(void **state)
{
	struct dispatch *d = *state;
	sqlite3 *db = hold(d);

	assert_int_equal(do_one(d, call_of(d, "own", DESK_MESSAGE, "m1")),
			 CALL_FAILED);
	let_go(db);
	assert_int_equal(do_one(d, call_of(d, "own", DESK_MESSAGE, "m1")),
			 CALL_KEPT);
	assert_int_equal(count_of(d, DEED_REPEATED), 0);
}

/* All of them come back, and so does the one that was too many. */
static void more_calls_than_may_wait_are_not_taken(void **state)
{
	struct dispatch *d = *state;
	sqlite3 *db = hold(d);
	size_t taken = 0, back = 0;
	struct call *call = call_of(d, "own", DESK_PING, "p");

	while (dispatcher_take(d->dispatcher, call) &&
	       ++taken <= 2 * DISPATCHER_QUEUE)
		call = call_of(d, "own", DESK_MESSAGE, "m");
	assert_in_range(taken, DISPATCHER_QUEUE, 2 * DISPATCHER_QUEUE);
	call_free(call);
	let_go(db);
	while (back < taken) {
		struct call *next;

		for (call = dispatch_wait(d); call; call = next) {
			next = call->next;
			call_free(call);
			back++;
		}
	}
	assert_int_equal(back, taken);
}

static void a_desk_is_found_by_its_name(void **state)
{
	struct dispatch *d = *state;

	assert_ptr_equal(dispatcher_desk(d->dispatcher, "room/x", 4),
			 &d->desks.desk[1]);
	assert_null(dispatcher_desk(d->dispatcher, "roo", 3));
	assert_null(dispatcher_desk(NULL, "room", 4));
	assert_null(dispatcher_door(NULL, dispatch_ring, d));
}

static void there_are_so_many_doors_and_no_more(void **state)
{
	struct dispatch *d = *state;

	for (unsigned i = 1; i < DISPATCHER_DOORS; i++)
		assert_non_null(
			dispatcher_door(d->dispatcher, dispatch_ring, d));
	assert_null(dispatcher_door(d->dispatcher, dispatch_ring, d));
}

static struct served *serve(const char *answer)
{
	char text[256];
	struct faq_source sources[] = {
		{"en/page.md", fixture_page, sizeof(fixture_page) - 1},
		{"en/tea.md", text, 0},
	};
	struct faq_site site = {.name = "Tea"};
	struct faq_catalog *catalog;
	struct served *served;

	snprintf(text, sizeof(text),
		 "### What is tea?\n\n%s\n\n```ask faq.tea\n@rests tea\n"
		 "what is tea\n```\n",
		 answer);
	sources[1].size = strlen(text);
	faq_thresholds_default(&site.thresholds);
	assert_int_equal(faq_catalog_build(&catalog, sources, 2, &site, NULL,
					   fixture_report, NULL),
			 FAQ_OK);
	assert_int_equal(served_new(&served, catalog, NULL, 2), FAQ_OK);
	return served;
}

static void after_a_reload_the_new_words_are_said(void **state)
{
	struct dispatch *d = *state;
	struct served *served = serve("Another drink.");
	struct call *back;

	dispatcher_serve(d->dispatcher, served);
	served_drop(served);
	dispatcher_serve(NULL, served);
	assert_true(dispatcher_take(d->dispatcher,
				    call_of(d, "room", DESK_MESSAGE, "m1")));
	back = dispatch_wait(d);
	assert_non_null(strstr(back->reply, "Another drink"));
	call_free(back);
}

static void without_a_database_it_does_not_start(void **state)
{
	struct dispatch *d = *state;
	const struct dispatcher_options options = {
		.desks = &d->desks,
		.database = "/nowhere/x.db",
		.store = &d->bench->options,
		.shared = &d->engine->shared,
		.served = d->engine->served,
		.now_ms = dispatch_now_ms,
	};
	struct dispatcher *dispatcher;
	struct store_error error;

	assert_false(dispatcher_start(&dispatcher, &options, &error));
	assert_null(dispatcher);
	assert_non_null(strstr(error.message, "/nowhere/x.db"));
	dispatcher_stop(NULL);
}

int main(void)
{
#define AT_WORK(test)                                                          \
	cmocka_unit_test_setup_teardown(test, dispatch_set_up,                 \
					dispatch_tear_down)
	const struct CMUnitTest tests[] = {
		AT_WORK(a_call_comes_back_when_it_is_on_the_disk),
		AT_WORK(the_same_call_again_is_kept_and_does_nothing),
		AT_WORK(who_waits_for_the_answer_has_it_in_the_call),
		AT_WORK(what_a_person_takes_back_is_counted),
		AT_WORK(what_can_not_be_stored_comes_back_to_be_said_again),
		AT_WORK(more_calls_than_may_wait_are_not_taken),
		AT_WORK(a_desk_is_found_by_its_name),
		AT_WORK(there_are_so_many_doors_and_no_more),
		AT_WORK(after_a_reload_the_new_words_are_said),
		AT_WORK(without_a_database_it_does_not_start),
	};

	return cmocka_run_group_tests_name("dispatcher", tests, NULL, NULL);
}
