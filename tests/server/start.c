/* SPDX-License-Identifier: MIT */
/* How faqd starts, or does not, and how it ends. */
#include "server/suite.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_signal_ends_it_with_0_also_with_connections_open(struct suite *s)
{
	static const int signals[] = {SIGTERM, SIGINT};
	size_t i;

	for (i = 0; i < 2; i++) {
		struct server server;
		int chat, half;

		CHECK(s, server_start(&server, ""));
		chat = ws_open(&server);
		half = client_open(&server);
		client_say(half, "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
				 "Content-Type: application/json\r\n"
				 "Content-Length: 100\r\n\r\n{");
		CHECK(s, server_stop(&server, signals[i]) == 0);
		close(chat);
		close(half);
	}
}

static void a_wrong_option_is_a_usage_error(struct suite *s)
{
	static const char *const wrong[] = {
		"--nonsense",  "--port 65536",    "--port x",
		"stray",       "--connections 0", "--origin example.com",
		"--timeout 0",
	};
	struct server server;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK(s, server_run(&server, wrong[i]) == 2);
}

static void all_wrong_settings_are_named_in_one_run(struct suite *s)
{
	char path[] = "/tmp/faqd-test-XXXXXX", options[128];
	struct server server;
	int fd = mkstemp(path), code;
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	CHECK(s, file);
	fputs("{\n  // a comment\n  \"listen\": {\"prot\": 1}\n}\n", file);
	fclose(file);
	snprintf(options, sizeof(options), "--config %s --idel 3", path);
	setenv("FAQD_TIMEOUT", "soon", 1);
	code = server_run(&server, options);
	unsetenv("FAQD_TIMEOUT");
	unlink(path);
	CHECK(s, code == 2);
	CHECK(s, server_logged(&server, ":3:14: unknown key 'prot', did you "
					"mean 'port'?"));
	CHECK(s, server_logged(&server, "FAQD_TIMEOUT: 'timeout' must be"));
	CHECK(s, server_logged(&server, "--idel: there is no such flag, did "
					"you mean '--idle'?"));
}

static void what_is_asked_for_is_printed(struct suite *s)
{
	struct server server;

	CHECK(s, server_run(&server, "--print-config") == 0);
	CHECK(s, server_run(&server, "--sample-config") == 0);

	CHECK(s, server_run(&server, "--help") == 0);
	CHECK(s, server_run(&server, "--version") == 0);
}

static void bad_content_stops_the_start_with_its_place(struct suite *s)
{
	char folder[] = "/tmp/faqd-test-XXXXXX", path[64], options[128];
	struct server server;
	FILE *file;
	int code;

	CHECK(s, mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/site.json", folder);
	file = fopen(path, "w");
	CHECK(s, file);
	fputs("{\n  \"name\": \"x\",\n  \"nam\": 1\n}\n", file);
	fclose(file);
	snprintf(options, sizeof(options), "--content %s", folder);
	code = server_run(&server, options);
	unlink(path);
	rmdir(folder);
	CHECK(s, code == 3);
	CHECK(s, server_logged(&server, "/site.json:3:3: "));
}

static void a_taken_port_stops_the_start(struct suite *s)
{
	struct server server, second;
	char options[64];
	int code;

	CHECK(s, server_start(&server, ""));
	snprintf(options, sizeof(options), "--port %d", server.port);
	code = server_run(&second, options);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, code == 3);
	CHECK(s, server_logged(&second, "cannot listen on '127.0.0.1'"));
}

const struct test tests_start[] = {
	TEST(a_signal_ends_it_with_0_also_with_connections_open),
	TEST(a_wrong_option_is_a_usage_error),
	TEST(all_wrong_settings_are_named_in_one_run),
	TEST(what_is_asked_for_is_printed),
	TEST(bad_content_stops_the_start_with_its_place),
	TEST(a_taken_port_stops_the_start),
	{NULL, NULL},
};
