/* SPDX-License-Identifier: MIT */
/*
 * options.h: what faqd is told on its command line.
 */
#ifndef FAQD_OPTIONS_H
#define FAQD_OPTIONS_H

#include "server/origin.h"

#include <stdbool.h>
#include <stddef.h>

#define FAQD_VERSION "0.1.0"

/* Strings point into argv. */
struct options {
	const char *content, *language; /* language NULL: the site's first */
	const char *address, *port;
	struct origins origins;
	size_t connections;
	unsigned timeout_seconds, ping_seconds;
	bool verbose;
};

enum options_result {
	OPTIONS_RUN,
	OPTIONS_DONE, /* --help or --version: printed */
	OPTIONS_BAD   /* the fault is on stderr */
};

enum options_result options_parse(struct options *options, int argc,
				  char **argv);

#endif
