/* SPDX-License-Identifier: MIT */
#include "cli/controlclient.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static enum controlclient_status open_socket(const char *path, int *out)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	*out = -1;
	if (strlen(path) >= sizeof(address.sun_path))
		return CONTROLCLIENT_ABSENT;
	memcpy(address.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return CONTROLCLIENT_FAILED;
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) ==
	    0) {
		*out = fd;
		return CONTROLCLIENT_OK;
	}
	int error = errno;
	close(fd);
	return error == EACCES || error == EPERM ? CONTROLCLIENT_DENIED
						 : CONTROLCLIENT_ABSENT;
}

static bool send_line(int fd, const char *line)
{
	size_t size = strlen(line);

	while (size) {
		ssize_t n = send(fd, line, size, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		line += n;
		size -= (size_t)n;
	}
	return true;
}

/* Up to the end of the line; 0 when it does not come in time or is too long. */
static size_t read_line(int fd, char *line, size_t room)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	size_t size = 0;

	while (size < room) {
		if (poll(&wait, 1, CONTROLCLIENT_WAIT_MS) <= 0)
			return 0;
		ssize_t n = recv(fd, line + size, room - size, 0);
		if (n <= 0)
			return 0;
		size += (size_t)n;
		if (line[size - 1] == '\n')
			return size;
	}
	return 0;
}

enum controlclient_status controlclient_reload(const char *path,
					       struct control_result *result)
{
	char *line = malloc(CONTROL_RESULT_BYTES + 1);
	int fd;

	*result = (struct control_result){0};
	enum controlclient_status status = open_socket(path, &fd);
	if (status == CONTROLCLIENT_OK) {
		size_t size = 0;
		if (line && send_line(fd, CONTROL_RELOAD_LINE))
			size = read_line(fd, line, CONTROL_RESULT_BYTES + 1);
		if (!size || control_result_read(result, line, size) != JSON_OK)
			status = CONTROLCLIENT_FAILED;
		close(fd);
	}
	free(line);
	return status;
}
