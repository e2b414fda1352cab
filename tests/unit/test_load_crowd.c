/* SPDX-License-Identifier: MIT */
/*
 * A crowd must notice whatever is not an answer. The server here is a thread
 * that has one visitor and gives, whatever it is sent, the next of its replies;
 * at what comes after the last it closes.
 */
#include "load/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define REPLIES_MAX 4u
#define ROUND_NS 2000000000u /* ended by the fault long before */

#define SHAKEN                                                                 \
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"           \
	"Connection: Upgrade\r\n"                                              \
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
#define HELLO "\x81\x10{\"type\":\"hello\"}"
#define ANSWER_1 "\x81\x20{\"type\":\"answer\",\"reply_to\":\"1\"}"
#define POST_ANSWER                                                            \
	"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"type\":\"answer\"}"

struct script {
	const char *reply[REPLIES_MAX]; /* NULL ends them */
	bool hasty;                     /* closes right behind the last */
	int listener;
	unsigned port;
	pthread_t thread;
};

static void *serve(void *argument)
{
	struct script *script = argument;
	int fd = accept(script->listener, NULL, NULL);
	char bytes[4096];
	size_t i;

	for (i = 0; i < REPLIES_MAX && script->reply[i]; i++) {
		size_t size = strlen(script->reply[i]);

		if (recv(fd, bytes, sizeof(bytes), 0) <= 0 ||
		    send(fd, script->reply[i], size, MSG_NOSIGNAL) !=
			    (ssize_t)size)
			break;
	}
	if (!script->hasty)
		recv(fd, bytes, sizeof(bytes), 0);
	shutdown(fd, SHUT_WR);
	while (recv(fd, bytes, sizeof(bytes), 0) > 0)
		;
	close(fd);
	return NULL;
}

static void start(struct script *script)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	script->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(script->listener >= 0);
	assert_int_equal(bind(script->listener, (struct sockaddr *)&address,
			      sizeof(address)),
			 0);
	assert_int_equal(listen(script->listener, 1), 0);
	assert_int_equal(getsockname(script->listener,
				     (struct sockaddr *)&address, &size),
			 0);
	script->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&script->thread, NULL, serve, script),
			 0);
}

/* One visitor of that server: asks until something is wrong. Answers it had. */
static uint64_t visit(struct script *script, enum crowd_kind kind,
		      const char *fixed, char why[CROWD_WHY_BYTES])
{
	static char text[] = "is it so?";
	char *texts[] = {text};
	const struct questions questions = {texts, 1, 1};
	struct crowd_round round = {.answers = 0};
	struct crowd_options options = {.kind = kind,
					.count = 1,
					.questions = &questions,
					.fixed = fixed,
					.fixed_bytes =
						fixed ? strlen(fixed) : 0};
	struct crowd *crowd;

	start(script);
	options.port = script->port;
	if (crowd_open(&crowd, &options, why)) {
		assert_false(crowd_ask(crowd, ROUND_NS, true, &round));
		snprintf(why, CROWD_WHY_BYTES, "%s", crowd_why(crowd));
		crowd_free(crowd);
	}
	pthread_join(script->thread, NULL);
	close(script->listener);
	return round.answers;
}

/* After `answers` good ones, the fault's text holds `wanted`. */
static void assert_fault(struct script script, enum crowd_kind kind,
			 const char *fixed, uint64_t answers,
			 const char *wanted)
{
	char why[CROWD_WHY_BYTES] = "";

	assert_int_equal(visit(&script, kind, fixed, why), answers);
	if (!strstr(why, wanted))
		fail_msg("'%s' is not in '%s'", wanted, why);
}

static void a_handshake_must_be_accepted(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {"HTTP/1.1 404 Not Found\r\n"
					       "Content-Length: 0\r\n\r\n"}},
		     CROWD_CHAT, NULL, 0, "status 404");
	assert_fault(
		(struct script){.reply = {"HTTP/1.1 101 Yes\r\n"
					  "Sec-WebSocket-Accept: x\r\n\r\n"}},
		CROWD_CHAT, NULL, 0, "wrong Sec-WebSocket-Accept");
}

static void a_hello_is_passed_over_and_an_answer_counts(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {SHAKEN HELLO, HELLO ANSWER_1}},
		     CROWD_CHAT, NULL, 1, "dropped after 2 questions");
}

static void an_answer_to_another_question_is_a_fault(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {SHAKEN, ANSWER_1, ANSWER_1}},
		     CROWD_CHAT, NULL, 1, "another question than 2");
}

static void an_error_is_a_fault(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {SHAKEN, "\x81\x10{\"type\":"
						       "\"error\"}"}},
		     CROWD_CHAT, NULL, 0, "not an answer");
}

static void an_answer_that_nobody_asked_for_is_a_fault(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {SHAKEN, ANSWER_1 ANSWER_1}},
		     CROWD_CHAT, NULL, 0, "not an answer");
}

static void a_closed_chat_and_a_bad_frame_are_faults(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {SHAKEN, "\x88\x04\x03\xf0no"}},
		     CROWD_CHAT, NULL, 0, "closed: 1008 'no'");
	assert_fault((struct script){.reply = {SHAKEN, "\xf1\x01x"}},
		     CROWD_CHAT, NULL, 0, "malformed frame");
}

static void a_fixed_reply_must_be_that_one(void **state)
{
	static const char fixed[] = "{\"type\":\"answer\",\"reply_to\":\"1\"}";

	(void)state;
	assert_fault((struct script){.reply = {SHAKEN, ANSWER_1, ANSWER_1}},
		     CROWD_CHAT, fixed, 2, "dropped after 3 questions");
	assert_fault((struct script){.reply = {SHAKEN, ANSWER_1}}, CROWD_CHAT,
		     "{\"type\":\"answer\",\"reply_to\":\"0\"}", 0,
		     "not the fixed reply");
}

static void a_post_needs_a_200_with_an_answer(void **state)
{
	(void)state;
	assert_fault(
		(struct script){.reply = {POST_ANSWER, POST_ANSWER,
					  "HTTP/1.1 503 Busy\r\n"
					  "Content-Length: 4\r\n\r\nlate"}},
		CROWD_POST, NULL, 2, "status 503: 'late'");
	assert_fault(
		(struct script){
			.reply = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
				  "\r\n{}"}},
		CROWD_POST, NULL, 0, "not an answer");
}

static void a_post_that_is_dropped_is_a_fault(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {POST_ANSWER, "HTTP/1.1 20"},
				     .hasty = true},
		     CROWD_POST, NULL, 1, "dropped after 2 questions");
}

static void json_is_read_whole_while_warming_up(void **state)
{
	(void)state;
	assert_fault((struct script){.reply = {"HTTP/1.1 200 OK\r\n"
					       "Content-Length: 19\r\n\r\n"
					       "{\"type\":\"answer\",}}"}},
		     CROWD_POST, NULL, 0, "not JSON");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_handshake_must_be_accepted),
		cmocka_unit_test(a_hello_is_passed_over_and_an_answer_counts),
		cmocka_unit_test(an_answer_to_another_question_is_a_fault),
		cmocka_unit_test(an_error_is_a_fault),
		cmocka_unit_test(an_answer_that_nobody_asked_for_is_a_fault),
		cmocka_unit_test(a_closed_chat_and_a_bad_frame_are_faults),
		cmocka_unit_test(a_fixed_reply_must_be_that_one),
		cmocka_unit_test(a_post_needs_a_200_with_an_answer),
		cmocka_unit_test(a_post_that_is_dropped_is_a_fault),
		cmocka_unit_test(json_is_read_whole_while_warming_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
