/* SPDX-License-Identifier: MIT */
#include "server/run/control.h"

#include "server/run/clock.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* A folder of ours alone: /tmp belongs to everyone. */
static bool own_folder(char *out, size_t size)
{
	struct stat info;

	if (!control_own_folder(out, size, (unsigned long)getuid()))
		return false;
	if (mkdir(out, 0700) != 0 && errno != EEXIST)
		return false;
	return lstat(out, &info) == 0 && S_ISDIR(info.st_mode) &&
	       info.st_uid == getuid() && (info.st_mode & 077) == 0;
}

bool control_default_path(char out[CONTROL_PATH_BYTES], unsigned port)
{
	const char *folder = control_folder(getenv("RUNTIME_DIRECTORY"),
					    getenv("XDG_RUNTIME_DIR"));
	char own[64];

	if (!folder && !own_folder(own, sizeof(own)))
		return false;
	return control_path(out, folder ? folder : own, port);
}

static bool set_address(struct sockaddr_un *address, const char *path)
{
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof(address->sun_path))
		return false;
	memcpy(address->sun_path, path, strlen(path));
	return true;
}

/* A socket file outlives a faqd that was killed. */
static bool is_left_behind(const struct sockaddr_un *address)
{
	struct stat info;
	int fd;
	bool dead;

	/* Of a plain file connect() says the same: it must not be removed. */
	if (lstat(address->sun_path, &info) != 0 || !S_ISSOCK(info.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	dead = connect(fd, (const struct sockaddr *)address,
		       sizeof(*address)) != 0 &&
	       errno == ECONNREFUSED;
	close(fd);
	return dead;
}

static bool bind_socket(int fd, const struct sockaddr_un *address)
{
	const struct sockaddr *name = (const struct sockaddr *)address;
	mode_t mask = umask(0177);
	bool bound = bind(fd, name, sizeof(*address)) == 0;

	if (!bound && errno == EADDRINUSE && is_left_behind(address)) {
		unlink(address->sun_path);
		bound = bind(fd, name, sizeof(*address)) == 0;
	}
	umask(mask);
	return bound;
}

static const char *cause(int error)
{
	switch (error) {
	case EADDRINUSE:
		return "another faqd listens there, or it is no socket";
	case EACCES:
		return "permission denied";
	case ENOENT:
		return "its folder is not there";
	default:
		return "the system refuses";
	}
}

bool control_open(struct control *control, const char *path, const char **why)
{
	struct sockaddr_un address;

	control->fd = -1;
	control->path[0] = '\0';
	*why = "the path is too long for a socket";
	if (!set_address(&address, path) || strlen(path) >= CONTROL_PATH_BYTES)
		return false;
	control->fd =
		socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (control->fd < 0 || !bind_socket(control->fd, &address) ||
	    listen(control->fd, 8) != 0) {
		*why = cause(errno);
		if (control->fd >= 0)
			close(control->fd);
		control->fd = -1;
		return false;
	}
	memcpy(control->path, path, strlen(path) + 1);
	return true;
}

void control_close(struct control *control)
{
	if (control->fd < 0)
		return;
	close(control->fd);
	unlink(control->path);
	control->fd = -1;
}

/* All of the line within CONTROL_SECONDS, however it drips. */
static enum control_command read_command(int fd)
{
	int64_t until_ms = clock_us() / 1000 + CONTROL_SECONDS * 1000;
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	char line[CONTROL_LINE_BYTES];
	size_t size = 0;

	while (size < sizeof(line)) {
		int64_t left_ms = until_ms - clock_us() / 1000;
		ssize_t n;

		if (left_ms <= 0 || poll(&wait, 1, (int)left_ms) <= 0)
			return CONTROL_BAD;
		n = recv(fd, line + size, sizeof(line) - size, MSG_DONTWAIT);
		if (n <= 0)
			return CONTROL_BAD;
		size += (size_t)n;
		if (line[size - 1] == '\n')
			return control_command_read(line, size);
	}
	return CONTROL_BAD;
}

int control_accept(const struct control *control, enum control_command *command)
{
	const struct timeval patience = {.tv_sec = CONTROL_SECONDS};
	int fd = accept(control->fd, NULL, NULL);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	*command = read_command(fd);
	return fd;
}

void control_reply(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);

		if (n <= 0)
			break;
		bytes += n;
		size -= (size_t)n;
	}
	close(fd);
}
