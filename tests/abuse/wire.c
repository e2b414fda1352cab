/* SPDX-License-Identifier: MIT */
#include "abuse/wire.h"

#include "abuse/swarm.h"

#include <ctype.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_MS 5000 /* until the first byte is there */
#define SILENT_MS 300 /* then nothing more is to come */

bool wire_drain(int fd, char *out, size_t room, size_t *size, int silent_ms)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	char bytes[4096];

	*size = 0;
	while (poll(&wait, 1, silent_ms) == 1) {
		ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

		if (n <= 0)
			return true;
		if ((size_t)n > room - *size)
			n = (ssize_t)(room - *size);
		memcpy(out + *size, bytes, (size_t)n);
		*size += (size_t)n;
	}
	return false;
}

/* As much as it takes: who has answered early may take no more. */
static void send_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		struct pollfd wait = {.fd = fd, .events = POLLOUT};
		ssize_t n;

		if (poll(&wait, 1, FIRST_MS) != 1)
			return;
		n = send(fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n <= 0)
			return;
		bytes += n;
		size -= (size_t)n;
	}
}

/* Collects what follows each "HTTP/1.x " that is a number. */
static void find_statuses(const char *text, char *statuses, size_t room)
{
	size_t used = 0;

	statuses[0] = '\0';
	while ((text = strstr(text, "HTTP/1.")) != NULL) {
		text += strlen("HTTP/1.");
		if (text[0] == '\0' || text[1] != ' ' || !isdigit(text[2]))
			continue;
		used += (size_t)snprintf(statuses + used, room - used, "%s%.3s",
					 used ? " " : "", text + 2);
		if (used >= room)
			return;
	}
	if (used == 0)
		snprintf(statuses, room, "-");
}

bool wire_statuses(const struct server *server, const char *bytes, size_t size,
		   char *statuses, size_t room)
{
	static char got[65536];
	int fd = swarm_connect(server, SWARM_ATTACKER);
	size_t used = 0;
	bool ended;

	if (fd < 0) {
		snprintf(statuses, room, "no connection");
		return false;
	}
	send_all(fd, bytes, size);
	poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, FIRST_MS);
	ended = wire_drain(fd, got, sizeof(got) - 1, &used, SILENT_MS);
	close(fd);
	for (size_t i = 0; i < used; i++)
		if (got[i] == '\0')
			got[i] = ' ';
	got[used] = '\0';
	find_statuses(got, statuses, room);
	return ended;
}

bool wire_matches(const char *got, const char *expected)
{
	size_t size = strlen(got);

	while (*expected) {
		size_t one = strcspn(expected, "|");

		if (one == size && strncmp(got, expected, size) == 0)
			return true;
		expected += one;
		expected += *expected == '|';
	}
	return false;
}
