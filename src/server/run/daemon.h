/* SPDX-License-Identifier: MIT */
/*
 * daemon.h: faqd as a whole, put together from its settings.
 *
 *	main thread      content, catalogue --> acceptor
 *	                                           | sockets
 *	worker threads   lws context, sessions <---'
 *	                   ^ a new catalogue
 *	reloader thread ---'
 *
 * It starts whole or not at all.
 */
#ifndef FAQD_DAEMON_H
#define FAQD_DAEMON_H

#include "server/config/config.h"

/* Exit codes. 0: a signal has ended it. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_CANNOT_START 3

/* Serves until a signal ends it; the program's exit code. */
int daemon_run(const struct config *config);

#endif
