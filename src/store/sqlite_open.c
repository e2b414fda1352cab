/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSY_MS 2000u

static int set_size_limit(struct sqlite_store *store, uint64_t bytes_max)
{
	int64_t page = 0;
	char pragma[64];
	int code = sqlite_number(store, "PRAGMA page_size", &page);

	if (code != SQLITE_OK || page <= 0)
		return code;
	snprintf(pragma, sizeof(pragma), "PRAGMA max_page_count = %llu",
		 (unsigned long long)(bytes_max / (uint64_t)page));
	return sqlite_run(store, pragma);
}

/* Sorting happens in memory: a temporary file would hold transcripts. */
static int set_up(struct sqlite_store *store, uint64_t bytes_max)
{
	int code = sqlite_run(store, "PRAGMA journal_mode = WAL;"
				     "PRAGMA synchronous = NORMAL;"
				     "PRAGMA secure_delete = ON;"
				     "PRAGMA temp_store = MEMORY;"
				     "PRAGMA trusted_schema = OFF;"
				     "PRAGMA journal_size_limit = 16777216");

	if (code == SQLITE_OK && bytes_max)
		code = set_size_limit(store, bytes_max);
	return code;
}

/* Is the file whole? Reads all of it, about 1 GB a second from memory. */
static enum store_status check(struct sqlite_store *store, bool all)
{
	int64_t pages = 0, size = 0;
	sqlite3_stmt *query;
	bool whole;
	int code = sqlite_number(store, "PRAGMA page_count", &pages);

	if (code == SQLITE_OK)
		code = sqlite_number(store, "PRAGMA page_size", &size);
	if (code != SQLITE_OK)
		return sqlite_fail(store, "check", code);
	if (!all && pages > (int64_t)STORE_CHECK_BYTES / size)
		return STORE_OK;
	query = sqlite_query(store, all ? "PRAGMA integrity_check(1)"
					: "PRAGMA quick_check(1)");
	code = query ? sqlite3_step(query) : sqlite3_errcode(store->db);
	whole = code == SQLITE_ROW && sqlite3_column_text(query, 0) &&
		strcmp((const char *)sqlite3_column_text(query, 0), "ok") == 0;
	sqlite3_finalize(query);
	if (code != SQLITE_ROW)
		return sqlite_fail(store, "check", code);
	return whole ? STORE_OK : sqlite_fail(store, "open", SQLITE_CORRUPT);
}

/* STORE_ABSENT when there is none yet. */
static enum store_status read_common(struct sqlite_store *store,
				     const char *name,
				     uint8_t out[STORE_SALT_BYTES])
{
	sqlite3_stmt *query =
		sqlite_query(store, "SELECT value FROM meta WHERE name = ?1");
	bool fits = false;
	int code;

	if (!query)
		return sqlite_fail(store, "open", sqlite3_errcode(store->db));
	sqlite_bind_text(query, 1, name);
	code = sqlite3_step(query);
	if (code == SQLITE_ROW) {
		const void *bytes = sqlite3_column_blob(query, 0);

		fits = bytes &&
		       sqlite3_column_bytes(query, 0) == STORE_SALT_BYTES;
		if (fits)
			memcpy(out, bytes, STORE_SALT_BYTES);
	}
	sqlite3_finalize(query);
	if (code == SQLITE_DONE)
		return STORE_ABSENT;
	if (code != SQLITE_ROW)
		return sqlite_fail(store, "open", code);
	return fits ? STORE_OK : sqlite_fail(store, "open", SQLITE_CORRUPT);
}

static enum store_status write_common(struct sqlite_store *store,
				      const char *name,
				      const uint8_t fresh[STORE_SALT_BYTES])
{
	sqlite3_stmt *query = sqlite_query(
		store, "INSERT INTO meta(name, value) VALUES(?1, ?2)"
		       " ON CONFLICT DO NOTHING");
	int code;

	if (!query)
		return sqlite_fail(store, "open", sqlite3_errcode(store->db));
	sqlite_bind_text(query, 1, name);
	sqlite3_bind_blob(query, 2, fresh, STORE_SALT_BYTES, SQLITE_STATIC);
	code = sqlite3_step(query);
	sqlite3_finalize(query);
	return sqlite_fail(store, "open", code);
}

/* The first to come leaves his for all. */
enum store_status sqlite_common(struct store *base, const char *name,
				const uint8_t fresh[STORE_SALT_BYTES],
				uint8_t out[STORE_SALT_BYTES])
{
	struct sqlite_store *store = sqlite_of(base);
	enum store_status status = read_common(store, name, out);

	if (status != STORE_ABSENT)
		return status;
	status = write_common(store, name, fresh);
	return status == STORE_OK ? read_common(store, name, out) : status;
}

static enum store_status make_key(struct sqlite_store *store,
				  const struct store_options *options)
{
	uint8_t salt[STORE_SALT_BYTES];
	enum store_status status =
		sqlite_common(&store->base, "salt", options->salt, salt);

	if (status == STORE_OK &&
	    !store_key_make(salt, options->secret, options->secret_bytes,
			    &store->base.key))
		status = sqlite_fail(store, "open", SQLITE_NOMEM);
	return status;
}

static enum store_status open_file(struct sqlite_store *store, const char *path,
				   const struct store_options *options)
{
	unsigned busy_ms = options->busy_ms ? options->busy_ms : BUSY_MS;
	const char *why;
	int code;

	store->busy_ms = busy_ms > INT_MAX ? INT_MAX : (int)busy_ms;
	if (!sqlite_file(path, options->must_exist, &why)) {
		snprintf(store->base.error.message,
			 sizeof(store->base.error.message),
			 "cannot open '%s': %s", store->path, why);
		return STORE_ERROR_OPEN;
	}
	code = sqlite3_open_v2(path, &store->db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			       NULL);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(store->db, store->busy_ms);
	if (code == SQLITE_OK)
		code = sqlite3_extended_result_codes(store->db, 1);
	return sqlite_fail(store, "open", code);
}

/* What is not ours is refused before anything in it is changed. */
static enum store_status make_ready(struct sqlite_store *store,
				    const struct store_options *options)
{
	enum store_status status = sqlite_examine(store, &sqlite_schema);

	if (status == STORE_OK)
		status = sqlite_fail(store, "open",
				     set_up(store, options->bytes_max));
	if (status == STORE_OK)
		status = check(store, options->check_all);
	if (status == STORE_OK)
		status = sqlite_migrate(store, &sqlite_schema);
	if (status == STORE_OK)
		status = make_key(store, options);
	if (status == STORE_OK && !sqlite_prepare_puts(store))
		status = sqlite_fail(store, "open", sqlite3_errcode(store->db));
	return status;
}

enum store_status sqlite_open(struct store **out, const char *path,
			      const struct store_options *options,
			      struct store_error *error)
{
	struct sqlite_store *store = calloc(1, sizeof(*store));
	enum store_status status;

	*out = NULL;
	if (!store) {
		snprintf(error->message, sizeof(error->message),
			 "cannot open '%.*s': out of memory",
			 (int)STORE_PATH_BYTES, path);
		return STORE_ERROR_NOMEM;
	}
	store->base.ops = &sqlite_ops;
	snprintf(store->path, sizeof(store->path), "%s", path);
	status = open_file(store, path, options);
	if (status == STORE_OK)
		status = make_ready(store, options);
	if (status != STORE_OK) {
		*error = store->base.error;
		store_close(&store->base);
		return status;
	}
	*out = &store->base;
	return STORE_OK;
}
