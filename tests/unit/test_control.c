/* SPDX-License-Identifier: MIT */
/* The Unix socket that commands come in by. */
#include "server/run/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char folder[32], path[64];
};

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	memcpy(place->folder, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/c.sock", place->folder);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	unlink(place->path);
	rmdir(place->folder);
	free(place);
	return 0;
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static enum control_command said(const struct place *place, const char *text)
{
	struct control control;
	enum control_command command;
	const char *why;
	char reply[8];
	int fd, other;

	assert_true(control_open(&control, place->path, &why));
	other = connect_to(place->path);
	assert_int_equal(write(other, text, strlen(text)), strlen(text));
	shutdown(other, SHUT_WR);
	fd = control_accept(&control, &command);
	assert_true(fd >= 0);
	control_reply(fd, "done\n", 5);
	assert_int_equal(read(other, reply, sizeof(reply)), 5);
	assert_memory_equal(reply, "done\n", 5);
	close(other);
	control_close(&control);
	return command;
}

static void a_reload_is_understood(void **state)
{
	assert_int_equal(said(*state, "{\"command\":\"reload\"}\n"),
			 CONTROL_RELOAD);
}

static void what_is_no_command_is_told_apart(void **state)
{
	static const char *const lines[] = {
		"",
		"\n",
		"reload\n",
		"{}\n",
		"{\"command\":1}\n",
		"{\"command\":\"stop\"}\n",
		"{\"command\":\"reload\"}", /* cut */
	};
	char longest[CONTROL_LINE_BYTES + 10];
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(said(*state, lines[i]), CONTROL_BAD);
	memset(longest, ' ', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(said(*state, longest), CONTROL_BAD);
}

static void only_its_owner_may_command(void **state)
{
	struct place *place = *state;
	struct control control;
	struct stat info;
	const char *why;

	assert_true(control_open(&control, place->path, &why));
	assert_int_equal(stat(place->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	control_close(&control);
	assert_int_not_equal(stat(place->path, &info), 0);
}

static void
a_socket_left_behind_is_taken_over_and_a_live_one_is_not(void **state)
{
	struct place *place = *state;
	struct control dead, live, third;
	const char *why;

	assert_true(control_open(&dead, place->path, &why));
	close(dead.fd); /* killed: the file stays */
	assert_true(control_open(&live, place->path, &why));
	assert_false(control_open(&third, place->path, &why));
	assert_non_null(strstr(why, "another faqd"));
	control_close(&third);
	assert_int_equal(access(place->path, F_OK), 0);
	control_close(&live);
}

static void a_plain_file_is_never_removed(void **state)
{
	struct place *place = *state;
	struct control control;
	const char *why;
	FILE *file = fopen(place->path, "w");

	assert_non_null(file);
	fclose(file);
	assert_false(control_open(&control, place->path, &why));
	assert_int_equal(access(place->path, F_OK), 0);
}

static void a_path_that_can_not_be_is_refused(void **state)
{
	char path[200];
	struct control control;
	const char *why;

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_false(control_open(&control, path, &why));
	assert_non_null(strstr(why, "too long"));
	assert_false(control_open(&control, "/tmp/no/such/place", &why));
	assert_non_null(strstr(why, "folder"));
}

static void it_stands_in_the_folder_that_the_service_is_given(void **state)
{
	char path[CONTROL_PATH_BYTES], longest[200];

	(void)state;
	assert_int_equal(setenv("RUNTIME_DIRECTORY", "/run/faqd", 1), 0);
	assert_true(control_default_path(path, 8080));
	assert_string_equal(path, "/run/faqd/faqd-8080.sock");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(setenv("RUNTIME_DIRECTORY", longest, 1), 0);
	assert_false(control_default_path(path, 8080));
	unsetenv("RUNTIME_DIRECTORY");
}

#define IN_PLACE(test_)                                                        \
	cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_reload_is_understood),
		IN_PLACE(what_is_no_command_is_told_apart),
		IN_PLACE(only_its_owner_may_command),
		IN_PLACE(
			a_socket_left_behind_is_taken_over_and_a_live_one_is_not),
		IN_PLACE(a_plain_file_is_never_removed),
		cmocka_unit_test(a_path_that_can_not_be_is_refused),
		cmocka_unit_test(
			it_stands_in_the_folder_that_the_service_is_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
