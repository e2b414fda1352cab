/* SPDX-License-Identifier: MIT */
/* A command over the Unix socket, to a faqd that is played by a child. */
#include "cli/controlclient.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char folder[32], path[64];
	int fd; /* listening */
};

static int set_up(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/c.sock", place->folder);
	memcpy(address.sun_path, place->path, strlen(place->path) + 1);
	place->fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(
		bind(place->fd, (struct sockaddr *)&address, sizeof(address)),
		0);
	assert_int_equal(listen(place->fd, 1), 0);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	close(place->fd);
	unlink(place->path);
	rmdir(place->folder);
	free(place);
	return 0;
}

/* Takes one connection, reads its line, answers with `reply` in two pieces. */
static void play(const struct place *place, const char *reply)
{
	char line[64] = "";
	int fd = accept(place->fd, NULL, NULL);
	ssize_t n = read(fd, line, sizeof(line) - 1);
	size_t half = strlen(reply) / 2;
	bool good = n > 0 && strcmp(line, CONTROL_RELOAD_LINE) == 0;

	good = good && write(fd, reply, half) == (ssize_t)half;
	good = good && write(fd, reply + half, strlen(reply) - half) ==
			       (ssize_t)(strlen(reply) - half);
	_exit(good ? 0 : 1);
}

static enum controlclient_status
ask(const struct place *place, const char *reply, struct control_result *result)
{
	int code = -1;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		play(place, reply);
	enum controlclient_status status =
		controlclient_reload(place->path, result);
	assert_int_equal(waitpid(child, &code, 0), child);
	assert_int_equal(code, 0);
	return status;
}

static void a_result_is_read(void **state)
{
	struct control_result result;

	assert_int_equal(
		ask(*state, "{\"ok\":true,\"generation\":3}\n", &result),
		CONTROLCLIENT_OK);
	assert_true(result.ok);
	assert_int_equal(result.generation, 3);
}

static void a_reply_that_is_cut_or_none_is_a_failure(void **state)
{
	struct control_result result;

	assert_int_equal(ask(*state, "", &result), CONTROLCLIENT_FAILED);
	assert_int_equal(ask(*state, "{\"ok\":true}", &result),
			 CONTROLCLIENT_FAILED);
	assert_int_equal(ask(*state, "hello\n", &result), CONTROLCLIENT_FAILED);
	assert_false(result.ok);
}

static void nobody_there_is_told_apart(void **state)
{
	struct place *place = *state;
	struct control_result result;
	char longest[200];

	assert_int_equal(controlclient_reload("/no/such/socket", &result),
			 CONTROLCLIENT_ABSENT);
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(controlclient_reload(longest, &result),
			 CONTROLCLIENT_ABSENT);
	/* Killed: the file stays. */
	close(place->fd);
	place->fd = -1;
	assert_int_equal(controlclient_reload(place->path, &result),
			 CONTROLCLIENT_ABSENT);
}

#define IN_PLACE(test_)                                                        \
	cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_result_is_read),
		IN_PLACE(a_reply_that_is_cut_or_none_is_a_failure),
		IN_PLACE(nobody_there_is_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
