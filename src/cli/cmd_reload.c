/* SPDX-License-Identifier: MIT */
/*
 * faqctl reload: has a running faqd read its content again.
 */
#include "cli/command.h"
#include "cli/controlclient.h"
#include "cli/faults.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where faqd's socket may be, the likeliest first. */
struct places {
	char path[2][CONTROL_PATH_BYTES];
	size_t count;
};

static bool read_port(const struct options *options, unsigned *port)
{
	const char *text = options->port;

	*port = CONTROL_PORT;
	if (!text)
		return true;
	if (!text[0] || strlen(text) > 5 ||
	    strspn(text, "0123456789") != strlen(text))
		return false;
	*port = (unsigned)strtoul(text, NULL, 10);
	return *port > 0 && *port <= 65535;
}

/* That of this user's environment, then that of the system's service. */
static void find_places(struct places *places, unsigned port)
{
	const char *folder = control_folder(getenv("RUNTIME_DIRECTORY"),
					    getenv("XDG_RUNTIME_DIR"));
	char own[64];

	*places = (struct places){0};
	if (!folder &&
	    control_own_folder(own, sizeof(own), (unsigned long)getuid()))
		folder = own;
	if (folder && control_path(places->path[0], folder, port))
		places->count++;
	if (control_path(places->path[places->count], CONTROL_SERVICE_FOLDER,
			 port) &&
	    (!folder || strcmp(folder, CONTROL_SERVICE_FOLDER) != 0))
		places->count++;
}

static void say_sign(const struct term *out, enum term_style style,
		     enum term_sign sign)
{
	term_style(out, style);
	term_sign(out, sign);
	term_style(out, TERM_PLAIN);
}

static void say_taken(const struct control_result *result, const char *what,
		      const struct term *out)
{
	say_sign(out, TERM_GREEN, TERM_SIGN_GOOD);
	fprintf(out->file, " %s: generation %u\n", what, result->generation);
}

static void say_refused(const struct control_result *result,
			const struct term *out)
{
	struct faults faults = {0};

	for (size_t i = 0; i < result->fault_count; i++)
		faults_report(&faults, &result->fault[i]);
	faults_print(&faults, out, FAQ_SEVERITY_NOTE);
	faults_release(&faults);
	if (result->more)
		fprintf(out->file,
			"... and %zu more; 'faqctl check' lists them all\n",
			result->more);
	say_sign(out, TERM_RED, TERM_SIGN_BAD);
	fputs(" refused: ", out->file);
	term_text(out, result->detail);
	fprintf(out->file, "; generation %u serves on\n", result->generation);
}

static void say_certificate(const struct control_result *result,
			    const struct term *out)
{
	say_sign(out, TERM_RED, TERM_SIGN_BAD);
	fputs(" certificate refused, the old one stays: ", out->file);
	term_text(out, result->certificate);
	fputs("\n  mend the files, then run 'faqctl reload' again\n",
	      out->file);
}

/* The content and the certificate are taken or refused each by itself. */
static enum exit_code say_result(const struct control_result *result,
				 const struct term *out)
{
	if (result->ok) {
		say_taken(result, "reloaded", out);
		return EXIT_GOOD;
	}
	if (result->detail[0] || !result->certificate[0])
		say_refused(result, out);
	else
		say_taken(result, "content taken", out);
	if (result->certificate[0])
		say_certificate(result, out);
	return EXIT_FINDINGS;
}

static void say_failure(enum controlclient_status status, const char *path,
			const struct term *err)
{
	fputs("faqctl reload: ", err->file);
	if (status == CONTROLCLIENT_ABSENT)
		fputs("no faqd listens at '", err->file);
	else if (status == CONTROLCLIENT_DENIED)
		fputs("permission denied, be faqd's user or root: '",
		      err->file);
	else
		fputs("no reply came from '", err->file);
	term_text(err, path);
	fputs("'\n", err->file);
}

static enum exit_code run_reload(const struct options *options,
				 const struct term *out, const struct term *err)
{
	struct control_result result;
	struct places places = {0};
	unsigned port;

	if (!read_port(options, &port)) {
		fprintf(err->file,
			"faqctl reload: --port is a number from 1 to 65535, "
			"not '%s'\n",
			options->port);
		return EXIT_USAGE;
	}
	find_places(&places, port);
	const char *path = options->control;
	for (size_t i = 0; path || i < places.count; i++) {
		const char *at = path ? path : places.path[i];
		enum controlclient_status status =
			controlclient_reload(at, &result);
		if (status == CONTROLCLIENT_OK)
			return say_result(&result, out);
		say_failure(status, at, err);
		if (path || status != CONTROLCLIENT_ABSENT)
			return EXIT_CANNOT;
	}
	fputs("name the port that it serves with --port, or its socket with "
	      "--control\n",
	      err->file);
	return EXIT_CANNOT;
}

const struct command cmd_reload = {
	.name = "reload",
	.operands = "",
	.summary = "have a running faqd read its content again",
	.about = "Speaks to faqd over the Unix socket of its --control. "
		 "Without --control it looks for faqd-PORT.sock in "
		 "$RUNTIME_DIRECTORY, else in $XDG_RUNTIME_DIR, else in "
		 "/tmp/faqd-UID; then in /run/faqd, where a systemd service "
		 "has it.\n\n"
		 "A content with faults is refused: they are printed, the old "
		 "one serves on, and the exit code is 1. So it is when the "
		 "TLS certificate is refused, which keeps no content back. "
		 "Who may open the socket may reload: faqd's user and root.",
	.examples = "faqctl reload\nfaqctl reload --port 9000\n"
		    "faqctl reload --control /run/faqd/faqd-8080.sock",
	.options = {OPTION_CONTROL, OPTION_PORT, OPTION_COLOR, OPTION_HELP},
	.run = run_reload};
