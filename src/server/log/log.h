/* SPDX-License-Identifier: MIT */
/*
 * log.h: lines for the operator.
 *
 *	log_event(log, LOG_LEVEL_WARNING, "refused",
 *		  log_word("limit", "address"), log_address(&peer));
 *
 * There is deliberately no way to log a question: a message is a literal, the
 * makers of fields (log_field.h) take no text of a visitor's, and
 * log_question() takes a question's length and what became of it.
 *
 * A line is one write(2) of at most PIPE_BUF bytes, so lines never mix, and no
 * lock is held over it. Who reads the log too slowly loses lines (log_lost()
 * counts them); nobody waits for him. A flood of one message is folded
 * (log_fold.h).
 *
 * Ownership: struct log is a handle that may be copied; log_close() ends them
 * all. A zeroed one says nothing.
 * Threads: any, but for log_open(), log_close() and log_quiet_lws().
 */
#ifndef FAQD_LOG_H
#define FAQD_LOG_H

#include "core/faq.h"
#include "server/log/log_format.h"

enum log_form {
	LOG_FORM_AUTO, /* journal when it is the journal, text on a terminal,
			  else JSON */
	LOG_FORM_TEXT,
	LOG_FORM_JSON,
	LOG_FORM_JOURNAL
};

/* "auto", "text", "json", "journal"; false, and `*form` as it was, if none. */
__attribute__((warn_unused_result)) bool log_form_read(const char *name,
						       enum log_form *form);
/* "error", "warning", "info", "debug" likewise. */
__attribute__((warn_unused_result)) bool log_level_read(const char *name,
							enum log_level *level);

#define LOG_JOURNAL_SOCKET "/run/systemd/journal/socket"

struct log_settings {
	enum log_form form;
	enum log_level level; /* what is less grave than this is not written */
	int fd;               /* usually 2; stays the caller's */
	/* Of the environment, NULL when unset: $JOURNAL_STREAM, $NO_COLOR. */
	const char *journal_stream, *no_color;
	int64_t (*clock_ms)(void *context); /* from 1970, any thread */
	void *clock_context;
	/* Where the journal listens, LOG_JOURNAL_SOCKET; NULL: not looked at.
	 */
	const char *journal_socket;
	/* sd_journal_sendv(3), or what stands for it in a test. */
	int (*journal)(const struct iovec *part, int count);
};

struct log_sink;

struct log {
	enum log_level level;
	struct log_sink *sink;
};

/* False, and a log that says nothing, when there is no memory. Where nobody
 * listens at the journal's socket, lines are as of AUTO without a journal, and
 * the first one warns of it. */
__attribute__((warn_unused_result)) bool
log_open(struct log *log, const struct log_settings *settings);
/* Tells what was held back. No other thread may log any more. */
void log_close(struct log *log);

/* What AUTO, or a journal that is not there, came to. */
enum log_form log_form_of(const struct log *log);

/* Whether a line of that level is written at all. */
bool log_wants(const struct log *log, enum log_level level);

/* The message is a literal, so that it holds nobody's words; then the fields,
 * at most LOG_FIELDS_MAX; they are not made when the line is not wanted.
 * Folded, but for LOG_LEVEL_DEBUG. */
#define log_event(log, level, message, ...)                                    \
	do {                                                                   \
		if (log_wants((log), (level)))                                 \
			log_write((log), (level), "" message "",               \
				  (const struct log_field[]){__VA_ARGS__},     \
				  sizeof((const struct log_field[]){           \
					  __VA_ARGS__}) /                      \
					  sizeof(struct log_field));           \
	} while (0)
void log_write(const struct log *log, enum log_level level, const char *message,
	       const struct log_field *fields, size_t count);

/* A line at LOG_LEVEL_INFO, or of any level: for starting, stopping and
 * reloading. Never from the path of a request. Folded when the very same line
 * comes again and again. */
__attribute__((format(printf, 2, 3))) void log_line(const struct log *log,
						    const char *format, ...);
__attribute__((format(printf, 3, 4))) void
log_say(const struct log *log, enum log_level level, const char *format, ...);

/* A fault of the content, with its place. */
void log_fault(const struct log *log, const struct faq_diag *fault);

/* `mouth` is where it came in: "chat" or "ask". At LOG_LEVEL_DEBUG. */
void log_question(const struct log *log, const char *mouth, size_t bytes,
		  const char *verdict);

/* Tells what is due to be told of folded floods. Call it every second or so,
 * from one thread or several. */
void log_tick(const struct log *log);

/* Lines that could not be written, and lines that were folded, so far. */
uint64_t log_lost(const struct log *log);
uint64_t log_folded_lines(const struct log *log);

/*
 * Routes the messages of lws here: its errors as warnings (most are made by
 * whoever sends nonsense), its warnings when debugging. Its notices hold bytes
 * of messages: they stay off at every level. lws keeps `log`, one per process,
 * until this is called with another or NULL.
 */
void log_quiet_lws(const struct log *log);

#endif
