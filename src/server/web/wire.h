/* SPDX-License-Identifier: MIT */
/*
 * wire.h: the one place that writes to a socket.
 */
#ifndef FAQD_WIRE_H
#define FAQD_WIRE_H

#include "server/talk/chat.h"
#include "server/talk/session.h"

struct lws;

#define WIRE_KEEPALIVE_SECONDS 5 /* between two requests */

/*
 * Writes the oldest frame of the queue, at once when lws has nothing of this
 * connection in hand, else when the socket takes it. Returns what a callback
 * of lws returns: 0, or -1 to close.
 */
int wire_flush(struct lws *wsi, struct session *session);

/* Answers 431 to a head that is too long, before lws has read the end of it,
 * and hangs up. Call it from outside of lws's callbacks. */
void wire_refuse_head(struct session *session);

/* Does what an on_*() function has said. */
int wire_next(struct lws *wsi, struct session *session, enum session_next next);

/* Are its bytes those of TLS? */
bool wire_is_tls(const struct session *session);

/*
 * After an answer lws takes no request before the loop has told it that the
 * socket is writable: two calls of the kernel and a turn of the loop. All that
 * are listed from `*answered` on are told at once, and taken off the list. Call
 * it from outside of lws's callbacks, before the loop looks at what changed.
 */
void wire_next_requests(struct session **answered);
void wire_unlist(struct session *session);

/* Closes the connection in so many seconds, unless wire_in_time() comes first,
 * and counts that as `limit`; COUNTED_LIMITS: as none. */
void wire_deadline(struct lws *wsi, struct session *session, unsigned seconds,
		   enum counted_limit limit);
void wire_in_time(struct session *session);

/* Bytes have come in: of one that was kept alive, the next request's. */
void wire_on_bytes(struct session *session);

/* Closes all from `timed` on whose time is over. Call it at every tick, from
 * outside of lws's callbacks. */
void wire_end_late(struct session *timed, int64_t now_us);

/*
 * Ends it gently: a chat gets the close code once all its answers are out, an
 * HTTP connection ends with the answer that is owed, or at once when none is;
 * one whose answer is going out just now is left alone: call again.
 * Call it from outside of lws's callbacks.
 */
void wire_goodbye(struct session *session, enum chat_close code);

/* Says goodbye to a chat with a code; -1. */
int wire_close(struct lws *wsi, enum chat_close code);

#endif
