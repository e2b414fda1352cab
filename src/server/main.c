/* SPDX-License-Identifier: MIT */
/*
 * faqd: reads a content folder, builds the catalogue, and serves it.
 *
 *	main thread: settings, content, catalogue --> acceptor
 *	                                                | sockets
 *	worker thread: lws context, sessions <----------'
 *
 * It starts whole or not at all.
 */
#include "core/faq.h"
#include "proto/content.h"
#include "server/acceptor.h"
#include "server/config.h"
#include "server/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern char **environ; /* POSIX: a program declares it itself */

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_CANNOT_START 3

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

static enum faq_status load(struct faq_catalog **catalog,
			    const struct config_content *from)
{
	struct content *content = NULL;
	enum faq_status status;

	*catalog = NULL;
	status = content_load(&content, from->folder,
			      from->language[0] ? from->language : NULL, report,
			      NULL);
	if (status == FAQ_OK)
		status = faq_catalog_build(catalog, content->sources,
					   content->source_count, content->site,
					   NULL, report, NULL);
	content_free(content);
	return status;
}

static void announce(const struct faq_catalog *catalog,
		     const struct listener *listener)
{
	printf("faqd serves %s (%zu intents) at %s\n",
	       faq_catalog_name(catalog), faq_catalog_intents(catalog),
	       listener->url);
	fflush(stdout);
}

/* Serves until a signal ends it. */
static int serve(const struct config *config, const struct shared *shared,
		 struct listener *listener)
{
	const struct worker_limits limits = {
		.timeout_seconds = config->limits.timeout_seconds,
		.ping_seconds = config->limits.ping_seconds,
	};
	atomic_size_t connections = 0;
	struct worker worker;
	struct acceptor acceptor = {
		.listener = listener,
		.worker = &worker,
		.connections = &connections,
		.connections_max = config->limits.connections,
	};
	const char *why;

	acceptor_block_signals();
	if (!worker_start(&worker, shared, &limits, &connections, &why)) {
		log_line(shared->log, "cannot start: %s", why);
		return EXIT_CANNOT_START;
	}
	announce(shared->catalog, listener);
	acceptor_run(&acceptor);
	listener_close(listener);
	switch (worker_stop(&worker)) {
	case WORKER_ENDED:
		return 0;
	case WORKER_FAILED:
		log_line(shared->log, "libwebsockets gave up");
		return EXIT_FAILED;
	case WORKER_STUCK:
		break;
	}
	log_line(shared->log, "the worker does not end: left behind");
	_exit(EXIT_FAILED); /* it still uses what main() would free */
}

static int open_and_serve(const struct config *config,
			  const struct shared *shared)
{
	const struct config_listen *listen = &config->listen;
	struct listener listener;
	char port[8];
	const char *why;
	int status;

	if (!acceptor_set_file_limit(config->limits.connections)) {
		log_line(shared->log,
			 "cannot hold %u connections: the file limit is lower",
			 config->limits.connections);
		return EXIT_CANNOT_START;
	}
	snprintf(port, sizeof(port), "%u", listen->port);
	if (!listener_open(&listener, listen->address, port, &why)) {
		log_line(shared->log, "cannot listen on '%s' port %s: %s",
			 listen->address, port, why);
		return EXIT_CANNOT_START;
	}
	status = serve(config, shared, &listener);
	listener_close(&listener);
	return status;
}

static int run(const struct config *config, const struct log *log,
	       const struct faq_catalog *catalog)
{
	const struct config_list *listed = &config->access.origins;
	struct origins origins = {.count = listed->count};
	struct token_key key;
	struct files files;
	struct shared shared = {
		.catalog = catalog,
		.files = &files,
		.origins = &origins,
		.key = &key,
		.log = log,
	};
	int status = EXIT_CANNOT_START;

	for (size_t i = 0; i < listed->count; i++)
		origins.item[i] = listed->item[i];
	if (!token_key_make(&key))
		log_line(log, "cannot make a key: no randomness");
	else if (!files_build(&files, catalog))
		log_line(log, "cannot make the page: it would be too long");
	else {
		status = open_and_serve(config, &shared);
		files_release(&files);
	}
	return status;
}

static int load_and_run(const struct config *config)
{
	struct log log = {.verbose = config->log.level == CONFIG_LOG_DEBUG};
	struct faq_catalog *catalog;
	enum faq_status status;
	int code;

	log_quiet_lws(&log);
	status = load(&catalog, &config->content);
	if (status != FAQ_OK) {
		log_line(&log, "cannot start on '%s': %s",
			 config->content.folder, faq_status_text(status));
		return EXIT_CANNOT_START;
	}
	code = run(config, &log, catalog);
	faq_catalog_free(catalog);
	return code;
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
		code = load_and_run(&config);
	else
		code = config_print(&config, stdout) ? 0 : EXIT_FAILED;
	config_release(&config);
	return code;
}
