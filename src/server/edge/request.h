/* SPDX-License-Identifier: MIT */
/*
 * request.h: the head of an HTTP request as plain data, and what of it we
 * refuse before looking at the path.
 *
 * lws ignores Transfer-Encoding, reads Content-Length with atoll() and takes
 * what is too long for "absent" unless asked precisely, so that a request may
 * end elsewhere for us than for a proxy before us. What could be read in two
 * ways is refused here and the connection closed.
 */
#ifndef FAQD_REQUEST_H
#define FAQD_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#define REQUEST_BODY_MAX 1048576u /* of any path; each has its own too */
#define HEADER_BYTES 256u
#define REQUEST_DESK_HEADERS 11u

enum header_state {
	HEADER_ABSENT,
	HEADER_PRESENT,   /* several of one name are joined by commas */
	HEADER_UNREADABLE /* too long, or a NUL in it */
};

struct header {
	enum header_state state;
	char value[HEADER_BYTES]; /* "" unless present */
};

enum method {
	METHOD_GET = 1,
	METHOD_HEAD = 2,
	METHOD_POST = 4,
	METHOD_OPTIONS = 8,
	METHOD_OTHER = 16
};

struct request {
	enum method method;
	struct header path;    /* decoded, without the query */
	struct header query;   /* decoded; unreadable is the same as absent */
	struct header version; /* "HTTP/1.1" */
	struct header host, origin, connection;
	struct header type, length, coding;               /* of the body */
	struct header accept_encoding, if_none_match;     /* hints */
	struct header authorization;                      /* a secret */
	struct header forwarded, request_id, traceparent; /* of proxies */
	struct header upgrade, ws_version, ws_key, ws_protocol;
	bool pipelined; /* see intake.h */
	bool ambiguous; /* a line may end elsewhere for others: see guard.h */
	/* Of request_desk_header[], where the path begins with /desk/. The last
	 * member: for other paths it is not even cleared. */
	struct header desk[REQUEST_DESK_HEADERS];
};

/* With what desks prove who they are, besides Content-Type. */
extern const char *const request_desk_header[REQUEST_DESK_HEADERS];

/* Is the path one of /desk/? It may hold a secret. */
bool request_is_desk(const struct request *request);

/* Why a request is refused; status 0: it is not. */
struct refusal {
	unsigned status;
	const char *detail;
};

/*
 * Checks what makes a request whole: lengths of headers, the body's length,
 * Host. What it refuses leaves the connection in doubt: close it.
 */
struct refusal request_check(const struct request *request);

/* Can only such a request be followed by another? What has or may have a body
 * ends its connection: lws 4.1 does not know reliably where it ends. */
bool request_is_bodiless(const struct request *request);

/* The body's length in bytes; call after request_check(). */
size_t request_body_bytes(const struct request *request);

/* Is the body said to be JSON? "application/json", parameters aside. */
bool request_is_json(const struct request *request);

/* Is the query's `name` "true", in any case? */
bool request_query_says(const struct request *request, const char *name);

/* Does the client want the connection closed after the answer? */
bool request_wants_close(const struct request *request);

/* Is `token` in a comma-separated header, in any case? */
bool header_lists(const struct header *header, const char *token);

#endif
