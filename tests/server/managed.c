/* SPDX-License-Identifier: MIT */
/* Under systemd, which is played here: sockets that it has opened, what it is
 * told; and commands by way of the control socket. */
#include "server/place.h"
#include "server/suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define RELOAD "{\"command\":\"reload\"}\n"

struct manager {
	int fd;
	char folder[32];
	char path[64];
	char variables[160];
	char heard[512]; /* the last message */
};

static int bound(const char *path, int type)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, type, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd >= 0 &&
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool open_manager(struct manager *m, const char *more)
{
	memcpy(m->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(m->folder))
		return false;
	snprintf(m->path, sizeof(m->path), "%s/notify", m->folder);
	snprintf(m->variables, sizeof(m->variables), "NOTIFY_SOCKET=%s %s",
		 m->path, more);
	m->fd = bound(m->path, SOCK_DGRAM);
	return m->fd >= 0;
}

static void close_manager(const struct manager *m)
{
	close(m->fd);
	unlink(m->path);
	rmdir(m->folder);
}

/* The next message begins so. */
static bool hears(struct manager *m, const char *text)
{
	struct pollfd wait = {.fd = m->fd, .events = POLLIN};
	ssize_t n;

	if (poll(&wait, 1, WAIT_MS) != 1)
		return false;
	n = recv(m->fd, m->heard, sizeof(m->heard) - 1, 0);
	m->heard[n > 0 ? n : 0] = '\0';
	return strncmp(m->heard, text, strlen(text)) == 0;
}

static void systemd_is_told_in_order(struct suite *s)
{
	struct manager m;
	struct server server;

	CHECK(s, open_manager(&m, ""));
	CHECK(s, server_launch(&server,
			       &(struct launch){.variables = m.variables}));
	CHECK(s, hears(&m, "READY=1\nSTATUS=http://127.0.0.1:"));
	CHECK(s, kill(server.pid, SIGHUP) == 0);
	CHECK(s, hears(&m, "RELOADING=1\nMONOTONIC_USEC="));
	CHECK(s, hears(&m, "READY=1"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, hears(&m, "STOPPING=1"));
	close_manager(&m);
}

static void after_a_refused_reload_systemd_hears_that_it_serves(struct suite *s)
{
	struct place place;
	struct manager m;

	CHECK(s, open_manager(&m, ""));
	CHECK(s, place_open(&place, &(struct launch){.variables = m.variables,
						     .options = "--watch no"}));
	CHECK(s, hears(&m, "READY=1"));
	CHECK(s, place_put(&place, "en/tea.md", PLACE_FAULTY));
	CHECK(s, kill(place.server.pid, SIGHUP) == 0);
	CHECK(s, hears(&m, "RELOADING=1"));
	CHECK(s, hears(&m, "READY=1"));
	CHECK(s, place_close(&place));
	close_manager(&m);
}

static void the_watchdog_is_fed(struct suite *s)
{
	struct manager m;
	struct server server;
	int i;

	CHECK(s, open_manager(&m, "WATCHDOG_USEC=2000000 WATCHDOG_PID=$$"));
	CHECK(s, server_launch(&server,
			       &(struct launch){.variables = m.variables}));
	CHECK(s, hears(&m, "READY=1"));
	for (i = 0; i < 3; i++)
		CHECK(s, hears(&m, "WATCHDOG=1"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	close_manager(&m);
}

#define HALF                                                                   \
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\n"                                 \
	"Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{"

/* A question that does not end keeps it from ending for three seconds. */
static void the_watchdog_is_fed_while_faqd_drains(struct suite *s)
{
	struct manager m;
	struct server server;
	int fd, fed = 0;

	CHECK(s, open_manager(&m, "WATCHDOG_USEC=2000000 WATCHDOG_PID=$$"));
	CHECK(s,
	      server_launch(&server, &(struct launch){.variables = m.variables,
						      .options = "--drain 3"}));
	CHECK(s, hears(&m, "READY=1"));
	fd = client_open(&server);
	client_say(fd, HALF);
	CHECK(s, hears(&m, "WATCHDOG=1")); /* it has read that by now */
	CHECK(s, kill(server.pid, SIGTERM) == 0);
	while (hears(&m, "WATCHDOG=1"))
		;
	CHECK(s, !strcmp(m.heard, "STOPPING=1\nEXTEND_TIMEOUT_USEC=18000000"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	while (recv(m.fd, m.heard, sizeof(m.heard), MSG_DONTWAIT) > 0)
		fed += !strncmp(m.heard, "WATCHDOG=1", 10);
	CHECK(s, fed >= 2);
	close(fd);
	close_manager(&m);
}

/* ---- the journal, played by a socket where journald's is ---- */

/* What stands between "env" and faqd: a /run of its own. */
#define OWN_RUN                                                                \
	"unshare -rm sh -c 'mount -t tmpfs none /run && "                      \
	"mkdir -p /run/systemd/journal && "                                    \
	"ln -s \"$0\" /run/systemd/journal/socket && exec \"$@\"' "

static bool may_unshare(void)
{
	return system("unshare -rm true 2>/dev/null") == 0;
}

static void the_journal_gets_lines_with_their_fields(struct suite *s)
{
	char before[sizeof(OWN_RUN) + 64];
	struct manager m;
	struct server server;

	if (!may_unshare()) {
		puts("    no namespaces here: not tested");
		return;
	}
	CHECK(s, open_manager(&m, ""));
	snprintf(before, sizeof(before), "%s%s", OWN_RUN, m.path);
	CHECK(s,
	      server_launch(&server, &(struct launch){.variables = before,
						      .options = "--log-format "
								 "journal"}));
	CHECK(s, hears(&m, "MESSAGE=serving at http://127.0.0.1:"));
	CHECK(s, strstr(m.heard, "\nPRIORITY=6\n"));
	CHECK(s, strstr(m.heard, "\nSYSLOG_IDENTIFIER=faqd\n"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, hears(&m, "MESSAGE=stopping"));
	close_manager(&m);
}

/* A listening socket on a free port, which is *port; -1 without. */
static int listening(int type, int *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, type, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    (type == SOCK_STREAM && listen(fd, 16) != 0) ||
	    getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
		close(fd);
		return -1;
	}
	*port = ntohs(address.sin_port);
	return fd;
}

static void a_socket_of_systemds_is_served(struct suite *s)
{
	const char *variables = "LISTEN_FDS=1 LISTEN_PID=$$";
	struct server server;
	int port, fd = listening(SOCK_STREAM, &port);

	CHECK(s, fd >= 0);
	CHECK(s, server_launch(&server, &(struct launch){.variables = variables,
							 .socket = fd}));
	CHECK(s, server.port == port);
	client_get(&server, "/healthz", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	close(fd);
}

static void two_sockets_of_systemds_are_both_served(struct suite *s)
{
	struct launch launch = {.variables = "LISTEN_FDS=2 LISTEN_PID=$$ "
					     "LISTEN_FDNAMES=one:two"};
	struct server server;
	int first, second;
	char url[64];

	launch.socket = listening(SOCK_STREAM, &first);
	launch.second = listening(SOCK_STREAM, &second);
	CHECK(s, launch.socket > 0 && launch.second > 0);
	CHECK(s, server_launch(&server, &launch));
	CHECK(s, server.port == first);
	snprintf(url, sizeof(url), "serving at http://127.0.0.1:%d/, too",
		 second);
	CHECK(s, server_soon_logged(&server, url));
	client_get(&server, "/healthz", &s->r);
	CHECK(s, s->r.status == 200);
	server.port = second;
	client_get(&server, "/healthz", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	close(launch.socket);
	close(launch.second);
}

static void a_socket_that_is_no_listener_stops_the_start(struct suite *s)
{
	struct launch launch = {.variables = "LISTEN_FDS=1 LISTEN_PID=$$"};
	struct server server;
	int port;

	launch.socket = listening(SOCK_DGRAM, &port);
	CHECK(s, !server_launch(&server, &launch));
	CHECK(s, server_soon_logged(&server, "is no stream"));
	CHECK(s, server_stop(&server, SIGTERM) == 3);
	close(launch.socket);
}

/* ---- the control socket ---- */

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* What comes until the other side closes. */
static void read_reply(int fd, char reply[1024])
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	size_t size = 0;
	ssize_t n = 1;

	while (n > 0 && size < 1023 && poll(&wait, 1, WAIT_MS) == 1) {
		n = recv(fd, reply + size, 1023 - size, 0);
		size += n > 0 ? (size_t)n : 0;
	}
	reply[size] = '\0';
	close(fd);
}

static bool open_control(struct place *place, char path[64], char options[128])
{
	char name[] = "/tmp/faqd-test-XXXXXX";
	int fd = mkstemp(name);

	if (fd < 0)
		return false;
	close(fd);
	unlink(name);
	snprintf(path, 64, "%s", name);
	snprintf(options, 128, "--watch no --control %s", name);
	return place_open(place, &(struct launch){.options = options});
}

static void a_command_reloads_and_hears_how_it_went(struct suite *s)
{
	char path[64], options[128], reply[1024];
	struct place place;
	int fd;

	CHECK(s, open_control(&place, path, options));
	fd = connect_to(path);
	client_say(fd, RELOAD);
	read_reply(fd, reply);
	CHECK(s, !strncmp(reply, "{\"ok\":true,\"generation\":2,", 26));
	CHECK(s, place_put(&place, "en/tea.md", PLACE_FAULTY));
	fd = connect_to(path);
	client_say(fd, RELOAD);
	read_reply(fd, reply);
	CHECK(s, !strncmp(reply, "{\"ok\":false,\"generation\":2,", 27));
	CHECK(s, strstr(reply, "en/tea.md\",\"line\":6,\"column\":1,"));
	CHECK(s, reply[strlen(reply) - 1] == '\n');
	CHECK(s, place_close(&place));
	CHECK(s, access(path, F_OK) != 0);
}

static void no_such_command_changes_nothing(struct suite *s)
{
	static const char *const wrong[] = {"{\"command\":\"stop\"}\n",
					    "{\"command\":5}\n", "reload\n",
					    "{}\n", "\n"};
	char path[64], options[128], reply[1024];
	struct place place;
	size_t i;

	CHECK(s, open_control(&place, path, options));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		int fd = connect_to(path);

		client_say(fd, wrong[i]);
		read_reply(fd, reply);
		CHECK(s, !strcmp(reply, "{\"ok\":false,\"generation\":1,"
					"\"detail\":\"no such command\","
					"\"faults\":[],\"more\":0}\n"));
	}
	CHECK(s, place_close(&place));
}

static void two_commands_at_once_are_both_done(struct suite *s)
{
	char path[64], options[128], first[1024], second[1024];
	struct place place;
	int one, two;

	CHECK(s, open_control(&place, path, options));
	one = connect_to(path);
	two = connect_to(path);
	client_say(two, RELOAD);
	client_say(one, RELOAD);
	read_reply(one, first);
	read_reply(two, second);
	CHECK(s, strstr(first, "\"ok\":true,\"generation\":2,"));
	CHECK(s, strstr(second, "\"ok\":true,\"generation\":3,"));
	CHECK(s, place_close(&place));
}

static void a_second_faqd_does_not_take_the_socket_over(struct suite *s)
{
	char path[64], options[128];
	struct place place;
	struct server second;

	CHECK(s, open_control(&place, path, options));
	CHECK(s, server_run(&second, options) == 3);
	CHECK(s, server_logged(&second, "another faqd listens there"));
	CHECK(s, access(path, F_OK) == 0);
	CHECK(s, place_close(&place));
}

const struct test tests_managed[] = {
	TEST(systemd_is_told_in_order),
	TEST(after_a_refused_reload_systemd_hears_that_it_serves),
	TEST(the_watchdog_is_fed),
	TEST(the_watchdog_is_fed_while_faqd_drains),
	TEST(the_journal_gets_lines_with_their_fields),
	TEST(a_socket_of_systemds_is_served),
	TEST(two_sockets_of_systemds_are_both_served),
	TEST(a_socket_that_is_no_listener_stops_the_start),
	TEST(a_command_reloads_and_hears_how_it_went),
	TEST(no_such_command_changes_nothing),
	TEST(two_commands_at_once_are_both_done),
	TEST(a_second_faqd_does_not_take_the_socket_over),
	{NULL, NULL},
};
