/* SPDX-License-Identifier: MIT */
/*
 * faqd: reads a content folder, builds the catalogue, and serves it.
 *
 *	main thread: options, content, catalogue --> acceptor
 *	                                               | sockets
 *	worker thread: lws context, sessions <---------'
 *
 * It starts whole or not at all.
 */
#include "core/faq.h"
#include "proto/content.h"
#include "proto/message_cache.h"
#include "server/acceptor.h"
#include "server/log.h"
#include "server/options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_CANNOT_START 3
#define LANGUAGE_BYTES 32u /* as long as content.h has them */

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

/* The content's language is copied: it outlives the content. */
static enum faq_status load(struct faq_catalog **catalog,
			    char language[LANGUAGE_BYTES],
			    const struct options *options)
{
	struct content *content = NULL;
	enum faq_status status;

	*catalog = NULL;
	language[0] = '\0';
	status = content_load(&content, options->content, options->language,
			      report, NULL);
	if (status == FAQ_OK)
		status = faq_catalog_build(catalog, content->sources,
					   content->source_count, content->site,
					   NULL, report, NULL);
	if (status == FAQ_OK)
		snprintf(language, LANGUAGE_BYTES, "%s", content->language);
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
static int serve(const struct options *options, const struct shared *shared,
		 struct listener *listener)
{
	const struct worker_limits limits = {
		.timeout_seconds = options->timeout_seconds,
		.ping_seconds = options->ping_seconds,
	};
	atomic_size_t connections = 0;
	struct worker worker;
	struct acceptor acceptor = {
		.listener = listener,
		.worker = &worker,
		.connections = &connections,
		.connections_max = options->connections,
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

static int open_and_serve(const struct options *options,
			  const struct shared *shared)
{
	struct listener listener;
	const char *why;
	int status;

	if (!acceptor_set_file_limit(options->connections)) {
		log_line(shared->log,
			 "cannot hold %zu connections: the file limit is lower",
			 options->connections);
		return EXIT_CANNOT_START;
	}
	if (!listener_open(&listener, options->address, options->port, &why)) {
		log_line(shared->log, "cannot listen on '%s' port %s: %s",
			 options->address, options->port, why);
		return EXIT_CANNOT_START;
	}
	status = serve(options, shared, &listener);
	listener_close(&listener);
	return status;
}

static int run(const struct options *options, const struct log *log,
	       const struct faq_catalog *catalog, const char *language)
{
	struct token_keys keys;
	struct files files;
	struct message_cache *cache = message_cache_new(catalog);
	struct shared shared = {
		.catalog = catalog,
		.cache = cache,
		.language = language,
		.files = &files,
		.origins = &options->origins,
		.keys = &keys,
		.log = log,
	};
	int status = EXIT_CANNOT_START;

	if (!cache)
		log_line(log, "cannot start: out of memory");
	else if (!token_keys_make(&keys))
		log_line(log, "cannot make a key: no randomness");
	else if (!files_build(&files, catalog))
		log_line(log, "cannot make the page: it would be too long");
	else {
		status = open_and_serve(options, &shared);
		files_release(&files);
	}
	message_cache_free(cache);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;
	struct faq_catalog *catalog;
	char language[LANGUAGE_BYTES];
	struct log log;
	enum faq_status status;
	int code;

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
	status = load(&catalog, language, &options);
	if (status != FAQ_OK) {
		log_line(&log, "cannot start on '%s': %s", options.content,
			 faq_status_text(status));
		return EXIT_CANNOT_START;
	}
	code = run(&options, &log, catalog, language);
	faq_catalog_free(catalog);
	return code;
}
