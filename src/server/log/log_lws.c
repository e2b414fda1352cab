/* SPDX-License-Identifier: MIT */
#include "server/log/log.h"

#include <libwebsockets.h>
#include <stdatomic.h>
#include <string.h>

/* A mutable global: lws 4.1 calls back without a context. */
static _Atomic(const struct log *) receiver;

static void receive(int level, const char *line)
{
	const struct log *log = atomic_load(&receiver);
	char cause[LOG_VALUE_BYTES];
	size_t bytes = strcspn(line, "\n");

	if (!log)
		return;
	if (bytes >= sizeof(cause))
		bytes = sizeof(cause) - 1;
	memcpy(cause, line, bytes);
	cause[bytes] = '\0';
	if (level == LLL_ERR)
		log_event(log, LOG_LEVEL_WARNING, "libwebsockets",
			  log_cause(cause));
	else
		log_event(log, LOG_LEVEL_DEBUG, "libwebsockets",
			  log_cause(cause));
}

void log_quiet_lws(const struct log *log)
{
	int levels = 0;

	if (log && log_wants(log, LOG_LEVEL_WARNING))
		levels = LLL_ERR;
	if (log && log_wants(log, LOG_LEVEL_DEBUG))
		levels |= LLL_WARN;
	atomic_store(&receiver, log);
	lws_set_log_level(levels, receive);
}
