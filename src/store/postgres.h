/* SPDX-License-Identifier: MIT */
/*
 * postgres.h: the PostgreSQL backend's own; for src/store/postgres*.c only.
 *
 *	postgres_put, _desk ... --postgres_send--> libpq, pipelined
 *	                        <--postgres_sync-- the results, in order
 *
 * One connection a store, always in libpq's pipeline mode and never blocking
 * inside libpq once it stands: who waits for the server waits in
 * postgres_call.c, and gives up after `wait_ms` and POSTGRES_GRACE_MS. The
 * server gives a statement up after `wait_ms` itself, so the grace is for
 * servers that are stopped or cut off.
 *
 * A connection that is lost is made anew by the next call, at once the first
 * time, then no sooner than POSTGRES_RETRY_MS and twice as long each time, up
 * to POSTGRES_RETRY_MS_MAX; in between calls fail at once. A read that finds
 * it lost is asked again. A commit that does is looked up once the server is
 * back, within POSTGRES_DOUBT_MS, by the number that each transaction leaves in
 * `writers` (the server's own numbers are given anew after a crash): so a
 * store_write() that fails has not been stored, unless it says that this is not
 * known.
 */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include "store/backend.h"

#include <postgresql/libpq-fe.h>
#include <stdio.h>

#define POSTGRES_WAIT_MS 10000u
#define POSTGRES_BUSY_MS 2000u
#define POSTGRES_GRACE_MS 2000
#define POSTGRES_RETRY_MS 100
#define POSTGRES_RETRY_MS_MAX 5000
#define POSTGRES_DOUBT_MS 3000

/* What waits in a pipeline before its results are fetched: their number, and
 * the bytes of what is sent. */
#define POSTGRES_PIPE_MAX 256u
#define POSTGRES_PIPE_BYTES (1024u * 1024u)

#define POSTGRES_PORTION 500 /* rows that a walk fetches at once */

#define POSTGRES_SHOWN_BYTES 256u /* of an address as messages show it */
#define POSTGRES_TAKER_BYTES 48u

/* Those that are prepared; postgres_sql.c has them. */
enum postgres_sql {
	SQL_BEGIN,
	SQL_READ,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_FLUSH, /* this commit waits for the disk */
	SQL_WRITER,
	SQL_MARK,
	SQL_FATE,
	SQL_FETCH,
	SQL_PUT_TURN,
	SQL_PUT_FEEDBACK,
	SQL_PUT_SESSION,
	SQL_PUT_DELIVERY,
	SQL_PUT_OUTGOING,
	SQL_PUT_SENT_AGAIN,
	SQL_PUT_SENT_DONE,
	SQL_PUT_SENT_DEAD,
	SQL_PUT_WITHDRAWAL,
	SQL_PUT_API_KEY,
	SQL_PUT_API_KEY_USED,
	SQL_PUT_API_KEY_REVOKED,
	SQL_PUT_TALK,
	SQL_PUT_MESSAGE,
	SQL_PUT_CORRECTION,
	SQL_SESSION,
	SQL_DELIVERY,
	SQL_CLAIM,
	SQL_OUTGOING,
	SQL_OUTBOX_WAITS,
	SQL_OUTBOX_COUNT,
	SQL_OUTBOX_DUE,
	SQL_OUTBOX_RETRY,
	SQL_OUTBOX_DROP,
	SQL_API_KEYS,
	SQL_TALK,
	SQL_OPEN_TALKS,
	SQL_MESSAGES,
	SQL_MESSAGE_SEQ,
	SQL_NOTIFY,
	SQL_COUNT
};

extern const char *const postgres_sql[SQL_COUNT];

/* The name under which it is prepared. */
static inline void postgres_name(enum postgres_sql sql, char out[8])
{
	snprintf(out, 8, "s%u", (unsigned)sql % 1000u);
}

/* What is to come of a statement in the pipeline. */
enum postgres_expect {
	EXPECT_ANY,
	EXPECT_ROW,      /* one row changed, else STORE_SEEN */
	EXPECT_NEXT,     /* one row changed, else STORE_BEHIND */
	EXPECT_WITHDRAWN /* adds up in base.withdrawn */
};

struct postgres_store {
	struct store base;
	char *address;       /* without a password; owned, as the next */
	char *password_file; /* or NULL */
	char shown[POSTGRES_SHOWN_BYTES];
	PGconn *conn;   /* NULL: lost */
	unsigned links; /* connections made so far */
	unsigned wait_ms, busy_ms;
	int64_t retry_at; /* by postgres_clock_ms() */
	int64_t retry_ms; /* 0: it works */
	bool lazy;        /* commits don't wait for the disk */
	bool pinned; /* this connection or none: in a transaction, or starting
		      */
	/* Whose transactions are told apart by numbers: the table `writers` has
	 * the last that was committed. No id: it has none yet. */
	struct store_id writer;
	int64_t number;
	char taker[POSTGRES_TAKER_BYTES]; /* names this connection */
	/* of the store when it was opened, and as the connection has it */
	uint8_t salt[STORE_SALT_BYTES], fresh[STORE_SALT_BYTES];
	size_t sent, sent_bytes; /* whose results are awaited */
	uint8_t expect[POSTGRES_PIPE_MAX];
};

extern const struct store_ops postgres_ops;

static inline struct postgres_store *postgres_of(struct store *base)
{
	return (struct postgres_store *)base;
}

/* ---- postgres_value.c: parameters and columns, all in binary ---- */

#define POSTGRES_ARGS_MAX 20

/* Texts and bytes are not copied. */
struct postgres_args {
	int count;
	const char *value[POSTGRES_ARGS_MAX];
	int length[POSTGRES_ARGS_MAX];
	int format[POSTGRES_ARGS_MAX];
	uint8_t number[POSTGRES_ARGS_MAX][8]; /* as the wire has it */
	size_t bytes;
};

void postgres_add_null(struct postgres_args *args);
void postgres_add_int(struct postgres_args *args, int64_t number);
void postgres_add_double(struct postgres_args *args, double number);
/* As digits, which the server reads as what the column is. */
void postgres_add_decimal(struct postgres_args *args, const char *decimal);
void postgres_add_bool(struct postgres_args *args, bool yes);
void postgres_add_text(struct postgres_args *args, const char *text);
void postgres_add_bytes(struct postgres_args *args, const void *bytes,
			size_t size);
void postgres_add_id(struct postgres_args *args, const struct store_id *id);

/* A null is 0, false, "" or no id; what does not fit is cut. */
int64_t postgres_get_int(const PGresult *rows, int row, int column);
double postgres_get_double(const PGresult *rows, int row, int column);
bool postgres_get_bool(const PGresult *rows, int row, int column);
void postgres_get_text(const PGresult *rows, int row, int column, char *out,
		       size_t size);
void postgres_get_id(const PGresult *rows, int row, int column,
		     struct store_id *id);
/* False, and nothing in `out`, when it has another size. */
bool postgres_get_bytes(const PGresult *rows, int row, int column, void *out,
			size_t size);

/* ---- postgres_link.c: the connection ---- */

/* Milliseconds of a clock that never goes back; for waiting only. */
int64_t postgres_clock_ms(void);

/* Connects, sets the session up. STORE_ERROR_OPEN: the server refuses us;
 * STORE_ERROR_IO: there is none, or not yet. */
STORE_MUST_CHECK enum store_status postgres_connect(struct postgres_store *s);

/* Makes sure of a connection, as the top of this file says. */
STORE_MUST_CHECK enum store_status postgres_link(struct postgres_store *s);

/* Closes it; the message stays. */
void postgres_drop(struct postgres_store *s);

/* It is lost: closes it, and says so unless the server has said why. */
enum store_status postgres_lost(struct postgres_store *s);

/* "cannot WHAT 'ADDRESS': why" as the message. */
void postgres_say(struct postgres_store *s, const char *what, const char *why);

/* ---- postgres_call.c: statements and their results ---- */

/* Into the pipeline. A full one is synchronised first, whose failure is
 * told. */
STORE_MUST_CHECK enum store_status
postgres_send(struct postgres_store *s, enum postgres_sql sql,
	      const struct postgres_args *args, enum postgres_expect expect);

/* The same with a statement that postgres_prepare() has put into the pipeline
 * under a name. */
STORE_MUST_CHECK enum store_status
postgres_prepare(struct postgres_store *s, const char *name, const char *sql);
STORE_MUST_CHECK enum store_status
postgres_send_named(struct postgres_store *s, const char *name,
		    const struct postgres_args *args,
		    enum postgres_expect expect);

/* The same with SQL that is not prepared. */
STORE_MUST_CHECK enum store_status
postgres_send_sql(struct postgres_store *s, const char *sql,
		  const struct postgres_args *args);

/* Fetches what is awaited. STORE_SEEN, or the first error. `*last` (may be
 * NULL) are the last statement's rows, to be cleared; NULL on failure. */
STORE_MUST_CHECK enum store_status postgres_sync(struct postgres_store *s,
						 PGresult **last);

/* Sends and fetches one; within a transaction or outside of one. */
STORE_MUST_CHECK enum store_status
postgres_ask(struct postgres_store *s, enum postgres_sql sql,
	     const struct postgres_args *args, PGresult **rows);

/* The same for SQL that is not prepared. */
STORE_MUST_CHECK enum store_status
postgres_ask_sql(struct postgres_store *s, const char *sql,
		 const struct postgres_args *args, PGresult **rows);

/* How many rows a statement changes, which is prepared or, when `text` is not
 * NULL, given; added to *count. */
STORE_MUST_CHECK enum store_status
postgres_change(struct postgres_store *s, enum postgres_sql sql,
		const char *text, const struct postgres_args *args,
		size_t *count);

/* Statements without results, parted by semicolons: one transaction, unless
 * they say otherwise. */
STORE_MUST_CHECK enum store_status postgres_run(struct postgres_store *s,
						const char *sql);

/* postgres_walk.c; false ends the walk. */
typedef bool postgres_row_fn(void *context, const PGresult *rows, int row);

/* Hands out the rows of an unprepared query in portions, however many. */
STORE_MUST_CHECK enum store_status
postgres_walk(struct postgres_store *s, const char *sql,
	      const struct postgres_args *args, postgres_row_fn *each,
	      void *context);

/* ---- postgres_schema.c: a step takes it from version i to i + 1 ---- */

struct postgres_schema {
	const char *const *steps;
	unsigned count;
};

extern const struct postgres_schema postgres_schema;

/* STORE_ABSENT: there is no store. Refuses what is not ours (FORMAT) and what
 * is newer (NEWER); changes nothing. */
STORE_MUST_CHECK enum store_status
postgres_examine(struct postgres_store *s, const struct postgres_schema *schema,
		 unsigned *version);

/* Brings it up to the schema, each step with its new version in one
 * transaction; several nodes may try at once. */
STORE_MUST_CHECK enum store_status
postgres_migrate(struct postgres_store *s,
		 const struct postgres_schema *schema);

/* postgres_open.c: schema, salt and statements of a fresh connection. `salt` is
 * for a store that has none yet; the store's own becomes s->fresh. */
STORE_MUST_CHECK enum store_status
postgres_ready(struct postgres_store *s, const uint8_t salt[STORE_SALT_BYTES],
	       bool must_exist);

/* ---- the operations ---- */

enum store_status postgres_common(struct store *base, const char *name,
				  const uint8_t fresh[STORE_SALT_BYTES],
				  uint8_t out[STORE_SALT_BYTES]);

enum store_status postgres_put(struct store *base,
			       const struct store_record *clean);
/* For a record of conversation.h. */
enum store_status postgres_put_talk(struct postgres_store *s,
				    const struct store_record *clean);

enum store_status postgres_session(struct store *base,
				   const struct store_id *visitor,
				   struct store_session *out);
enum store_status postgres_sessions(struct store *base, const char *mouth,
				    int64_t since_ms, size_t limit,
				    store_session_fn *each, void *context);
enum store_status postgres_delivery(struct store *base, const char *desk,
				    const struct store_id *id);
enum store_status postgres_api_keys(struct store *base, const char *id,
				    store_api_key_fn *each, void *context);

enum store_status postgres_claim(struct store *base,
				 const struct store_take *take, int64_t *ids,
				 size_t *count);
enum store_status postgres_outgoing(struct store *base, int64_t id,
				    store_outgoing_fn *each, void *context,
				    bool *more);
enum store_status postgres_outbox(struct store *base, int64_t id,
				  store_outgoing_fn *each, void *context);
enum store_status postgres_outbox_waits(struct store *base, int64_t id);
enum store_status postgres_outbox_count(struct store *base,
					struct store_outbox_count *out);
enum store_status postgres_outbox_change(struct store *base,
					 enum store_outbox_change what,
					 int64_t id, int64_t now_ms,
					 size_t *count);

enum store_status postgres_talk(struct store *base,
				const struct store_id *visitor,
				struct store_talk *out);
enum store_status postgres_open_talks(struct store *base, size_t limit,
				      store_talk_fn *each, void *context);
enum store_status postgres_messages(struct store *base,
				    const struct store_id *visitor,
				    uint64_t after_seq, size_t limit,
				    store_message_fn *each, void *context);
enum store_status postgres_message_seq(struct store *base,
				       const struct store_id *visitor,
				       const struct store_id *message,
				       uint64_t *seq);
enum store_status postgres_corrections(struct store *base, int64_t from_ms,
				       int64_t to_ms, store_correction_fn *each,
				       void *context);

enum faq_verdict postgres_get_verdict(const PGresult *rows, int row,
				      int column);
enum store_status postgres_turns(struct store *base,
				 const struct store_range *range,
				 store_turn_fn *each, void *context);
enum store_status postgres_last_turns(struct store *base,
				      const struct store_id *visitor,
				      int64_t since_ms, size_t limit,
				      store_turn_fn *each, void *context);
enum store_status postgres_feedback(struct store *base,
				    const struct store_range *range,
				    store_feedback_fn *each, void *context);
enum store_status postgres_intent_counts(struct store *base, int64_t from_ms,
					 int64_t to_ms,
					 store_intent_count_fn *each,
					 void *context);
enum store_status postgres_day_counts(struct store *base, int64_t from_ms,
				      int64_t to_ms, store_day_count_fn *each,
				      void *context);

enum store_status postgres_delete_old(struct store *base,
				      const struct store_retention *retention,
				      size_t limit, size_t *deleted);
enum store_status postgres_delete_visitor(struct store *base,
					  const struct store_id *visitor,
					  size_t *rows);
enum store_status postgres_scrub(struct store *base, bool patient);

#endif
