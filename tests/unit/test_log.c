/* SPDX-License-Identifier: MIT */
#include "log_fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define THREADS 4
#define LINES_EACH 40 /* all of them fit into the pipe */
#define FLOOD_EACH 2000

static void open_log(struct piped *p)
{
	assert_true(log_open(&p->log, &p->settings));
}

static void *say_often(void *log, int times)
{
	while (times--)
		log_question(log, "chat", 12345, "answer");
	return NULL;
}

static void *shout(void *log)
{
	return say_often(log, LINES_EACH);
}

static void *flood(void *log)
{
	return say_often(log, FLOOD_EACH);
}

static void a_zeroed_log_says_nothing(void **state)
{
	struct log log = {0};

	(void)state;
	log_line(&log, "hello");
	log_tick(&log);
	assert_false(log_wants(&log, LOG_LEVEL_ERROR));
	assert_int_equal(log_lost(&log), 0);
	assert_int_equal(log_folded_lines(&log), 0);
	log_close(&log);
}

static void what_is_no_terminal_gets_json(void **state)
{
	struct piped *p = *state;

	open_log(p);
	assert_int_equal(log_form_of(&p->log), LOG_FORM_JSON);
	log_event(&p->log, LOG_LEVEL_ERROR, "refused", log_number("count", 3));
	assert_string_equal(piped_text(p),
			    "{\"time\":\"2024-02-29T12:34:56.789Z\","
			    "\"level\":\"error\",\"message\":\"refused\","
			    "\"count\":3}\n");
}

static void text_is_written_when_asked_for(void **state)
{
	struct piped *p = *state;

	p->settings.form = LOG_FORM_TEXT;
	open_log(p);
	log_line(&p->log, "serving %d intents", 61);
	assert_string_equal(
		piped_text(p),
		"2024-02-29T12:34:56.789Z info    serving 61 intents\n");
}

static void less_grave_lines_are_left_out(void **state)
{
	struct piped *p = *state;

	p->settings.level = LOG_LEVEL_WARNING;
	open_log(p);
	log_line(&p->log, "hello");
	log_question(&p->log, "chat", 5, "answer");
	assert_string_equal(piped_text(p), "");
	log_say(&p->log, LOG_LEVEL_WARNING, "careful");
	assert_int_equal(piped_lines(piped_text(p)), 1);
}

static void a_question_is_a_length_and_a_verdict(void **state)
{
	struct piped *p = *state;

	p->settings.level = LOG_LEVEL_DEBUG;
	open_log(p);
	log_question(&p->log, "chat", 17, "answer");
	assert_non_null(strstr(piped_text(p),
			       "\"message\":\"question\",\"mouth\":\"chat\","
			       "\"bytes\":17,\"verdict\":\"answer\"}\n"));
}

static void a_flood_is_folded_and_told(void **state)
{
	struct piped *p = *state;
	const char *text;
	int i;

	open_log(p);
	for (i = 0; i < 130; i++)
		log_event(&p->log, LOG_LEVEL_WARNING, "no file is left",
			  log_number("connection", (uint64_t)i));
	assert_int_equal(piped_lines(piped_text(p)), 10);
	assert_int_equal(log_folded_lines(&p->log), 120);
	log_tick(&p->log);
	assert_string_equal(piped_text(p), "");
	p->now_ms += 10000;
	log_tick(&p->log);
	text = piped_text(p);
	assert_int_equal(piped_lines(text), 1);
	assert_non_null(strstr(text, "\"level\":\"warning\",\"message\":\"no "
				     "file is left (repeated 120 times in 10 "
				     "s)\",\"repeated\":120,"));
}

static void closing_tells_what_was_held_back(void **state)
{
	struct piped *p = *state;
	int i;

	open_log(p);
	for (i = 0; i < 12; i++)
		log_line(&p->log, "again");
	piped_text(p);
	log_close(&p->log);
	assert_non_null(strstr(piped_text(p), "(repeated 2 times"));
}

static void debugging_sees_every_line(void **state)
{
	struct piped *p = *state;
	int i;

	p->settings.level = LOG_LEVEL_DEBUG;
	open_log(p);
	for (i = 0; i < 50; i++)
		log_question(&p->log, "ask", 1, "none");
	assert_int_equal(piped_lines(piped_text(p)), 50);
}

/* Nobody reads: it neither waits nor breaks a line, and counts. */
static void a_full_pipe_loses_lines_and_holds_nobody_up(void **state)
{
	struct piped *p = *state;
	const char *text;
	size_t lines;
	int i;

	p->settings.level = LOG_LEVEL_DEBUG;
	open_log(p);
	for (i = 0; i < 2000; i++)
		log_question(&p->log, "ask", 1, "none");
	text = piped_text(p);
	lines = piped_lines(text);
	assert_in_range(lines, 100, 1999);
	assert_int_equal(log_lost(&p->log), 2000 - lines);
	assert_int_equal(text[strlen(text) - 1], '\n');
}

/* poll(), then a write that waits, would hang when two threads see room for
 * one line. */
static void a_full_pipe_holds_up_no_thread_of_several(void **state)
{
	struct piped *p = *state;
	pthread_t thread[THREADS];
	const char *text;
	size_t i;

	p->settings.level = LOG_LEVEL_DEBUG;
	open_log(p);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, flood, &p->log), 0);
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	text = piped_text(p);
	assert_int_equal(piped_lines(text) + log_lost(&p->log),
			 THREADS * FLOOD_EACH);
}

/* It stays as blocking as it was for whoever else holds it. */
static void the_callers_end_is_left_as_it_is(void **state)
{
	struct piped *p = *state;

	open_log(p);
	assert_false(fcntl(p->out, F_GETFL) & O_NONBLOCK);
}

static void a_socket_that_is_full_or_closed_loses_lines(void **state)
{
	struct piped *p = *state;
	int ends[2], i;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	p->settings.level = LOG_LEVEL_DEBUG;
	p->settings.fd = ends[0];
	open_log(p);
	for (i = 0; i < 5000 && log_lost(&p->log) == 0; i++)
		log_question(&p->log, "ask", 1, "none");
	assert_int_equal(log_lost(&p->log), 1);
	close(ends[1]);
	log_question(&p->log, "ask", 1, "none");
	assert_int_equal(log_lost(&p->log), 2);
	close(ends[0]);
}

static void the_journal_is_known_by_its_device_and_inode(void **state)
{
	struct piped *p = *state;
	struct stat file;
	char stream[64];

	assert_int_equal(fstat(p->out, &file), 0);
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)file.st_dev,
		 (uintmax_t)file.st_ino);
	p->settings.journal_stream = stream;
	open_log(p);
	assert_int_equal(log_form_of(&p->log), LOG_FORM_JOURNAL);
	log_close(&p->log);
	p->settings.journal_stream = "1:1"; /* inherited, but another */
	open_log(p);
	assert_int_equal(log_form_of(&p->log), LOG_FORM_JSON);
}

static int refuse(const struct iovec *part, int count)
{
	assert_int_equal(count, 4);
	assert_memory_equal(part[3].iov_base, "FAQD_COUNT=3", 12);
	return -1;
}

static void a_line_that_the_journal_refuses_is_lost(void **state)
{
	struct piped *p = *state;

	p->settings.form = LOG_FORM_JOURNAL;
	p->settings.journal = refuse;
	open_log(p);
	log_event(&p->log, LOG_LEVEL_ERROR, "refused", log_number("count", 3));
	assert_int_equal(log_lost(&p->log), 1);
	assert_string_equal(piped_text(p), "");
}

static void where_no_journal_listens_lines_are_json(void **state)
{
	struct piped *p = *state;

	p->settings.form = LOG_FORM_JOURNAL;
	p->settings.journal = refuse;
	p->settings.journal_socket = "/nonexistent/journal";
	open_log(p);
	assert_int_equal(log_form_of(&p->log), LOG_FORM_JSON);
	log_line(&p->log, "hello");
	log_line(&p->log, "again");
	assert_string_equal(
		piped_text(p),
		"{\"time\":\"2024-02-29T12:34:56.789Z\",\"level\":\"warning\","
		"\"message\":\"no journal listens at '/nonexistent/journal', "
		"so lines come here as json\"}\n"
		"{\"time\":\"2024-02-29T12:34:56.789Z\",\"level\":\"info\","
		"\"message\":\"hello\"}\n"
		"{\"time\":\"2024-02-29T12:34:56.789Z\",\"level\":\"info\","
		"\"message\":\"again\"}\n");
}

static void a_journal_nobody_asked_for_is_not_missed(void **state)
{
	struct piped *p = *state;

	p->settings.form = LOG_FORM_TEXT;
	p->settings.journal_socket = "/nonexistent/journal";
	open_log(p);
	assert_int_equal(log_form_of(&p->log), LOG_FORM_TEXT);
	assert_string_equal(piped_text(p), "");
}

static void names_of_forms_and_levels_are_read(void **state)
{
	enum log_form form = LOG_FORM_TEXT;
	enum log_level level = LOG_LEVEL_INFO;

	(void)state;
	assert_true(log_form_read("journal", &form));
	assert_int_equal(form, LOG_FORM_JOURNAL);
	assert_false(log_form_read("xml", &form));
	assert_int_equal(form, LOG_FORM_JOURNAL);
	assert_true(log_level_read("error", &level));
	assert_int_equal(level, LOG_LEVEL_ERROR);
	assert_false(log_level_read("", &level));
	assert_int_equal(level, LOG_LEVEL_ERROR);
}

static void lines_of_several_threads_never_mix(void **state)
{
	struct piped *p = *state;
	pthread_t thread[THREADS];
	const char *at;
	size_t i, bytes;

	p->settings.level = LOG_LEVEL_DEBUG;
	open_log(p);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, shout, &p->log), 0);
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	at = piped_text(p);
	bytes = strcspn(at, "\n") + 1;
	for (i = 0; i < THREADS * LINES_EACH; i++, at += bytes)
		assert_memory_equal(at, p->text, bytes);
	assert_string_equal(at, "");
}

#define PIPED(test)                                                            \
	cmocka_unit_test_setup_teardown(test, piped_set_up, piped_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zeroed_log_says_nothing),
		PIPED(what_is_no_terminal_gets_json),
		PIPED(text_is_written_when_asked_for),
		PIPED(less_grave_lines_are_left_out),
		PIPED(a_question_is_a_length_and_a_verdict),
		PIPED(a_flood_is_folded_and_told),
		PIPED(closing_tells_what_was_held_back),
		PIPED(debugging_sees_every_line),
		PIPED(a_full_pipe_loses_lines_and_holds_nobody_up),
		PIPED(a_full_pipe_holds_up_no_thread_of_several),
		PIPED(the_callers_end_is_left_as_it_is),
		PIPED(a_socket_that_is_full_or_closed_loses_lines),
		PIPED(the_journal_is_known_by_its_device_and_inode),
		PIPED(a_line_that_the_journal_refuses_is_lost),
		PIPED(where_no_journal_listens_lines_are_json),
		PIPED(a_journal_nobody_asked_for_is_not_missed),
		cmocka_unit_test(names_of_forms_and_levels_are_read),
		PIPED(lines_of_several_threads_never_mix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
