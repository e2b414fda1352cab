/* SPDX-License-Identifier: MIT */
/* What faqd says of itself: /metrics, /readyz, /healthz. */
#include "server/place.h"
#include "server/suite.h"

#include <ctype.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASK "{\"type\":\"ask\",\"text\":\"what is tea\"}"
#define RASA "/webhooks/rest/webhook"
#define OPENAI "/v1/chat/completions"

/* A series as it stands in the page that was read last; -1: there is none. */
static double value(const struct suite *s, const char *series)
{
	size_t size = strlen(series);
	const char *line = s->r.body;

	for (; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		if (!strncmp(line, series, size) && line[size] == ' ')
			return atof(line + size + 1);
	return -1;
}

static double measure(struct suite *s, const struct server *server,
		      const char *series)
{
	client_get(server, "/metrics", &s->r);
	return s->r.status == 200 ? value(s, series) : -2;
}

/* Until it is so; connections are counted down when faqd sees their end. */
static bool soon(struct suite *s, const struct server *server,
		 const char *series, double wanted)
{
	int tries;

	for (tries = 0; tries < 500; tries++)
		if (measure(s, server, series) == wanted)
			return true;
	return false;
}

/* A comment, or name{labels} value; the line is cut off. */
static bool is_metric(char *line)
{
	char *blank = strrchr(line, ' '), *end;

	if (!strncmp(line, "# HELP faqd_", 12) ||
	    !strncmp(line, "# TYPE faqd_", 12) ||
	    !strncmp(line, "# HELP process_", 15) ||
	    !strncmp(line, "# TYPE process_", 15))
		return true;
	if (!blank || !islower((unsigned char)*line))
		return false;
	strtod(blank + 1, &end);
	return !*end && end > blank + 1;
}

static void metrics_are_lines_that_prometheus_reads(struct suite *s)
{
	struct server server;
	char *line, *next;

	CHECK(s, server_start(&server, "--database none"));
	client_get(&server, "/metrics", &s->r);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: text/plain; version=0.0.4"));
	CHECK(s, has_header(&s->r, "cache-control: no-store"));
	for (line = s->r.body; *line; line = next + 1) {
		next = strchr(line, '\n');
		CHECK(s, next);
		*next = '\0';
		CHECK(s, is_metric(line));
	}
}

#define QUESTIONS(mouth_, verdict_)                                            \
	"faqd_questions_total{mouth=\"" mouth_ "\",verdict=\"" verdict_ "\"}"

static void a_question_is_counted_by_mouth_and_verdict(struct suite *s)
{
	struct server server;
	int fd;

	CHECK(s, server_start(&server, ""));
	fd = ws_open(&server);
	ws_say(fd, ASK);
	ws_read(fd, &s->frame);
	close(fd);
	client_post(&server, "", "{\"text\":\"what is tea\"}", &s->r);
	client_post(&server, "", "{\"text\":\"who won the match\"}", &s->r);
	client_post_to(&server, RASA, "", "{\"message\":\"boil water\"}",
		       &s->r);
	client_post_to(&server, OPENAI, "",
		       "{\"model\":\"faqd\",\"messages\":[{\"role\":\"user\","
		       "\"content\":\"what is tea\"}]}",
		       &s->r);
	client_get(&server, "/metrics", &s->r);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, value(s, QUESTIONS("chat", "answer")) == 1);
	CHECK(s, value(s, QUESTIONS("ask", "answer")) == 1);
	CHECK(s, value(s, QUESTIONS("ask", "none")) == 1);
	CHECK(s, value(s, QUESTIONS("rasa", "answer")) == 1);
	CHECK(s, value(s, QUESTIONS("openai", "answer")) == 1);
	CHECK(s, value(s, "faqd_questions_unanswered_total") == 1);
	CHECK(s, value(s, "faqd_answers_total{kind=\"faq\"}") == 3);
	CHECK(s, value(s, "faqd_answers_total{kind=\"step\"}") == 1);
	CHECK(s,
	      value(s, "faqd_intent_answers_total{intent=\"faq.tea\"}") == 3);
	CHECK(s, value(s, "faqd_answer_duration_seconds_count") == 5);
	CHECK(s, !strstr(s->r.body, "match"));
}

static void connections_go_up_and_down(struct suite *s)
{
	static const char http[] = "faqd_connections_open{kind=\"http\"}";
	static const char chat[] = "faqd_connections_open{kind=\"chat\"}";
	struct server server;
	int one, two;

	CHECK(s, server_start(&server, ""));
	CHECK(s, measure(s, &server, chat) == 0);
	one = ws_open(&server);
	two = ws_open(&server);
	CHECK(s, measure(s, &server, chat) == 2);
	CHECK(s, soon(s, &server, http, 1)); /* the one that asks */
	close(one);
	close(two);
	CHECK(s, soon(s, &server, chat, 0));
	CHECK(s, value(s, "faqd_connections_total{kind=\"chat\"}") == 2);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void a_page_that_may_not_ask_is_counted(struct suite *s)
{
	struct server server;

	CHECK(s, server_start(&server, ""));
	client_post(&server, "Origin: https://evil.example\r\n",
		    "{\"text\":\"x\"}", &s->r);
	CHECK(s, s->r.status == 403);
	CHECK(s, measure(s, &server,
			 "faqd_limit_hits_total{limit=\"origin\"}") == 1);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

#define ANSWERS "faqd_intent_answers_total{intent=\"faq.tea\"}"

/* What counts is the same over a content that has lost the intent. */
static void no_counter_goes_back_over_a_reload(struct suite *s)
{
	struct place place;
	struct server *server = &place.server;

	CHECK(s, place_open(&place, NULL));
	client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, measure(s, server, ANSWERS) == 1);
	CHECK(s, place_put(&place, "en/tea.md",
			   "### Other\n\nYes.\n\n```ask faq.other\nwhat is "
			   "tea\n```\n"));
	CHECK(s, server_soon_logged(server, "generation 2"));
	client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, measure(s, server, ANSWERS) == 1);
	CHECK(s, value(s, QUESTIONS("ask", "answer")) == 2);
	CHECK(s,
	      value(s, "faqd_intent_answers_total{intent=\"faq.other\"}") == 1);
	CHECK(s, value(s, "faqd_reloads_total{result=\"ok\"}") == 1);
	CHECK(s, value(s, "faqd_content_generation") == 2);
	CHECK(s, place_put_answer(&place, "Black."));
	CHECK(s, server_soon_logged(server, "generation 3"));
	client_post(server, "", "{\"text\":\"what is tea\"}", &s->r);
	CHECK(s, measure(s, server, ANSWERS) == 2);
	CHECK(s, place_close(&place));
}

static void a_refused_reload_shows_in_readyz_with_its_place(struct suite *s)
{
	struct place place;
	struct server *server = &place.server;

	CHECK(s, place_open(&place, NULL));
	client_get(server, "/readyz", &s->r);
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "\"status\":\"ok\""));
	CHECK(s, has_header(&s->r, "content-type: application/json"));
	CHECK(s, place_put(&place, "en/tea.md", PLACE_FAULTY));
	CHECK(s, server_soon_logged(server, "refused"));
	client_get(server, "/readyz", &s->r);
	CHECK(s, s->r.status == 200);
	CHECK(s, !strncmp(s->r.body, "{\"status\":\"degraded\"", 20));
	CHECK(s, strstr(s->r.body, "en/tea.md\",\"line\":6,\"column\":1,"));
	CHECK(s, measure(s, server, "faqd_reloads_total{result=\"refused\"}") ==
			 1);
	CHECK(s, place_put_answer(&place, "Black."));
	CHECK(s, server_soon_logged(server, "generation 2"));
	client_get(server, "/readyz", &s->r);
	CHECK(s, !strncmp(s->r.body, "{\"status\":\"ok\"", 14));
	CHECK(s, !strstr(s->r.body, "tea.md"));
	CHECK(s, place_close(&place));
}

/* Nobody listens any more. */
static bool soon_away(const struct server *server)
{
	int waited;

	for (waited = 0; waited < WAIT_MS; waited += 10) {
		int fd = client_open(server);

		if (fd < 0)
			return true;
		close(fd);
		poll(NULL, 0, 10);
	}
	return false;
}

/* On a connection that is there already: no other comes in any more. */
static void who_drains_is_not_ready(struct suite *s)
{
	struct server server;
	int half, asks;

	CHECK(s, server_start(&server, "--timeout 600"));
	half = client_open(&server);
	client_say(half, "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
			 "Content-Type: application/json\r\n"
			 "Content-Length: 100\r\n\r\n{");
	asks = client_open(&server);
	client_say(asks, "GET /readyz HTTP/1.1\r\nHost: h\r\n");
	client_get(&server, "/healthz", &s->r);
	CHECK(s, kill(server.pid, SIGTERM) == 0);
	CHECK(s, soon_away(&server));
	client_say(asks, "\r\n");
	client_read(asks, &s->r, false);
	CHECK(s, s->r.status == 503);
	CHECK(s, strstr(s->r.body, "\"draining\":{\"status\":\"failed\"}"));
	close(half);
	close(asks);
	CHECK(s, server_stop(&server, SIGTERM) == 0);
}

static void
the_head_alone_is_to_be_had_and_nothing_is_to_be_posted(struct suite *s)
{
	static const char *const paths[] = {"/metrics", "/readyz", "/healthz"};
	char request[128];
	size_t i;

	for (i = 0; i < 3; i++) {
		snprintf(request, sizeof(request),
			 "HEAD %s HTTP/1.1\r\nHost: h\r\n\r\n", paths[i]);
		client_ask(&s->server, request, &s->r);
		CHECK(s, s->r.status == 200);
		CHECK(s, !has_header(&s->r, "content-length: 0\r\n"));
		client_post_to(&s->server, paths[i], "", "{}", &s->r);
		CHECK(s, s->r.status == 405);
		CHECK(s, has_header(&s->r, "allow: GET, HEAD"));
	}
}

const struct test tests_observed[] = {
	TEST(metrics_are_lines_that_prometheus_reads),
	TEST(a_question_is_counted_by_mouth_and_verdict),
	TEST(connections_go_up_and_down),
	TEST(a_page_that_may_not_ask_is_counted),
	TEST(no_counter_goes_back_over_a_reload),
	TEST(a_refused_reload_shows_in_readyz_with_its_place),
	TEST(who_drains_is_not_ready),
	TEST(the_head_alone_is_to_be_had_and_nothing_is_to_be_posted),
	{NULL, NULL},
};
