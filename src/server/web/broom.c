/* SPDX-License-Identifier: MIT */
#include "server/web/broom.h"

#include <fcntl.h>
#include <libwebsockets.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_BYTES                                                           \
	4096u /* of lws: pt_serv_buf_size, which we leave alone                \
	       */

static bool make_pair(int end[2])
{
	size_t i;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, end) != 0)
		return false;
	for (i = 0; i < 2; i++) {
		fcntl(end[i], F_SETFD, FD_CLOEXEC);
		fcntl(end[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

bool broom_open(struct broom *broom, struct lws_context *context)
{
	lws_sock_file_fd_type fd;
	int end[2];

	broom->end = -1;
	if (!make_pair(end))
		return false;
	fd.sockfd = end[0];
	/* lws closes end[0] when it does not take it */
	if (!lws_adopt_descriptor_vhost(
		    lws_get_vhost_by_name(context, "default"), LWS_ADOPT_SOCKET,
		    fd, BROOM_PROTOCOL, NULL)) {
		close(end[1]);
		return false;
	}
	broom->end = end[1];
	return true;
}

void broom_close(struct broom *broom)
{
	if (broom->end >= 0)
		close(broom->end);
	broom->end = -1;
}

void broom_sweep(const struct broom *broom)
{
	static const unsigned char zeros[BUFFER_BYTES];

	/* One that has not been read yet does as well. */
	(void)!send(broom->end, zeros, sizeof(zeros), MSG_NOSIGNAL);
}
