/* SPDX-License-Identifier: MIT */
/*
 * faqd: reads a content folder, builds the catalogue, and serves it.
 *
 *	main thread      options, content, catalogue --> acceptor
 *	                                                   | sockets
 *	worker threads   lws context, sessions <-----------'
 *	                   ^ a new catalogue
 *	reloader thread ---'
 *
 * It starts whole or not at all.
 */
#include "server/acceptor.h"
#include "server/log.h"
#include "server/options.h"

#include <stdio.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_CANNOT_START 3

#define DRAIN_SECONDS 10u

static void report(void *context, const struct faq_diag *diag)
{
	const struct log *const *log = context;

	/* faqctl check is the place for advice */
	if (diag->severity == FAQ_SEVERITY_ERROR)
		log_fault(*log, diag);
}

static void announce(const struct faq_catalog *catalog,
		     const struct listener *listener)
{
	printf("faqd serves %s (%zu intents) at %s\n",
	       faq_catalog_name(catalog), faq_catalog_intents(catalog),
	       listener->url);
	fflush(stdout);
}

/* All that runs. */
struct running {
	const struct options *options;
	struct shared shared;
	struct tls_files tls;
	struct listener listener;
	struct pool pool;
	struct reloader reloader;
	char control[CONTROL_PATH_BYTES];
};

static bool start_reloader(struct running *running, const char **why)
{
	const struct options *options = running->options;
	struct reloader_options how = {
		.source = {options->content, options->language},
		.watch = true,
		.tls = &running->tls,
	};

	*why = "its path would be too long";
	if (!control_default_path(running->control, running->listener.port))
		return false;
	how.control = running->control;
	return reloader_start(&running->reloader, &how, &running->pool,
			      running->shared.log, why);
}

/* Serves until a signal ends it. */
static int serve(struct running *running)
{
	struct acceptor acceptor = {
		.listener = &running->listener,
		.pool = &running->pool,
		.reloader = &running->reloader,
		.connections_max = running->options->connections,
	};

	acceptor_run(&acceptor);
	listener_close(&running->listener);
	reloader_stop(&running->reloader);
	if (pool_stop(&running->pool, DRAIN_SECONDS) == WORKER_STUCK) {
		log_line(running->shared.log,
			 "a worker does not end: left behind");
		_exit(EXIT_FAILED); /* it uses what main() would free */
	}
	return 0;
}

static int start_and_serve(struct running *running, struct served *served)
{
	const struct options *options = running->options;
	const struct worker_limits limits = {
		.timeout_seconds = options->timeout_seconds,
		.ping_seconds = options->ping_seconds,
	};
	const struct log *log = running->shared.log;
	const char *why;

	acceptor_block_signals();
	if (!pool_start(&running->pool, pool_size(0), &running->shared, served,
			&limits, &why)) {
		log_line(log, "cannot start: %s", why);
		return EXIT_CANNOT_START;
	}
	if (!start_reloader(running, &why)) {
		log_line(log, "cannot open the control socket '%s': %s",
			 running->control, why);
		(void)pool_stop(&running->pool, 0);
		return EXIT_CANNOT_START;
	}
	announce(served->catalog, &running->listener);
	return serve(running);
}

static int open_and_serve(struct running *running, struct served *served)
{
	const struct options *options = running->options;
	const struct log *log = running->shared.log;
	const char *why;
	int code;

	if (!acceptor_set_file_limit(options->connections)) {
		log_line(log,
			 "cannot hold %zu connections: the file limit is lower",
			 options->connections);
		return EXIT_CANNOT_START;
	}
	if (!listener_open(&running->listener, options->address, options->port,
			   running->tls.certificate ? "https" : "http", &why)) {
		log_line(log, "cannot listen on '%s' port %s: %s",
			 options->address, options->port, why);
		return EXIT_CANNOT_START;
	}
	code = start_and_serve(running, served);
	listener_close(&running->listener);
	return code;
}

static int run(const struct options *options, const struct log *log)
{
	const struct served_source source = {options->content,
					     options->language};
	struct token_key key;
	struct running running = {
		.options = options,
		.shared = {.origins = &options->origins,
			   .key = &key,
			   .log = log},
	};
	struct served *served;
	enum faq_status status;
	int code;

	running.shared.tls = &running.tls;
	if (!token_key_make(&key)) {
		log_line(log, "cannot make a key: no randomness");
		return EXIT_CANNOT_START;
	}
	status = served_load(&served, &source, 1, report, &log);
	if (status != FAQ_OK) {
		log_line(log, "cannot start on '%s': %s", options->content,
			 faq_status_text(status));
		return EXIT_CANNOT_START;
	}
	code = open_and_serve(&running, served);
	served_drop(served);
	return code;
}

int main(int argc, char **argv)
{
	struct options options;
	struct log log;

	switch (options_parse(&options, argc, argv)) {
	case OPTIONS_DONE:
		return 0;
	case OPTIONS_BAD:
		return EXIT_USAGE;
	case OPTIONS_RUN:
		break;
	}
	log.verbose = options.verbose;
	log_quiet_lws(&log);
	return run(&options, &log);
}
