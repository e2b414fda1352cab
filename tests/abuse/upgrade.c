/* SPDX-License-Identifier: MIT */
/*
 * Upgrades to what is no WebSocket, behind a request on the same connection:
 * lws 4.1 then reads what it has freed (CVE-2025-11677), which only shows
 * under valgrind or a sanitizer. None may be granted.
 */
#include "abuse/abuse.h"
#include "abuse/swarm.h"
#include "abuse/wire.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const upgrades[] = {
	"Upgrade: foobar\r\n",
	"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
	"Upgrade: websocket, foobar\r\n" WS_CHAT,
	"Upgrade: foobar, websocket\r\n" WS_CHAT,
	"Upgrade: foobar\r\nUpgrade: websocket\r\n" WS_CHAT,
	"Upgrade:\r\n",
	"Upgrade: \r\n" WS_CHAT,
	"Upgrade: WebSocket/13\r\n" WS_CHAT,
	"Upgrade: TLS/1.0\r\n",
	"Upgrade: websocket\r\n",
	"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" WS_CHAT,
	("Upgrade: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	 "\r\n"),
};

static const char *const requests[] = {
	"GET / HTTP/1.1\r\nHost: h\r\n",
	"GET /v1/chat HTTP/1.1\r\nHost: h\r\n",
	"HEAD /v1/chat HTTP/1.1\r\nHost: h\r\n",
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n",
	"OPTIONS /v1/chat HTTP/1.1\r\nHost: h\r\n",
};

/* Behind a GET that was awaited, in its segment, or first of all. */
enum place {
	BEHIND,
	PIPELINED,
	ALONE,
	PLACES
};

static void judge(struct abuse *abuse, const struct server *server,
		  enum place place, const char *request, const char *upgrade)
{
	static const char first[] = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";
	static struct response r;
	static char got[65536];
	char bytes[2048];
	int fd = swarm_connect(server, SWARM_ATTACKER);
	size_t size = 0;
	bool ended;

	if (place == BEHIND) {
		client_say(fd, first);
		client_read(fd, &r, false);
	}
	snprintf(bytes, sizeof(bytes), "%s%sConnection: Upgrade\r\n%s\r\n{}",
		 place == PIPELINED ? first : "", request, upgrade);
	client_say(fd, bytes);
	ended = wire_drain(fd, got, sizeof(got) - 1, &size, 5000);
	close(fd);
	got[size] = '\0';
	abuse_case(abuse, !strstr(got, "HTTP/1.1 101"), "granted: %s", bytes);
	abuse_case(abuse, ended, "the connection stays: %s", bytes);
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

void attack_upgrade(struct abuse *abuse)
{
	struct server server;

	if (!abuse_start(abuse, &server, ABUSE_UNLIMITED "--timeout 2"))
		return;
	for (int place = 0; place < PLACES; place++)
		for (size_t i = 0; i < COUNT(requests); i++)
			for (size_t k = 0; k < COUNT(upgrades); k++)
				judge(abuse, &server, (enum place)place,
				      requests[i], upgrades[k]);
	abuse_case(abuse, abuse_answers(&server), "no answer afterwards");
	abuse_stop(abuse, &server);
}
