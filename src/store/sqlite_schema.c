/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <stdio.h>
#include <string.h>

/* 'faqd' in the file's header, so that nobody's other database is taken. */
#define APPLICATION_ID 0x66617164

/*
 * Words, not numbers, stand for enums, so that a person can read the tables.
 * Ids are 16 bytes. Never change a step that was released: add one.
 *
 * A session's taken_order and turned_order are when persons had it, as its desk
 * counts time; what waits in the outbox is leased when it has a taker, and not
 * when only its time has not come.
 */
static const char version_1[] =
	"CREATE TABLE meta("
	" name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;"

	"CREATE TABLE turns("
	" id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
	" visitor BLOB NOT NULL, message BLOB, mouth TEXT NOT NULL,"
	" question TEXT NOT NULL, verdict TEXT NOT NULL,"
	" intent TEXT NOT NULL, confidence REAL NOT NULL,"
	" answer_1 TEXT, answer_2 TEXT,"
	" near_1 TEXT, score_1 REAL, near_2 TEXT, score_2 REAL,"
	" near_3 TEXT, score_3 REAL, handover INTEGER NOT NULL,"
	" personal_data INTEGER NOT NULL, latency_us INTEGER NOT NULL) STRICT;"
	"CREATE INDEX turns_time ON turns(time_ms);"
	"CREATE INDEX turns_visitor ON turns(visitor, message);"
	"CREATE INDEX turns_unanswered ON turns(time_ms)"
	" WHERE verdict <> 'answer';"

	"CREATE TABLE feedback("
	" visitor BLOB NOT NULL, message BLOB NOT NULL,"
	" time_ms INTEGER NOT NULL, helpful INTEGER NOT NULL,"
	" reason TEXT NOT NULL,"
	" PRIMARY KEY(visitor, message)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX feedback_time ON feedback(time_ms);"

	"CREATE TABLE sessions("
	" visitor BLOB PRIMARY KEY, mouth TEXT NOT NULL,"
	" updated_ms INTEGER NOT NULL, state TEXT NOT NULL,"
	" dialog BLOB NOT NULL, taken_order INTEGER NOT NULL DEFAULT 0,"
	" turned_order INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;"
	"CREATE INDEX sessions_updated ON sessions(updated_ms);"

	"CREATE TABLE deliveries("
	" desk TEXT NOT NULL, id BLOB NOT NULL, seen_ms INTEGER NOT NULL,"
	" PRIMARY KEY(desk, id)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX deliveries_seen ON deliveries(seen_ms);"

	"CREATE TABLE outbox("
	" id INTEGER PRIMARY KEY AUTOINCREMENT, desk TEXT NOT NULL,"
	" visitor BLOB NOT NULL, conversation TEXT NOT NULL,"
	" body BLOB NOT NULL, verbatim INTEGER NOT NULL,"
	" created_ms INTEGER NOT NULL, next_ms INTEGER NOT NULL,"
	" attempts INTEGER NOT NULL DEFAULT 0,"
	" state TEXT NOT NULL DEFAULT 'pending',"
	" cause TEXT NOT NULL DEFAULT '',"
	" leased INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX outbox_due ON outbox(next_ms) WHERE state = 'pending';"
	"CREATE INDEX outbox_order ON outbox(desk, conversation, id)"
	" WHERE state = 'pending';"
	"CREATE INDEX outbox_visitor ON outbox(visitor);"
	"CREATE INDEX outbox_ended ON outbox(created_ms)"
	" WHERE state <> 'pending';"
	"CREATE INDEX outbox_dead ON outbox(id) WHERE state = 'dead';"

	"CREATE TABLE api_keys("
	" id TEXT PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL,"
	" salt BLOB NOT NULL, hash BLOB NOT NULL,"
	" created_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL DEFAULT 0,"
	" revoked_ms INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;";

/* A visitor's messages are one run of keys: no index is needed to read them.
 * An agent is a name and a key, since two keys may bear one name. */
static const char version_2[] =
	"CREATE TABLE conversations("
	" visitor BLOB PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL,"
	" agent TEXT NOT NULL, since_ms INTEGER NOT NULL,"
	" updated_ms INTEGER NOT NULL, last_seq INTEGER NOT NULL,"
	" read_seq INTEGER NOT NULL, step INTEGER NOT NULL,"
	" agent_key TEXT NOT NULL DEFAULT '',"
	" heard_seq INTEGER NOT NULL DEFAULT 0)"
	" STRICT, WITHOUT ROWID;"
	"CREATE INDEX conversations_open ON conversations(since_ms)"
	" WHERE state IN ('waiting', 'joined');"
	"CREATE INDEX conversations_updated ON conversations(updated_ms);"

	"CREATE TABLE messages("
	" visitor BLOB NOT NULL, seq INTEGER NOT NULL,"
	" time_ms INTEGER NOT NULL, sender TEXT NOT NULL, message BLOB,"
	" agent TEXT NOT NULL, body TEXT NOT NULL, verdict TEXT,"
	" intent TEXT, confidence REAL,"
	" near_1 TEXT, score_1 REAL, near_2 TEXT, score_2 REAL,"
	" near_3 TEXT, score_3 REAL,"
	" PRIMARY KEY(visitor, seq)) STRICT, WITHOUT ROWID;"
	"CREATE UNIQUE INDEX messages_message ON messages(visitor, message)"
	" WHERE message IS NOT NULL;"
	"CREATE INDEX messages_time ON messages(time_ms);"

	"CREATE TABLE corrections("
	" id INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
	" visitor BLOB NOT NULL, seq INTEGER NOT NULL,"
	" question TEXT NOT NULL, answered TEXT NOT NULL,"
	" expected TEXT NOT NULL, agent TEXT NOT NULL) STRICT;"
	"CREATE INDEX corrections_time ON corrections(time_ms);"
	"CREATE INDEX corrections_visitor ON corrections(visitor);";

static const char *const steps[] = {version_1, version_2};

const struct sqlite_schema sqlite_schema = {steps,
					    sizeof(steps) / sizeof(steps[0])};

/* Fresh: it has the version 0 and holds nothing. */
static enum store_status look(struct sqlite_store *store, int64_t *version)
{
	int64_t application = 0, objects = 0;
	int code = sqlite_number(store, "PRAGMA application_id", &application);

	if (code == SQLITE_OK)
		code = sqlite_number(store, "PRAGMA user_version", version);
	if (code == SQLITE_OK)
		code = sqlite_number(
			store, "SELECT count(*) FROM sqlite_schema", &objects);
	if (code != SQLITE_OK)
		return sqlite_fail(store, "open", code);
	if (application == APPLICATION_ID)
		return STORE_OK;
	if (application == 0 && *version == 0 && objects == 0)
		return STORE_OK;
	snprintf(store->base.error.message, sizeof(store->base.error.message),
		 "cannot open '%s': a database, but not one of faqd",
		 store->path);
	return STORE_ERROR_FORMAT;
}

/* Another process may have taken the step while we waited for the lock. */
static int take_step(struct sqlite_store *store, const char *step,
		     unsigned version)
{
	char mark[96];
	int64_t now = 0;
	int code = sqlite_run(store, "BEGIN IMMEDIATE");

	if (code != SQLITE_OK)
		return code;
	code = sqlite_number(store, "PRAGMA user_version", &now);
	if (code == SQLITE_OK && now == version) {
		code = sqlite_run(store, step);
		snprintf(mark, sizeof(mark),
			 "PRAGMA application_id = %d; PRAGMA user_version = %u",
			 APPLICATION_ID, version + 1);
		if (code == SQLITE_OK)
			code = sqlite_run(store, mark);
	}
	if (code == SQLITE_OK)
		code = sqlite_run(store, "COMMIT");
	if (code != SQLITE_OK && !sqlite3_get_autocommit(store->db))
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return code;
}

enum store_status sqlite_examine(struct sqlite_store *store,
				 const struct sqlite_schema *schema)
{
	int64_t version = 0;
	enum store_status status = look(store, &version);

	if (status == STORE_OK && (version < 0 || version > schema->count)) {
		snprintf(store->base.error.message,
			 sizeof(store->base.error.message),
			 "cannot open '%s': made by a newer faqd (schema %lld, "
			 "this one knows %u)",
			 store->path, (long long)version, schema->count);
		return STORE_ERROR_NEWER;
	}
	return status;
}

enum store_status sqlite_migrate(struct sqlite_store *store,
				 const struct sqlite_schema *schema)
{
	int64_t version = 0;
	int code = sqlite_number(store, "PRAGMA user_version", &version);

	for (unsigned i = (unsigned)version;
	     i < schema->count && code == SQLITE_OK; i++)
		code = take_step(store, schema->steps[i], i);
	return sqlite_fail(store, "bring up to date", code);
}
