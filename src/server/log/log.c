/* SPDX-License-Identifier: MIT */
/* sd-journal.h would add this file's name and line to every record. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "server/log/log.h"

#include "server/log/log_fold.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#define SAID_BYTES 1024u /* of log_say() */

struct log_sink {
	struct log_settings settings; /* `form` is what AUTO came to */
	bool colour, is_socket;
	int pipe; /* of our own to the same pipe, or -1: see open_pipe() */
	atomic_uint_fast64_t lost, folded;
	pthread_mutex_t lock; /* of what follows; never held over a write */
	struct log_fold fold;
};

static const char *const form_names[] = {"auto", "text", "json", "journal"};

bool log_form_read(const char *name, enum log_form *form)
{
	for (int i = LOG_FORM_AUTO; i <= LOG_FORM_JOURNAL; i++) {
		if (strcmp(form_names[i], name) != 0)
			continue;
		*form = (enum log_form)i;
		return true;
	}
	return false;
}

bool log_level_read(const char *name, enum log_level *level)
{
	for (int i = LOG_LEVEL_ERROR; i <= LOG_LEVEL_DEBUG; i++) {
		if (strcmp(log_level_text((enum log_level)i), name) != 0)
			continue;
		*level = (enum log_level)i;
		return true;
	}
	return false;
}

/* $JOURNAL_STREAM is "device:inode" of what the journal reads, see
 * systemd.exec(5); it is inherited by those whose stderr is another. */
static bool is_journal(const struct log_settings *settings)
{
	char name[64];
	struct stat file;

	if (!settings->journal_stream || fstat(settings->fd, &file) != 0)
		return false;
	snprintf(name, sizeof(name), "%ju:%ju", (uintmax_t)file.st_dev,
		 (uintmax_t)file.st_ino);
	return strcmp(name, settings->journal_stream) == 0;
}

/* sd_journal_sendv(3) succeeds, and writes nothing, where there is none. */
static bool has_journal(const char *path)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int fd;
	bool there;

	if (!path)
		return true;
	if (strlen(path) >= sizeof(name.sun_path))
		return false;
	memcpy(name.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	there = connect(fd, (struct sockaddr *)&name, sizeof(name)) == 0;
	close(fd);
	return there;
}

static bool wants_journal(const struct log_settings *settings)
{
	return settings->form == LOG_FORM_JOURNAL ||
	       (settings->form == LOG_FORM_AUTO && is_journal(settings));
}

static enum log_form choose(const struct log_settings *settings)
{
	if (wants_journal(settings) && has_journal(settings->journal_socket))
		return LOG_FORM_JOURNAL;
	if (settings->form == LOG_FORM_TEXT || settings->form == LOG_FORM_JSON)
		return settings->form;
	return isatty(settings->fd) ? LOG_FORM_TEXT : LOG_FORM_JSON;
}

/*
 * A write to a pipe that is full waits, unless the pipe is non-blocking; but
 * that would be so for all who hold this end. So it is opened anew. -1 when it
 * is no pipe, or there is no /proc.
 */
static int open_pipe(int fd)
{
	char name[32];
	struct stat file;

	if (fstat(fd, &file) != 0 || !S_ISFIFO(file.st_mode))
		return -1;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
}

static bool is_socket(int fd)
{
	struct stat file;

	return fstat(fd, &file) == 0 && S_ISSOCK(file.st_mode);
}

bool log_open(struct log *log, const struct log_settings *settings)
{
	struct log_sink *sink = calloc(1, sizeof(*sink));

	memset(log, 0, sizeof(*log));
	if (!sink)
		return false;
	sink->settings = *settings;
	sink->settings.form = choose(settings);
	if (!sink->settings.journal)
		sink->settings.journal = sd_journal_sendv;
	sink->colour = isatty(settings->fd) &&
		       (!settings->no_color || !*settings->no_color);
	sink->is_socket = is_socket(settings->fd);
	log_fold_init(&sink->fold);
	if (pthread_mutex_init(&sink->lock, NULL) != 0) {
		free(sink);
		return false;
	}
	sink->pipe = open_pipe(settings->fd);
	log->level = settings->level;
	log->sink = sink;
	if (wants_journal(settings) && log_form_of(log) != LOG_FORM_JOURNAL)
		log_say(log, LOG_LEVEL_WARNING,
			"no journal listens at '%s', so lines come here as %s",
			settings->journal_socket, form_names[log_form_of(log)]);
	return true;
}

enum log_form log_form_of(const struct log *log)
{
	return log->sink ? log->sink->settings.form : LOG_FORM_AUTO;
}

bool log_wants(const struct log *log, enum log_level level)
{
	return log->sink && level <= log->level;
}

static int64_t now(const struct log_sink *sink)
{
	return sink->settings.clock_ms(sink->settings.clock_context);
}

/* Where waiting can't be ruled out, poll() makes it unlikely. */
static ssize_t write_once(const struct log_sink *sink,
			  const struct log_text *text)
{
	int fd = sink->settings.fd;
	struct pollfd ready = {.fd = fd, .events = POLLOUT};

	if (sink->pipe >= 0)
		return write(sink->pipe, text->bytes, text->size);
	if (sink->is_socket)
		return send(fd, text->bytes, text->size,
			    MSG_DONTWAIT | MSG_NOSIGNAL);
	if (poll(&ready, 1, 0) <= 0 || !(ready.revents & POLLOUT))
		return 0;
	return write(fd, text->bytes, text->size);
}

static bool write_whole(const struct log_sink *sink,
			const struct log_text *text)
{
	ssize_t n;

	do
		n = write_once(sink, text);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)text->size;
}

static void emit(struct log_sink *sink, const struct log_record *record)
{
	union {
		struct log_text text;
		struct log_journal journal;
	} out;
	bool written;

	if (sink->settings.form == LOG_FORM_JOURNAL) {
		log_format_journal(&out.journal, record);
		written = sink->settings.journal(out.journal.part,
						 out.journal.count) >= 0;
	} else {
		if (sink->settings.form == LOG_FORM_TEXT)
			log_format_text(&out.text, record, sink->colour);
		else
			log_format_json(&out.text, record);
		written = write_whole(sink, &out.text);
	}
	if (!written)
		atomic_fetch_add_explicit(&sink->lost, 1, memory_order_relaxed);
}

static void tell_folded(struct log_sink *sink, int64_t now_ms, bool all)
{
	struct log_folded folded;
	char message[LOG_FOLD_MESSAGE_BYTES + 80];
	bool due;

	for (;;) {
		struct log_field fields[2];
		struct log_record record = {now_ms, LOG_LEVEL_INFO, message,
					    fields, 2};

		pthread_mutex_lock(&sink->lock);
		due = log_fold_due(&sink->fold, now_ms, all, &folded);
		pthread_mutex_unlock(&sink->lock);
		if (!due)
			return;
		record.level = folded.level;
		fields[0] = log_number("repeated", folded.count);
		fields[1] = log_seconds("seconds",
					(uint64_t)folded.span_ms * 1000000u);
		snprintf(message, sizeof(message),
			 "%s (repeated %" PRIu64 " times in %" PRId64 " s)",
			 folded.message, folded.count, folded.span_ms / 1000);
		emit(sink, &record);
	}
}

/* Debugging wants every line. */
static bool admits(struct log_sink *sink, const struct log_record *record)
{
	bool admitted;

	if (record->level == LOG_LEVEL_DEBUG)
		return true;
	tell_folded(sink, record->time_ms, false);
	pthread_mutex_lock(&sink->lock);
	admitted = log_fold_admits(&sink->fold, record->level, record->message,
				   record->time_ms);
	pthread_mutex_unlock(&sink->lock);
	if (!admitted)
		atomic_fetch_add_explicit(&sink->folded, 1,
					  memory_order_relaxed);
	return admitted;
}

void log_write(const struct log *log, enum log_level level, const char *message,
	       const struct log_field *fields, size_t count)
{
	struct log_record record = {0, level, message, fields, count};

	if (!log_wants(log, level))
		return;
	record.time_ms = now(log->sink);
	if (admits(log->sink, &record))
		emit(log->sink, &record);
}

__attribute__((format(printf, 3, 0))) static void say(const struct log *log,
						      enum log_level level,
						      const char *format,
						      va_list args)
{
	char line[SAID_BYTES];

	if (!log_wants(log, level))
		return;
	if (vsnprintf(line, sizeof(line), format, args) >= 0)
		log_write(log, level, line, NULL, 0);
}

void log_line(const struct log *log, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(log, LOG_LEVEL_INFO, format, args);
	va_end(args);
}

void log_say(const struct log *log, enum log_level level, const char *format,
	     ...)
{
	va_list args;

	va_start(args, format);
	say(log, level, format, args);
	va_end(args);
}

void log_fault(const struct log *log, const struct faq_diag *fault)
{
	if (fault->line == 0)
		log_say(log, LOG_LEVEL_ERROR, "%s: %s", fault->source,
			fault->message);
	else
		log_say(log, LOG_LEVEL_ERROR, "%s:%u:%u: %s", fault->source,
			fault->line, fault->column ? fault->column : 1,
			fault->message);
}

void log_question(const struct log *log, const char *mouth, size_t bytes,
		  const char *verdict)
{
	log_event(log, LOG_LEVEL_DEBUG, "question", log_word("mouth", mouth),
		  log_number("bytes", bytes), log_word("verdict", verdict));
}

void log_tick(const struct log *log)
{
	if (log->sink)
		tell_folded(log->sink, now(log->sink), false);
}

uint64_t log_lost(const struct log *log)
{
	return log->sink ? atomic_load_explicit(&log->sink->lost,
						memory_order_relaxed)
			 : 0;
}

uint64_t log_folded_lines(const struct log *log)
{
	return log->sink ? atomic_load_explicit(&log->sink->folded,
						memory_order_relaxed)
			 : 0;
}

void log_close(struct log *log)
{
	if (!log->sink)
		return;
	tell_folded(log->sink, now(log->sink), true);
	if (log->sink->pipe >= 0)
		close(log->sink->pipe);
	pthread_mutex_destroy(&log->sink->lock);
	free(log->sink);
	memset(log, 0, sizeof(*log));
}
