/* SPDX-License-Identifier: MIT */
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what the address says ---- */

static const char *value_of(const PQconninfoOption *option, const char *name)
{
	for (; option->keyword; option++)
		if (strcmp(option->keyword, name) == 0 && option->val)
			return option->val;
	return "";
}

static bool holds_password(const PQconninfoOption *options)
{
	return value_of(options, "password")[0] ||
	       value_of(options, "sslpassword")[0];
}

bool postgres_has_password(const char *address)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	bool has = options && holds_password(options);

	PQconninfoFree(options);
	return has;
}

/* "postgresql://host/dbname", as it is told to people. */
static void show(struct postgres_store *s, const PQconninfoOption *options)
{
	const char *host = value_of(options, "host");
	const char *port = value_of(options, "port");

	if (!host[0])
		host = value_of(options, "hostaddr");
	snprintf(s->shown, sizeof(s->shown), "postgresql://%s%s%s/%s", host,
		 port[0] ? ":" : "", port, value_of(options, "dbname"));
}

static enum store_status read_address(struct postgres_store *s)
{
	char *complaint = NULL;
	PQconninfoOption *options = PQconninfoParse(s->address, &complaint);
	enum store_status status = STORE_OK;

	if (!options) {
		/* libpq's words quote the address, and so a password */
		snprintf(s->shown, sizeof(s->shown), "postgresql");
		postgres_say(s, "open",
			     "its address can't be understood; it should look "
			     "like postgresql://user@host:5432/faqd");
		PQfreemem(complaint);
		return STORE_ERROR_OPEN;
	}
	show(s, options);
	if (holds_password(options)) {
		postgres_say(s, "open",
			     "a password does not belong into an address: name "
			     "a file with database-password-file, or set "
			     "PGPASSFILE or PGPASSWORD");
		status = STORE_ERROR_OPEN;
	}
	PQconninfoFree(options);
	return status;
}

/* ---- what a fresh connection needs ---- */

static enum store_status prepare(struct postgres_store *s)
{
	enum store_status status = STORE_OK;
	char name[8];

	for (int i = 0; i < SQL_COUNT && status == STORE_OK; i++) {
		postgres_name((enum postgres_sql)i, name);
		status = postgres_prepare(s, name, postgres_sql[i]);
	}
	return status == STORE_OK ? postgres_sync(s, NULL) : status;
}

/* The first to come leaves his for all. */
enum store_status postgres_common(struct store *base, const char *name,
				  const uint8_t fresh[STORE_SALT_BYTES],
				  uint8_t out[STORE_SALT_BYTES])
{
	static const char leave[] =
		"INSERT INTO faqd.meta(name, value) VALUES($1, $2)"
		" ON CONFLICT DO NOTHING";
	static const char read[] =
		"SELECT value FROM faqd.meta WHERE name = $1";
	struct postgres_store *s = postgres_of(base);
	struct postgres_args args = {0}, which = {0};
	PGresult *rows;
	size_t left = 0;
	enum store_status status;
	bool fits;

	postgres_add_text(&which, name);
	postgres_add_text(&args, name);
	postgres_add_bytes(&args, fresh, STORE_SALT_BYTES);
	status = postgres_change(s, SQL_COUNT, leave, &args, &left);
	if (status == STORE_OK)
		status = postgres_ask_sql(s, read, &which, &rows);
	if (status != STORE_OK)
		return status;
	fits = postgres_get_bytes(rows, 0, 0, out, STORE_SALT_BYTES);
	PQclear(rows);
	if (fits)
		return STORE_OK;
	postgres_say(s, "use", "its table 'meta' is damaged");
	return STORE_ERROR_FORMAT;
}

static enum store_status make_ready(struct postgres_store *s,
				    const uint8_t salt[STORE_SALT_BYTES],
				    bool must_exist)
{
	unsigned version;
	enum store_status status =
		postgres_examine(s, &postgres_schema, &version);

	if (status == STORE_ABSENT && must_exist) {
		postgres_say(s, "open",
			     "there is no store in it; faqd makes one when it "
			     "starts");
		return STORE_ERROR_OPEN;
	}
	if (status == STORE_ABSENT ||
	    (status == STORE_OK && version < postgres_schema.count))
		status = postgres_migrate(s, &postgres_schema);
	if (status == STORE_OK)
		status = postgres_common(&s->base, "salt", salt, s->fresh);
	if (status == STORE_OK)
		status = prepare(s);
	return status;
}

enum store_status postgres_ready(struct postgres_store *s,
				 const uint8_t salt[STORE_SALT_BYTES],
				 bool must_exist)
{
	enum store_status status;

	s->pinned = true; /* this connection, or none */
	status = make_ready(s, salt, must_exist);
	s->pinned = false;
	return status;
}

/* ---- opening ---- */

static enum store_status init(struct postgres_store *s, const char *address,
			      const struct store_options *options)
{
	s->base.ops = &postgres_ops;
	s->wait_ms = options->wait_ms ? options->wait_ms : POSTGRES_WAIT_MS;
	s->busy_ms = options->busy_ms ? options->busy_ms : POSTGRES_BUSY_MS;
	snprintf(s->shown, sizeof(s->shown), "postgresql");
	s->address = strdup(address);
	if (options->password_file && options->password_file[0]) {
		s->password_file = strdup(options->password_file);
		if (!s->password_file)
			return STORE_ERROR_NOMEM;
	}
	return s->address ? STORE_OK : STORE_ERROR_NOMEM;
}

static enum store_status start(struct postgres_store *s,
			       const struct store_options *options)
{
	enum store_status status = read_address(s);

	if (status == STORE_OK)
		status = postgres_connect(s);
	if (status == STORE_OK)
		status = postgres_ready(s, options->salt, options->must_exist);
	memcpy(s->salt, s->fresh, sizeof(s->salt));
	if (status == STORE_OK &&
	    !store_key_make(s->salt, options->secret, options->secret_bytes,
			    &s->base.key)) {
		postgres_say(s, "open", "OpenSSL fails");
		status = STORE_ERROR_NOMEM;
	}
	return status;
}

/* NULL: memory is out. */
static struct postgres_store *make(const char *address,
				   const struct store_options *options)
{
	struct postgres_store *s = calloc(1, sizeof(*s));

	if (!s || init(s, address, options) == STORE_OK)
		return s;
	store_close(&s->base);
	return NULL;
}

static enum store_status no_memory(struct store_error *error)
{
	snprintf(error->message, sizeof(error->message),
		 "cannot open the database: out of memory");
	return STORE_ERROR_NOMEM;
}

enum store_status postgres_open(struct store **out, const char *address,
				const struct store_options *options,
				struct store_error *error)
{
	struct postgres_store *s = make(address, options);
	enum store_status status;

	*out = NULL;
	if (!s)
		return no_memory(error);
	status = start(s, options);
	*error = s->base.error;
	if (status != STORE_OK) {
		store_close(&s->base);
		return status;
	}
	*out = &s->base;
	return STORE_OK;
}

unsigned postgres_newest(void)
{
	return postgres_schema.count;
}

enum store_status postgres_look(const char *address,
				const struct store_options *options,
				unsigned *version, struct store_error *error)
{
	struct postgres_store *s = make(address, options);
	enum store_status status;

	*version = 0;
	if (!s)
		return no_memory(error);
	status = read_address(s);
	if (status == STORE_OK)
		status = postgres_connect(s);
	s->pinned = true;
	if (status == STORE_OK)
		status = postgres_examine(s, &postgres_schema, version);
	*error = s->base.error;
	store_close(&s->base);
	return status;
}
