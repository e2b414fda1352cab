/* SPDX-License-Identifier: MIT */
/* Rasa's webhook and OpenAI's chat completions, as bytes. Their own clients
 * are in tests/clients. */
#include "server/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GET(path_) "GET " path_ " HTTP/1.1\r\nHost: h\r\n\r\n"
#define RASA "/webhooks/rest/webhook"
#define OPENAI "/v1/chat/completions"

static void post(struct suite *s, const char *path, const char *headers,
		 const char *body)
{
	static char request[BYTES_MAX];

	snprintf(request, sizeof(request),
		 "POST %s HTTP/1.1\r\nHost: h\r\n%s"
		 "Content-Length: %zu\r\n\r\n%s",
		 path, headers, strlen(body), body);
	client_ask(&s->server, request, &s->r);
}

#define JSON "Content-Type: application/json\r\n"
#define SAYS(sender_, text_)                                                   \
	"{\"sender\":\"" sender_ "\",\"message\":\"" text_ "\"}"

static void rasas_channel_is_healthy(struct suite *s)
{
	client_ask(&s->server, GET("/webhooks/rest/"), &s->r);
	CHECK(s,
	      s->r.status == 200 && !strcmp(s->r.body, "{\"status\":\"ok\"}"));
}

static void a_sender_goes_through_the_checklist(struct suite *s)
{
	post(s, RASA, JSON, SAYS("ann", "make tea"));
	CHECK(s, s->r.status == 200);
	CHECK(s, strstr(s->r.body, "\"text\":\"1/2 Boil fresh water\\n"));
	post(s, RASA, JSON, SAYS("bob", "make tea"));
	post(s, RASA, JSON, SAYS("ann", "next"));
	CHECK(s, strstr(s->r.body, "\"recipient_id\":\"ann\""));
	CHECK(s, strstr(s->r.body, "\"text\":\"2/2 Pour it over the leaves"));
	post(s, RASA, JSON, SAYS("ann", "/session_start"));
	CHECK(s, s->r.status == 200 && !strcmp(s->r.body, "[]"));
	post(s, RASA, JSON, SAYS("ann", "next"));
	CHECK(s, !strstr(s->r.body, "2/2"));
}

static void rasas_stream_is_asked_for_in_the_query(struct suite *s)
{
	post(s, RASA "?token=x&stream=true&a", "", SAYS("cat", "what is tea"));
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: text/event-stream"));
	CHECK(s, s->r.body[0] == '{' && s->r.body[s->r.body_bytes - 1] == '\n');
}

static void a_long_query_is_no_reason_to_refuse(struct suite *s)
{
	static char path[1024];

	memset(path, 'x', sizeof(path) - 1);
	memcpy(path, RASA "?", sizeof(RASA));
	post(s, path, JSON, SAYS("dan", "what is tea"));
	CHECK(s, s->r.status == 200 && s->r.body[0] == '[');
}

static void no_other_page_may_use_a_visitors_browser(struct suite *s)
{
	post(s, RASA, "Origin: https://evil.example\r\n",
	     SAYS("eve", "what is tea"));
	CHECK(s, s->r.status == 403);
	post(s, OPENAI, JSON "Origin: https://evil.example\r\n", "{}");
	CHECK(s, s->r.status == 403 && strstr(s->r.body, "{\"error\":{"));
}

/* A body of `size` bytes that asks what tea is. */
static void post_history(struct suite *s, size_t size)
{
	static const char head[] = "{\"model\":\"faqd\",\"messages\":["
				   "{\"role\":\"system\",\"content\":\"";
	static const char tail[] = "\"},{\"role\":\"user\",\"content\":"
				   "\"what is tea\"}]}";
	static char body[70000];
	size_t filler = size - (sizeof(head) - 1) - (sizeof(tail) - 1);

	memcpy(body, head, sizeof(head) - 1);
	memset(body + sizeof(head) - 1, 'x', filler);
	memcpy(body + sizeof(head) - 1 + filler, tail, sizeof(tail));
	post(s, OPENAI, JSON, body);
}

static void a_history_of_64_kib_is_read(struct suite *s)
{
	post_history(s, 65536);
	CHECK(s, s->r.status == 200);
	CHECK(s, strstr(s->r.body, "\"object\":\"chat.completion\""));
	CHECK(s, strstr(s->r.body, "Leaves in hot water."));
	CHECK(s, strstr(s->r.body, "\"usage\":{\"prompt_tokens\":0,"));
	post_history(s, 65537);
	CHECK(s, s->r.status == 413 && strstr(s->r.body, "{\"error\":{"));
}

static void a_stream_ends_with_done(struct suite *s)
{
	post(s, OPENAI, JSON,
	     "{\"model\":\"faqd\",\"stream\":true,\"messages\":[{\"role\":"
	     "\"user\",\"content\":\"what is tea\"}]}");
	CHECK(s, s->r.status == 200);
	CHECK(s, has_header(&s->r, "content-type: text/event-stream"));
	CHECK(s, s->r.body_bytes > 14);
	CHECK(s, !strcmp(s->r.body + s->r.body_bytes - 14, "data: [DONE]\n\n"));
}

static void models_are_listed_and_found(struct suite *s)
{
	client_ask(&s->server, GET("/v1/models"), &s->r);
	CHECK(s, s->r.status == 200 && strstr(s->r.body, "\"id\":\"faqd\""));
	client_ask(&s->server, GET("/v1/models/faqd"), &s->r);
	CHECK(s, s->r.status == 200);
	client_ask(&s->server, GET("/v1/models/gpt"), &s->r);
	CHECK(s, s->r.status == 404 && strstr(s->r.body, "model_not_found"));
}

const struct test tests_mouths[] = {
	TEST(rasas_channel_is_healthy),
	TEST(a_sender_goes_through_the_checklist),
	TEST(rasas_stream_is_asked_for_in_the_query),
	TEST(a_long_query_is_no_reason_to_refuse),
	TEST(no_other_page_may_use_a_visitors_browser),
	TEST(a_history_of_64_kib_is_read),
	TEST(a_stream_ends_with_done),
	TEST(models_are_listed_and_found),
	{NULL, NULL},
};
