/* SPDX-License-Identifier: MIT */
#include "unit/server_fixture.h"

static struct session *another(struct fixture *f)
{
	struct session *session = malloc(sizeof(*session));

	assert_non_null(session);
	session_init(session, &f->responder,
		     &(struct address){.family = ADDRESS_LOCAL});
	return session;
}

static void a_session_is_found_by_its_serial_number(void **state)
{
	struct fixture *f = *state;
	const struct seats *seats = &f->responder.seats;
	struct session *other = another(f);
	struct hub_seat one = seats_take(&f->session);
	struct hub_seat two = seats_take(other);

	assert_true(one.session > 0);
	assert_int_not_equal(one.session, two.session);
	assert_int_equal(seats_take(&f->session).session, one.session);
	assert_ptr_equal(seats_find(seats, one.session), &f->session);
	assert_ptr_equal(seats_find(seats, two.session), other);
	assert_null(seats_find(seats, 3));
	session_release(other);
	assert_null(seats_find(seats, two.session));
	assert_ptr_equal(seats_find(seats, one.session), &f->session);
	free(other);
}

static void a_number_is_given_once(void **state)
{
	struct fixture *f = *state;
	struct hub_seat first = seats_take(&f->session);

	seats_leave(&f->session);
	seats_leave(&f->session); /* has none any more */
	assert_true(seats_take(&f->session).session > first.session);
	assert_null(seats_find(&f->responder.seats, first.session));
}

/* Those that share a row. */
static void who_leaves_does_not_take_others_along(void **state)
{
	struct fixture *f = *state;
	struct seats *seats = &f->responder.seats;
	struct session *middle = another(f), *last = another(f);
	uint64_t first = seats_take(&f->session).session;

	seats->last += SEATS_ROWS - 1;
	seats_take(middle);
	seats->last += SEATS_ROWS - 1;
	seats_take(last);
	assert_int_equal(last->serial, first + 2 * SEATS_ROWS);
	seats_leave(middle);
	assert_ptr_equal(seats_find(seats, first), &f->session);
	assert_ptr_equal(seats_find(seats, last->serial), last);
	session_release(middle);
	session_release(last);
	free(middle);
	free(last);
}

int main(void)
{
#define WITH_SESSION(test)                                                     \
	cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_SESSION(a_session_is_found_by_its_serial_number),
		WITH_SESSION(a_number_is_given_once),
		WITH_SESSION(who_leaves_does_not_take_others_along),
	};

	return cmocka_run_group_tests_name("seats", tests, NULL, NULL);
}
