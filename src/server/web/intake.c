/* SPDX-License-Identifier: MIT */
#include "server/web/intake.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define STATE_ESTABLISHED 1 /* TCP_ESTABLISHED of the kernel */
#define STATE_CLOSE_WAIT 8  /* the peer will send no more */
#define INFO_BYTES                                                             \
	(offsetof(struct tcp_info, tcpi_bytes_received) + sizeof(uint64_t))

/* Bytes that the kernel has received. It counts a FIN as one, and reads the
 * state first: should the FIN come in between, this is one too high. */
static bool received(int fd, uint64_t *bytes)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
	    size < INFO_BYTES)
		return false;
	*bytes = (uint64_t)info.tcpi_bytes_received;
	if (info.tcpi_state == STATE_CLOSE_WAIT)
		*bytes -= 1;
	return info.tcpi_state == STATE_ESTABLISHED ||
	       info.tcpi_state == STATE_CLOSE_WAIT;
}

/* More may arrive between the two calls: asked in this order, what is taken
 * from the socket comes out too low, never too high but for that FIN: a single
 * byte is none, as no request is that short. */
bool intake_pipelined(const struct intake *intake, int fd)
{
	uint64_t bytes;
	int waiting;

	if (!intake->begun || intake->taken == UINT64_MAX)
		return intake->begun;
	if (!received(fd, &bytes) || ioctl(fd, FIONREAD, &waiting) != 0)
		return true;
	return bytes - (uint64_t)waiting <= intake->taken + 1;
}

/* And in this order it comes out too high, never too low. */
void intake_end(struct intake *intake, int fd)
{
	uint64_t bytes;
	int waiting;

	intake->begun = true;
	intake->taken = UINT64_MAX;
	if (ioctl(fd, FIONREAD, &waiting) == 0 && received(fd, &bytes))
		intake->taken = bytes - (uint64_t)waiting;
}
