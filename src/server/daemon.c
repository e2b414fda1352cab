/* SPDX-License-Identifier: MIT */
#include "server/daemon.h"

#include "server/acceptor.h"
#include "server/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* All that runs. */
struct daemon {
	const struct config *config;
	struct log log;
	struct origins origins;
	struct token_keys keys;
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
				      given(config->content.language), NULL};
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
	log_say(&daemon->log, LOG_LEVEL_ERROR,
		"cannot open the control socket '%s': %s",
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
		log_say(&daemon->log, LOG_LEVEL_ERROR,
			"a worker does not end: left behind");
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
		log_say(&daemon->log, LOG_LEVEL_ERROR, "cannot start: %s", why);
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
	log_say(&daemon->log, LOG_LEVEL_ERROR,
		"cannot listen on '%s' port %s: %s", listen->address, port,
		why);
	return false;
}

static int open_and_serve(struct daemon *daemon, struct served *served)
{
	unsigned connections = daemon->config->limits.connections;
	int code;

	if (!acceptor_set_file_limit(connections)) {
		log_say(&daemon->log, LOG_LEVEL_ERROR,
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

static int64_t clock_ms(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

_Static_assert((int)CONFIG_LOG_JOURNAL == (int)LOG_FORM_JOURNAL &&
		       (int)CONFIG_LOG_DEBUG == (int)LOG_LEVEL_DEBUG,
	       "the settings and the log count alike");

static bool open_log(struct log *log, const struct config_log *config)
{
	const struct log_settings settings = {
		.form = (enum log_form)config->format,
		.level = (enum log_level)config->level,
		.fd = STDERR_FILENO,
		.journal_stream = getenv("JOURNAL_STREAM"),
		.no_color = getenv("NO_COLOR"),
		.clock_ms = clock_ms,
	};

	return log_open(log, &settings);
}

/* What needs no thread and no socket. */
static bool set_up(struct daemon *daemon, const struct config *config)
{
	const struct config_list *listed = &config->access.origins;
	char why[TLS_WHY_BYTES];
	size_t i;

	daemon->config = config;
	daemon->origins.count = listed->count;
	for (i = 0; i < listed->count; i++)
		daemon->origins.item[i] = listed->item[i];
	daemon->tls = (struct tls_files){given(config->tls.certificate),
					 given(config->tls.key)};
	daemon->shared = (struct shared){
		.origins = &daemon->origins,
		.tls = &daemon->tls,
		.keys = &daemon->keys,
		.visitors = visitors_new(VISITORS_MAX, VISITORS_TTL_SECONDS),
		.log = &daemon->log,
	};
	if (!daemon->shared.visitors) {
		log_say(&daemon->log, LOG_LEVEL_ERROR,
			"cannot start: out of memory");
		return false;
	}
	if (daemon->tls.certificate && !tls_check(&daemon->tls, why)) {
		log_say(&daemon->log, LOG_LEVEL_ERROR, "cannot start: %s", why);
		return false;
	}
	if (!token_keys_make(&daemon->keys)) {
		log_say(&daemon->log, LOG_LEVEL_ERROR,
			"cannot make a key: no randomness");
		return false;
	}
	return true;
}

static int load_and_serve(struct daemon *daemon)
{
	const struct served_source source = source_of(daemon->config);
	struct served *served;
	enum faq_status status;
	int code;

	status = served_load(&served, &source, 1, report, daemon);
	if (status != FAQ_OK) {
		log_say(&daemon->log, LOG_LEVEL_ERROR,
			"cannot start on '%s': %s", source.folder,
			faq_status_text(status));
		return EXIT_CANNOT_START;
	}
	code = open_and_serve(daemon, served);
	served_drop(served);
	return code;
}

int daemon_run(const struct config *config)
{
	struct daemon daemon;
	int code = EXIT_CANNOT_START;

	memset(&daemon, 0, sizeof(daemon));
	if (!open_log(&daemon.log, &config->log)) {
		fputs("faqd: cannot start: out of memory\n", stderr);
		return code;
	}
	log_quiet_lws(&daemon.log);
	if (set_up(&daemon, config))
		code = load_and_serve(&daemon);
	visitors_free(daemon.shared.visitors);
	log_quiet_lws(NULL);
	log_close(&daemon.log);
	return code;
}
