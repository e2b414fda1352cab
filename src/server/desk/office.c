/* SPDX-License-Identifier: MIT */
#include "server/desk/office.h"

#include "server/run/pool.h"
#include "store/apikey.h"

#include <openssl/rand.h>

static void report(void *context, const struct faq_diag *diag)
{
	const struct parts *parts = context;

	log_fault(&parts->log, diag);
}

static bool read_desks(struct office *office, struct parts *parts)
{
	const char *path = parts->config->desks;

	switch (desks_load(&office->desks, path, report, parts)) {
	case DESK_OK:
		return true;
	case DESK_ERROR_NOMEM:
		return parts_fail(parts, "out of memory");
	default:
		return parts_fail(parts, "'%s' says no desks that can be used",
				  path);
	}
}

static bool open_desks(struct office *office, struct parts *parts,
		       const struct store_options *store, struct served *served)
{
	const struct config *config = parts->config;
	struct dispatcher_options options = {
		.desks = &office->desks,
		.database = config->store.database,
		.store = store,
		.shared = &parts->shared,
		.served = served,
		.metrics =
			metrics_worker(parts->shared.metrics,
				       pool_size(config->listen.workers) + 1),
		.transcripts = config->store.transcripts,
		.now_ms = parts_clock_ms,
	};
	struct store_error error;

	if (!config->desks[0])
		return true;
	if (!config->store.database[0])
		return parts_fail(parts, "desks need a database, where what is "
					 "promised to them is kept");
	if (!read_desks(office, parts))
		return false;
	if (!dispatcher_start(&office->dispatcher, &options, &error)) {
		desks_release(&office->desks);
		return parts_fail(parts, "the desks: %s", error.message);
	}
	parts->shared.dispatcher = office->dispatcher;
	return true;
}

struct search {
	bool found;
};

static bool find_agents_key(void *context, const struct store_api_key *key)
{
	struct search *search = context;
	const char *wrong;
	size_t wrong_bytes;
	unsigned scopes;

	search->found = key->revoked_ms == 0 &&
			apikey_scopes_parse(key->scopes, &scopes, &wrong,
					    &wrong_bytes) &&
			(scopes & (APIKEY_DESK | APIKEY_ADMIN)) != 0;
	return !search->found;
}

/* Nothing is wrong with that yet: keys count as they are made. */
static void warn_without_keys(const struct parts *parts,
			      const struct store_options *options)
{
	struct search search = {false};
	struct store_error error;
	struct store *store;

	if (store_open(&store, parts->config->store.database, options,
		       &error) != STORE_OK)
		return;
	if (store_api_keys(store, find_agents_key, &search) == STORE_OK &&
	    !search.found)
		log_say(&parts->log, LOG_LEVEL_WARNING,
			"no agent can come in yet: make each an API key, "
			"faqctl key add NAME --scope desk");
	store_close(store);
}

static bool open_hub(struct office *office, struct parts *parts,
		     const struct store_options *store, struct served *served)
{
	const struct config *config = parts->config;
	struct hub_settings settings = {
		.database = config->store.database,
		.store = store,
		.log = &parts->log,
		.served = served,
		.now_ms = parts_clock_ms,
		.away_ms = (int64_t)config->agents.away_seconds * 1000,
	};
	struct store_error error;

	if (!config->agents.on)
		return true;
	if (!config->store.database[0])
		return parts_fail(parts, "agents need a database, where "
					 "conversations and API keys are: set "
					 "'database', or 'agents' to no");
	if (RAND_bytes(settings.node, sizeof(settings.node)) != 1)
		return parts_fail(parts, "there is no randomness");
	if (!hub_start(&office->hub, &settings, &error))
		return parts_fail(parts, "the agents: %s", error.message);
	warn_without_keys(parts, store);
	parts->shared.hub = office->hub;
	return true;
}

bool office_open(struct office *office, struct parts *parts,
		 const struct store_options *store, struct served *served)
{
	return open_desks(office, parts, store, served) &&
	       open_hub(office, parts, store, served);
}

void office_close(struct office *office)
{
	hub_stop(office->hub);
	office->hub = NULL;
	dispatcher_stop(office->dispatcher);
	office->dispatcher = NULL;
	desks_release(&office->desks);
}
