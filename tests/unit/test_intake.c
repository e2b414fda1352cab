/* SPDX-License-Identifier: MIT */
/* What lies in the socket tells whose bytes a request was made of. */
#include "server/web/intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD "POST /v1/ask HTTP/1.1\r\n\r\n"

struct line {
	int client, server;
	struct intake intake;
};

static int open_line(void **state)
{
	static struct line line;
	int end[2];

	memset(&line, 0, sizeof(line));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, end) != 0)
		return -1;
	line.client = end[0];
	line.server = end[1];
	*state = &line;
	return 0;
}

static int close_line(void **state)
{
	struct line *line = *state;

	close(line->client);
	close(line->server);
	return 0;
}

static void say(const struct line *line, const char *bytes)
{
	assert_int_equal(send(line->client, bytes, strlen(bytes), 0),
			 (ssize_t)strlen(bytes));
}

/* As the loop does before lws is called. */
static void see(struct line *line)
{
	char bytes[256];
	ssize_t size = recv(line->server, bytes, sizeof(bytes),
			    MSG_PEEK | MSG_DONTWAIT);

	if (size > 0)
		intake_see(&line->intake, bytes, (size_t)size);
}

/* As lws does. */
static void take(const struct line *line, size_t size)
{
	char bytes[256];

	assert_in_range(size, 1, sizeof(bytes));
	assert_int_equal(recv(line->server, bytes, size, MSG_DONTWAIT),
			 (ssize_t)size);
}

static void the_first_request_is_behind_none(void **state)
{
	struct line *line = *state;

	assert_false(intake_pipelined(&line->intake, line->server));
}

static void a_request_that_came_by_itself_is_not_pipelined(void **state)
{
	struct line *line = *state;

	intake_end(&line->intake);
	say(line, HEAD);
	see(line);
	take(line, strlen(HEAD));
	assert_false(intake_pipelined(&line->intake, line->server));
}

static void a_body_may_come_while_its_head_is_read(void **state)
{
	struct line *line = *state;

	intake_end(&line->intake);
	say(line, HEAD);
	see(line);
	take(line, strlen(HEAD));
	say(line, "{\"text\":\"how do i start\"}");
	assert_false(intake_pipelined(&line->intake, line->server));
}

static void a_head_may_come_byte_by_byte(void **state)
{
	struct line *line = *state;
	size_t i;

	intake_end(&line->intake);
	for (i = 0; i < strlen(HEAD); i++) {
		say(line, (char[]){HEAD[i], '\0'});
		see(line);
		take(line, 1);
	}
	say(line, "{}");
	assert_false(intake_pipelined(&line->intake, line->server));
}

static void a_request_that_nothing_came_for_is_pipelined(void **state)
{
	struct line *line = *state;

	see(line);
	intake_end(&line->intake);
	assert_true(intake_pipelined(&line->intake, line->server));
}

static void a_request_whose_successor_alone_came_is_pipelined(void **state)
{
	struct line *line = *state;

	intake_end(&line->intake);
	say(line, HEAD);
	see(line);
	assert_true(intake_pipelined(&line->intake, line->server));
	say(line, "more");
	assert_true(intake_pipelined(&line->intake, line->server));
}

static void an_end_behind_a_request_is_no_request(void **state)
{
	struct line *line = *state;

	intake_end(&line->intake);
	say(line, HEAD);
	see(line);
	shutdown(line->client, SHUT_WR);
	take(line, strlen(HEAD));
	assert_false(intake_pipelined(&line->intake, line->server));
}

static void what_cannot_be_told_is_taken_for_pipelined(void **state)
{
	struct line *line = *state;

	intake_end(&line->intake);
	say(line, HEAD);
	see(line);
	assert_true(intake_pipelined(&line->intake, -1));
}

static void nothing_that_was_said_is_kept_behind_the_end(void **state)
{
	static const char nothing[INTAKE_FRONT_BYTES];
	struct line *line = *state;

	say(line, HEAD);
	see(line);
	assert_memory_equal(line->intake.front, HEAD, INTAKE_FRONT_BYTES);
	intake_end(&line->intake);
	assert_memory_equal(line->intake.front, nothing, sizeof(nothing));
}

#define WITH_LINE(test)                                                        \
	cmocka_unit_test_setup_teardown(test, open_line, close_line)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LINE(the_first_request_is_behind_none),
		WITH_LINE(a_request_that_came_by_itself_is_not_pipelined),
		WITH_LINE(a_body_may_come_while_its_head_is_read),
		WITH_LINE(a_head_may_come_byte_by_byte),
		WITH_LINE(a_request_that_nothing_came_for_is_pipelined),
		WITH_LINE(a_request_whose_successor_alone_came_is_pipelined),
		WITH_LINE(an_end_behind_a_request_is_no_request),
		WITH_LINE(what_cannot_be_told_is_taken_for_pipelined),
		WITH_LINE(nothing_that_was_said_is_kept_behind_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
