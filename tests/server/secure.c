/* SPDX-License-Identifier: MIT */
/* HTTPS and wss: what is spoken, which certificate is shown, and what is
 * refused. */
#include "server/suite.h"
#include "server/tls_client.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define GET(path_) "GET " path_ " HTTP/1.1\r\nHost: h\r\n\r\n"
#define BODY "{\"text\":\"what is tea\"}"
#define POST                                                                   \
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\n"                                 \
	"Content-Type: application/json\r\nContent-Length: 22\r\n\r\n" BODY
#define HANDSHAKE "GET /v1/chat HTTP/1.1\r\nHost: h\r\n" WS_USUAL WS_CHAT "\r\n"
#define ASK "{\"type\":\"ask\",\"text\":\"what is tea\"}"

/* A faqd with a certificate. */
struct safe {
	char folder[32], certificate[64], key[64];
	struct server server;
};

static bool make(struct safe *safe)
{
	memcpy(safe->folder, "/tmp/faqd-test-XXXXXX", 22);
	if (!mkdtemp(safe->folder))
		return false;
	snprintf(safe->certificate, sizeof(safe->certificate), "%s/c.pem",
		 safe->folder);
	snprintf(safe->key, sizeof(safe->key), "%s/k.pem", safe->folder);
	return tls_write_pair(safe->certificate, safe->key, 1);
}

static void options(const struct safe *safe, const char *more, char out[256])
{
	snprintf(out, 256, "--certificate %s --key %s %s", safe->certificate,
		 safe->key, more);
}

static bool open_safe(struct safe *safe, const char *more)
{
	char all[256];

	if (!make(safe))
		return false;
	options(safe, more, all);
	return server_start(&safe->server, all);
}

static void clear(const struct safe *safe)
{
	unlink(safe->certificate);
	unlink(safe->key);
	rmdir(safe->folder);
}

static bool close_safe(struct safe *safe)
{
	bool ended = server_stop(&safe->server, SIGTERM) == 0;

	clear(safe);
	return ended;
}

static int open_chat(struct suite *s, const struct safe *safe)
{
	struct tls_talk talk = {0};
	int fd = tls_open(&safe->server, &talk);

	if (fd < 0)
		return -1;
	client_say(fd, HANDSHAKE);
	client_read(fd, &s->r, true);
	return s->r.status == 101 ? fd : -1;
}

static bool chats(struct suite *s, int fd)
{
	ws_say(fd, ASK);
	ws_read(fd, &s->frame);
	return s->frame.opcode == WS_TEXT &&
	       strstr(s->frame.bytes, "Leaves in hot water");
}

static void the_page_and_the_chat_are_served_safely(struct suite *s)
{
	struct safe safe;
	int fd;

	CHECK(s, open_safe(&safe, ""));
	tls_ask(&safe.server, GET("/"), &s->r);
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "What tea is"));
	CHECK(s, has_header(&s->r, "strict-transport-security: max-age="));
	fd = open_chat(s, &safe);
	CHECK(s, chats(s, fd) && chats(s, fd));
	close(fd);
	CHECK(s, close_safe(&safe));
}

static void without_tls_nobody_is_told_to_insist_on_it(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, ""));
	client_get(&server, "/", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, !has_header(&s->r, "strict-transport-security"));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void one_safe_connection_asks_again_and_again(struct suite *s)
{
	struct tls_talk talk = {0};
	struct safe safe;
	int fd, i;

	CHECK(s, open_safe(&safe, ""));
	fd = tls_open(&safe.server, &talk);
	for (i = 0; i < 5; i++) {
		client_say(fd, i % 2 ? GET("/v1/intents") : POST);
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 200 && s->r.body_bytes > 0);
	}
	close(fd);
	CHECK(s, close_safe(&safe));
}

/* Is the body as long as its head says? */
static bool is_whole(const struct response *r)
{
	char length[64];

	snprintf(length, sizeof(length), "content-length: %zu\r\n",
		 r->body_bytes);
	return r->status == 200 && has_header(r, length);
}

/* More than a record holds, and more than lws reads at once. */
static void long_things_go_both_ways(struct suite *s)
{
	static char body[8001], request[8400];
	struct safe safe;
	int fd;

	CHECK(s, open_safe(&safe, ""));
	tls_ask(&safe.server, GET("/openapi.json"), &s->r);
	CHECK(s, is_whole(&s->r) && s->r.body_bytes > 16384);
	memset(body, ' ', sizeof(body) - 1);
	memcpy(body, BODY, strlen(BODY));
	snprintf(request, sizeof(request),
		 "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
		 "Content-Type: application/json\r\n"
		 "Content-Length: 8000\r\n\r\n%s",
		 body);
	tls_ask(&safe.server, request, &s->r);
	CHECK(s, is_whole(&s->r) && strstr(s->r.body, "Leaves"));
	memcpy(body, ASK, strlen(ASK));
	fd = open_chat(s, &safe);
	CHECK(s, ws_say(fd, body));
	ws_read(fd, &s->frame);
	CHECK(s, strstr(s->frame.bytes, "Leaves in hot water"));
	CHECK(s, chats(s, fd));
	close(fd);
	CHECK(s, close_safe(&safe));
}

/* lws would read the second body wrongly, or after it is freed; run this
 * under valgrind to see. In one record, and cut anywhere into two. */
static void a_pipelined_question_is_refused_or_answered_whole(struct suite *s)
{
	static const char both[] = POST POST;
	struct safe safe;
	size_t cut;

	CHECK(s, open_safe(&safe, ""));
	for (cut = 0; cut < sizeof(both) - 1; cut += 7) {
		struct tls_talk talk = {0};
		int fd = tls_open(&safe.server, &talk), answers = 0;

		CHECK(s,
		      client_send(fd, both, cut) && client_say(fd, both + cut));
		do {
			client_read(fd, &s->r, false);
			answers += s->r.status == 200;
			CHECK(s, !s->r.status || s->r.status == 200 ||
					 s->r.status == 400);
		} while (s->r.status == 200 && answers < 2);
		CHECK(s, answers > 0);
		close(fd);
	}
	tls_ask(&safe.server, POST, &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, close_safe(&safe));
}

static void only_http_1_1_is_agreed_on(struct suite *s)
{
	struct tls_talk both = {.alpn = "\2h2\x8http/1.1"};
	struct tls_talk two = {.alpn = "\2h2"};
	struct safe safe;
	int fd;

	CHECK(s, open_safe(&safe, ""));
	fd = tls_open(&safe.server, &both);
	CHECK(s, fd >= 0 && !strcmp(both.chosen, "http/1.1"));
	close(fd);
	fd = tls_open(&safe.server, &two);
	CHECK(s, fd < 0 || !*two.chosen);
	close(fd);
	CHECK(s, close_safe(&safe));
}

static void tls_1_2_and_1_3_are_spoken_and_nothing_older(struct suite *s)
{
	struct tls_talk talk[] = {{.highest = TLS1_3_VERSION},
				  {.highest = TLS1_2_VERSION},
				  {.highest = TLS1_1_VERSION},
				  {.highest = TLS1_VERSION}};
	struct safe safe;
	int fd, i;

	CHECK(s, open_safe(&safe, ""));
	for (i = 0; i < 4; i++) {
		fd = tls_open(&safe.server, &talk[i]);
		CHECK(s, (fd >= 0) == (i < 2));
		CHECK(s, fd < 0 || talk[i].version == talk[i].highest);
		close(fd);
	}
	CHECK(s, close_safe(&safe));
}

static void who_speaks_no_tls_is_hung_up_on(struct suite *s)
{
	struct tls_talk talk = {0};
	struct safe safe;
	int fd;

	CHECK(s, open_safe(&safe, "--timeout 1"));
	client_ask(&safe.server, GET("/"), &s->r);
	CHECK(s, s->r.status != 200 && s->r.closed);
	CHECK(s, !strstr(s->r.body, "What tea is"));
	fd = client_open(&safe.server); /* and who says nothing */
	CHECK(s, client_closed(fd, WAIT_MS));
	close(fd);
	fd = tls_open(&safe.server, &talk); /* or only that it is there */
	CHECK(s, fd >= 0 && client_closed(fd, WAIT_MS));
	close(fd);
	tls_ask(&safe.server, GET("/healthz"), &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, close_safe(&safe));
}

static long serial(const struct safe *safe)
{
	struct tls_talk talk = {0};
	int fd = tls_open(&safe->server, &talk);

	close(fd);
	return fd < 0 ? -1 : talk.serial;
}

/* Workers change over one after the other. */
static bool soon_shows(const struct safe *safe, long wanted)
{
	int tries, in_a_row = 0;

	for (tries = 0; tries < 500 && in_a_row < 4; tries++)
		in_a_row = serial(safe) == wanted ? in_a_row + 1 : 0;
	return in_a_row == 4;
}

static void a_renewed_certificate_is_shown_and_chats_go_on(struct suite *s)
{
	struct safe safe;
	int fd;

	CHECK(s, open_safe(&safe, "--workers 2"));
	fd = open_chat(s, &safe);
	CHECK(s, chats(s, fd));
	CHECK(s, serial(&safe) == 1);
	CHECK(s, tls_write_pair(safe.certificate, safe.key, 2));
	CHECK(s, serial(&safe) == 1);
	CHECK(s, kill(safe.server.pid, SIGHUP) == 0);
	CHECK(s, soon_shows(&safe, 2));
	CHECK(s, chats(s, fd));
	close(fd);
	CHECK(s, close_safe(&safe));
}

/* A line of /metrics; it may follow what the log has said. */
static bool soon_measured(struct suite *s, const struct safe *safe,
			  const char *line)
{
	int tries;

	for (tries = 0; tries < 500; tries++) {
		tls_ask(&safe->server, GET("/metrics"), &s->r);
		if (s->r.status == 200 && strstr(s->r.body, line))
			return true;
	}
	return false;
}

static bool soon_expires(struct suite *s, const struct safe *safe,
			 time_t expiry_s)
{
	char line[96];

	snprintf(line, sizeof(line),
		 "\nfaqd_certificate_expiry_timestamp_seconds %lld\n",
		 (long long)expiry_s);
	return soon_measured(s, safe, line);
}

static void when_the_certificate_expires_can_be_scraped(struct suite *s)
{
	const time_t one = time(NULL) + 1000000, other = one + 1000000;
	struct safe safe;
	char all[256];

	CHECK(s, make(&safe));
	CHECK(s, tls_write_until(safe.certificate, safe.key, 1, one));
	options(&safe, "", all);
	CHECK(s, server_start(&safe.server, all));
	CHECK(s, soon_expires(s, &safe, one));
	CHECK(s, tls_write_until(safe.certificate, safe.key, 2, other));
	CHECK(s, kill(safe.server.pid, SIGHUP) == 0);
	CHECK(s, soon_expires(s, &safe, other));
	CHECK(s, strstr(s->r.body, "_reloads_total{result=\"ok\"} 1\n"));
	unlink(safe.key);
	CHECK(s, kill(safe.server.pid, SIGHUP) == 0);
	CHECK(s, soon_measured(s, &safe,
			       "\nfaqd_reloads_total{result=\"refused\"} 1\n"));
	CHECK(s, soon_expires(s, &safe, other)); /* it is still shown */
	CHECK(s, strstr(s->r.body, "_reloads_total{result=\"ok\"} 1\n"));
	CHECK(s, close_safe(&safe));
}

static void a_pair_that_does_not_fit_is_not_taken(struct suite *s)
{
	struct safe safe;
	char other[80];

	CHECK(s, open_safe(&safe, ""));
	snprintf(other, sizeof(other), "%s.old", safe.key);
	CHECK(s, tls_write_pair(safe.certificate, other, 2));
	unlink(other);
	CHECK(s, kill(safe.server.pid, SIGHUP) == 0);
	CHECK(s, server_soon_logged(&safe.server, "certificate not renewed"));
	CHECK(s, server_soon_logged(&safe.server, "generation 2"));
	CHECK(s, serial(&safe) == 1);
	CHECK(s, tls_write_pair(safe.certificate, safe.key, 3));
	CHECK(s, kill(safe.server.pid, SIGHUP) == 0);
	CHECK(s, soon_shows(&safe, 3));
	CHECK(s, close_safe(&safe));
}

static void a_pair_that_does_not_fit_stops_the_start(struct suite *s)
{
	struct safe safe;
	char all[256], other[80];

	CHECK(s, make(&safe));
	snprintf(other, sizeof(other), "%s.old", safe.key);
	CHECK(s, tls_write_pair(safe.certificate, other, 2));
	unlink(other);
	options(&safe, "", all);
	CHECK(s, server_run(&safe.server, all) == 3);
	CHECK(s, server_logged(&safe.server, "is not the one of the first "
					     "certificate in"));
	unlink(safe.key);
	CHECK(s, server_run(&safe.server, all) == 3);
	CHECK(s, server_logged(&safe.server, "is not there"));
	clear(&safe);
}

static void a_certificate_that_expires_is_logged_and_served(struct suite *s)
{
	struct safe safe;
	char all[256];

	CHECK(s, make(&safe));
	CHECK(s, chmod(safe.key, 0644) == 0);
	CHECK(s, tls_write_until(safe.certificate, safe.key, 1,
				 time(NULL) - 86400));
	options(&safe, "", all);
	CHECK(s, server_start(&safe.server, all));
	CHECK(s, server_logged(&safe.server, "browsers refuse it"));
	CHECK(s, server_logged(&safe.server, "chmod 600 '"));
	CHECK(s, serial(&safe) == 1);
	CHECK(s, !server_logged(&safe.server, "c.pem' expires on "));
	CHECK(s, tls_write_until(safe.certificate, safe.key, 2,
				 time(NULL) + 7 * 86400));
	CHECK(s, kill(safe.server.pid, SIGHUP) == 0);
	CHECK(s, server_soon_logged(&safe.server, "c.pem' expires on "));
	CHECK(s, soon_shows(&safe, 2));
	CHECK(s, close_safe(&safe));
}

const struct test tests_secure[] = {
	TEST(the_page_and_the_chat_are_served_safely),
	TEST(without_tls_nobody_is_told_to_insist_on_it),
	TEST(one_safe_connection_asks_again_and_again),
	TEST(long_things_go_both_ways),
	TEST(a_pipelined_question_is_refused_or_answered_whole),
	TEST(only_http_1_1_is_agreed_on),
	TEST(tls_1_2_and_1_3_are_spoken_and_nothing_older),
	TEST(who_speaks_no_tls_is_hung_up_on),
	TEST(a_renewed_certificate_is_shown_and_chats_go_on),
	TEST(when_the_certificate_expires_can_be_scraped),
	TEST(a_pair_that_does_not_fit_is_not_taken),
	TEST(a_pair_that_does_not_fit_stops_the_start),
	TEST(a_certificate_that_expires_is_logged_and_served),
	{NULL, NULL},
};
