/* SPDX-License-Identifier: MIT */
/*
 * From SQLite's file to PostgreSQL: row by row, columns by their names, which
 * are the same in both. Numbers go as decimals, which PostgreSQL reads as what
 * the column is, whole number, real or truth; texts and bytes as they are.
 */
#include "store/backup.h"
#include "store/postgres.h"
#include "store/sqlite.h"

#include <stdio.h>
#include <string.h>

#define SQL_BYTES 2048u
#define DECIMAL_BYTES 32u

/* In whose order they are filled; `id`: rows are numbered by the database. */
static const struct table {
	const char *name;
	bool id;
} tables[] = {
	{"turns", true},       {"feedback", false},      {"sessions", false},
	{"deliveries", false}, {"outbox", true},         {"api_keys", false},
	{"messages", false},   {"conversations", false}, {"corrections", true},
	{"meta", false},
};

#define TABLES (sizeof(tables) / sizeof(tables[0]))

struct carriage {
	struct sqlite_store *from;
	struct postgres_store *to;
	store_carried_fn *each;
	void *context;
};

static enum store_status count_there(struct carriage *carriage,
				     const char *table, uint64_t *count)
{
	char sql[128];
	PGresult *rows;
	enum store_status status;

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	status = postgres_ask_sql(carriage->to, sql, NULL, &rows);
	if (status != STORE_OK)
		return status;
	*count = (uint64_t)postgres_get_int(rows, 0, 0);
	PQclear(rows);
	return STORE_OK;
}

static enum store_status count_here(struct carriage *carriage,
				    const char *table, uint64_t *count)
{
	char sql[128];
	int64_t number = 0;
	int code;

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	code = sqlite_number(carriage->from, sql, &number);
	*count = (uint64_t)number;
	return sqlite_fail(carriage->from, "read", code);
}

/* "INSERT INTO turns(id, time_ms ...) VALUES($1, $2 ...)"; another store's key
 * of ids makes room for ours. */
static void write_insert(sqlite3_stmt *query, const char *table,
			 char sql[SQL_BYTES])
{
	int columns = sqlite3_column_count(query);
	size_t size =
		(size_t)snprintf(sql, SQL_BYTES, "INSERT INTO %s(", table);

	for (int i = 0; i < columns && size < SQL_BYTES; i++)
		size += (size_t)snprintf(sql + size, SQL_BYTES - size, "%s%s",
					 i ? ", " : "",
					 sqlite3_column_name(query, i));
	for (int i = 0; i < columns && size < SQL_BYTES; i++)
		size += (size_t)snprintf(sql + size, SQL_BYTES - size, "%s$%d",
					 i ? ", " : ") VALUES(", i + 1);
	if (size < SQL_BYTES)
		snprintf(sql + size, SQL_BYTES - size, "%s",
			 strcmp(table, "meta") == 0
				 ? ") ON CONFLICT(name) DO UPDATE SET value ="
				   " excluded.value"
				 : ")");
}

static void add_column(struct postgres_args *args, sqlite3_stmt *query, int at,
		       char decimal[DECIMAL_BYTES])
{
	switch (sqlite3_column_type(query, at)) {
	case SQLITE_INTEGER:
		snprintf(decimal, DECIMAL_BYTES, "%lld",
			 (long long)sqlite3_column_int64(query, at));
		postgres_add_decimal(args, decimal);
		break;
	case SQLITE_FLOAT:
		snprintf(decimal, DECIMAL_BYTES, "%.17g",
			 sqlite3_column_double(query, at));
		postgres_add_decimal(args, decimal);
		break;
	case SQLITE_NULL:
		postgres_add_null(args);
		break;
	default: {
		const void *bytes = sqlite3_column_blob(query, at);

		postgres_add_bytes(args, bytes,
				   (size_t)sqlite3_column_bytes(query, at));
	}
	}
}

static enum store_status send_row(struct carriage *carriage, const char *name,
				  sqlite3_stmt *query)
{
	char decimal[POSTGRES_ARGS_MAX][DECIMAL_BYTES];
	struct postgres_args args = {0};
	int columns = sqlite3_column_count(query);

	if (columns > POSTGRES_ARGS_MAX)
		return STORE_ERROR_FORMAT;
	for (int i = 0; i < columns; i++)
		add_column(&args, query, i, decimal[i]);
	return postgres_send_named(carriage->to, name, &args, EXPECT_ANY);
}

static enum store_status send_rows(struct carriage *carriage, const char *table,
				   sqlite3_stmt *query)
{
	char sql[SQL_BYTES];
	enum store_status status;
	int code = SQLITE_DONE;

	write_insert(query, table, sql);
	status = postgres_prepare(carriage->to, table, sql);
	while (status == STORE_OK && (code = sqlite3_step(query)) == SQLITE_ROW)
		status = send_row(carriage, table, query);
	if (status == STORE_OK)
		status = sqlite_fail(carriage->from, "read", code);
	return status == STORE_OK ? postgres_sync(carriage->to, NULL) : status;
}

/* Behind the last number that came along. */
static enum store_status move_numbers(struct carriage *carriage,
				      const char *table)
{
	char sql[256];
	PGresult *rows;
	enum store_status status;

	snprintf(sql, sizeof(sql),
		 "SELECT setval(pg_get_serial_sequence('faqd.%s', 'id'),"
		 " greatest(max(id), 1)) FROM %s",
		 table, table);
	status = postgres_ask_sql(carriage->to, sql, NULL, &rows);
	if (status == STORE_OK)
		PQclear(rows);
	return status;
}

static enum store_status compare(struct carriage *carriage, const char *table)
{
	struct store_carried carried = {.table = table};
	enum store_status status = count_here(carriage, table, &carried.rows);

	if (status == STORE_OK)
		status = count_there(carriage, table, &carried.there);
	if (status != STORE_OK)
		return status;
	carriage->each(carriage->context, &carried);
	/* the target may have words of its own in `meta` */
	if (carried.rows == carried.there || strcmp(table, "meta") == 0)
		return STORE_OK;
	postgres_say(carriage->to, "fill",
		     "not all rows arrived; nothing was kept");
	return STORE_ERROR_IO;
}

static enum store_status carry_table(struct carriage *carriage,
				     const struct table *table)
{
	char sql[128];
	sqlite3_stmt *query;
	enum store_status status;

	snprintf(sql, sizeof(sql), "SELECT * FROM %s", table->name);
	query = sqlite_query(carriage->from, sql);
	if (!query)
		return sqlite_fail(carriage->from, "read",
				   sqlite3_errcode(carriage->from->db));
	status = send_rows(carriage, table->name, query);
	sqlite3_finalize(query);
	if (status == STORE_OK && table->id)
		status = move_numbers(carriage, table->name);
	return status == STORE_OK ? compare(carriage, table->name) : status;
}

/* Keeps others out, and finds that there is nothing yet. */
static enum store_status take_hold(struct carriage *carriage)
{
	char sql[64];
	uint64_t count = 0;
	enum store_status status = STORE_OK;
	PGresult *rows;

	for (size_t i = 0; i < TABLES && status == STORE_OK; i++) {
		snprintf(sql, sizeof(sql), "LOCK TABLE %s IN EXCLUSIVE MODE",
			 tables[i].name);
		status = postgres_ask_sql(carriage->to, sql, NULL, &rows);
		if (status != STORE_OK)
			return status;
		PQclear(rows);
		if (strcmp(tables[i].name, "meta") != 0)
			status = count_there(carriage, tables[i].name, &count);
		if (status == STORE_OK && count > 0) {
			postgres_say(carriage->to, "fill",
				     "there are rows in it already");
			return STORE_SEEN;
		}
	}
	return status;
}

static enum store_status carry_all(struct carriage *carriage)
{
	struct store *to = &carriage->to->base;
	enum store_status status = to->ops->begin(to, STORE_DURABLE);

	if (status != STORE_OK)
		return status;
	status = take_hold(carriage);
	for (size_t i = 0; i < TABLES && status == STORE_OK; i++)
		status = carry_table(carriage, &tables[i]);
	if (status == STORE_OK)
		status = to->ops->commit(to);
	if (status != STORE_OK)
		to->ops->rollback(to);
	return status;
}

/* As it is at one moment, though nobody should write to it. */
static enum store_status carry_snapshot(struct carriage *carriage,
					struct store_error *error)
{
	struct store_error *here = &carriage->from->base.error;
	enum store_status status = sqlite_fail(
		carriage->from, "read", sqlite_run(carriage->from, "BEGIN"));

	here->message[0] = '\0';
	if (status == STORE_OK)
		status = carry_all(carriage);
	*error = here->message[0] ? *here : carriage->to->base.error;
	(void)!sqlite_run(carriage->from, "COMMIT");
	/* so that the first questions are planned well; no matter if not */
	if (status == STORE_OK)
		(void)!postgres_run(carriage->to, "ANALYZE");
	return status;
}

enum store_status store_carry(const char *from, const char *to,
			      const struct store_options *options,
			      store_carried_fn *each, void *context,
			      struct store_error *error)
{
	struct store_options source = {.must_exist = true};
	struct carriage carriage = {.each = each, .context = context};
	struct store *file, *server;
	enum store_status status;

	memset(error, 0, sizeof(*error));
	status = store_open(&file, from, &source, error);
	if (status != STORE_OK)
		return status;
	status = postgres_open(&server, to, options, error);
	if (status == STORE_OK) {
		carriage.from = sqlite_of(file);
		carriage.to = postgres_of(server);
		status = carry_snapshot(&carriage, error);
		store_close(server);
	}
	store_close(file);
	return status;
}
