/* SPDX-License-Identifier: MIT */
/*
 * term.h: a stream that may be a terminal: colour when it is wanted, text
 * wrapped at the width, signs in ASCII where the locale is not UTF-8.
 *
 * All text that comes from outside goes through term_text() or term_wrap():
 * they drop control characters, so that no content, question or test line can
 * send escape sequences to the terminal.
 */
#ifndef FAQ_TERM_H
#define FAQ_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum term_color {
	TERM_COLOR_AUTO, /* on a terminal, unless NO_COLOR is set */
	TERM_COLOR_ALWAYS,
	TERM_COLOR_NEVER
};

enum term_style {
	TERM_PLAIN, /* back to normal */
	TERM_BOLD,
	TERM_DIM,
	TERM_RED,
	TERM_YELLOW,
	TERM_GREEN,
	TERM_BLUE
};

/* A meaning is never carried by colour alone. */
enum term_sign {
	TERM_SIGN_WARNING,
	TERM_SIGN_ARROW,
	TERM_SIGN_GOOD,
	TERM_SIGN_BAD
};

struct term {
	FILE *file;
	bool tty, color, utf8;
	size_t width; /* columns to fill; at most TERM_WIDTH_MAX */
};

#define TERM_WIDTH_MAX 88u /* longer lines are hard to read */

/* Sets the locale's character set up; call once, before term_init(). */
void term_locale(void);

/* Width: COLUMNS, else the terminal's, else 80. */
void term_init(struct term *term, FILE *file, enum term_color color);

/* Looks at the width again: the window may have changed. */
void term_refresh(struct term *term);

/* Switches the style; writes nothing when there is no colour. */
void term_style(const struct term *term, enum term_style style);
void term_sign(const struct term *term, enum term_sign sign);

/* One line of text as it is, without control characters. Returns its
 * columns. */
size_t term_text(const struct term *term, const char *text);
/* term_text() in a style. */
void term_styled(const struct term *term, enum term_style style,
		 const char *text);
/* term_text(), then spaces up to `columns`, at least one. */
void term_cell(const struct term *term, const char *text, size_t columns);
void term_spaces(const struct term *term, size_t count);

/*
 * Words up to the width, each line indented by `indent`, list items hanging;
 * ends with a newline. `column` is where the cursor stands already.
 */
void term_wrap(const struct term *term, const char *text, size_t indent,
	       size_t column);

/*
 * A progress bar on stderr, from half a second on and only on a terminal.
 * Zero-initialise; term_progress_end() wipes it.
 */
struct term_progress {
	uint64_t began_ns, drawn_ns;
	bool shown;
};

void term_progress(struct term_progress *progress, const char *what,
		   size_t done, size_t total);
void term_progress_end(struct term_progress *progress);

/* Monotonic nanoseconds. */
uint64_t term_clock_ns(void);

#endif
