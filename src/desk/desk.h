/* SPDX-License-Identifier: MIT */
/*
 * desk.h: support desks. What a desk's webhook says, as events; what faqd says
 * to a desk, as requests. The one header for the rest.
 *
 *	webhook: headers, body --desk_verify--> is it the desk's, and fresh?
 *	                       --desk_read----> events: a message, taken over
 *... answer   --desk_reply----> requests, in order; or the webhook's response
 *	         --desk_handover-> requests: give the conversation to a person
 *	         --desk_note-----> requests: what the agent only should see
 *	         --desk_typing---> a request
 *	request  --desk_headers--> its headers, when it is sent
 *	response --desk_result---> done, again later, dead
 *
 * All of it is pure: no socket, no clock, no store. Requests hold no secret, so
 * that they may wait in an outbox; desk_headers() adds what proves who we are.
 *
 * Ownership: a configuration and all it points to is the caller's. Events and
 * requests are released by the caller. On failure nothing is held.
 *
 * Threads: a configuration may be shared; everything else is the caller's own.
 *
 * Sources of formats and limits: each desk's file.
 */
#ifndef FAQ_DESK_H
#define FAQ_DESK_H

#include "core/faq.h"
#include "proto/json.h"

#include <stdint.h>

#define DESK_MUST_CHECK __attribute__((warn_unused_result))

enum desk_status {
	DESK_OK = 0,
	DESK_ERROR_NOMEM = -1,
	DESK_ERROR_BODY = -2, /* not what this desk sends: place and cause */
	DESK_ERROR_UNSIGNED = -3, /* no proof, or one that can't be read */
	DESK_ERROR_FORGED = -4,   /* a proof, but not by a secret of ours */
	DESK_ERROR_STALE = -5,    /* proved, but too long ago or to come */
	DESK_ERROR_CONFIG = -6,   /* desk_config_check() says what is wrong */
	DESK_ERROR_UNABLE = -7,   /* this desk has no such thing */
	DESK_ERROR_SIZE = -8      /* an answer too long to be told */
};

/* A short lower-case description, never NULL. */
const char *desk_status_text(enum desk_status status);

/* ------------------------------------------------------------------ */
/* A desk as it is set up.                                            */

enum desk_kind {
	DESK_CHATWOOT,
	DESK_ZENDESK,
	DESK_INTERCOM,
	DESK_ZAMMAD,
	DESK_SLACK,
	DESK_MATTERMOST,
	DESK_ROCKETCHAT,
	DESK_WEBHOOK, /* any other: Standard Webhooks and a field map */
	DESK_KINDS
};

enum desk_markup {
	DESK_PLAIN,
	DESK_MARKDOWN, /* CommonMark */
	DESK_HTML,
	DESK_MRKDWN, /* Slack's */
	DESK_ROCKET  /* Rocket.Chat's Markdown */
};

#define DESK_SECRETS_MAX 2u
#define DESK_AGENTS_MAX 32u
#define DESK_WINDOW_S 300u /* what Slack and Standard Webhooks advise */
#define DESK_ID_BYTES_MAX 200u
#define DESK_LIMIT_MIN 200u

/*
 * A request of the generic desk. In path and body, {{text}} {{conversation}}
 * {{account}} {{key}} {{reason}} stand for what is said; in the path they are
 * percent-encoded, in the body they are the inside of a JSON string.
 * {{choices}}, where a value is wanted, is an array of {"title","payload"}.
 */
struct desk_template {
	const char *method; /* NULL: POST */
	const char *path;   /* NULL: the desk has no such thing */
	const char *body;
};

/* Where things are in a body that we have never heard of. Of the names, those
 * that are pointers are JSON pointers (RFC 6901). NULL: the desk has none. */
struct desk_map {
	const char *text;         /* pointer; must be there */
	const char *conversation; /* pointer; must be there */
	const char *message;      /* pointer; NULL: webhook-id is the message */
	const char *choice;       /* pointer: what a button's click says */
	const char *author;       /* pointer: whose words they are */
	const char *time;  /* pointer: RFC 3339, or seconds or ms since 1970 */
	const char *order; /* pointer: a number that grows; NULL: the time */
	const char *type;  /* pointer: what kind of event it is */
	const char *visitor; /* the author's value for a visitor; NULL: any */
	const char *own;     /* the author's value for the bot's own */
	const char *is_message, *is_taken, *is_returned, *is_closed; /* types */
	enum desk_markup markup_in;  /* DESK_PLAIN or DESK_HTML */
	enum desk_markup markup_out; /* not DESK_MRKDWN or DESK_ROCKET */
	size_t limit; /* UTF-16 units of a message; 0: none; DESK_LIMIT_MIN */
	struct desk_template reply, handover, note, typing;
};

/* Strings may be NULL where a desk does not need them. */
struct desk_config {
	const char *name; /* POST /desk/NAME */
	enum desk_kind kind;
	/* What webhooks are proved with, the newer first: while one is replaced
	 * by another, both are good. */
	const char *secret[DESK_SECRETS_MAX];
	size_t secret_count;
	/* The secret is a part of the URL that the desk calls, for Chatwoots
	 * that don't sign. */
	bool secret_in_url;
	uint32_t window_s;    /* 0: DESK_WINDOW_S */
	const char *url;      /* of its API, "https://desk.example.org" */
	bool http;            /* http:// is allowed too */
	const char *token;    /* what its API knows us by */
	const char *token_id; /* Zendesk: the key's id */
	const char *account;  /* Chatwoot: account; Zendesk: app; Intercom: app;
				 Slack: team. Others' events are ignored. */
	const char *self;     /* Intercom: our admin; Slack: our user; Zendesk:
				 our integration; Zammad: our user */
	const char *assign; /* who gets what is handed over: Intercom: a team or
			       admin; Zammad: a group's name */
	const char *trigger; /* Rocket.Chat: the word that calls the bot, if one
				must: a button says it too */
	/* Whose messages mean that a person is there, where the desk's events
	 * don't say so: Slack, Mattermost, Rocket.Chat. */
	const char *agent[DESK_AGENTS_MAX];
	size_t agent_count;
	struct desk_map map; /* DESK_WEBHOOK */
};

/* What a kind of desk can do. */
struct desk_traits {
	const char *name; /* "chatwoot" */
	enum desk_markup markup;
	size_t limit;     /* UTF-16 units of a message; 0: far more than an
			     answer has */
	bool synchronous; /* the reply is the webhook's response */
	bool buttons;     /* choices become buttons */
	bool links;       /* so do links, where there are no choices */
	bool handover, note, typing;
	bool idempotent;        /* the same request twice is one message */
	unsigned acknowledge_s; /* within this time; 0: not said */
};

const struct desk_traits *desk_traits(enum desk_kind kind);
/* False when there is no kind of that name. */
DESK_MUST_CHECK bool desk_kind_find(const char *name, enum desk_kind *kind);

/* Everything that can be said about a configuration without asking the desk.
 * DESK_ERROR_CONFIG, and a sentence of less than `size` bytes. */
DESK_MUST_CHECK enum desk_status
desk_config_check(const struct desk_config *config, char *fault, size_t size);

/* ------------------------------------------------------------------ */
/* A webhook comes in.                                                */

struct desk_header {
	const char *name; /* in any case */
	const char *value;
};

struct desk_hook {
	const struct desk_header *header;
	size_t header_count;
	const char *body; /* as it came, to the byte */
	size_t bytes;
	const char *url_secret; /* what the URL has behind the name, or NULL */
};

/*
 * Is it from the desk? In constant time for whatever it claims. `now_s` is
 * seconds since 1970. `error` is for DESK_ERROR_BODY: two desks say their
 * secret inside the body.
 */
DESK_MUST_CHECK enum desk_status desk_verify(const struct desk_config *config,
					     const struct desk_hook *hook,
					     int64_t now_s,
					     struct json_error *error);

enum desk_event_type {
	DESK_MESSAGE,   /* a visitor says something: answer it */
	DESK_TAKEN,     /* a person has the conversation: be silent */
	DESK_RETURNED,  /* it is the bot's again */
	DESK_CLOSED,    /* it has ended */
	DESK_PING,      /* is somebody there? 200 says so */
	DESK_CHALLENGE, /* respond with `text`, as text/plain */
	DESK_IGNORED    /* `why` says why */
};

const char *desk_event_text(enum desk_event_type type);

enum desk_why {
	DESK_WHY_NONE,
	DESK_WHY_OWN,     /* said by the bot itself */
	DESK_WHY_AGENT,   /* said by a person of the desk */
	DESK_WHY_PRIVATE, /* a note that visitors don't see */
	DESK_WHY_TAKEN,   /* a visitor's, but a person has the conversation */
	DESK_WHY_SYSTEM,  /* said by the desk: "Sam joined" */
	DESK_WHY_EDITED,  /* an older message, changed or deleted */
	DESK_WHY_ACCOUNT, /* of an account that is not ours */
	DESK_WHY_KIND     /* an event that we have no use for */
};

const char *desk_why_text(enum desk_why why);

/* Strings are "" when absent. */
struct desk_event {
	enum desk_event_type type;
	enum desk_why why;
	bool person;     /* shows that a person is active there */
	bool attachment; /* of a message: there is a file with it */
	/* Remember these two to know an event again. The delivery is the same
	 * when the desk repeats itself, the message when it says the same in
	 * two events. */
	const char *delivery, *message;
	const char *conversation; /* where to answer; see desk_reply() */
	const char *account, *contact;
	/* By what events of one conversation are in order; milliseconds since
	 * 1970 where the desk has nothing better. 0: it has nothing. Where it
	 * counts whole seconds the true one is anything below order +
	 * order_span. */
	int64_t order, order_span;
	const char *text; /* UTF-8, any length; "" with an attachment */
	size_t text_bytes;
	const char
		*choice; /* what the button pressed carries: an intent's id */
};

#define DESK_EVENTS_MAX 100u /* of one call; Zendesk sends up to so many */

struct desk_events {
	struct json_doc *doc, *inner;
	struct desk_kept *kept;
	struct desk_event *event;
	size_t count, room;
};

/* Any bytes give events, maybe none, or an error with its place. */
DESK_MUST_CHECK enum desk_status desk_read(const struct desk_config *config,
					   const struct desk_hook *hook,
					   struct desk_events *events,
					   struct json_error *error);
/* Overwrites what was said. */
void desk_events_release(struct desk_events *events);

/* ------------------------------------------------------------------ */
/* Something goes out.                                                */

#define DESK_PATH_BYTES 768u
#define DESK_KEY_BYTES 80u
#define DESK_REQUESTS_MAX 64u

struct desk_request {
	const char *method;         /* "POST"; "" for a response */
	char path[DESK_PATH_BYTES]; /* goes behind the configuration's url */
	char key[DESK_KEY_BYTES];   /* stays the same over repetitions */
	char *body;                 /* JSON, NUL-terminated */
	size_t bytes;
};

/* To be sent in this order, each when the one before it is done. */
struct desk_requests {
	struct desk_request *request;
	size_t count;
	/* There is one, and its body is the response to the webhook. */
	bool synchronous;
};

/* To whom: `conversation` as an event named it. `key` is 1 to 64 characters of
 * [A-Za-z0-9_.-], of this answer only. */
struct desk_to {
	const char *conversation;
	const char *key;
};

DESK_MUST_CHECK enum desk_status desk_reply(const struct desk_config *config,
					    const struct desk_to *to,
					    const struct faq_reply *reply,
					    struct desk_requests *requests);

enum desk_reason {
	DESK_REASON_ASKED,  /* the visitor wants a person */
	DESK_REASON_MISSED, /* we have no answer */
	DESK_REASON_ANGER,  /* the visitor has had enough */
	DESK_REASON_FAILED, /* we have one and can't tell it */
};

/* "asked_for_a_person" ... */
const char *desk_reason_text(enum desk_reason reason);

DESK_MUST_CHECK enum desk_status desk_handover(const struct desk_config *config,
					       const struct desk_to *to,
					       enum desk_reason reason,
					       struct desk_requests *requests);

/* What the agent should know: what was asked (may be NULL) and what the bot
 * made of it, with the nearest entries. */
DESK_MUST_CHECK enum desk_status
desk_note(const struct desk_config *config, const struct desk_to *to,
	  enum desk_reason reason, const char *question,
	  const struct faq_reply *reply, struct desk_requests *requests);

DESK_MUST_CHECK enum desk_status desk_typing(const struct desk_config *config,
					     const struct desk_to *to, bool on,
					     struct desk_requests *requests);

void desk_requests_release(struct desk_requests *requests);

/* ------------------------------------------------------------------ */
/* Sending, and what came of it.                                      */

#define DESK_HEADERS_MAX 6u
#define DESK_VALUE_BYTES 1024u

struct desk_headers {
	size_t count;
	struct {
		const char *name; /* static */
		char value[DESK_VALUE_BYTES];
	} header[DESK_HEADERS_MAX];
};

/* What to send with a request, made anew each time: it may hold the time.
 * Wipe it after use, it holds secrets. */
DESK_MUST_CHECK enum desk_status
desk_headers(const struct desk_config *config,
	     const struct desk_request *request, int64_t now_s,
	     struct desk_headers *headers);

/* As the desk itself would sign a webhook to us: for simulations. Desks that
 * say their secret in the body or the URL have nothing to add. */
DESK_MUST_CHECK enum desk_status desk_sign(const struct desk_config *config,
					   const char *id, int64_t now_s,
					   const char *body, size_t bytes,
					   struct desk_headers *headers);

enum desk_outcome {
	DESK_DONE,
	DESK_ALREADY, /* it had it from an earlier attempt */
	DESK_AGAIN,   /* try again */
	DESK_DEAD     /* never will be */
};

struct desk_result {
	enum desk_outcome outcome;
	uint32_t after_s; /* DESK_AGAIN: not before; 0: the desk does not say */
	char cause[64];   /* "429", "ok is false: ratelimited", "" when done */
};

#define DESK_AFTER_MAX_S 3600u

/* `status` 0: there was no response. */
struct desk_result desk_result(const struct desk_config *config, int status,
			       const struct desk_header *header,
			       size_t header_count, const char *body,
			       size_t bytes);

#endif
