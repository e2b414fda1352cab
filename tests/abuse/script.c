/* SPDX-License-Identifier: MIT */
#include "abuse/script.h"

#include "abuse/swarm.h"
#include "abuse/wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRAME_MAX 300000u
#define WORDS_BYTES 256u
#define SILENT_MS 500 /* then nothing more is to come */

int script_open(const struct server *server)
{
	int fd = swarm_chat(server, SWARM_ATTACKER), on = 1;

	/* what is chopped must go out chopped */
	if (fd >= 0)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

static size_t put_head(unsigned char *out, int head, size_t size)
{
	size_t more = size < 126 ? 0 : size < 65536 ? 2 : 8;

	out[0] = (unsigned char)head;
	out[1] = (unsigned char)(0x80 | (more == 0   ? size
					 : more == 2 ? 126
						     : 127));
	for (size_t i = 0; i < more; i++)
		out[2 + i] = (unsigned char)(size >> 8 * (more - 1 - i));
	return 2 + more;
}

void script_send(int fd, const struct script_frame *frame, size_t chop)
{
	static const unsigned char mask[4] = {0x12, 0x34, 0x56, 0x78};
	static unsigned char out[FRAME_MAX + 14];
	size_t n = put_head(out, frame->head, frame->size);

	memcpy(out + n, mask, sizeof(mask));
	n += sizeof(mask);
	for (size_t i = 0; i < frame->size; i++) {
		unsigned char byte =
			frame->bytes ? (unsigned char)frame->bytes[i] : '*';

		out[n++] = byte ^ mask[i % 4];
	}
	for (size_t at = 0; at < n;) {
		size_t one = chop && chop < n - at ? chop : n - at;

		if (!client_send(fd, out + at, one))
			return; /* it has hung up: what came back will tell */
		at += one;
	}
}

static bool is_payload(const struct script_frame *ping, const struct frame *got)
{
	if (!ping || ping->size != got->size)
		return false;
	for (size_t i = 0; i < got->size; i++)
		if (got->bytes[i] != (ping->bytes ? ping->bytes[i] : '*'))
			return false;
	return true;
}

static void name_frame(const struct frame *frame,
		       const struct script_frame *ping, char word[32])
{
	switch (frame->opcode) {
	case WS_TEXT:
		snprintf(word, 32, "%s",
			 strstr(frame->bytes, "\"type\":\"error\"") ? "error"
								    : "answer");
		break;
	case WS_PONG:
		snprintf(word, 32, "%s",
			 is_payload(ping, frame) ? "pong" : "wrong-pong");
		break;
	case WS_CLOSE:
		snprintf(word, 32, "%d", frame->close_code);
		break;
	case -1:
		snprintf(word, 32, "end");
		break;
	default:
		snprintf(word, 32, "opcode-%d", frame->opcode);
	}
}

static bool is_silent(int fd)
{
	return poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1,
		    SILENT_MS) == 0;
}

/*
 * Who is waiting for a pong may not say goodbye before, as the other side need
 * not send it after that (RFC 6455, 5.5.2). Nor who expects to be thrown out:
 * lws might return the goodbye in place of the reason.
 */
void script_judge(struct abuse *abuse, int fd, const char *name,
		  const struct script_frame *last_ping, const char *expect)
{
	static const struct script_frame goodbye =
		BYTES(FINAL | WS_CLOSE, "\x03\xe8");
	static struct frame frame;
	char words[WORDS_BYTES] = "", word[32];
	bool said = false, ponged = false, ended;
	bool lives_on = strstr(expect, "1000") != NULL;
	size_t used = 0;

	do {
		if (!said && (!last_ping || ponged) &&
		    (lives_on || is_silent(fd))) {
			script_send(fd, &goodbye, 0);
			said = true;
		}
		ws_read(fd, &frame);
		ponged = ponged || frame.opcode == WS_PONG;
		name_frame(&frame, last_ping, word);
		used += (size_t)snprintf(words + used, sizeof(words) - used,
					 "%s%s", used ? " " : "", word);
	} while (used < sizeof(words) && frame.opcode != -1 &&
		 frame.opcode != WS_CLOSE);
	if (frame.opcode == WS_CLOSE)
		script_send(fd, &goodbye, 0);
	/* within a frame that it reads no further it can't see our close */
	shutdown(fd, SHUT_WR);
	ended = client_closed(fd, WAIT_MS);
	abuse_case(abuse, wire_matches(words, expect), "%s: '%s' and not '%s'",
		   name, words, expect);
	abuse_case(abuse, ended, "%s: the connection stays", name);
	close(fd);
}

void script_run(struct abuse *abuse, const struct server *server,
		const struct script *script)
{
	const struct script_frame *ping = NULL;
	int fd = script_open(server);

	if (fd < 0) {
		abuse_case(abuse, false, "%s: no chat", script->name);
		return;
	}
	for (size_t i = 0; i < SCRIPT_FRAMES; i++) {
		const struct script_frame *frame = &script->frame[i];

		if (frame->head == 0 && frame->size == 0 && !frame->bytes)
			break;
		if (frame->head == (FINAL | WS_PING))
			ping = frame;
		script_send(fd, frame, script->chop);
	}
	script_judge(abuse, fd, script->name, ping, script->expect);
}
