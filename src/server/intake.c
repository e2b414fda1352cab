/* SPDX-License-Identifier: MIT */
#include "server/intake.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define STATE_ESTABLISHED 1 /* TCP_ESTABLISHED of the kernel */
#define INFO_BYTES                                                             \
	(offsetof(struct tcp_info, tcpi_bytes_received) + sizeof(uint64_t))

/*
 * Bytes taken from the socket. More may arrive between the calls: so it is
 * asked twice what waits, which gives a lower and an upper bound. A FIN counts
 * as a byte received: then nothing is known.
 */
static bool count(int fd, uint64_t *least, uint64_t *most)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);
	int before, after;

	if (ioctl(fd, FIONREAD, &before) != 0 ||
	    getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
	    ioctl(fd, FIONREAD, &after) != 0)
		return false;
	if (size < INFO_BYTES || info.tcpi_state != STATE_ESTABLISHED)
		return false;
	*least = (uint64_t)info.tcpi_bytes_received - (uint64_t)after;
	*most = (uint64_t)info.tcpi_bytes_received - (uint64_t)before;
	return true;
}

bool intake_pipelined(struct intake *intake, int fd)
{
	uint64_t least = 0, most = UINT64_MAX;
	bool first = !intake->begun;
	bool fresh = count(fd, &least, &most) && least > intake->taken;

	intake->begun = true;
	intake->taken = most;
	return !first && !fresh;
}
