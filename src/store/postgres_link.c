/* SPDX-License-Identifier: MIT */
/*
 * The connection: how it is made, noticed to be lost, and made anew.
 */
#include "store/postgres.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PASSWORD_BYTES 1024u

int64_t postgres_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The first line of `why`: libpq adds others with hints, and with what became
 * of other hosts. */
void postgres_say(struct postgres_store *s, const char *what, const char *why)
{
	snprintf(s->base.error.message, sizeof(s->base.error.message),
		 "cannot %s '%s': %.*s", what, s->shown,
		 (int)strcspn(why, "\n"), why);
}

void postgres_drop(struct postgres_store *s)
{
	PQfinish(s->conn);
	s->conn = NULL;
	s->sent = s->sent_bytes = 0;
}

enum store_status postgres_lost(struct postgres_store *s)
{
	const char *why = PQerrorMessage(s->conn);

	if (!s->base.error.message[0]) /* the server has said it better */
		postgres_say(s, "use",
			     why[0] ? why : "the server does not answer");
	postgres_drop(s);
	return STORE_ERROR_IO;
}

/* ---- making it ---- */

/* The first line of the file, which others must not be able to read. */
static bool read_password(struct postgres_store *s, char *out, size_t size)
{
	struct stat info;
	ssize_t got = -1;
	int fd = open(s->password_file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
	    (info.st_mode & (S_IRWXO | S_IWGRP)) == 0)
		got = read(fd, out, size - 1);
	if (fd >= 0)
		close(fd);
	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	if (out[0])
		return true;
	snprintf(s->base.error.message, sizeof(s->base.error.message),
		 "cannot open '%s': the password file '%s' must be a file with "
		 "the password that others can't read; chmod 600",
		 s->shown, s->password_file);
	return false;
}

#define PARAMETERS_MAX 12

struct parameters {
	const char *name[PARAMETERS_MAX], *value[PARAMETERS_MAX];
	size_t count;
};

static void set(struct parameters *parameters, const char *name,
		const char *value)
{
	parameters->name[parameters->count] = name;
	parameters->value[parameters->count++] = value;
}

/* Ours come before the address, which may say otherwise, but for the encoding.
 * A dead peer is noticed within 11 s, whoever is to speak. */
static void fill(struct parameters *parameters, const struct postgres_store *s,
		 const char *password)
{
	memset(parameters, 0, sizeof(*parameters));
	set(parameters, "fallback_application_name", "faqd");
	set(parameters, "connect_timeout", "3");
	set(parameters, "keepalives_idle", "5");
	set(parameters, "keepalives_interval", "2");
	set(parameters, "keepalives_count", "3");
	set(parameters, "tcp_user_timeout", "11000");
	if (password[0])
		set(parameters, "password", password);
	set(parameters, "dbname", s->address);
	set(parameters, "client_encoding", "UTF8");
}

/* Notices are for people at a terminal. */
static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

/* The server, too, looks for dead peers: what a node that vanished has locked
 * is free within 20 s, not two hours. */
static enum store_status set_up(struct postgres_store *s)
{
	static const char what[] =
		"SELECT pg_backend_pid() || '/' || extract(epoch FROM"
		" backend_start), current_setting('synchronous_commit') = 'off'"
		" FROM pg_stat_activity WHERE pid = pg_backend_pid()";
	char sql[384];
	PGresult *rows;
	enum store_status status;

	snprintf(
		sql, sizeof(sql),
		"SET search_path = faqd; SET statement_timeout = %u;"
		"SET lock_timeout = %u;"
		"SET idle_in_transaction_session_timeout = %u;"
		"SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 3;"
		"SET tcp_keepalives_count = 3",
		s->wait_ms, s->busy_ms, 2 * s->wait_ms);
	if (PQenterPipelineMode(s->conn) != 1 ||
	    PQsetnonblocking(s->conn, 1) != 0)
		return postgres_lost(s);
	status = postgres_run(s, sql);
	if (status != STORE_OK)
		return status;
	s->pinned = true; /* don't try to reconnect while connecting */
	status = postgres_ask_sql(s, what, NULL, &rows);
	s->pinned = false;
	if (status != STORE_OK)
		return status;
	postgres_get_text(rows, 0, 0, s->taker, sizeof(s->taker));
	s->lazy = postgres_get_bool(rows, 0, 1);
	PQclear(rows);
	return STORE_OK;
}

/* Would it let anybody in? Then the refusal was meant for us. */
static enum store_status status_of_refusal(const struct parameters *parameters)
{
	switch (PQpingParams(parameters->name, parameters->value, 1)) {
	case PQPING_OK:
	case PQPING_NO_ATTEMPT:
		return STORE_ERROR_OPEN;
	default:
		return STORE_ERROR_IO;
	}
}

enum store_status postgres_connect(struct postgres_store *s)
{
	struct parameters parameters;
	char password[PASSWORD_BYTES] = "";
	enum store_status status = STORE_OK;

	if (s->password_file && !read_password(s, password, sizeof(password)))
		return STORE_ERROR_OPEN;
	fill(&parameters, s, password);
	s->conn = PQconnectdbParams(parameters.name, parameters.value, 1);
	if (!s->conn) {
		postgres_say(s, "open", "out of memory");
		status = STORE_ERROR_NOMEM;
	} else if (PQstatus(s->conn) != CONNECTION_OK) {
		postgres_say(s, "open", PQerrorMessage(s->conn));
		postgres_drop(s);
		status = status_of_refusal(&parameters);
	}
	OPENSSL_cleanse(password, sizeof(password));
	if (status != STORE_OK)
		return status;
	s->links++;
	PQsetNoticeProcessor(s->conn, ignore_notice, NULL);
	status = set_up(s);
	if (status != STORE_OK && s->conn)
		postgres_drop(s);
	return status;
}

/* ---- keeping it ---- */

/* A server that went away has said so, or its system has: without a look at
 * the socket the next statement would fail that could have gone well. */
static bool is_alive(struct postgres_store *s)
{
	struct pollfd socket = {.fd = PQsocket(s->conn), .events = POLLIN};

	if (socket.fd < 0)
		return false;
	while (poll(&socket, 1, 0) > 0) /* its last words come before its end */
		if (PQconsumeInput(s->conn) != 1)
			return false;
	return PQstatus(s->conn) == CONNECTION_OK;
}

static void hold_off(struct postgres_store *s)
{
	s->retry_ms = s->retry_ms ? 2 * s->retry_ms : POSTGRES_RETRY_MS;
	if (s->retry_ms > POSTGRES_RETRY_MS_MAX)
		s->retry_ms = POSTGRES_RETRY_MS_MAX;
	s->retry_at = postgres_clock_ms() + s->retry_ms;
}

/* Is it the store that was opened? Ids would not be found in another. */
static enum store_status resume(struct postgres_store *s)
{
	enum store_status status = postgres_ready(s, s->salt, true);

	if (status == STORE_OK &&
	    memcmp(s->fresh, s->salt, sizeof(s->salt)) != 0) {
		postgres_say(s, "use", "it is another store now; start anew");
		status = STORE_ERROR_FORMAT;
	}
	return status;
}

enum store_status postgres_link(struct postgres_store *s)
{
	enum store_status status;

	if (s->conn && is_alive(s))
		return STORE_OK;
	if (s->conn)
		postgres_drop(s);
	if (s->retry_ms && postgres_clock_ms() < s->retry_at) {
		postgres_say(s, "use", "the connection is lost");
		return STORE_ERROR_IO;
	}
	s->base.error.message[0] = '\0'; /* of what broke it */
	status = postgres_connect(s);
	if (status == STORE_OK)
		status = resume(s);
	if (status == STORE_OK) {
		s->retry_ms = 0;
		return STORE_OK;
	}
	if (s->conn)
		postgres_drop(s);
	hold_off(s);
	return status;
}
