/* SPDX-License-Identifier: MIT */
#include "server/run/daemon.h"

#include "server/edge/acceptor.h"
#include "server/desk/office.h"
#include "server/desk/sender.h"
#include "server/run/clock.h"
#include "server/run/notify.h"
#include "server/run/parts.h"
#include "server/run/records.h"
#include "server/talk/returning.h"
#include "server/metrics/vitals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STOP_SECONDS 15u /* of all that stops behind the drain, at most */

/* All that runs. */
struct daemon {
	struct parts parts;
	struct records records;
	struct vitals vitals;
	struct listener listener[ACCEPTOR_LISTENERS_MAX];
	size_t listener_count;
	struct office office;
	struct pool pool;
	struct reloader reloader;
	char control[CONTROL_PATH_BYTES];
	uint64_t alive_every_us, alive_us;
};

static void report(void *context, const struct faq_diag *diag)
{
	const struct daemon *daemon = context;

	/* faqctl check is the place for advice */
	if (diag->severity == FAQ_SEVERITY_ERROR)
		log_fault(&daemon->parts.log, diag);
}

/* ---- sockets and threads ---- */

static bool adopt_sockets(struct daemon *daemon, const char *scheme)
{
	struct notify_sockets sockets;
	const char *why;

	if (notify_sockets(&sockets) != NOTIFY_OK)
		return parts_fail(&daemon->parts, "%s", sockets.fault);
	for (; daemon->listener_count < sockets.count; daemon->listener_count++)
		if (!listener_adopt(&daemon->listener[daemon->listener_count],
				    sockets.item[daemon->listener_count].fd,
				    scheme, &why))
			return parts_fail(&daemon->parts,
					  "a socket of systemd's: %s", why);
	return true;
}

/* Those that systemd has opened, else one of our own. */
static bool open_listeners(struct daemon *daemon)
{
	const struct config_listen *listen = &daemon->parts.config->listen;
	const char *scheme = daemon->parts.tls.certificate ? "https" : "http";
	char port[8];
	const char *why;

	if (!adopt_sockets(daemon, scheme))
		return false;
	if (daemon->listener_count > 0)
		return true;
	snprintf(port, sizeof(port), "%u", listen->port);
	if (!listener_open(&daemon->listener[0], listen->address, port, scheme,
			   &why))
		return parts_fail(&daemon->parts,
				  "cannot listen on '%s' port %s: %s",
				  listen->address, port, why);
	daemon->listener_count = 1;
	return true;
}

static void close_listeners(struct daemon *daemon)
{
	while (daemon->listener_count > 0)
		listener_close(&daemon->listener[--daemon->listener_count]);
}

static bool find_control(struct daemon *daemon, const char **path)
{
	const char *wanted = daemon->parts.config->listen.control;

	*path = strcmp(wanted, CONFIG_NONE) ? wanted : NULL;
	if (wanted[0])
		return true;
	*path = daemon->control;
	return control_default_path(daemon->control, daemon->listener[0].port);
}

static bool start_reloader(struct daemon *daemon, const struct served *served)
{
	struct reloader_options options = {
		.source = {daemon->parts.config->content.folder,
			   parts_given(daemon->parts.config->content.language),
			   daemon->parts.ids},
		.watch = daemon->parts.config->content.watch,
		.tls = &daemon->parts.tls,
		.dispatcher = daemon->office.dispatcher,
		.hub = daemon->office.hub,
	};
	const char *why = "its path would be too long";

	if (find_control(daemon, &options.control) &&
	    reloader_start(&daemon->reloader, &options, &daemon->pool, served,
			   &daemon->parts.log, &why))
		return true;
	return parts_fail(&daemon->parts, "the control socket '%s': %s",
			  options.control ? options.control : "", why);
}

/* A second has passed: is the watchdog to be told? */
static bool alive_is_due(struct daemon *daemon)
{
	log_tick(&daemon->parts.log);
	daemon->alive_us += 1000000;
	return daemon->alive_every_us &&
	       daemon->alive_us >= daemon->alive_every_us;
}

static void tell_alive(struct daemon *daemon)
{
	daemon->alive_us = 0;
	notify_alive();
}

static void each_second(void *context)
{
	struct daemon *daemon = context;

	if (alive_is_due(daemon) && vitals_beat(&daemon->vitals))
		tell_alive(daemon);
}

/* Workers that have ended give no sign of life, and who hangs is left behind in
 * time: so nothing is asked. */
static void each_second_of_drain(void *context)
{
	struct daemon *daemon = context;

	if (alive_is_due(daemon))
		tell_alive(daemon);
}

/* A worker that does not end uses what would be freed. */
static void leave_behind(const struct daemon *daemon, int code)
{
	log_say(&daemon->parts.log, LOG_LEVEL_ERROR,
		"a worker does not end: left behind");
	_exit(code);
}

static void stop_pool(struct daemon *daemon, unsigned drain_seconds)
{
	const struct pool_end end = {drain_seconds, each_second_of_drain,
				     daemon};

	if (pool_stop(&daemon->pool, &end) == WORKER_STUCK)
		leave_behind(daemon, EXIT_FAILED);
}

static void announce(const struct daemon *daemon,
		     const struct faq_catalog *catalog)
{
	const char *url = daemon->listener[0].url;

	printf("faqd serves %s (%zu intents) at %s\n",
	       faq_catalog_name(catalog), faq_catalog_intents(catalog), url);
	fflush(stdout);
	log_line(&daemon->parts.log, "serving at %s, %zu workers", url,
		 daemon->pool.count);
	for (size_t i = 1; i < daemon->listener_count; i++)
		log_line(&daemon->parts.log, "serving at %s, too",
			 daemon->listener[i].url);
	if (notify_ready(url) != NOTIFY_OK)
		log_say(&daemon->parts.log, LOG_LEVEL_WARNING,
			"systemd takes no messages");
}

/* Serves until a signal ends it. */
static int serve(struct daemon *daemon)
{
	const struct acceptor acceptor = {
		.listener = daemon->listener,
		.listener_count = daemon->listener_count,
		.pool = &daemon->pool,
		.shared = &daemon->parts.shared,
		.metrics = metrics_worker(daemon->parts.shared.metrics,
					  daemon->pool.count),
		.reloader = &daemon->reloader,
		.connections_max = daemon->parts.config->limits.connections,
		.each_second = each_second,
		.context = daemon,
	};

	daemon->alive_every_us = notify_alive_every_us();
	acceptor_run(&acceptor);
	log_line(&daemon->parts.log, "stopping: %zu connections are open",
		 pool_connections(&daemon->pool));
	atomic_store(&daemon->vitals.draining, true);
	notify_stopping(
		(daemon->parts.config->limits.drain_seconds + STOP_SECONDS) *
		UINT64_C(1000000));
	close_listeners(daemon);
	reloader_stop(&daemon->reloader);
	stop_pool(daemon, daemon->parts.config->limits.drain_seconds);
	reloader_release(&daemon->reloader);
	return 0;
}

/* Rasa's clients carry no dialogue. */
static void welcome_back(const struct daemon *daemon)
{
	const struct returning_time now = {clock_unix_ms(),
					   clock_us() / 1000000};
	const char *database = daemon->parts.config->store.database;

	if (database[0])
		log_say(&daemon->parts.log, LOG_LEVEL_DEBUG,
			"%zu conversations go on",
			returning_read(daemon->parts.shared.visitors, database,
				       &daemon->records.store, "rasa", &now));
}

static int start_and_serve(struct daemon *daemon, struct served *served)
{
	struct vitals *vitals = &daemon->vitals;
	const char *why;

	vitals->recorder = daemon->parts.shared.recorder;
	vitals->pool = &daemon->pool;
	vitals->reloader = &daemon->reloader;
	vitals->metrics = daemon->parts.shared.metrics;
	vitals->ids = daemon->parts.ids;
	vitals->log = &daemon->parts.log;
	vitals->dispatcher = daemon->office.dispatcher;
	vitals->hub = daemon->office.hub;
	welcome_back(daemon);
	if (!pool_start(&daemon->pool,
			pool_size(daemon->parts.config->listen.workers),
			&daemon->parts.shared, served, &why)) {
		parts_fail(&daemon->parts, "%s", why);
		if (daemon->pool.count > 0)
			leave_behind(daemon, EXIT_CANNOT_START);
		return EXIT_CANNOT_START;
	}
	if (!start_reloader(daemon, served)) {
		stop_pool(daemon, 0);
		return EXIT_CANNOT_START;
	}
	announce(daemon, served->catalog);
	return serve(daemon);
}

static bool open_all(struct daemon *daemon)
{
	unsigned connections = daemon->parts.config->limits.connections;

	if (!acceptor_set_file_limit(
		    connections,
		    pool_size(daemon->parts.config->listen.workers),
		    SENDER_FLIGHTS))
		return parts_fail(
			&daemon->parts,
			"cannot hold %u connections: the file limit is lower; "
			"raise it (ulimit -Hn, LimitNOFILE=)",
			connections);
	return open_listeners(daemon) &&
	       records_start(&daemon->records, &daemon->parts) &&
	       parts_find_keys(&daemon->parts, &daemon->records.store);
}

static void close_all(struct daemon *daemon)
{
	close_listeners(daemon);
	if (daemon->alive_every_us) /* what follows takes seconds at most */
		tell_alive(daemon);
	office_close(&daemon->office);
	if (!records_stop(&daemon->records, &daemon->parts)) {
		log_say(&daemon->parts.log, LOG_LEVEL_ERROR,
			"not all records could be written");
		_exit(EXIT_FAILED); /* a thread may use what is freed */
	}
}

static int load_and_serve(struct daemon *daemon)
{
	const struct config_content *content = &daemon->parts.config->content;
	const struct served_source source = {content->folder,
					     parts_given(content->language),
					     daemon->parts.ids};
	struct served *served;
	enum faq_status status =
		served_load(&served, &source, 1, report, daemon);
	int code = EXIT_CANNOT_START;

	if (status != FAQ_OK) {
		log_say(&daemon->parts.log, LOG_LEVEL_ERROR,
			"cannot start on '%s': %s", source.folder,
			served_why(&source, status));
		return code;
	}
	if (open_all(daemon) && office_open(&daemon->office, &daemon->parts,
					    &daemon->records.store, served))
		code = start_and_serve(daemon, served);
	close_all(daemon);
	served_drop(served);
	return code;
}

int daemon_run(const struct config *config)
{
	struct daemon *daemon = calloc(1, sizeof(*daemon));
	int code = EXIT_CANNOT_START;

	if (!daemon) {
		fputs("faqd: cannot start: out of memory\n", stderr);
		return code;
	}
	acceptor_block_signals();
	if (parts_make(&daemon->parts, config)) {
		daemon->parts.shared.vitals = &daemon->vitals;
		code = load_and_serve(daemon);
		parts_release(&daemon->parts);
	}
	free(daemon);
	return code;
}
