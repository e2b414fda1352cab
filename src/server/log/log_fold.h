/* SPDX-License-Identifier: MIT */
/*
 * log_fold.h: which lines of a flood are written. Of each message, whatever
 * its fields, LOG_FOLD_BURST lines pass in LOG_FOLD_WINDOW_MS; the rest are
 * counted, and the count is told when the time is over.
 *
 *	line line ... line (10)  | held back: 110 |
 *	                           "(repeated 110 times in 10 s)"
 *	'------------- window of 10 s ------------'
 *
 * LOG_FOLD_SITES messages are told apart at a time; further ones share the
 * last place. Pure: the caller brings the clock and the lock.
 */
#ifndef FAQD_LOG_FOLD_H
#define FAQD_LOG_FOLD_H

#include "server/log/log_format.h"

#define LOG_FOLD_SITES 64u
#define LOG_FOLD_BURST 10u
#define LOG_FOLD_WINDOW_MS 10000
#define LOG_FOLD_MESSAGE_BYTES 96u

struct log_fold_site {
	uint64_t hash; /* of level and message; 0: free */
	int64_t begun_ms;
	uint64_t passed, held;
	enum log_level level;
	char message[LOG_FOLD_MESSAGE_BYTES]; /* cut */
};

struct log_fold {
	struct log_fold_site site[LOG_FOLD_SITES];
};

/* What was held back of a message, and over which time. */
struct log_folded {
	enum log_level level;
	uint64_t count;
	int64_t span_ms;
	char message[LOG_FOLD_MESSAGE_BYTES];
};

void log_fold_init(struct log_fold *fold);

/*
 * True when the line may be written. Ask log_fold_due() first, so that what
 * was held back is told before it.
 */
__attribute__((warn_unused_result)) bool log_fold_admits(struct log_fold *fold,
							 enum log_level level,
							 const char *message,
							 int64_t now_ms);

/* One message whose window is over with lines held back, or any such message
 * when `all`; false when there is none. Each is told once. */
__attribute__((warn_unused_result)) bool log_fold_due(struct log_fold *fold,
						      int64_t now_ms, bool all,
						      struct log_folded *out);

#endif
