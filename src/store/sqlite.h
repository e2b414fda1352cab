/* SPDX-License-Identifier: MIT */
/*
 * sqlite.h: the SQLite backend's own; for src/store/sqlite*.c only.
 *
 * Write-ahead log; synchronous is NORMAL, and FULL for the transactions that
 * must be durable. What is deleted is overwritten (secure_delete).
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/backend.h"

#include <sqlite3.h>

#define STORE_PATH_BYTES 256u /* of a path as messages show it */

enum sqlite_put {
	PUT_TURN,
	PUT_FEEDBACK,
	PUT_SESSION,
	PUT_DELIVERY,
	PUT_OUTGOING,
	PUT_SENT_AGAIN,
	PUT_SENT_DONE,
	PUT_SENT_DEAD,
	PUT_WITHDRAWAL,
	PUT_API_KEY,
	PUT_API_KEY_USED,
	PUT_API_KEY_REVOKED,
	PUT_TALK,
	PUT_MESSAGE,
	PUT_CORRECTION,
	PUT_COUNT
};

struct sqlite_store {
	struct store base;
	sqlite3 *db;
	char path[STORE_PATH_BYTES];
	int busy_ms;
	bool full_sync; /* as synchronous is now */
	sqlite3_stmt *put[PUT_COUNT];
};

extern const struct store_ops sqlite_ops;

static inline struct sqlite_store *sqlite_of(struct store *base)
{
	return (struct sqlite_store *)base;
}

/* The message "cannot WHAT 'PATH': why", and the status for SQLite's code. */
enum store_status sqlite_fail(struct sqlite_store *store, const char *what,
			      int code);

/* Runs SQL that gives no rows. SQLite's code. */
STORE_MUST_CHECK int sqlite_run(struct sqlite_store *store, const char *sql);

/* The one number that SQL gives. SQLite's code. */
STORE_MUST_CHECK int sqlite_number(struct sqlite_store *store, const char *sql,
				   int64_t *out);

/* Makes a statement to be finalized by the caller; NULL when it can't. */
sqlite3_stmt *sqlite_query(struct sqlite_store *store, const char *sql);

/* Finalizes; `code` is what the last step said. */
enum store_status sqlite_end_query(struct sqlite_store *store,
				   sqlite3_stmt *query, int code);

/* Ids and texts; `at` counts from 1. No id is NULL. */
void sqlite_bind_id(sqlite3_stmt *query, int at, const struct store_id *id);
void sqlite_bind_text(sqlite3_stmt *query, int at, const char *text);
/* Columns count from 0. What does not fit is cut. */
void sqlite_get_id(sqlite3_stmt *query, int at, struct store_id *id);
void sqlite_get_text(sqlite3_stmt *query, int at, char *out, size_t size);

/* sqlite_file.c: is there a file that may be read and written? Makes one,
 * mode 0600. On failure `why` says what is the matter. */
STORE_MUST_CHECK bool sqlite_file(const char *path, bool must_exist,
				  const char **why);

/* sqlite_schema.c: a step takes a database from version i to i + 1. */
struct sqlite_schema {
	const char *const *steps;
	unsigned count;
};

extern const struct sqlite_schema sqlite_schema;

/* Refuses what is not ours (FORMAT) and what is newer (NEWER); changes
 * nothing. */
STORE_MUST_CHECK enum store_status
sqlite_examine(struct sqlite_store *store, const struct sqlite_schema *schema);

/* Brings it up to the schema, each step with its new version in one
 * transaction; several processes may try at once. */
STORE_MUST_CHECK enum store_status
sqlite_migrate(struct sqlite_store *store, const struct sqlite_schema *schema);

/* sqlite_open.c */
enum store_status sqlite_common(struct store *base, const char *name,
				const uint8_t fresh[STORE_SALT_BYTES],
				uint8_t out[STORE_SALT_BYTES]);

/* sqlite_put.c */
STORE_MUST_CHECK bool sqlite_prepare_puts(struct sqlite_store *store);
enum store_status sqlite_put(struct store *base,
			     const struct store_record *clean);

/* sqlite_desk.c */
enum store_status sqlite_session(struct store *base,
				 const struct store_id *visitor,
				 struct store_session *out);
enum store_status sqlite_sessions(struct store *base, const char *mouth,
				  int64_t since_ms, size_t limit,
				  store_session_fn *each, void *context);
enum store_status sqlite_delivery(struct store *base, const char *desk,
				  const struct store_id *id);
enum store_status sqlite_claim(struct store *base,
			       const struct store_take *take, int64_t *ids,
			       size_t *count);
enum store_status sqlite_outgoing(struct store *base, int64_t id,
				  store_outgoing_fn *each, void *context,
				  bool *more);
enum store_status sqlite_api_keys(struct store *base, const char *id,
				  store_api_key_fn *each, void *context);

/* sqlite_outbox.c */
enum store_status sqlite_outbox(struct store *base, int64_t id,
				store_outgoing_fn *each, void *context);
enum store_status sqlite_outbox_waits(struct store *base, int64_t id);
enum store_status sqlite_outbox_count(struct store *base,
				      struct store_outbox_count *out);
enum store_status sqlite_outbox_change(struct store *base,
				       enum store_outbox_change what,
				       int64_t id, int64_t now_ms,
				       size_t *count);

/* sqlite_talk.c */
extern const char *const sqlite_talk_sql[3]; /* from PUT_TALK on */
/* For a record of conversation.h; NULL when it is none. */
sqlite3_stmt *sqlite_bind_talk(struct sqlite_store *store,
			       const struct store_record *clean);
enum store_status sqlite_talk(struct store *base,
			      const struct store_id *visitor,
			      struct store_talk *out);
enum store_status sqlite_open_talks(struct store *base, size_t limit,
				    store_talk_fn *each, void *context);
enum store_status sqlite_messages(struct store *base,
				  const struct store_id *visitor,
				  uint64_t after_seq, size_t limit,
				  store_message_fn *each, void *context);
enum store_status sqlite_message_seq(struct store *base,
				     const struct store_id *visitor,
				     const struct store_id *message,
				     uint64_t *seq);
enum store_status sqlite_corrections(struct store *base, int64_t from_ms,
				     int64_t to_ms, store_correction_fn *each,
				     void *context);

/* sqlite_report.c */
enum faq_verdict sqlite_get_verdict(sqlite3_stmt *query, int at);
enum store_status sqlite_turns(struct store *base,
			       const struct store_range *range,
			       store_turn_fn *each, void *context);
enum store_status sqlite_last_turns(struct store *base,
				    const struct store_id *visitor,
				    int64_t since_ms, size_t limit,
				    store_turn_fn *each, void *context);
enum store_status sqlite_feedback(struct store *base,
				  const struct store_range *range,
				  store_feedback_fn *each, void *context);
enum store_status sqlite_intent_counts(struct store *base, int64_t from_ms,
				       int64_t to_ms,
				       store_intent_count_fn *each,
				       void *context);
enum store_status sqlite_day_counts(struct store *base, int64_t from_ms,
				    int64_t to_ms, store_day_count_fn *each,
				    void *context);

/* sqlite_forget.c */
enum store_status sqlite_delete_old(struct store *base,
				    const struct store_retention *retention,
				    size_t limit, size_t *deleted);
enum store_status sqlite_delete_visitor(struct store *base,
					const struct store_id *visitor,
					size_t *rows);
enum store_status sqlite_scrub(struct store *base, bool patient);

#endif
