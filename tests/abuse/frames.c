/* SPDX-License-Identifier: MIT */
/*
 * The cases of the Autobahn test suite (fuzzing client, 1 to 5, 7 and 10) with
 * what they must come to under our protocol: no echo but an error for what is
 * no JSON; text only (1003); messages up to 8 KiB (1009).
 */
#include "abuse/honest.h"
#include "abuse/script.h"

#include <stdio.h>
#include <string.h>

#define TEXT FINAL | WS_TEXT
#define BINARY FINAL | WS_BINARY
#define PING FINAL | WS_PING
#define PONG FINAL | WS_PONG
#define CLOSE FINAL | WS_CLOSE
#define LAST FINAL | WS_CONTINUE

static const struct script sizes[] = {
	{"1.1.1", {BYTES(TEXT, "")}, "error 1000", 0},
	{"1.1.2", {STARS(TEXT, 125)}, "error 1000", 0},
	{"1.1.3", {STARS(TEXT, 126)}, "error 1000", 0},
	{"1.1.4", {STARS(TEXT, 127)}, "error 1000", 0},
	{"1.1.5", {STARS(TEXT, 128)}, "error 1000", 0},
	{"1.1.6", {STARS(TEXT, 65535)}, "1009|end", 0},
	{"1.1.7", {STARS(TEXT, 65536)}, "1009|end", 0},
	{"1.1.8", {STARS(TEXT, 65536)}, "1009|end", 997},
	{"1.1 at the limit", {STARS(TEXT, 8192)}, "error 1000", 0},
	{"1.1 above the limit", {STARS(TEXT, 8193)}, "1009", 0},
	{"1.2.1", {BYTES(BINARY, "")}, "1003", 0},
	{"1.2.2", {STARS(BINARY, 125)}, "1003", 0},
	{"1.2.3", {STARS(BINARY, 126)}, "1003", 0},
	{"1.2.4", {STARS(BINARY, 127)}, "1003", 0},
	{"1.2.5", {STARS(BINARY, 128)}, "1003", 0},
	{"1.2.6", {STARS(BINARY, 65535)}, "1003", 0},
	{"1.2.7", {STARS(BINARY, 65536)}, "1003", 0},
	{"1.2.8", {STARS(BINARY, 65536)}, "1003", 997},
};

#define TEN_PINGS                                                              \
	BYTES(PING, "p"), BYTES(PING, "p"), BYTES(PING, "p"),                  \
		BYTES(PING, "p"), BYTES(PING, "p"), BYTES(PING, "p"),          \
		BYTES(PING, "p"), BYTES(PING, "p"), BYTES(PING, "p"),          \
		BYTES(PING, "p")
/* RFC 6455, 5.5.3: of many pings the last alone may be answered. */
#define ONE_TO_TEN_PONGS                                                       \
	"pong 1000|pong pong 1000|pong pong pong 1000|"                        \
	"pong pong pong pong 1000|pong pong pong pong pong 1000|"              \
	"pong pong pong pong pong pong 1000|"                                  \
	"pong pong pong pong pong pong pong 1000|"                             \
	"pong pong pong pong pong pong pong pong 1000|"                        \
	"pong pong pong pong pong pong pong pong pong 1000|"                   \
	"pong pong pong pong pong pong pong pong pong pong 1000"

static const struct script pings[] = {
	{"2.1", {BYTES(PING, "")}, "pong 1000", 0},
	{"2.2", {BYTES(PING, "Hello, world!")}, "pong 1000", 0},
	{"2.3",
	 {BYTES(PING, "\x00\xff\xfe\xfd\xfc\xfb\x00\xff")},
	 "pong 1000",
	 0},
	{"2.4", {STARS(PING, 125)}, "pong 1000", 0},
	{"2.5", {STARS(PING, 126)}, BROKEN, 0},
	{"2.6", {STARS(PING, 125)}, "pong 1000", 1},
	{"2.7", {BYTES(PONG, "")}, "1000", 0},
	{"2.8", {BYTES(PONG, "unsolicited")}, "1000", 0},
	{"2.9",
	 {BYTES(PONG, "unsolicited"), BYTES(PING, "ping")},
	 "pong 1000",
	 0},
	{"2.10", {TEN_PINGS}, ONE_TO_TEN_PONGS, 0},
	{"2.11", {TEN_PINGS}, ONE_TO_TEN_PONGS, 1},
};

static const struct script reserved[] = {
	{"3.1", {BYTES(TEXT | RSV1, "Hello")}, BROKEN, 0},
	{"3.2",
	 {BYTES(TEXT, "Hello"), BYTES(TEXT | RSV2, "Hello"), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 0},
	{"3.3",
	 {BYTES(TEXT, "Hello"), BYTES(TEXT | RSV2 | RSV3, "Hello"),
	  BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 3},
	{"3.4",
	 {BYTES(TEXT, "Hello"), BYTES(TEXT | RSV3, "Hello"), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 1},
	{"3.5", {BYTES(BINARY | RSV1 | RSV3, "\x00\xff")}, BROKEN, 0},
	{"3.6", {BYTES(PING | RSV1 | RSV2, "Hello")}, BROKEN, 0},
	{"3.7", {BYTES(CLOSE | RSV1 | RSV2 | RSV3, "\x03\xe8")}, BROKEN, 0},
	{"4.1.1", {BYTES(FINAL | 3, "")}, BROKEN, 0},
	{"4.1.2", {BYTES(FINAL | 4, "reserved")}, BROKEN, 0},
	{"4.1.3",
	 {BYTES(TEXT, "Hello"), BYTES(FINAL | 5, ""), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 0},
	{"4.1.4",
	 {BYTES(TEXT, "Hello"), BYTES(FINAL | 6, "r"), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 0},
	{"4.1.5",
	 {BYTES(TEXT, "Hello"), BYTES(FINAL | 7, "r"), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 1},
	{"4.2.1", {BYTES(FINAL | 11, "")}, BROKEN, 0},
	{"4.2.2", {BYTES(FINAL | 12, "reserved")}, BROKEN, 0},
	{"4.2.3",
	 {BYTES(TEXT, "Hello"), BYTES(FINAL | 13, ""), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 0},
	{"4.2.4",
	 {BYTES(TEXT, "Hello"), BYTES(FINAL | 14, "r"), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 0},
	{"4.2.5",
	 {BYTES(TEXT, "Hello"), BYTES(FINAL | 15, "r"), BYTES(PING, "")},
	 "error 1002|error end|" BROKEN,
	 1},
};

#define TWO_PIECES BYTES(WS_TEXT, "fragment1"), BYTES(LAST, "fragment2")
#define PING_BETWEEN                                                           \
	BYTES(WS_TEXT, "fragment1"), BYTES(PING, "ping"),                      \
		BYTES(LAST, "fragment2")
#define FIVE_PIECES                                                            \
	BYTES(WS_TEXT, "fragment1"), BYTES(WS_CONTINUE, "fragment2"),          \
		BYTES(PING, "ping"), BYTES(WS_CONTINUE, "fragment3"),          \
		BYTES(WS_CONTINUE, "fragment4"), BYTES(PING, "ping"),          \
		BYTES(LAST, "fragment5")

/* The pong may be sent by and by. */
#define PONG_AND_ERROR "pong error 1000|error pong 1000"

static const struct script fragments[] = {
	{"5.1", {BYTES(WS_PING, "f1"), BYTES(LAST, "f2")}, BROKEN, 0},
	{"5.2", {BYTES(WS_PONG, "f1"), BYTES(LAST, "f2")}, BROKEN, 0},
	{"5.3", {TWO_PIECES}, "error 1000", 0},
	{"5.4", {TWO_PIECES}, "error 1000", 7},
	{"5.5", {TWO_PIECES}, "error 1000", 1},
	{"5.6", {PING_BETWEEN}, PONG_AND_ERROR, 0},
	{"5.7", {PING_BETWEEN}, PONG_AND_ERROR, 7},
	{"5.8", {PING_BETWEEN}, PONG_AND_ERROR, 1},
	{"5.9", {BYTES(LAST, "nothing"), BYTES(TEXT, "Hello")}, BROKEN, 0},
	{"5.10", {BYTES(LAST, "nothing"), BYTES(TEXT, "Hello")}, BROKEN, 7},
	{"5.11", {BYTES(LAST, "nothing"), BYTES(TEXT, "Hello")}, BROKEN, 1},
	{"5.12",
	 {BYTES(WS_CONTINUE, "nothing"), BYTES(TEXT, "Hello")},
	 BROKEN,
	 0},
	{"5.13",
	 {BYTES(WS_CONTINUE, "nothing"), BYTES(TEXT, "Hello")},
	 BROKEN,
	 7},
	{"5.14",
	 {BYTES(WS_CONTINUE, "nothing"), BYTES(TEXT, "Hello")},
	 BROKEN,
	 1},
	{"5.15",
	 {TWO_PIECES, BYTES(WS_CONTINUE, "fragment3"),
	  BYTES(TEXT, "fragment4")},
	 "error 1002|error end|" BROKEN,
	 0},
	{"5.16",
	 {BYTES(WS_CONTINUE, "f1"), BYTES(WS_TEXT, "f2"), BYTES(LAST, "f3"),
	  BYTES(WS_CONTINUE, "f1"), BYTES(WS_TEXT, "f2"), BYTES(LAST, "f3")},
	 BROKEN,
	 0},
	{"5.17",
	 {BYTES(LAST, "f1"), BYTES(WS_TEXT, "f2"), BYTES(LAST, "f3"),
	  BYTES(LAST, "f1"), BYTES(WS_TEXT, "f2"), BYTES(LAST, "f3")},
	 BROKEN,
	 0},
	{"5.18", {BYTES(WS_TEXT, "f1"), BYTES(TEXT, "f2")}, BROKEN, 0},
	{"5.19",
	 {FIVE_PIECES},
	 "pong pong error 1000|pong error pong 1000|"
	 "error pong pong 1000|" PONG_AND_ERROR,
	 0},
	{"5.20",
	 {FIVE_PIECES},
	 "pong pong error 1000|pong error pong 1000|"
	 "error pong pong 1000|" PONG_AND_ERROR,
	 1},
	{"5 binary", {BYTES(WS_BINARY, "f1"), BYTES(LAST, "f2")}, "1003", 0},
	{"5 an empty first piece",
	 {BYTES(WS_TEXT, ""), BYTES(WS_CONTINUE, ""), BYTES(LAST, "x")},
	 "error 1000",
	 0},
	{"5 too long in pieces",
	 {STARS(WS_TEXT, 4096), STARS(WS_CONTINUE, 4096), BYTES(LAST, "x")},
	 "1009",
	 0},
};

/* What comes with the close may be read before the close is answered. */
#define AFTER_CLOSE "1000|error 1000"

static const struct script closes[] = {
	{"7.1.1", {BYTES(TEXT, "Hello")}, "error 1000", 0},
	{"7.1.2", {BYTES(CLOSE, "\x03\xe8")}, "1000", 0},
	{"7.1.3", {BYTES(CLOSE, "\x03\xe8"), BYTES(PING, "")}, "1000", 0},
	{"7.1.4", {BYTES(CLOSE, "\x03\xe8"), BYTES(TEXT, "x")}, AFTER_CLOSE, 0},
	{"7.1.5",
	 {BYTES(WS_TEXT, "f1"), BYTES(CLOSE, "\x03\xe8"), BYTES(LAST, "f2")},
	 AFTER_CLOSE,
	 0},
	{"7.1.6",
	 {STARS(TEXT, 262144), BYTES(CLOSE, "\x03\xe8"), BYTES(PING, "")},
	 "1009|end",
	 0},
	{"7.3.1", {BYTES(CLOSE, "")}, "0|1000", 0},
	{"7.3.2", {BYTES(CLOSE, "a")}, BROKEN "|0", 0},
	{"7.3.3", {BYTES(CLOSE, "\x03\xe8")}, "1000", 0},
	{"7.3.4", {BYTES(CLOSE, "\x03\xe8Hello World!")}, "1000", 0},
	{"7.3.5",
	 {BYTES(CLOSE, "\x03\xe8"
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")},
	 "1000",
	 0},
	{"7.3.6", {STARS(CLOSE, 126)}, BROKEN, 0},
	{"7.5.1",
	 {BYTES(CLOSE, "\x03\xe8"
		       "\xce\xba\xe1\xbd\xb9\xed\xa0\x80")},
	 "1007|end",
	 0},
};

static void judge_all(struct abuse *abuse, const struct server *server,
		      const struct script *script, size_t count)
{
	for (; count > 0; count--, script++)
		script_run(abuse, server, script);
}

/* 7.7: a code that may be sent comes back. 7.9: one that may not does not. */
static void close_codes(struct abuse *abuse, const struct server *server)
{
	static const int good[] = {1000, 1001, 1002, 1003, 1007, 1008, 1009,
				   1010, 1011, 3000, 3999, 4000, 4999};
	static const int bad[] = {0,    1,    999,  1004, 1005, 1006,
				  1015, 1016, 1100, 2000, 2999};
	size_t goods = sizeof(good) / sizeof(good[0]);
	size_t bads = sizeof(bad) / sizeof(bad[0]);

	for (size_t i = 0; i < goods + bads; i++) {
		int code = i < goods ? good[i] : bad[i - goods];
		char bytes[2] = {(char)(code >> 8), (char)code};
		char name[32], expect[16];
		struct script script = {
			.name = name,
			.frame = {{CLOSE, bytes, 2}},
			.expect = i < goods ? expect : BROKEN,
		};

		snprintf(name, sizeof(name), "7.%c code %d",
			 i < goods ? '7' : '9', code);
		snprintf(expect, sizeof(expect), "%d", code);
		script_run(abuse, server, &script);
	}
}

/* 10.1.1, and a message in as many pieces as it has bytes. */
static void many_pieces(struct abuse *abuse, const struct server *server,
			size_t size, size_t piece, const char *expect)
{
	int fd = script_open(server);
	char name[64];

	snprintf(name, sizeof(name), "10.1.1, %zu bytes in pieces of %zu", size,
		 piece);
	for (size_t at = 0; at < size; at += piece) {
		size_t one = piece < size - at ? piece : size - at;
		int head = at == 0 ? WS_TEXT : WS_CONTINUE;
		struct script_frame frame = STARS(head, one);

		if (at + one == size)
			frame.head |= FINAL;
		script_send(fd, &frame, 0);
	}
	script_judge(abuse, fd, name, NULL, expect);
}

/* Pieces without a byte: no length ever says that it is enough. */
static void empty_pieces(struct abuse *abuse, const struct server *server)
{
	struct script_frame frame = BYTES(WS_TEXT, "{");
	long memory = server_memory(server);
	int fd = script_open(server);

	for (int i = 0; i < 20000; i++) {
		script_send(fd, &frame, 0);
		frame = (struct script_frame)BYTES(WS_CONTINUE, "");
	}
	frame.head = FINAL | WS_CONTINUE;
	script_send(fd, &frame, 0);
	script_judge(abuse, fd, "20,000 empty pieces", NULL,
		     "error 1000|1008|1009");
	memory = server_memory(server) - memory;
	abuse_case(abuse, memory < 32768, "empty pieces took %ld KiB", memory);
}

/* Lengths that no frame of ours may have; the goodbye is then a part of the
 * payload, and no UTF-8. */
static void odd_lengths(struct abuse *abuse, const struct server *server)
{
	static const struct {
		const char *name, *bytes;
		size_t size;
		const char *expect;
	} odd[] = {
		{"a length of 2^63", "\x81\xff\x80\0\0\0\0\0\0\0abcd", 14,
		 "1002|1007|1009|end"},
		{"a length of 2^63 - 1",
		 "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff"
		 "abcdefghijkl",
		 22, "1002|1007|1009|end"},
		{"a length of 2^32", "\x81\xff\0\0\0\1\0\0\0\0abcdefgh", 18,
		 "1002|1007|1009|end"},
		{"a ping of 2^32", "\x89\xff\0\0\0\1\0\0\0\0abcdefgh", 18,
		 BROKEN},
		{"half a head", "\x81", 1, "1002|1007|end"},
	};

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		int fd = script_open(server);

		client_send(fd, odd[i].bytes, odd[i].size);
		script_judge(abuse, fd, odd[i].name, NULL, odd[i].expect);
	}
}

#define COUNT(scripts) (sizeof(scripts) / sizeof((scripts)[0]))

void attack_frames(struct abuse *abuse)
{
	struct server server;
	struct honest honest;

	if (!abuse_start(abuse, &server,
			 ABUSE_UNLIMITED "--timeout 2 --ping 2") ||
	    !honest_start(&honest, &server, HONEST_ALL))
		return;
	judge_all(abuse, &server, sizes, COUNT(sizes));
	judge_all(abuse, &server, pings, COUNT(pings));
	judge_all(abuse, &server, reserved, COUNT(reserved));
	judge_all(abuse, &server, fragments, COUNT(fragments));
	judge_all(abuse, &server, closes, COUNT(closes));
	close_codes(abuse, &server);
	many_pieces(abuse, &server, 8000, 1300, "error 1000");
	/* what is on its way still may cost the goodbye */
	many_pieces(abuse, &server, 65536, 1300, "1009|end");
	many_pieces(abuse, &server, 8192, 1, "error 1000");
	empty_pieces(abuse, &server);
	odd_lengths(abuse, &server);
	honest_judge(abuse, &honest, 10, "odd frames");
	abuse_stop(abuse, &server);
}
