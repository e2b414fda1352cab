/* SPDX-License-Identifier: MIT */
/*
 * faqd: reads its settings and does what they say; see daemon.h.
 */
#include "server/config/config.h"
#include "server/run/daemon.h"

#include <stdio.h>

extern char **environ; /* POSIX: a program declares it itself */

static void report(void *context, const struct faq_diag *diag)
{
	(void)context;
	if (diag->severity != FAQ_SEVERITY_ERROR)
		return; /* faqctl check is the place for advice */
	if (diag->line == 0)
		fprintf(stderr, "%s: %s\n", diag->source, diag->message);
	else
		fprintf(stderr, "%s:%u:%u: %s\n", diag->source, diag->line,
			diag->column ? diag->column : 1, diag->message);
}

int main(int argc, char **argv)
{
	struct config config;
	int code;

	switch (config_load(&config, argc, argv, environ, report, NULL)) {
	case CONFIG_OK:
		break;
	case CONFIG_ERROR_FAULTS:
		fputs("faqd: not started; see 'faqd --help'\n", stderr);
		return EXIT_USAGE;
	case CONFIG_ERROR_NOMEM:
		fputs("faqd: cannot start: out of memory\n", stderr);
		return EXIT_CANNOT_START;
	}
	if (config.task == CONFIG_SERVE)
		code = daemon_run(&config);
	else
		code = config_print(&config, stdout) ? 0 : EXIT_FAILED;
	config_release(&config);
	return code;
}
