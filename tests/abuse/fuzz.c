/* SPDX-License-Identifier: MIT */
/*
 * Requests and frames with bytes changed, doubled, cut and spliced, against a
 * live server for so many seconds; best with a faqd built by VARIANT=asan. It
 * must live, and go on answering. The seed makes a run again.
 */
#include "abuse/honest.h"
#include "abuse/swarm.h"
#include "abuse/wire.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BYTES_MAX_SENT 4096u
#define CLIENTS 16u /* at once, so that none is waited for */

struct seed {
	const char *bytes;
	size_t size;
};

#define SEED(bytes_)                                                           \
	{                                                                      \
		bytes_, sizeof(bytes_) - 1                                     \
	}
#define UPGRADE "GET /v1/chat HTTP/1.1\r\nHost: h\r\n" WS_USUAL WS_CHAT "\r\n"

/* The masks are 0: what is meant is what is sent. */
static const struct seed seeds[] = {
	SEED("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
	SEED("GET /healthz HTTP/1.1\r\nHost: h\r\nX-A: b\r\n\r\n"
	     "GET /page.js?x=%41#y HTTP/1.1\r\nHost: h\r\n\r\n"),
	SEED("POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
	     "Content-Type: application/json\r\nContent-Length: 22\r\n\r\n"
	     "{\"text\":\"what is tea\"}"),
	SEED("POST /v1/ask HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
	     "Transfer-Encoding: chunked\r\nContent-Type: "
	     "application/json\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	SEED("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\n"
	     "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"),
	SEED("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
	     "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: foobar\r\n"
	     "Connection: Upgrade\r\n\r\n"),
	SEED(UPGRADE "\x81\xa2\0\0\0\0"
		     "{\"type\":\"ask\",\"text\":\"what is tea\"}"),
	SEED(UPGRADE "\x01\x90\0\0\0\0"
		     "{\"type\":\"ask\",\"t"
		     "\x89\x81\0\0\0\0p"
		     "\x80\x8a\0\0\0\0"
		     "ext\":\"hi\"}"),
	SEED(UPGRADE "\x88\x82\0\0\0\0\x03\xe8"),
	SEED(UPGRADE "\x82\xfe\x01\x00\0\0\0\0binary"),
	SEED("OPTIONS * HTTP/1.1\r\nHost: h\r\nCookie: a=b; c=d\r\n"
	     "Accept-Encoding: gzip, br\r\nRange: bytes=0-1\r\n"
	     "If-None-Match: \"x\"\r\nOrigin: http://h\r\n"
	     "X-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\n"
	     "Authorization: Bearer x\r\n\r\n"),
};

#define SEEDS (sizeof(seeds) / sizeof(seeds[0]))

static const char *const words[] = {
	"\r\n",
	"\r\n\r\n",
	"\n",
	"\0",
	" ",
	":",
	"%00",
	"%",
	"\xff",
	"\xc0\x80",
	"99999999999999999999",
	"-1",
	"chunked",
	"Upgrade: websocket\r\n",
	"Content-Length: 5\r\n",
	"\x81\xff",
	"\x7f\xff\xff\xff\xff\xff\xff\xff",
	"[[[[[[[[[[[[[[[[",
	"\\ud800",
	"HTTP/1.1",
	"HTTP/1.0",
	"HEAD ",
	"POST ",
	"Expect: 100-continue\r\n",
};

#define WORDS (sizeof(words) / sizeof(words[0]))

struct sample {
	char bytes[BYTES_MAX_SENT];
	size_t size;
};

/* Puts bytes in, as far as there is room. */
static void insert(struct sample *sample, size_t at, const char *bytes,
		   size_t size)
{
	if (size > sizeof(sample->bytes) - sample->size)
		return;
	memmove(sample->bytes + at + size, sample->bytes + at,
		sample->size - at);
	memcpy(sample->bytes + at, bytes, size);
	sample->size += size;
}

static void mutate(struct abuse *abuse, struct sample *sample)
{
	size_t at = abuse_random(abuse, (uint32_t)sample->size + 1);
	size_t more = abuse_random(abuse, 32), left = sample->size - at;
	const char *word = words[abuse_random(abuse, WORDS)];
	const struct seed *seed = &seeds[abuse_random(abuse, SEEDS)];
	char piece[32];

	if (more > left)
		more = left;
	switch (abuse_random(abuse, 6)) {
	case 0: /* a bit */
		if (left > 0)
			sample->bytes[at] ^=
				(char)(1 << abuse_random(abuse, 8));
		break;
	case 1: /* a byte */
		if (left > 0)
			sample->bytes[at] = (char)abuse_random(abuse, 256);
		break;
	case 2: /* out */
		memmove(sample->bytes + at, sample->bytes + at + more,
			left - more);
		sample->size -= more;
		break;
	case 3: /* twice */
		memcpy(piece, sample->bytes + at, more);
		insert(sample, at, piece, more);
		break;
	case 4:
		insert(sample, at, word, *word ? strlen(word) : 1);
		break;
	default: /* another from its middle on */
		more = abuse_random(abuse, (uint32_t)seed->size);
		insert(sample, at, seed->bytes + more, seed->size - more);
	}
}

static void make(struct abuse *abuse, struct sample *sample)
{
	const struct seed *seed = &seeds[abuse_random(abuse, SEEDS)];

	memcpy(sample->bytes, seed->bytes, seed->size);
	sample->size = seed->size;
	for (uint32_t i = abuse_random(abuse, 8); i > 0; i--)
		mutate(abuse, sample);
}

/* In one piece or two; then it may hang up at once, half, or by and by. */
static void throw(struct abuse * abuse, const struct server *server, int *fd)
{
	static struct sample sample;
	size_t cut;

	make(abuse, &sample);
	if (*fd >= 0)
		close(*fd);
	*fd = swarm_connect(server, SWARM_ATTACKER);
	cut = abuse_random(abuse, (uint32_t)sample.size + 1);
	client_send(*fd, sample.bytes, cut);
	client_send(*fd, sample.bytes + cut, sample.size - cut);
	if (abuse_random(abuse, 4) == 0)
		shutdown(*fd, SHUT_WR);
}

static unsigned throw_all(struct abuse *abuse, const struct server *server,
			  int64_t end_ms)
{
	int fd[CLIENTS];
	unsigned count = 0;

	for (size_t i = 0; i < CLIENTS; i++)
		fd[i] = -1;
	while (abuse_now_ms() < end_ms && abuse_alive(server)) {
		throw(abuse, server, &fd[count % CLIENTS]);
		count++;
	}
	for (size_t i = 0; i < CLIENTS; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return count;
}

void attack_fuzz(struct abuse *abuse)
{
	int seconds = abuse->full ? 120 : 5;
	struct server server;
	struct honest honest;
	unsigned count;

	if (!abuse_start(abuse, &server,
			 ABUSE_UNLIMITED "--timeout 1 --ping 1") ||
	    !honest_start(&honest, &server, HONEST_ALL))
		return;
	count = throw_all(abuse, &server, abuse_now_ms() + seconds * 1000);
	abuse_note("%u samples in %d s", count, seconds);
	honest_judge(abuse, &honest, 10, "fuzzing");
	abuse_case(abuse, abuse_answers(&server), "no answer afterwards");
	abuse_stop(abuse, &server);
}
