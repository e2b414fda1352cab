/* SPDX-License-Identifier: MIT */
#include "cli/term.h"

#include "proto/utf8.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define TERM_WIDTH_MIN 30u
#define TERM_WIDTH_PIPE 80u
#define PROGRESS_AFTER_NS 500000000u
#define PROGRESS_EVERY_NS 100000000u
#define PROGRESS_COLUMNS 28u

static bool charset_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value && value[0];
}

/* A container without any locale is taken for UTF-8; LC_ALL=C is obeyed. */
void term_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (!charset_is_utf8() && !is_set("LC_ALL") && !is_set("LC_CTYPE") &&
	    !is_set("LANG"))
		setlocale(LC_CTYPE, "C.UTF-8");
}

static size_t find_width(FILE *file)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	unsigned long width = columns ? strtoul(columns, NULL, 10) : 0;

	if (!width && ioctl(fileno(file), TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (!width)
		width = TERM_WIDTH_PIPE;
	if (width < TERM_WIDTH_MIN)
		width = TERM_WIDTH_MIN;
	return width < TERM_WIDTH_MAX ? width : TERM_WIDTH_MAX;
}

void term_init(struct term *term, FILE *file, enum term_color color)
{
	const char *name = getenv("TERM");
	*term = (struct term){.file = file};
	term->tty = isatty(fileno(file)) == 1;
	term->utf8 = charset_is_utf8();
	term->width = find_width(file);
	term->color =
		color == TERM_COLOR_ALWAYS ||
		(color == TERM_COLOR_AUTO && term->tty && !is_set("NO_COLOR") &&
		 !(name && strcmp(name, "dumb") == 0));
}

void term_refresh(struct term *term)
{
	term->width = find_width(term->file);
}

void term_style(const struct term *term, enum term_style style)
{
	static const char *const code[] = {
		[TERM_PLAIN] = "\033[0m",   [TERM_BOLD] = "\033[1m",
		[TERM_DIM] = "\033[2m",     [TERM_RED] = "\033[1;31m",
		[TERM_YELLOW] = "\033[33m", [TERM_GREEN] = "\033[32m",
		[TERM_BLUE] = "\033[36m"};
	if (term->color)
		fputs(code[style], term->file);
}

void term_sign(const struct term *term, enum term_sign sign)
{
	static const char *const utf8[] = {[TERM_SIGN_WARNING] = "\u26A0",
					   [TERM_SIGN_ARROW] = "\u2192",
					   [TERM_SIGN_GOOD] = "\u2713",
					   [TERM_SIGN_BAD] = "\u2717"};
	static const char *const ascii[] = {[TERM_SIGN_WARNING] = "!",
					    [TERM_SIGN_ARROW] = ">",
					    [TERM_SIGN_GOOD] = "+",
					    [TERM_SIGN_BAD] = "x"};
	fputs(term->utf8 ? utf8[sign] : ascii[sign], term->file);
}

/* C0, DEL and C1: what a terminal might obey. */
static bool is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

static size_t write_clean(const struct term *term, const char *text,
			  size_t size)
{
	size_t columns = 0;
	for (size_t at = 0; at < size;) {
		uint32_t point = 0;
		size_t length = utf8_read(text + at, size - at, &point);
		if (!length) {
			fputc('?', term->file);
			columns++;
			at++;
			continue;
		}
		if (!is_control(point)) {
			fwrite(text + at, 1, length, term->file);
			columns += utf8_columns(text + at, length);
		} else if (point == '\t' || point == '\n') {
			fputc(' ', term->file);
			columns++;
		}
		at += length;
	}
	return columns;
}

size_t term_text(const struct term *term, const char *text)
{
	return write_clean(term, text, strlen(text));
}

void term_styled(const struct term *term, enum term_style style,
		 const char *text)
{
	term_style(term, style);
	term_text(term, text);
	term_style(term, TERM_PLAIN);
}

void term_spaces(const struct term *term, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fputc(' ', term->file);
}

void term_cell(const struct term *term, const char *text, size_t columns)
{
	size_t used = term_text(term, text);
	term_spaces(term, used < columns ? columns - used : 1);
}

/* Columns of "- ", "* ", "12. " or "3) " with the spaces before; else 0. */
static size_t marker_columns(const char *line, size_t size)
{
	size_t at = 0;
	while (at < size && line[at] == ' ')
		at++;
	size_t start = at;
	if (at < size && strchr("-*", line[at]) && line[at])
		at++;
	else {
		while (at < size && line[at] >= '0' && line[at] <= '9')
			at++;
		if (at == start || at - start > 3 || at == size ||
		    !strchr(".)", line[at]))
			return 0;
		at++;
	}
	return at < size && line[at] == ' ' ? at + 1 : 0;
}

/* One line of the text; returns the column where the cursor ends. */
static void wrap_line(const struct term *term, const char *line, size_t size,
		      size_t indent, size_t column)
{
	size_t hang = indent + marker_columns(line, size);
	bool fresh = true; /* no word on this line of the screen yet */

	if (column < indent) {
		term_spaces(term, indent - column);
		column = indent;
	}
	for (size_t at = 0; at < size;) {
		size_t end = at;
		while (end < size && line[end] != ' ')
			end++;
		size_t columns = utf8_columns(line + at, end - at);
		if (!fresh && column + 1 + columns > term->width) {
			fputc('\n', term->file);
			term_spaces(term, hang);
			column = hang;
		} else if (!fresh) {
			fputc(' ', term->file);
			column++;
		}
		column += write_clean(term, line + at, end - at);
		fresh = false;
		at = end < size ? end + 1 : end;
	}
	fputc('\n', term->file);
}

void term_wrap(const struct term *term, const char *text, size_t indent,
	       size_t column)
{
	size_t left = strlen(text);
	while (left && text[left - 1] == '\n')
		left--;
	for (;;) {
		const char *end = memchr(text, '\n', left);
		size_t size = end ? (size_t)(end - text) : left;
		if (size)
			wrap_line(term, text, size, indent, column);
		else
			fputc('\n', term->file);
		if (!end)
			return;
		left -= size + 1;
		text = end + 1;
		column = 0;
	}
}

uint64_t term_clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void term_progress(struct term_progress *progress, const char *what,
		   size_t done, size_t total)
{
	uint64_t now = term_clock_ns();
	if (!progress->began_ns)
		progress->began_ns = now;
	if (now - progress->began_ns < PROGRESS_AFTER_NS ||
	    now - progress->drawn_ns < PROGRESS_EVERY_NS || !total ||
	    isatty(STDERR_FILENO) != 1)
		return;
	progress->drawn_ns = now;
	progress->shown = true;
	size_t filled = done * PROGRESS_COLUMNS / total;
	fprintf(stderr, "\r%s [", what);
	for (size_t i = 0; i < PROGRESS_COLUMNS; i++)
		fputc(i < filled ? '#' : '.', stderr);
	fprintf(stderr, "] %3zu %%", done * 100 / total);
	fflush(stderr);
}

void term_progress_end(struct term_progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	*progress = (struct term_progress){0};
}
