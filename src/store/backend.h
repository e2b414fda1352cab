/* SPDX-License-Identifier: MIT */
/*
 * backend.h: what a database does behind store.h; for src/store only.
 *
 * store.c checks arguments and cleans every record before a backend sees it,
 * so a backend only keeps and finds. It embeds struct store as its first
 * member. Every operation returns a status and, when it is an error, leaves
 * the words in store->error.
 *
 * A write is begin, put (once a record), commit; after a failure of any of
 * them store.c calls rollback, which can't fail.
 */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/outbox.h"

/* A body of STORE_BODY_BYTES in which each span became [TYPE]. */
#define STORE_CLEAN_BODY_BYTES (STORE_BODY_BYTES + FAQ_SPANS_MAX * 32u)

struct store_ops {
	bool shared; /* by several nodes, which hear of notices */
	void (*close)(struct store *store);
	enum store_status (*begin)(struct store *store,
				   enum store_durability durability);
	/* STORE_SEEN for a delivery that is there; STORE_BEHIND as
	 * conversation.h says. */
	enum store_status (*put)(struct store *store,
				 const struct store_record *clean);
	enum store_status (*commit)(struct store *store);
	void (*rollback)(struct store *store);
	enum store_status (*session)(struct store *store,
				     const struct store_id *visitor,
				     struct store_session *out);
	enum store_status (*sessions)(struct store *store, const char *mouth,
				      int64_t since_ms, size_t limit,
				      store_session_fn *each, void *context);
	enum store_status (*delivery)(struct store *store, const char *desk,
				      const struct store_id *id);
	/* In a transaction: claims, ids the oldest first. */
	enum store_status (*claim)(struct store *store,
				   const struct store_take *take, int64_t *ids,
				   size_t *count);
	/* Outside of one; STORE_ABSENT when it is gone. `*more` is what `each`
	 * said. */
	enum store_status (*outgoing)(struct store *store, int64_t id,
				      store_outgoing_fn *each, void *context,
				      bool *more);
	/* id 0: all that wait or are dead. */
	enum store_status (*outbox)(struct store *store, int64_t id,
				    store_outgoing_fn *each, void *context);
	/* STORE_ABSENT: it does not wait. */
	enum store_status (*outbox_waits)(struct store *store, int64_t id);
	enum store_status (*outbox_count)(struct store *store,
					  struct store_outbox_count *out);
	/* In a transaction. */
	enum store_status (*outbox_change)(struct store *store,
					   enum store_outbox_change what,
					   int64_t id, int64_t now_ms,
					   size_t *count);
	/* id NULL: all. */
	enum store_status (*api_keys)(struct store *store, const char *id,
				      store_api_key_fn *each, void *context);
	enum store_status (*turns)(struct store *store,
				   const struct store_range *range,
				   store_turn_fn *each, void *context);
	enum store_status (*last_turns)(struct store *store,
					const struct store_id *visitor,
					int64_t since_ms, size_t limit,
					store_turn_fn *each, void *context);
	enum store_status (*feedback)(struct store *store,
				      const struct store_range *range,
				      store_feedback_fn *each, void *context);
	enum store_status (*intent_counts)(struct store *store, int64_t from_ms,
					   int64_t to_ms,
					   store_intent_count_fn *each,
					   void *context);
	enum store_status (*day_counts)(struct store *store, int64_t from_ms,
					int64_t to_ms, store_day_count_fn *each,
					void *context);
	/* Those of conversation.h. */
	enum store_status (*talk)(struct store *store,
				  const struct store_id *visitor,
				  struct store_talk *out);
	enum store_status (*open_talks)(struct store *store, size_t limit,
					store_talk_fn *each, void *context);
	enum store_status (*messages)(struct store *store,
				      const struct store_id *visitor,
				      uint64_t after_seq, size_t limit,
				      store_message_fn *each, void *context);
	enum store_status (*message_seq)(struct store *store,
					 const struct store_id *visitor,
					 const struct store_id *message,
					 uint64_t *seq);
	enum store_status (*corrections)(struct store *store, int64_t from_ms,
					 int64_t to_ms,
					 store_correction_fn *each,
					 void *context);
	/* In a transaction. */
	enum store_status (*delete_old)(struct store *store,
					const struct store_retention *retention,
					size_t limit, size_t *deleted);
	enum store_status (*delete_visitor)(struct store *store,
					    const struct store_id *visitor,
					    size_t *rows);
	/* Outside of one: leaves no deleted byte behind in any file.
	 * STORE_ERROR_BUSY when readers are in the way, at once or, patient,
	 * after a while. */
	enum store_status (*scrub)(struct store *store, bool patient);
	/* Outside of one: the value of that name, `fresh` if there was none. */
	enum store_status (*common)(struct store *store, const char *name,
				    const uint8_t fresh[STORE_SALT_BYTES],
				    uint8_t out[STORE_SALT_BYTES]);
};

struct store {
	const struct store_ops *ops;
	struct store_key key;
	struct store_error error;
	bool unscrubbed;  /* rows were deleted since the last scrub */
	size_t withdrawn; /* by the batch; put() of a withdrawal adds to it */
	struct store_record clean;               /* being written */
	char clean_body[STORE_CLEAN_BODY_BYTES]; /* of it */
};

/* sqlite.c; `path` without "sqlite:". */
STORE_MUST_CHECK enum store_status
sqlite_open(struct store **out, const char *path,
	    const struct store_options *options, struct store_error *error);

/* postgres_open.c; an address of store_is_shared(). */
STORE_MUST_CHECK enum store_status
postgres_open(struct store **out, const char *address,
	      const struct store_options *options, struct store_error *error);

bool postgres_has_password(const char *address);

/* For store_look() and store_newest(). */
unsigned sqlite_newest(void);
unsigned postgres_newest(void);
STORE_MUST_CHECK enum store_status
sqlite_look(const char *path, unsigned *version, struct store_error *error);
STORE_MUST_CHECK enum store_status
postgres_look(const char *address, const struct store_options *options,
	      unsigned *version, struct store_error *error);

/* address.c: the file's name, without "sqlite:". */
const char *address_file(const char *address);

/* The key of ids from the store's salt and the operator's secret. False only
 * when OpenSSL fails. */
STORE_MUST_CHECK bool store_key_make(const uint8_t salt[STORE_SALT_BYTES],
				     const void *secret, size_t secret_bytes,
				     struct store_key *key);

/* talk_word.c: what a column says; the last of its kind for an unknown word:
 * closed, anger, system. */
enum store_talk_state store_talk_state_of(const char *word);
enum store_talk_reason store_talk_reason_of(const char *word);
enum store_from store_from_of(const char *word);

#endif
