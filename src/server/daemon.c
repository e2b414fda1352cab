/* SPDX-License-Identifier: MIT */
#include "server/daemon.h"

#include "server/acceptor.h"
#include "server/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* All that runs. */
struct daemon {
	const struct config *config;
	struct log log;
	struct origins origins;
	struct token_key key;
	struct tls_files tls;
	struct shared shared;
	struct listener listener;
	struct pool pool;
	struct reloader reloader;
	char control[CONTROL_PATH_BYTES];
};

static void report(void *context, const struct faq_diag *diag)
{
	const struct daemon *daemon = context;

	/* faqctl check is the place for advice */
	if (diag->severity == FAQ_SEVERITY_ERROR)
		log_fault(&daemon->log, diag);
}

/* NULL for "". */
static const char *given(const char *text)
{
	return text[0] ? text : NULL;
}

static struct served_source source_of(const struct config *config)
{
	return (struct served_source){config->content.folder,
				      given(config->content.language)};
}

static void announce(const struct faq_catalog *catalog,
		     const struct listener *listener)
{
	printf("faqd serves %s (%zu intents) at %s\n",
	       faq_catalog_name(catalog), faq_catalog_intents(catalog),
	       listener->url);
	fflush(stdout);
}

static bool find_control(struct daemon *daemon, const char **path)
{
	const char *wanted = daemon->config->listen.control;

	*path = wanted;
	if (!strcmp(wanted, CONFIG_NONE))
		*path = NULL;
	if (wanted[0])
		return true;
	*path = daemon->control;
	return control_default_path(daemon->control, daemon->listener.port);
}

static bool start_reloader(struct daemon *daemon)
{
	struct reloader_options options = {
		.source = source_of(daemon->config),
		.watch = daemon->config->content.watch,
		.tls = &daemon->tls,
	};
	const char *why = "its path would be too long";

	if (find_control(daemon, &options.control) &&
	    reloader_start(&daemon->reloader, &options, &daemon->pool,
			   &daemon->log, &why))
		return true;
	log_line(&daemon->log, "cannot open the control socket '%s': %s",
		 options.control ? options.control : "", why);
	return false;
}

/* Serves until a signal ends it. */
static int serve(struct daemon *daemon)
{
	struct acceptor acceptor = {
		.listener = &daemon->listener,
		.pool = &daemon->pool,
		.reloader = &daemon->reloader,
		.connections_max = daemon->config->limits.connections,
	};

	acceptor_run(&acceptor);
	listener_close(&daemon->listener);
	reloader_stop(&daemon->reloader);
	if (pool_stop(&daemon->pool, daemon->config->limits.drain_seconds) ==
	    WORKER_STUCK) {
		log_line(&daemon->log, "a worker does not end: left behind");
		_exit(EXIT_FAILED); /* it uses what would be freed */
	}
	return 0;
}

static int start_and_serve(struct daemon *daemon, struct served *served)
{
	const struct config *config = daemon->config;
	const struct worker_limits limits = {
		.timeout_seconds = config->limits.timeout_seconds,
		.ping_seconds = config->limits.ping_seconds,
	};
	const char *why;

	acceptor_block_signals();
	if (!pool_start(&daemon->pool, pool_size(config->listen.workers),
			&daemon->shared, served, &limits, &why)) {
		log_line(&daemon->log, "cannot start: %s", why);
		return EXIT_CANNOT_START;
	}
	if (!start_reloader(daemon)) {
		(void)pool_stop(&daemon->pool, 0);
		return EXIT_CANNOT_START;
	}
	announce(served->catalog, &daemon->listener);
	return serve(daemon);
}

static bool open_listener(struct daemon *daemon)
{
	const struct config_listen *listen = &daemon->config->listen;
	char port[8];
	const char *why;

	snprintf(port, sizeof(port), "%u", listen->port);
	if (listener_open(&daemon->listener, listen->address, port,
			  daemon->tls.certificate ? "https" : "http", &why))
		return true;
	log_line(&daemon->log, "cannot listen on '%s' port %s: %s",
		 listen->address, port, why);
	return false;
}

static int open_and_serve(struct daemon *daemon, struct served *served)
{
	unsigned connections = daemon->config->limits.connections;
	int code;

	if (!acceptor_set_file_limit(connections)) {
		log_line(&daemon->log,
			 "cannot hold %u connections: the file limit is lower",
			 connections);
		return EXIT_CANNOT_START;
	}
	if (!open_listener(daemon))
		return EXIT_CANNOT_START;
	code = start_and_serve(daemon, served);
	listener_close(&daemon->listener);
	return code;
}

/* What needs no thread and no socket. */
static bool set_up(struct daemon *daemon, const struct config *config)
{
	const struct config_list *listed = &config->access.origins;
	char why[TLS_WHY_BYTES];
	size_t i;

	memset(daemon, 0, sizeof(*daemon));
	daemon->config = config;
	daemon->log.verbose = config->log.level == CONFIG_LOG_DEBUG;
	log_quiet_lws(&daemon->log);
	daemon->origins.count = listed->count;
	for (i = 0; i < listed->count; i++)
		daemon->origins.item[i] = listed->item[i];
	daemon->tls = (struct tls_files){given(config->tls.certificate),
					 given(config->tls.key)};
	daemon->shared = (struct shared){
		.origins = &daemon->origins,
		.tls = &daemon->tls,
		.key = &daemon->key,
		.log = &daemon->log,
	};
	if (daemon->tls.certificate && !tls_check(&daemon->tls, why)) {
		log_line(&daemon->log, "cannot start: %s", why);
		return false;
	}
	if (!token_key_make(&daemon->key)) {
		log_line(&daemon->log, "cannot make a key: no randomness");
		return false;
	}
	return true;
}

int daemon_run(const struct config *config)
{
	const struct served_source source = source_of(config);
	struct daemon daemon;
	struct served *served;
	enum faq_status status;
	int code;

	if (!set_up(&daemon, config))
		return EXIT_CANNOT_START;
	status = served_load(&served, &source, 1, report, &daemon);
	if (status != FAQ_OK) {
		log_line(&daemon.log, "cannot start on '%s': %s", source.folder,
			 faq_status_text(status));
		return EXIT_CANNOT_START;
	}
	code = open_and_serve(&daemon, served);
	served_drop(served);
	return code;
}
