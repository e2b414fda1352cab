/* SPDX-License-Identifier: MIT */
/* Who named himself before a restart goes on where he was. */
#include "server/talk/returning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW_MS INT64_C(1800000000000)
#define NOW_S 50 /* the machine has just started */

static const struct store_options options;
static const struct returning_time now = {NOW_MS, NOW_S};

struct place {
	char folder[32], path[48];
	struct visitors *visitors;
};

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	memcpy(p->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof(p->path), "%s/x.db", p->folder);
	p->visitors = visitors_new(8, VISITORS_TTL_SECONDS);
	assert_non_null(p->visitors);
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;
	char command[64];

	visitors_free(p->visitors);
	snprintf(command, sizeof(command), "rm -r %s", p->folder);
	assert_int_equal(system(command), 0);
	free(p);
	return 0;
}

/* A visitor of that number was at that step so long ago. */
static struct store_record session(uint8_t number, uint8_t step, int64_t age_s,
				   const char *mouth)
{
	struct store_record record = {.kind = STORE_SESSION};
	struct faq_dialog dialog;

	faq_dialog_init(&dialog);
	dialog.step = step;
	faq_dialog_save(&dialog, record.as.session.dialog);
	record.as.session.visitor.bytes[0] = number;
	record.as.session.updated_ms = NOW_MS - age_s * 1000;
	snprintf(record.as.session.mouth, sizeof(record.as.session.mouth), "%s",
		 mouth);
	return record;
}

static void keep(const struct place *p, const struct store_record *records,
		 size_t count)
{
	struct store_error error;
	struct store *store;

	assert_int_equal(store_open(&store, p->path, &options, &error),
			 STORE_OK);
	assert_int_equal(store_write(store, records, count, STORE_DURABLE),
			 STORE_OK);
	store_close(store);
}

static unsigned step_of(const struct place *p, uint8_t number, int64_t now_s)
{
	struct visitor_id id = {{number}};
	struct faq_dialog dialog;

	visitors_find(p->visitors, &id, now_s, &dialog);
	return dialog.step;
}

static void dialogues_of_the_mouth_go_on_where_they_were(void **state)
{
	struct place *p = *state;
	const struct store_record records[] = {
		session(1, 2, 10, "rasa"),
		session(2, 3, 20, "desk:x"),
		session(3, 4, VISITORS_TTL_SECONDS + 1, "rasa"),
	};

	keep(p, records, 3);
	assert_int_equal(
		returning_read(p->visitors, p->path, &options, "rasa", &now),
		1);
	assert_int_equal(step_of(p, 1, NOW_S), 2);
	assert_int_equal(step_of(p, 2, NOW_S), 0);
	assert_int_equal(step_of(p, 3, NOW_S), 0);
}

/* The silence before the restart counts. */
static void they_live_no_longer_than_without_a_restart(void **state)
{
	struct place *p = *state;
	const struct store_record record = session(1, 2, 3000, "rasa");

	keep(p, &record, 1);
	assert_int_equal(
		returning_read(p->visitors, p->path, &options, "rasa", &now),
		1);
	assert_int_equal(step_of(p, 1, NOW_S + 600), 2);
	assert_int_equal(step_of(p, 1, NOW_S + 601), 0);
}

/* There are eight places: the one who was silent longest has to go. */
static void the_latest_are_kept_when_there_are_too_many(void **state)
{
	struct place *p = *state;
	struct store_record records[9];
	uint8_t i;

	for (i = 0; i < 9; i++)
		records[i] = session(i + 1, 1, i + 1, "rasa");
	keep(p, records, 9);
	assert_int_equal(
		returning_read(p->visitors, p->path, &options, "rasa", &now),
		9);
	for (i = 0; i < 9; i++)
		assert_int_equal(step_of(p, i + 1, NOW_S), i < 8);
}

static void without_a_store_everyone_begins_anew(void **state)
{
	struct place *p = *state;

	assert_int_equal(
		returning_read(p->visitors, p->folder, &options, "rasa", &now),
		0);
	assert_int_equal(visitors_count(p->visitors), 0);
}

#define TEST(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dialogues_of_the_mouth_go_on_where_they_were),
		TEST(they_live_no_longer_than_without_a_restart),
		TEST(the_latest_are_kept_when_there_are_too_many),
		TEST(without_a_store_everyone_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
