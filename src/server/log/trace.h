/* SPDX-License-Identifier: MIT */
/*
 * trace.h: where a request stands in a distributed trace: W3C Trace Context,
 * https://www.w3.org/TR/trace-context/
 *
 *	traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
 *	             version   trace id                    parent id     flags
 *
 * Our own span is a child of the parent, with an id of its own. Pure.
 */
#ifndef FAQD_TRACE_H
#define FAQD_TRACE_H

#include "server/log/requestid.h"

#define TRACE_ID_BYTES 33u /* 32 hex digits and a NUL */
#define SPAN_ID_BYTES 17u  /* 16 */
#define TRACEPARENT_BYTES 56u

struct trace {
	char trace_id[TRACE_ID_BYTES];
	char parent_id[SPAN_ID_BYTES]; /* "" when the trace begins here */
	char span_id[SPAN_ID_BYTES];   /* ours */
	bool sampled;                  /* the caller records it */
};

/*
 * Reads a traceparent, without blanks around it. False, and `out` zero, when
 * it is not to the letter of the specification; then the trace begins anew.
 * A version after 00 is read as 00 with more behind it. span_id stays "".
 */
__attribute__((warn_unused_result)) bool
trace_parse(struct trace *out, const char *header, size_t bytes);

/* A span for this request: a child of `header`, or in a trace of its own when
 * that is NULL or no traceparent. */
void trace_begin(struct trace *out, const char *header, size_t bytes,
		 struct request_ids *ids);

/* The traceparent for what this request causes: our span is its parent. */
void trace_write(const struct trace *trace, char out[TRACEPARENT_BYTES]);

#endif
