/* SPDX-License-Identifier: MIT */
/* Messages of faqd.chat.v1, whole and broken. */
#include "server/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASK(id_, text_)                                                        \
	"{\"type\":\"ask\",\"id\":\"" id_ "\",\"text\":\"" text_ "\"}"

/* Says it and reads the next frame into s->frame. */
static void ask(struct suite *s, int fd, const char *message)
{
	ws_say(fd, message);
	ws_read(fd, &s->frame);
}

static bool frame_has(const struct suite *s, const char *text)
{
	return s->frame.opcode == WS_TEXT && strstr(s->frame.bytes, text);
}

static void a_question_is_answered_under_its_id(struct suite *s)
{
	int fd = ws_open(&s->server);

	ask(s, fd, ASK("a1", "what is tea"));
	CHECK(s, frame_has(s, "\"type\":\"answer\""));
	CHECK(s, frame_has(s, "\"reply_to\":\"a1\""));
	CHECK(s, frame_has(s, "\"parts\":[{"));
	close(fd);
}

static void a_connection_keeps_its_conversation(struct suite *s)
{
	int fd = ws_open(&s->server), other = ws_open(&s->server);

	ask(s, fd, ASK("1", "make tea"));
	CHECK(s, frame_has(s, "\"step\":1,\"steps\":2"));
	ask(s, other, ASK("1", "make tea"));
	CHECK(s, frame_has(s, "\"step\":1,\"steps\":2"));
	ask(s, fd, ASK("2", "next"));
	CHECK(s, frame_has(s, "\"step\":2,\"steps\":2"));
	close(fd);
	close(other);
}

static void a_bad_message_gets_an_error_and_the_chat_lives_on(struct suite *s)
{
	static const char *const bad[] = {
		"",
		"{",
		"[]",
		"hello",
		"{\"type\":\"ask\"}",
		"{\"type\":\"ask\",\"text\":5}",
		"{\"type\":\"dance\",\"id\":\"9\",\"text\":\"x\"}",
		"{\"text\":\"x\"}",
		"{\"type\":\"ask\",\"text\":\"a\\u0000b\"}",
		("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		 "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
	};
	int fd = ws_open(&s->server);
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ask(s, fd, bad[i]);
		CHECK(s, frame_has(s, "\"type\":\"error\""));
	}
	ask(s, fd, ASK("1", "hi"));
	CHECK(s, frame_has(s, "\"reply_to\":\"1\""));
	close(fd);
}

static void an_error_names_the_message_where_it_can(struct suite *s)
{
	int fd = ws_open(&s->server);

	ask(s, fd, "{\"type\":\"dance\",\"id\":\"9\",\"text\":\"x\"}");
	CHECK(s, frame_has(s, "\"reply_to\":\"9\""));
	close(fd);
}

static void fragments_make_one_message_also_with_a_ping_between(struct suite *s)
{
	static const char text[] = ASK("f", "where can i buy tea");
	size_t i, last = strlen(text) - 1;
	int fd = ws_open(&s->server);

	for (i = 0; i <= last; i++)
		ws_send(fd, i == 0 ? WS_TEXT : WS_CONTINUE, i == last, text + i,
			1);
	ws_read(fd, &s->frame);
	CHECK(s, frame_has(s, "\"reply_to\":\"f\""));
	ws_send(fd, WS_TEXT, false, text, 10);
	ws_send(fd, WS_PING, true, "p", 1);
	ws_read(fd, &s->frame);
	CHECK(s, s->frame.opcode == WS_PONG && s->frame.bytes[0] == 'p');
	ws_send(fd, WS_CONTINUE, true, text + 10, strlen(text) - 10);
	ws_read(fd, &s->frame);
	CHECK(s, frame_has(s, "\"reply_to\":\"f\""));
	close(fd);
}

/* Longer than lws's buffer of 1024: it comes in pieces. */
static void a_long_message_within_the_limit_is_read_whole(struct suite *s)
{
	static char message[8192];
	int fd = ws_open(&s->server), n;

	n = snprintf(message, sizeof(message), "%s",
		     "{\"type\":\"ask\",\"id\":\"long\",\"text\":\"");
	memset(message + n, 'x', 5000);
	strcpy(message + n + 5000, "\"}");
	ask(s, fd, message);
	CHECK(s, frame_has(s, "\"reply_to\":\"long\""));
	close(fd);
}

static void a_message_over_the_limit_closes_with_1009(struct suite *s)
{
	static char big[8193];
	int fd = ws_open(&s->server), i;

	memset(big, 'x', sizeof(big));
	ws_send(fd, WS_TEXT, true, big, sizeof(big));
	CHECK(s, ws_closes_with(fd, 1009));
	close(fd);
	fd = ws_open(&s->server);
	for (i = 0; i < 9; i++)
		ws_send(fd, i ? WS_CONTINUE : WS_TEXT, false, big, 1000);
	CHECK(s, ws_closes_with(fd, 1009));
	close(fd);
}

static void a_binary_message_closes_with_1003(struct suite *s)
{
	int fd = ws_open(&s->server);

	ws_send(fd, WS_BINARY, true, "\x01\x02", 2);
	CHECK(s, ws_closes_with(fd, 1003));
	close(fd);
}

static void text_that_is_no_utf8_closes_with_1007(struct suite *s)
{
	static const char bad[] = "{\"type\":\"ask\",\"text\":\"\xc3\x28\"}";
	int fd = ws_open(&s->server);

	ws_say(fd, bad);
	CHECK(s, ws_closes_with(fd, 1007));
	close(fd);
}

static void a_character_may_be_cut_by_fragments(struct suite *s)
{
	static const char text[] = ASK("u", "gr\xc3\xbc\xc3\x9f");
	const char *cut = strchr(text, '\xc3') + 1;
	int fd = ws_open(&s->server);

	ws_send(fd, WS_TEXT, false, text, (size_t)(cut - text));
	ws_send(fd, WS_CONTINUE, true, cut, strlen(cut));
	ws_read(fd, &s->frame);
	CHECK(s, frame_has(s, "\"reply_to\":\"u\""));
	close(fd);
}

static void broken_framing_closes_the_connection(struct suite *s)
{
	static const unsigned char frames[][8] = {
		{0xc1, 0x80, 0, 0, 0, 0}, /* a reserved bit */
		{0x83, 0x80, 0, 0, 0, 0}, /* an unknown opcode */
		{0x09, 0x80, 0, 0, 0, 0}, /* a ping in fragments */
		{0x80, 0x80, 0, 0, 0, 0}, /* a continuation of nothing */
		{0x89, 0xfe, 0, 126, 0, 0, 0, 0}, /* a ping too long */
	};
	size_t i;

	for (i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		int fd = ws_open(&s->server);

		client_send(fd, frames[i], i == 4 ? 8 : 6);
		ws_read(fd, &s->frame);
		CHECK(s, s->frame.opcode == -1 || s->frame.close_code == 1002);
		close(fd);
	}
}

static void a_goodbye_is_returned(struct suite *s)
{
	int fd = ws_open(&s->server);

	ws_send(fd, WS_CLOSE, true, "\x03\xe8", 2);
	CHECK(s, ws_closes_with(fd, 1000));
	CHECK(s, client_closed(fd, WAIT_MS));
	close(fd);
}

static void many_questions_at_once_are_answered_in_order(struct suite *s)
{
	int fd = ws_open(&s->server), i;
	char message[128];

	for (i = 0; i < 50; i++) {
		snprintf(message, sizeof(message), ASK("%d", "hi"), i);
		ws_say(fd, message);
	}
	for (i = 0; i < 50; i++) {
		snprintf(message, sizeof(message), "\"reply_to\":\"%d\"", i);
		ws_read(fd, &s->frame);
		CHECK(s, frame_has(s, message));
	}
	close(fd);
}

/* A sanitizer keeps what is freed for a while: room for that too. */
#define MEMORY_KIB 65536

/* It asks and asks and never reads: what waits for it is bounded. More is sent
 * than the kernel keeps for a peer that has stopped listening. */
static void who_never_reads_is_dropped(struct suite *s)
{
	char message[1100];
	long before = server_memory(&s->server);
	int fd = ws_open(&s->server), i;

	snprintf(message, sizeof(message),
		 "{\"type\":\"ask\",\"text\":\"what is "
		 "tea\",\"pad\":\"%01000d\"}",
		 0);
	for (i = 0; i < 100000; i++)
		if (!ws_say(fd, message))
			break;
	CHECK(s, i < 100000);
	CHECK(s, server_memory(&s->server) - before < MEMORY_KIB);
	close(fd);
}

static void no_text_of_a_visitor_reaches_the_log(struct suite *s)
{
	int fd = ws_open(&s->server);

	ask(s, fd, ASK("1", "my code is CANARY4711"));
	ask(s, fd, "{\"CANARY4711\":");
	ws_say(fd, "{\"text\":\"CANARY4711 \xff\"}");
	CHECK(s, ws_closes_with(fd, 1007));
	close(fd);
	client_post(&s->server, "", "{\"text\":\"CANARY4711\"}", &s->r);
	client_post(&s->server, "", "{\"text\":\"CANARY4711", &s->r);
	CHECK(s, server_logged(&s->server, "\"mouth\":\"chat\",\"bytes\":21,"));
	CHECK(s, server_logged(&s->server, "\"mouth\":\"ask\",\"bytes\":10,"));
	CHECK(s, !server_logged(&s->server, "CANARY"));
}

const struct test tests_chat[] = {
	TEST(a_question_is_answered_under_its_id),
	TEST(a_connection_keeps_its_conversation),
	TEST(a_bad_message_gets_an_error_and_the_chat_lives_on),
	TEST(an_error_names_the_message_where_it_can),
	TEST(fragments_make_one_message_also_with_a_ping_between),
	TEST(a_long_message_within_the_limit_is_read_whole),
	TEST(a_message_over_the_limit_closes_with_1009),
	TEST(a_binary_message_closes_with_1003),
	TEST(text_that_is_no_utf8_closes_with_1007),
	TEST(a_character_may_be_cut_by_fragments),
	TEST(broken_framing_closes_the_connection),
	TEST(a_goodbye_is_returned),
	TEST(many_questions_at_once_are_answered_in_order),
	TEST(who_never_reads_is_dropped),
	TEST(no_text_of_a_visitor_reaches_the_log),
	{NULL, NULL},
};
