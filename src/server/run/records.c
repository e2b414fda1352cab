/* SPDX-License-Identifier: MIT */
#include "server/run/records.h"

#include "server/edge/keyring.h"

#include <openssl/rand.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define STOP_MS 5000u
#define GATHER_MS 20u /* records that share a commit */

static void on_store(void *context, bool failing, const char *message)
{
	const struct parts *parts = context;

	if (failing)
		log_say(&parts->log, LOG_LEVEL_ERROR,
			"nothing is recorded just now: %s", message);
	else
		log_line(&parts->log, "recording again");
}

static int64_t age_ms(unsigned days)
{
	return (int64_t)days * DAY_MS;
}

static const char *open_mend(enum store_status status, const char *database)
{
	if (status != STORE_ERROR_OPEN)
		return "";
	return store_is_shared(database)
		       ? "; the server must be up and let faqd in, with the "
			 "password of --database-password-file"
		       : "; the file of --database and its folder must be "
			 "there and faqd's to write";
}

static bool start_recorder(struct records *records, struct parts *parts)
{
	const struct config_store *config = &parts->config->store;
	struct recorder_options options = {
		.address = config->database,
		.store = &records->store,
		.now_ms = parts_clock_ms,
		.notice = on_store,
		.notice_context = parts,
		.capacity = config->queue,
		.gather_ms = GATHER_MS,
		.keep_transcripts_ms = age_ms(config->retention_days),
		.keep_sessions_ms = age_ms(config->retention_days),
		.keep_deliveries_ms = age_ms(config->retention_days),
	};
	struct store_error error;
	enum store_status status =
		recorder_start(&parts->shared.recorder, &options, &error);

	return status == STORE_OK ||
	       parts_fail(parts, "%s%s", error.message,
			  open_mend(status, config->database));
}

bool records_start(struct records *records, struct parts *parts)
{
	const struct config_store *config = &parts->config->store;
	struct shared *shared = &parts->shared;

	if (!config->database[0])
		return true;
	records->store.password_file = config->password_file;
	if (RAND_bytes(records->store.salt, sizeof(records->store.salt)) != 1)
		return parts_fail(parts, "there is no randomness");
	if (!start_recorder(records, parts))
		return false;
	records->recording = (struct recording){
		.recorder = shared->recorder,
		.transcripts = config->transcripts,
		.now_ms = parts_clock_ms,
	};
	records->observer = (struct observer){
		&records->recording, recording_turn, recording_feedback,
		recording_receipt,   recording_fate, recording_session};
	shared->observer = &records->observer;
	shared->keyring = keyring_start(config->database, &records->store);
	if (store_is_shared(config->database))
		records->exchange = exchange_start(
			config->database, &records->store, shared->limit);
	return (shared->keyring &&
		(records->exchange || !store_is_shared(config->database))) ||
	       parts_fail(parts, "out of memory");
}

bool records_stop(const struct records *records, const struct parts *parts)
{
	exchange_stop(records->exchange);
	keyring_stop(parts->shared.keyring);
	return recorder_stop(parts->shared.recorder, STOP_MS);
}
