/* SPDX-License-Identifier: MIT */
/*
 * conversation.h: what is kept of conversations that persons have taken up, or
 * are to: the conversation, its messages, and what persons said of the bot's
 * answers.
 *
 *	conversation 1 --- n message	by visitor and seq, seq from 1
 *	                     1 --- n correction
 *
 * A visitor has one conversation, which may be handed over again and again;
 * their id names it. It is part of store.h, whose rules on texts, ids, threads
 * and durability hold here too, with one exception: what an agent writes is
 * kept as it is. Agents are the operator's own and see redacted text only, and
 * the address that they give a visitor must arrive.
 */
#ifndef STORE_CONVERSATION_H
#define STORE_CONVERSATION_H

#include "core/faq.h"
#include "store/base.h"

struct store;

#define STORE_AGENT_BYTES 241u   /* an agent's name, with the NUL */
#define STORE_MESSAGE_TEXT 4096u /* bytes of a message, without a NUL */
#define STORE_TALK_INTENT_BYTES (FAQ_ID_BYTES_MAX + 1u)
#define STORE_TALK_NEAR_MAX 3u

enum store_talk_state {
	STORE_TALK_WAITING,  /* for a person */
	STORE_TALK_JOINED,   /* a person has it */
	STORE_TALK_RETURNED, /* the bot has it again */
	STORE_TALK_CLOSED
};

/* Why a person is wanted. */
enum store_talk_reason {
	STORE_TALK_ASKED,
	STORE_TALK_MISSES, /* the bot had no answer, twice */
	STORE_TALK_ANGER
};

/*
 * Writing replaces, but never turns back: when the stored one has more
 * messages, or a message of the same batch has a seq that is taken, somebody
 * else was faster, and the batch is STORE_BEHIND. So who writes the next seq
 * together with what it changes is sure that nothing came between: that is how
 * one of two agents gets a conversation that both claim. The marks of what was
 * read and heard only grow.
 */
struct store_talk {
	struct store_id visitor; /* must be there */
	enum store_talk_state state;
	enum store_talk_reason reason;
	char agent[STORE_AGENT_BYTES]; /* who has it or had it last, or "" */
	/* ... by which API key: a name alone is nobody's own. */
	char agent_key[STORE_API_KEY_ID_BYTES];
	int64_t since_ms; /* handed over last */
	int64_t updated_ms;
	uint64_t last_seq;  /* of its messages, 0: none */
	uint64_t read_seq;  /* of the visitor's that an agent has seen */
	uint64_t heard_seq; /* of all that the visitor's client has shown */
	unsigned step;      /* of the checklist, 0: none */
};

enum store_from {
	STORE_FROM_VISITOR,
	STORE_FROM_BOT,
	STORE_FROM_AGENT,
	STORE_FROM_NOTE,  /* of an agent, never shown to the visitor */
	STORE_FROM_SYSTEM /* "claimed", "returned" ... for agents */
};

struct store_talk_near {
	char intent[STORE_TALK_INTENT_BYTES];
	double score;
};

/* Written once: a seq that is there is STORE_BEHIND, a `message` of that
 * visitor that is there STORE_SEEN. */
struct store_message {
	struct store_id visitor; /* must be there */
	uint64_t seq;            /* from 1, and each larger than the last */
	int64_t time_ms;
	enum store_from from;
	struct store_id message;       /* of the client's id, or none */
	char agent[STORE_AGENT_BYTES]; /* of an agent's, or "" */
	/* Redacted when written unless an agent's; at most
	 * STORE_MESSAGE_TEXT. */
	const char *text;
	size_t text_bytes;
	/* Of the bot's: what it made of the message before. */
	enum faq_verdict verdict;
	char intent[STORE_TALK_INTENT_BYTES]; /* the nearest, or "" */
	double confidence;
	size_t near_count;
	struct store_talk_near near[STORE_TALK_NEAR_MAX];
};

/* A person's word on an answer of the bot. */
struct store_correction {
	int64_t time_ms;
	struct store_id visitor; /* must be there */
	uint64_t seq;            /* of the answer */
	const char *question;    /* redacted when written */
	size_t question_bytes;
	char answered[STORE_TALK_INTENT_BYTES]; /* "" for none */
	char expected[STORE_TALK_INTENT_BYTES]; /* "" for none */
	char agent[STORE_AGENT_BYTES];
};

/* "waiting", "misses", "visitor": the word of each, static. */
const char *store_talk_state_text(enum store_talk_state state);
const char *store_talk_reason_text(enum store_talk_reason reason);
const char *store_from_text(enum store_from from);

typedef bool store_talk_fn(void *context, const struct store_talk *talk);
typedef bool store_message_fn(void *context,
			      const struct store_message *message);
typedef bool store_correction_fn(void *context,
				 const struct store_correction *correction);

/* Callbacks must not use this store; false ends the walk. */

/* STORE_ABSENT when the visitor has none. */
STORE_MUST_CHECK enum store_status store_talk(struct store *store,
					      const struct store_id *visitor,
					      struct store_talk *out);

/* Those that wait or are joined, at most `limit`, the oldest first. */
STORE_MUST_CHECK enum store_status store_open_talks(struct store *store,
						    size_t limit,
						    store_talk_fn *each,
						    void *context);

/* The messages of a conversation behind `after_seq`, in order: when there are
 * more than `limit`, the last of them. */
STORE_MUST_CHECK enum store_status
store_messages(struct store *store, const struct store_id *visitor,
	       uint64_t after_seq, size_t limit, store_message_fn *each,
	       void *context);

/* Which seq the message of a client's id has; STORE_ABSENT for none. */
STORE_MUST_CHECK enum store_status
store_message_seq(struct store *store, const struct store_id *visitor,
		  const struct store_id *message, uint64_t *seq);

/* Of that time, the oldest first. */
STORE_MUST_CHECK enum store_status
store_corrections(struct store *store, int64_t from_ms, int64_t to_ms,
		  store_correction_fn *each, void *context);

#endif
