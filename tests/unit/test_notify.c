/* SPDX-License-Identifier: MIT */
/* systemd is played by a datagram socket, and by what a child is handed. */
#include "server/run/notify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct manager {
	int fd;
	char folder[32];
	struct sockaddr_un address;
	char heard[1024];
};

static int set_up(void **state)
{
	struct manager *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	strcpy(m->folder, "/tmp/notify-XXXXXX");
	assert_non_null(mkdtemp(m->folder));
	m->address.sun_family = AF_UNIX;
	snprintf(m->address.sun_path, sizeof(m->address.sun_path), "%s/socket",
		 m->folder);
	m->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(bind(m->fd, (const struct sockaddr *)&m->address,
			      sizeof(m->address)),
			 0);
	assert_int_equal(fcntl(m->fd, F_SETFL, O_NONBLOCK), 0);
	setenv("NOTIFY_SOCKET", m->address.sun_path, 1);
	*state = m;
	return 0;
}

static int tear_down(void **state)
{
	struct manager *m = *state;

	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	close(m->fd);
	unlink(m->address.sun_path);
	rmdir(m->folder);
	free(m);
	return 0;
}

/* The oldest message; "" when there is none. */
static const char *heard(struct manager *m)
{
	ssize_t n = recv(m->fd, m->heard, sizeof(m->heard) - 1, 0);

	m->heard[n > 0 ? n : 0] = '\0';
	return m->heard;
}

static void systemd_is_told_each_turn(void **state)
{
	struct manager *m = *state;

	assert_int_equal(notify_ready("serving 61 intents"), NOTIFY_OK);
	assert_string_equal(heard(m), "READY=1\nSTATUS=serving 61 intents");
	assert_int_equal(notify_reloading(1234567), NOTIFY_OK);
	assert_string_equal(heard(m), "RELOADING=1\nMONOTONIC_USEC=1234567");
	assert_int_equal(notify_alive(), NOTIFY_OK);
	assert_string_equal(heard(m), "WATCHDOG=1");
	assert_int_equal(notify_stopping(20000000), NOTIFY_OK);
	assert_string_equal(heard(m),
			    "STOPPING=1\nEXTEND_TIMEOUT_USEC=20000000");
	assert_int_equal(notify_state("draining"), NOTIFY_OK);
	assert_string_equal(heard(m), "STATUS=draining");
}

static void a_state_can_not_smuggle_an_assignment(void **state)
{
	struct manager *m = *state;

	assert_int_equal(notify_ready("a\nMAINPID=1\r\x7f"), NOTIFY_OK);
	assert_string_equal(heard(m), "READY=1\nSTATUS=a?MAINPID=1??");
}

static void a_long_state_is_cut(void **state)
{
	char text[1000];

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(notify_ready(text), NOTIFY_OK);
	assert_int_equal(strlen(heard(*state)),
			 strlen("READY=1\nSTATUS=") + 200);
}

static void without_systemd_nothing_happens(void **state)
{
	struct manager *m = *state;

	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(notify_ready("hello"), NOTIFY_OK);
	assert_int_equal(notify_alive_every_us(), 0);
	assert_string_equal(heard(m), "");
}

static void a_socket_that_nobody_reads_is_an_error(void **state)
{
	struct manager *m = *state;

	unlink(m->address.sun_path);
	assert_int_equal(notify_alive(), NOTIFY_ERROR);
}

static void the_watchdog_is_fed_twice_as_often_as_it_bites(void **state)
{
	char pid[32];

	(void)state;
	setenv("WATCHDOG_USEC", "3000000", 1);
	assert_int_equal(notify_alive_every_us(), 1500000);
	snprintf(pid, sizeof(pid), "%ld", (long)getpid() + 1);
	setenv("WATCHDOG_PID", pid, 1); /* it watches someone else */
	assert_int_equal(notify_alive_every_us(), 0);
}

enum handed {
	LISTENING,
	LISTENING_SIX,
	NOT_LISTENING,
	DATAGRAM,
	LOCAL
};

static int bound(int type, const void *address, socklen_t size)
{
	int fd = socket(((const struct sockaddr *)address)->sa_family, type, 0);

	if (fd >= 0 && bind(fd, address, size) == 0)
		return fd;
	close(fd);
	return -1;
}

static int make_socket(enum handed what)
{
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	int type = what == DATAGRAM ? SOCK_DGRAM : SOCK_STREAM, fd = -1;

	six.sin6_addr = in6addr_loopback;
	four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (what == LISTENING_SIX)
		fd = bound(type, &six, sizeof(six));
	else if (what == LOCAL) /* a name that the system chooses */
		fd = bound(type, &local, sizeof(local.sun_family));
	if (fd < 0) /* also where there is no IPv6 */
		fd = bound(type, &four, sizeof(four));
	if (what != NOT_LISTENING && what != DATAGRAM)
		listen(fd, 1);
	return fd;
}

/* In a child, as systemd starts it: descriptors 3 and up, and what they are. */
static void hand_over(const enum handed *what, int count)
{
	char text[32];
	int fd[32], i;

	for (i = 0; i < count; i++) {
		int made = make_socket(what[i]);

		fd[i] = fcntl(made, F_DUPFD, 100); /* out of the way */
	}
	for (i = 0; i < count; i++)
		dup2(fd[i], 3 + i);
	snprintf(text, sizeof(text), "%ld", (long)getpid());
	setenv("LISTEN_PID", text, 1);
	snprintf(text, sizeof(text), "%d", count);
	setenv("LISTEN_FDS", text, 1);
	if (count == 2)
		setenv("LISTEN_FDNAMES", "http:https", 1);
}

/* Whether `judge` is content with what is taken of them. */
static bool child(const enum handed *what, int count,
		  bool (*judge)(enum notify_status status,
				const struct notify_sockets *sockets))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct notify_sockets sockets;
		enum notify_status taken;

		if (count)
			hand_over(what, count);
		taken = notify_sockets(&sockets);
		_exit(judge(taken, &sockets) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool both_taken(enum notify_status status,
		       const struct notify_sockets *sockets)
{
	struct notify_sockets again;

	return status == NOTIFY_OK && sockets->count == 2 &&
	       sockets->item[0].fd == 3 && sockets->item[1].fd == 4 &&
	       !strcmp(sockets->item[0].name, "http") &&
	       !strcmp(sockets->item[1].name, "https") &&
	       (fcntl(3, F_GETFD) & FD_CLOEXEC) &&
	       (fcntl(4, F_GETFL) & O_NONBLOCK) &&
	       notify_sockets(&again) == NOTIFY_OK && again.count == 0;
}

static bool none(enum notify_status status,
		 const struct notify_sockets *sockets)
{
	return status == NOTIFY_OK && sockets->count == 0;
}

static bool refused(enum notify_status status,
		    const struct notify_sockets *sockets, const char *why)
{
	return status == NOTIFY_SOCKET && sockets->count == 0 &&
	       strstr(sockets->fault, why) != NULL;
}

static bool no_listener(enum notify_status status,
			const struct notify_sockets *sockets)
{
	return refused(status, sockets, "socket 'https' of systemd does not");
}

static bool no_stream(enum notify_status status,
		      const struct notify_sockets *sockets)
{
	return refused(status, sockets, "is no stream");
}

static bool not_internet(enum notify_status status,
			 const struct notify_sockets *sockets)
{
	return refused(status, sockets, "is no internet socket");
}

static bool too_many(enum notify_status status,
		     const struct notify_sockets *sockets)
{
	return refused(status, sockets, "is one too many");
}

static void sockets_that_listen_are_taken_once(void **state)
{
	const enum handed what[] = {LISTENING, LISTENING_SIX};

	(void)state;
	assert_true(child(what, 2, both_taken));
}

static void without_sockets_there_are_none(void **state)
{
	(void)state;
	assert_true(child(NULL, 0, none));
}

static void a_socket_that_can_not_be_used_is_named(void **state)
{
	const enum handed unbound[] = {LISTENING, NOT_LISTENING};
	const enum handed datagram[] = {DATAGRAM}, local[] = {LOCAL};

	(void)state;
	assert_true(child(unbound, 2, no_listener));
	assert_true(child(datagram, 1, no_stream));
	assert_true(child(local, 1, not_internet));
}

static void more_sockets_than_there_is_room_for_are_refused(void **state)
{
	enum handed what[NOTIFY_SOCKETS_MAX + 1] = {LISTENING};

	(void)state;
	assert_true(child(what, NOTIFY_SOCKETS_MAX + 1, too_many));
}

#define MANAGED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		MANAGED(systemd_is_told_each_turn),
		MANAGED(a_state_can_not_smuggle_an_assignment),
		MANAGED(a_long_state_is_cut),
		MANAGED(without_systemd_nothing_happens),
		MANAGED(a_socket_that_nobody_reads_is_an_error),
		MANAGED(the_watchdog_is_fed_twice_as_often_as_it_bites),
		cmocka_unit_test(sockets_that_listen_are_taken_once),
		cmocka_unit_test(without_sockets_there_are_none),
		cmocka_unit_test(a_socket_that_can_not_be_used_is_named),
		cmocka_unit_test(
			more_sockets_than_there_is_room_for_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
