/* SPDX-License-Identifier: MIT */
#include "server/run/parts.h"

#include "server/run/clock.h"
#include "server/edge/gate.h"
#include "server/run/pool.h"
#include "server/talk/statekey.h"

#include <openssl/crypto.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool parts_fail(const struct parts *parts, const char *format, ...)
{
	char why[512];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	log_say(&parts->log, LOG_LEVEL_ERROR, "cannot start: %s", why);
	return false;
}

int64_t parts_clock_ms(void *unused)
{
	(void)unused;
	return clock_unix_ms();
}

const char *parts_given(const char *text)
{
	return text[0] ? text : NULL;
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
		.journal_socket = LOG_JOURNAL_SOCKET,
		.no_color = getenv("NO_COLOR"),
		.clock_ms = parts_clock_ms,
	};

	return log_open(log, &settings);
}

static void list_origins(struct parts *parts)
{
	const struct config_list *listed = &parts->config->access.origins;
	size_t i;

	parts->origins.count = listed->count;
	for (i = 0; i < listed->count; i++)
		parts->origins.item[i] = listed->item[i];
}

/* Keys are in the database: without one nobody could pass. */
static bool list_keyed(struct parts *parts)
{
	const struct config_list *listed = &parts->config->access.keyed;
	size_t i;

	for (i = 0; i < listed->count; i++)
		parts->shared.keyed |= gate_part_of(listed->item[i]);
	if (parts->shared.keyed & GATE_CHAT)
		log_say(&parts->log, LOG_LEVEL_WARNING,
			"chat takes an API key: no browser can send one, so "
			"the page's own chat is closed");
	if (!listed->count || parts->config->store.database[0])
		return true;
	return parts_fail(parts,
			  "require-key needs a database, where keys are");
}

static bool list_networks(const struct parts *parts, struct networks *networks,
			  const struct config_list *listed, const char *setting)
{
	enum network_status status;
	size_t i;

	for (i = 0; i < listed->count; i++) {
		status = networks_add(networks, listed->item[i]);
		if (status != NETWORK_OK)
			return parts_fail(parts, "%s '%s': %s", setting,
					  listed->item[i],
					  network_status_text(status));
	}
	return true;
}

static bool make_limit(struct parts *parts)
{
	const struct config_limits *limits = &parts->config->limits;
	uint8_t seed[LIMIT_SEED_BYTES];

	parts->rules.connections = limits->connections_per_address;
	parts->rules.arrivals = (struct limit_rate){
		limits->connections_per_minute, limits->connection_burst};
	parts->rules.block = limits->ipv6_block;
	parts->rules.questions = (struct limit_rate){
		limits->questions_per_minute, limits->question_burst};
	if (RAND_bytes(seed, sizeof(seed)) != 1)
		return parts_fail(parts, "there is no randomness");
	parts->shared.limit =
		limit_new(&parts->rules, limits->connections, seed);
	return parts->shared.limit || parts_fail(parts, "out of memory");
}

/* That of the first node: any node takes up any visitor. */
static bool take_common_key(struct parts *parts,
			    const struct store_options *options)
{
	uint8_t fresh[STORE_SALT_BYTES], key[STORE_SALT_BYTES];
	struct store_error error = {""};
	struct store *store;
	bool ok;

	if (RAND_bytes(fresh, sizeof(fresh)) != 1)
		return parts_fail(parts, "there is no randomness");
	if (store_open(&store, parts->config->store.database, options,
		       &error) != STORE_OK)
		return parts_fail(parts,
				  "no key for the conversations, name one with "
				  "state-key-file: %s",
				  error.message);
	ok = (store_common(store, "token", fresh, key) == STORE_OK &&
	      statekey_take(&parts->keys, key, sizeof(key))) ||
	     parts_fail(parts, "no key for the conversations: %s",
			store_message(store));
	store_close(store);
	OPENSSL_cleanse(key, sizeof(key));
	OPENSSL_cleanse(fresh, sizeof(fresh));
	return ok;
}

/* Of the settings; else kept beside the database, or in it when nodes share it,
 * so that a restart ends no conversation; else of this process. */
bool parts_find_keys(struct parts *parts, const struct store_options *store)
{
	const struct config_secrets *secrets = &parts->config->secrets;
	const char *database = parts->config->store.database;
	char why[STATEKEY_WHY_BYTES], path[4096];

	if (secrets->state_key.size > 0)
		return statekey_take(&parts->keys, secrets->state_key.bytes,
				     secrets->state_key.size) ||
		       parts_fail(parts, "the key can't be hashed");
	if (secrets->state_key_file[0])
		return statekey_read(&parts->keys, secrets->state_key_file,
				     why) ||
		       parts_fail(parts, "%s", why);
	if (!database[0])
		return token_keys_make(&parts->keys) ||
		       parts_fail(parts, "there is no randomness");
	if (store_is_shared(database))
		return take_common_key(parts, store);
	if ((size_t)snprintf(path, sizeof(path), "%s.key", database) >=
	    sizeof(path))
		return parts_fail(parts,
				  "the path of the database is too long");
	return statekey_keep(&parts->keys, path, why) ||
	       parts_fail(parts, "%s", why);
}

static bool find_certificate(struct parts *parts)
{
	char why[TLS_WHY_BYTES];

	parts->tls.certificate = parts_given(parts->config->tls.certificate);
	parts->tls.key = parts_given(parts->config->tls.key);
	if (!parts->tls.certificate)
		return true;
	parts->tls.pair = tls_read(&parts->tls, why);
	if (!parts->tls.pair)
		return parts_fail(parts, "%s", why);
	tls_warn(&parts->tls, parts->tls.pair, clock_unix_ms(), &parts->log);
	return true;
}

static bool make_counters(struct parts *parts)
{
	size_t workers = pool_size(parts->config->listen.workers);

	return (metrics_ids_new(&parts->ids) == FAQ_OK &&
		metrics_new(&parts->shared.metrics, &counted_labels,
			    workers + 2) == FAQ_OK) /* acceptor, desks */
	       || parts_fail(parts, "out of memory");
}

static bool make_parts(struct parts *parts)
{
	struct shared *shared = &parts->shared;

	shared->limits = &parts->config->limits;
	shared->proxies = &parts->proxies;
	shared->trusted = &parts->rules.trusted;
	shared->origins = &parts->origins;
	shared->demo_origin = parts->config->access.demo_origin;
	shared->tls = &parts->tls;
	shared->keys = &parts->keys;
	shared->log = &parts->log;
	shared->visitors = visitors_new(VISITORS_MAX, VISITORS_TTL_SECONDS);
	return shared->visitors || parts_fail(parts, "out of memory");
}

/* OpenSSL 3.0 crashes later where it had no memory for its state at first. */
static bool begin_openssl(struct parts *parts)
{
	return OSSL_LIB_CTX_get0_global_default() ||
	       parts_fail(parts, "out of memory");
}

static bool set_up(struct parts *parts)
{
	const struct config_access *access = &parts->config->access;

	list_origins(parts);
	return begin_openssl(parts) && list_keyed(parts) &&
	       list_networks(parts, &parts->proxies, &access->proxies,
			     "proxy") &&
	       list_networks(parts, &parts->rules.trusted, &access->trusted,
			     "trusted") &&
	       find_certificate(parts) && make_limit(parts) &&
	       make_counters(parts) && make_parts(parts);
}

bool parts_make(struct parts *parts, const struct config *config)
{
	memset(parts, 0, sizeof(*parts));
	parts->config = config;
	if (!open_log(&parts->log, &config->log)) {
		fputs("faqd: cannot start: out of memory\n", stderr);
		return false;
	}
	log_quiet_lws(&parts->log);
	if (set_up(parts))
		return true;
	parts_release(parts);
	return false;
}

void parts_release(struct parts *parts)
{
	visitors_free(parts->shared.visitors);
	metrics_free(parts->shared.metrics);
	metrics_ids_free(parts->ids);
	limit_free(parts->shared.limit);
	tls_drop(parts->tls.pair);
	log_quiet_lws(NULL);
	log_close(&parts->log);
}
