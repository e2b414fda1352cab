/* SPDX-License-Identifier: MIT */
/*
 * postgres_fixture.h: a database of its own for a test, in the server that
 * tests/store/postgres.sh has started, and SQL beside the store.
 */
#ifndef TESTS_POSTGRES_FIXTURE_H
#define TESTS_POSTGRES_FIXTURE_H

#include <postgresql/libpq-fe.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* The server's first database; NULL: there is no server. */
static inline const char *postgres_server(void)
{
	return getenv("TEST_POSTGRES");
}

static inline void postgres_silence(void *context, const char *message)
{
	(void)context;
	(void)message;
}

/* One row's first column, "" for none; the caller's to free. */
static inline char *postgres_text(const char *address, const char *sql)
{
	PGconn *conn = PQconnectdb(address);
	PGresult *rows;
	char *text;

	PQsetNoticeProcessor(conn, postgres_silence, NULL);
	PQsetErrorVerbosity(conn, PQERRORS_TERSE);
	PQclear(PQexec(conn, "SET client_min_messages = error"));
	rows = PQexec(conn, sql);
	if (PQresultStatus(rows) != PGRES_COMMAND_OK &&
	    PQresultStatus(rows) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	text = strdup(PQntuples(rows) ? PQgetvalue(rows, 0, 0) : "");
	assert_non_null(text);
	PQclear(rows);
	PQfinish(conn);
	return text;
}

static inline int64_t postgres_number(const char *address, const char *sql)
{
	char *text = postgres_text(address, sql);
	int64_t number = strtoll(text, NULL, 10);

	free(text);
	return number;
}

/* Another database of that server: "/postgres?" becomes "/NAME?". */
static inline void postgres_address(const char *name, char *out, size_t size)
{
	const char *server = postgres_server();
	const char *slash = server ? strstr(server, "/postgres?") : NULL;

	if (!slash)
		fail_msg("run it by tests/store/postgres.sh");
	snprintf(out, size, "%.*s/%s?%s", (int)(slash - server), server, name,
		 slash + strlen("/postgres?"));
}

static inline void postgres_database(char *address, size_t size)
{
	static unsigned count;
	char name[48], sql[96];

	snprintf(name, sizeof(name), "t%ld_%u", (long)getpid(), ++count);
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s", name);
	postgres_address(name, address, size);
	free(postgres_text(postgres_server(), sql));
}

static inline void postgres_undo(const char *address)
{
	const char *name = strstr(address, "@/");
	char sql[96];

	assert_non_null(name);
	snprintf(sql, sizeof(sql), "DROP DATABASE %.*s WITH (FORCE)",
		 (int)strcspn(name + 2, "?"), name + 2);
	free(postgres_text(postgres_server(), sql));
}

/* Is it in any row of any table, as text or as bytes? */
static inline bool postgres_holds(const char *address, const void *bytes,
				  size_t size)
{
	static const char *const tables[] = {
		"turns",         "feedback", "sessions",   "deliveries",
		"outbox",        "messages", "api_keys",   "corrections",
		"conversations", "meta",     "faqd_schema"};
	char sql[4096], hex[1024] = "";

	for (size_t i = 0; i < size && i < 500; i++)
		snprintf(hex + 2 * i, 3, "%02x",
			 ((const unsigned char *)bytes)[i]);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM faqd.%s AS t WHERE"
			 " strpos(encode(convert_to(t::text, 'UTF8'), 'hex'),"
			 " '%s') > 0 OR strpos(t::text, '%s') > 0",
			 tables[i], hex, hex);
		if (postgres_number(address, sql) > 0)
			return true;
	}
	return false;
}

#endif
