/* SPDX-License-Identifier: MIT */
#include "server/desk/office.h"

#include "server/run/pool.h"

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

bool office_open(struct office *office, struct parts *parts,
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

void office_close(struct office *office)
{
	dispatcher_stop(office->dispatcher);
	office->dispatcher = NULL;
	desks_release(&office->desks);
}
