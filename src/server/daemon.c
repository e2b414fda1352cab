/* SPDX-License-Identifier: MIT */
#include "server/daemon.h"

#include "server/acceptor.h"
#include "server/notify.h"
#include "server/recording.h"
#include "server/statekey.h"
#include "server/vitals.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define STORE_STOP_MS 5000u
#define GATHER_MS 20u /* records that share a commit */

/* All that runs. */
struct daemon {
	const struct config *config;
	struct log log;
	struct origins origins;
	struct networks proxies;
	struct limit_rules rules;
	struct token_keys keys;
	struct tls_files tls;
	struct metrics_ids *ids;
	struct store_options store;
	struct recording recording;
	struct observer observer;
	struct vitals vitals;
	struct shared shared;
	struct listener listener[ACCEPTOR_LISTENERS_MAX];
	size_t listener_count;
	struct pool pool;
	struct reloader reloader;
	char control[CONTROL_PATH_BYTES];
	uint64_t alive_every_us, alive_us;
};

__attribute__((format(printf, 2, 3))) static bool
fail(const struct daemon *daemon, const char *format, ...)
{
	char why[512];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	log_say(&daemon->log, LOG_LEVEL_ERROR, "cannot start: %s", why);
	return false;
}

static void report(void *context, const struct faq_diag *diag)
{
	const struct daemon *daemon = context;

	/* faqctl check is the place for advice */
	if (diag->severity == FAQ_SEVERITY_ERROR)
		log_fault(&daemon->log, diag);
}

static int64_t clock_ms(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* NULL for "". */
static const char *given(const char *text)
{
	return text[0] ? text : NULL;
}

/* ---- what needs no thread and no socket ---- */

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

static void list_origins(struct daemon *daemon)
{
	const struct config_list *listed = &daemon->config->access.origins;
	size_t i;

	daemon->origins.count = listed->count;
	for (i = 0; i < listed->count; i++)
		daemon->origins.item[i] = listed->item[i];
}

static bool list_networks(const struct daemon *daemon,
			  struct networks *networks,
			  const struct config_list *listed, const char *setting)
{
	enum network_status status;
	size_t i;

	for (i = 0; i < listed->count; i++) {
		status = networks_add(networks, listed->item[i]);
		if (status != NETWORK_OK)
			return fail(daemon, "%s '%s': %s", setting,
				    listed->item[i],
				    network_status_text(status));
	}
	return true;
}

static bool make_limit(struct daemon *daemon)
{
	const struct config_limits *limits = &daemon->config->limits;
	uint8_t seed[LIMIT_SEED_BYTES];

	daemon->rules.connections = limits->connections_per_address;
	daemon->rules.questions = (struct limit_rate){
		limits->questions_per_minute, limits->question_burst};
	if (RAND_bytes(seed, sizeof(seed)) != 1)
		return fail(daemon, "there is no randomness");
	daemon->shared.limit =
		limit_new(&daemon->rules, limits->connections, seed);
	return daemon->shared.limit || fail(daemon, "out of memory");
}

/* Of the settings; else kept beside the database, so that a restart ends no
 * conversation; else of this process. */
static bool find_keys(struct daemon *daemon)
{
	const struct config_secrets *secrets = &daemon->config->secrets;
	const char *database = daemon->config->store.database;
	char why[STATEKEY_WHY_BYTES], path[4096];

	if (secrets->state_key.size > 0)
		return statekey_take(&daemon->keys, secrets->state_key.bytes,
				     secrets->state_key.size) ||
		       fail(daemon, "the key can't be hashed");
	if (secrets->state_key_file[0])
		return statekey_read(&daemon->keys, secrets->state_key_file,
				     why) ||
		       fail(daemon, "%s", why);
	if (!database[0])
		return token_keys_make(&daemon->keys) ||
		       fail(daemon, "there is no randomness");
	if ((size_t)snprintf(path, sizeof(path), "%s.key", database) >=
	    sizeof(path))
		return fail(daemon, "the path of the database is too long");
	return statekey_keep(&daemon->keys, path, why) ||
	       fail(daemon, "%s", why);
}

static bool find_certificate(struct daemon *daemon)
{
	char why[TLS_WHY_BYTES];

	daemon->tls = (struct tls_files){given(daemon->config->tls.certificate),
					 given(daemon->config->tls.key)};
	if (!daemon->tls.certificate || tls_check(&daemon->tls, why))
		return true;
	return fail(daemon, "%s", why);
}

static bool make_counters(struct daemon *daemon)
{
	size_t workers = pool_size(daemon->config->listen.workers);

	return (metrics_ids_new(&daemon->ids) == FAQ_OK &&
		metrics_new(&daemon->shared.metrics, &counted_labels,
			    workers + 1) == FAQ_OK) ||
	       fail(daemon, "out of memory");
}

static bool make_parts(struct daemon *daemon)
{
	struct shared *shared = &daemon->shared;

	shared->limits = &daemon->config->limits;
	shared->proxies = &daemon->proxies;
	shared->trusted = &daemon->rules.trusted;
	shared->origins = &daemon->origins;
	shared->tls = &daemon->tls;
	shared->keys = &daemon->keys;
	shared->vitals = &daemon->vitals;
	shared->log = &daemon->log;
	shared->visitors = visitors_new(VISITORS_MAX, VISITORS_TTL_SECONDS);
	return shared->visitors || fail(daemon, "out of memory");
}

static bool set_up(struct daemon *daemon)
{
	const struct config_access *access = &daemon->config->access;

	list_origins(daemon);
	return list_networks(daemon, &daemon->proxies, &access->proxies,
			     "proxy") &&
	       list_networks(daemon, &daemon->rules.trusted, &access->trusted,
			     "trusted") &&
	       find_certificate(daemon) && find_keys(daemon) &&
	       make_limit(daemon) && make_counters(daemon) &&
	       make_parts(daemon);
}

static void tear_down(struct daemon *daemon)
{
	visitors_free(daemon->shared.visitors);
	metrics_free(daemon->shared.metrics);
	metrics_ids_free(daemon->ids);
	limit_free(daemon->shared.limit);
}

/* ---- the store ---- */

static void on_store(void *context, bool failing, const char *message)
{
	const struct daemon *daemon = context;

	if (failing)
		log_say(&daemon->log, LOG_LEVEL_ERROR,
			"nothing is recorded just now: %s", message);
	else
		log_line(&daemon->log, "recording again");
}

static int64_t age_ms(unsigned days)
{
	return (int64_t)days * DAY_MS;
}

static bool start_recorder(struct daemon *daemon)
{
	const struct config_store *config = &daemon->config->store;
	struct recorder_options options = {
		.address = config->database,
		.store = &daemon->store,
		.now_ms = clock_ms,
		.notice = on_store,
		.notice_context = daemon,
		.capacity = config->queue,
		.gather_ms = GATHER_MS,
		.keep_transcripts_ms = age_ms(config->retention_days),
		.keep_sessions_ms = age_ms(config->retention_days),
		.keep_deliveries_ms = age_ms(config->retention_days),
	};
	struct store_error error;

	if (!config->database[0])
		return true;
	if (RAND_bytes(daemon->store.salt, sizeof(daemon->store.salt)) != 1)
		return fail(daemon, "there is no randomness");
	if (recorder_start(&daemon->vitals.recorder, &options, &error) !=
	    STORE_OK)
		return fail(daemon, "%s", error.message);
	daemon->recording = (struct recording){
		.recorder = daemon->vitals.recorder,
		.transcripts = config->transcripts,
		.now_ms = clock_ms,
	};
	daemon->observer = (struct observer){&daemon->recording, recording_turn,
					     recording_feedback,
					     recording_receipt, recording_fate};
	daemon->shared.observer = &daemon->observer;
	return true;
}

/* ---- sockets and threads ---- */

static bool adopt_sockets(struct daemon *daemon, const char *scheme)
{
	struct notify_sockets sockets;
	const char *why;

	if (notify_sockets(&sockets) != NOTIFY_OK)
		return fail(daemon, "%s", sockets.fault);
	for (; daemon->listener_count < sockets.count; daemon->listener_count++)
		if (!listener_adopt(&daemon->listener[daemon->listener_count],
				    sockets.item[daemon->listener_count].fd,
				    scheme, &why))
			return fail(daemon, "a socket of systemd's: %s", why);
	return true;
}

/* Those that systemd has opened, else one of our own. */
static bool open_listeners(struct daemon *daemon)
{
	const struct config_listen *listen = &daemon->config->listen;
	const char *scheme = daemon->tls.certificate ? "https" : "http";
	char port[8];
	const char *why;

	if (!adopt_sockets(daemon, scheme))
		return false;
	if (daemon->listener_count > 0)
		return true;
	snprintf(port, sizeof(port), "%u", listen->port);
	if (!listener_open(&daemon->listener[0], listen->address, port, scheme,
			   &why))
		return fail(daemon, "cannot listen on '%s' port %s: %s",
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
	const char *wanted = daemon->config->listen.control;

	*path = strcmp(wanted, CONFIG_NONE) ? wanted : NULL;
	if (wanted[0])
		return true;
	*path = daemon->control;
	return control_default_path(daemon->control, daemon->listener[0].port);
}

static bool start_reloader(struct daemon *daemon, const struct served *served)
{
	struct reloader_options options = {
		.source = {daemon->config->content.folder,
			   given(daemon->config->content.language),
			   daemon->ids},
		.watch = daemon->config->content.watch,
		.tls = &daemon->tls,
	};
	const char *why = "its path would be too long";

	if (find_control(daemon, &options.control) &&
	    reloader_start(&daemon->reloader, &options, &daemon->pool, served,
			   &daemon->log, &why))
		return true;
	return fail(daemon, "the control socket '%s': %s",
		    options.control ? options.control : "", why);
}

static void each_second(void *context)
{
	struct daemon *daemon = context;

	log_tick(&daemon->log);
	daemon->alive_us += 1000000;
	if (!daemon->alive_every_us ||
	    daemon->alive_us < daemon->alive_every_us ||
	    !vitals_beat(&daemon->vitals))
		return;
	daemon->alive_us = 0;
	notify_alive();
}

static void announce(const struct daemon *daemon,
		     const struct faq_catalog *catalog)
{
	const char *url = daemon->listener[0].url;

	printf("faqd serves %s (%zu intents) at %s\n",
	       faq_catalog_name(catalog), faq_catalog_intents(catalog), url);
	fflush(stdout);
	if (notify_ready(url) != NOTIFY_OK)
		log_say(&daemon->log, LOG_LEVEL_WARNING,
			"systemd takes no messages");
}

/* Serves until a signal ends it. */
static int serve(struct daemon *daemon)
{
	const struct acceptor acceptor = {
		.listener = daemon->listener,
		.listener_count = daemon->listener_count,
		.pool = &daemon->pool,
		.shared = &daemon->shared,
		.metrics = metrics_worker(daemon->shared.metrics,
					  daemon->pool.count),
		.reloader = &daemon->reloader,
		.connections_max = daemon->config->limits.connections,
		.each_second = each_second,
		.context = daemon,
	};

	daemon->alive_every_us = notify_alive_every_us();
	acceptor_run(&acceptor);
	atomic_store(&daemon->vitals.draining, true);
	notify_stopping();
	close_listeners(daemon);
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
	struct vitals *vitals = &daemon->vitals;
	const char *why;

	vitals->pool = &daemon->pool;
	vitals->reloader = &daemon->reloader;
	vitals->metrics = daemon->shared.metrics;
	vitals->ids = daemon->ids;
	vitals->log = &daemon->log;
	if (!pool_start(&daemon->pool,
			pool_size(daemon->config->listen.workers),
			&daemon->shared, served, &why)) {
		fail(daemon, "%s", why);
		return EXIT_CANNOT_START;
	}
	if (!start_reloader(daemon, served)) {
		(void)pool_stop(&daemon->pool, 0);
		return EXIT_CANNOT_START;
	}
	announce(daemon, served->catalog);
	return serve(daemon);
}

static int open_and_serve(struct daemon *daemon, struct served *served)
{
	unsigned connections = daemon->config->limits.connections;
	int code = EXIT_CANNOT_START;

	if (!acceptor_set_file_limit(connections))
		fail(daemon,
		     "cannot hold %u connections: the file limit is lower",
		     connections);
	else if (open_listeners(daemon) && start_recorder(daemon))
		code = start_and_serve(daemon, served);
	close_listeners(daemon);
	if (!recorder_stop(daemon->vitals.recorder, STORE_STOP_MS)) {
		log_say(&daemon->log, LOG_LEVEL_ERROR,
			"not all records could be written");
		_exit(EXIT_FAILED); /* its thread may use what is freed */
	}
	return code;
}

static int load_and_serve(struct daemon *daemon)
{
	const struct config_content *content = &daemon->config->content;
	const struct served_source source = {
		content->folder, given(content->language), daemon->ids};
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
	struct daemon *daemon = calloc(1, sizeof(*daemon));
	int code = EXIT_CANNOT_START;

	if (!daemon || !open_log(&daemon->log, &config->log)) {
		fputs("faqd: cannot start: out of memory\n", stderr);
		free(daemon);
		return code;
	}
	daemon->config = config;
	log_quiet_lws(&daemon->log);
	acceptor_block_signals();
	if (set_up(daemon))
		code = load_and_serve(daemon);
	tear_down(daemon);
	log_quiet_lws(NULL);
	log_close(&daemon->log);
	free(daemon);
	return code;
}
