/* SPDX-License-Identifier: MIT */
/*
 * One pass over the bytes. ASCII goes through a table of classes; any other
 * code point is first taken apart by utf8proc and its parts then go the same
 * way, so that a full-width letter or question mark ends where the plain one
 * does. Working code point by code point needs a few bytes of stack whatever
 * the message is; what that leaves out, composing what was taken apart, is
 * not wanted: marks are dropped, and Hangul stays in its jamo, consistently.
 */
#include "text.h"

#include "text_class.h"

#include <string.h>
#include <utf8proc.h>

/*
 * COMPAT: NFKC's mapping (full-width and mathematical letters, ligatures).
 * CASEFOLD: like lower case, but the same for every writing of a word.
 * STRIPMARK: accents. IGNORE: zero-width characters vanish within words.
 * No STRIPCC, for new lines part sentences; no LUMP, classes do that here.
 */
#define TEXT_FOLDING                                                           \
	(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |            \
	 UTF8PROC_STRIPMARK | UTF8PROC_IGNORE)

/* The longest mapping of all is U+FDFA's, of 18 code points. */
#define TEXT_EXPANSION 32

struct reader {
	struct text *text;
	const unsigned char *begin, *next, *end; /* the message, still unread */
	size_t start;    /* of the open token, in the buffer */
	size_t sentence; /* first token of the sentence that goes on */
	uint8_t pending; /* flags for the next token */
	bool open;       /* a token is being read */
	bool digits;     /* it has digits only, so far */
	bool face;       /* it stands where the mouth of a :D does */
	bool dotted;     /* a '.' stood right between it and the one before */
	bool full;       /* too many tokens or bytes */
};

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* Any byte of a code point beyond ASCII counts as a letter's: that is enough
 * to look ahead. */
static bool is_word(unsigned char c)
{
	return c >= 0x80 || text_class[c] >= '0';
}

/* The byte `ahead` places on, 0 past the end. */
static unsigned char reader_peek(const struct reader *r, size_t ahead)
{
	return ahead < (size_t)(r->end - r->next) ? r->next[ahead] : 0;
}

/* True when the letter to come is the mouth of ":D", ";-p" or "<3". Not in
 * "option:d", where the eyes would stand at a word. */
static bool reader_face(const struct reader *r)
{
	const unsigned char *at = r->next;
	/* Nearly all words stand after a space. */
	if (at == r->begin || at[-1] == ' ')
		return false;
	if (at[-1] == '<')
		return *at == '3';
	if (!strchr("DPOdpox", *at))
		return false;
	at -= at[-1] == '-' && at - r->begin > 1 ? 2 : 1;
	if (*at != ':' && *at != ';' && *at != '=')
		return false;
	return at == r->begin || !is_word(at[-1]);
}

static void reader_open(struct reader *r)
{
	r->open = true;
	r->start = r->text->bytes;
	r->digits = true;
	r->face = false;
}

/* The same before a letter of ASCII, which may be no letter but a face's. */
static void reader_begin(struct reader *r)
{
	reader_open(r);
	r->face = reader_face(r);
}

/* Adds a letter, digit or apostrophe of n bytes to the open token. */
static void reader_put(struct reader *r, const char *bytes, size_t n)
{
	struct text *text = r->text;
	if (!r->open)
		reader_open(r);
	size_t have = text->bytes - r->start;
	char *at = text->buffer + text->bytes;
	if (!is_digit((unsigned char)*bytes)) {
		r->digits = false;
		if (have >= 2 * n && !memcmp(at - n, bytes, n) &&
		    !memcmp(at - 2 * n, bytes, n))
			return;
	}
	if (text->bytes + n > TEXT_BYTES)
		r->full = true;
	if (have + n > TEXT_TOKEN_BYTES || r->full)
		return;
	memcpy(at, bytes, n);
	text->bytes += n;
}

/* Reads a run of ASCII letters and digits into the open token: what
 * reader_put() does one by one, for most of all bytes that come. */
static void reader_run(struct reader *r)
{
	struct text *text = r->text;
	const unsigned char *next = r->next, *end = r->end;
	char *const start = text->buffer + r->start;
	char *at = text->buffer + text->bytes;
	size_t room = TEXT_BYTES - r->start;
	char *const stop =
		start + (room < TEXT_TOKEN_BYTES ? room : TEXT_TOKEN_BYTES);
	unsigned char all = 0; /* letters have a bit that digits don't */
	for (; next < end; next++) {
		unsigned char class = *next < 0x80 ? text_class[*next] : 0;
		char c = (char)class;
		if (class < '0')
			break;
		all |= class;
		/* Two equal ones are rare enough to look back for a third. */
		if (at > start && at[-1] == c && c > '9' && at - start >= 2 &&
		    at[-2] == c)
			continue;
		if (at < stop)
			*at++ = c;
		else if (room < TEXT_TOKEN_BYTES)
			r->full = true;
	}
	r->digits = r->digits && all < 0x40;
	text->bytes = (size_t)(at - text->buffer);
	r->next = next;
}

static bool ends_in(const char *word, size_t bytes, const char *const *list)
{
	for (; *list; list++) {
		if (strlen(*list) == bytes && !memcmp(word, *list, bytes))
			return true;
	}
	return false;
}

/*
 * Whether the '.' right before the open token parts sentences: it does in
 * "ok.what now", but not in "binance.com", "passport.jpg" or "e.g".
 */
static bool reader_dot_stops(const struct reader *r)
{
	static const char *const tail[] = {
		"com",  "org", "net", "io",  "co",  "us",   "uk",   "eu", "jpg",
		"jpeg", "png", "pdf", "gov", "edu", "html", "heic", NULL};
	const struct text *text = r->text;
	if (!text->token_count)
		return false;
	const struct text_token *left = &text->token[text->token_count - 1];
	const char *before = text->buffer + left->start;
	if (left->bytes == 1 && !(left->flags & TEXT_DIGITS))
		return false;
	if (left->bytes == 2 && !memcmp(before, "ww", 2)) /* once www */
		return false;
	return !ends_in(text->buffer + r->start, text->bytes - r->start, tail);
}

/* Ends the open token, if there is one. */
static void reader_close(struct reader *r)
{
	struct text *text = r->text;
	if (!r->open)
		return;
	r->open = false;
	while (text->bytes > r->start && text->buffer[text->bytes - 1] == '\'')
		text->bytes--;
	size_t bytes = text->bytes - r->start;
	if (!bytes || (r->face && bytes == 1)) {
		text->bytes = r->start;
		return;
	}
	if (text->token_count == TEXT_TOKENS) {
		r->full = true;
		return;
	}
	if (r->dotted && reader_dot_stops(r))
		r->pending |= TEXT_SENTENCE;
	r->dotted = false;
	/* Before the first token there is nothing to be parted from. */
	if (!text->token_count)
		r->pending = 0;
	if (r->pending & TEXT_SENTENCE)
		r->sentence = text->token_count;
	text->token[text->token_count++] = (struct text_token){
		.start = (uint16_t)r->start,
		.bytes = (uint16_t)bytes,
		.flags = (uint8_t)(r->pending | (r->digits ? TEXT_DIGITS : 0))};
	r->pending = 0;
}

static void reader_part(struct reader *r, uint8_t flag)
{
	reader_close(r);
	r->pending |= flag;
}

/* '.' : a decimal point, a part of an address or abbreviation, or a stop. */
static void reader_dot(struct reader *r)
{
	bool glued = r->open && is_word(reader_peek(r, 0));
	if (glued &&
	    is_digit((unsigned char)r->text->buffer[r->text->bytes - 1]) &&
	    is_digit(reader_peek(r, 0)))
		return;
	/* The last dot of "e.g. this" goes with the first. */
	bool initial = r->open && r->dotted && r->text->bytes - r->start == 1;
	reader_part(r, glued || initial ? 0 : TEXT_SENTENCE);
	r->dotted = glued;
}

/* ',' between thousands joins them: 2,000 is 2000. */
static void reader_pause(struct reader *r, unsigned char c)
{
	if (c == ',' && r->open && r->digits && is_digit(reader_peek(r, 0)) &&
	    is_digit(reader_peek(r, 1)) && is_digit(reader_peek(r, 2)) &&
	    !is_digit(reader_peek(r, 3)))
		return;
	reader_part(r, TEXT_COMMA);
}

/* "w/o" and "w/" are written so often that they are read here, before the
 * slash is lost. */
static void reader_slash(struct reader *r)
{
	const struct text *text = r->text;
	if (r->open && text->bytes - r->start == 1 &&
	    text->buffer[r->start] == 'w') {
		bool out = (reader_peek(r, 0) | 0x20) == 'o' &&
			   !is_word(reader_peek(r, 1));
		r->next += out;
		for (const char *s = out ? "ithout" : "ith"; *s; s++)
			reader_put(r, s, 1);
	}
	reader_close(r);
}

static void reader_asked(struct reader *r)
{
	reader_close(r);
	for (size_t i = r->sentence; i < r->text->token_count; i++)
		r->text->token[i].flags |= TEXT_ASKED;
	r->pending |= TEXT_SENTENCE;
}

static void reader_and(struct reader *r)
{
	reader_close(r);
	reader_put(r, "a", 1);
	reader_put(r, "n", 1);
	reader_put(r, "d", 1);
	reader_close(r);
}

/* A character that is neither letter nor digit; `c` tells ',' from others. */
static void reader_separator(struct reader *r, unsigned char class,
			     unsigned char c)
{
	bool inside = r->open && is_word(reader_peek(r, 0));
	switch (class) {
	case STOP:
		reader_part(r, TEXT_SENTENCE);
		break;
	case DOT:
		reader_dot(r);
		break;
	case ASK:
		reader_asked(r);
		break;
	case PAUSE:
		reader_pause(r, c);
		break;
	case DASH:
		reader_part(r, inside ? 0 : TEXT_COMMA);
		break;
	case QUOTE:
		if (inside)
			reader_put(r, "'", 1);
		else
			reader_close(r);
		break;
	case AND:
		reader_and(r);
		break;
	case SLASH:
		reader_slash(r);
		break;
	default:
		reader_close(r);
	}
}

static void reader_ascii(struct reader *r, unsigned char c)
{
	unsigned char class = text_class[c];
	if (class < '0') {
		reader_separator(r, class, c);
		return;
	}
	char folded = (char)class;
	reader_put(r, &folded, 1);
}

static void reader_point(struct reader *r, int32_t point)
{
	if (point < 0x80) {
		reader_ascii(r, (unsigned char)point);
		return;
	}
	unsigned char class = text_class_of(point);
	if (class < '0') {
		reader_separator(r, class, 0);
		return;
	}
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(point, bytes);
	if (n > 0)
		reader_put(r, (const char *)bytes, (size_t)n);
}

/* Reads a code point of two bytes or more; the message is known to be UTF-8. */
static void reader_unicode(struct reader *r)
{
	int32_t point, part[TEXT_EXPANSION];
	int boundclass = 0;
	utf8proc_ssize_t n =
		utf8proc_iterate(r->next, r->end - r->next, &point);
	r->next += n > 0 ? n : 1;
	if (n <= 0)
		return;
	unsigned char class = text_class_before(point);
	if (class < '0') {
		reader_separator(r, class, 0);
		return;
	}
	n = utf8proc_decompose_char(point, part, TEXT_EXPANSION, TEXT_FOLDING,
				    &boundclass);
	for (utf8proc_ssize_t i = 0; i < n && i < TEXT_EXPANSION; i++)
		reader_point(r, part[i]);
}

enum text_input text_read(struct text *text, const char *bytes, size_t size)
{
	text->token_count = 0;
	text->bytes = 0;
	if (size > FAQ_QUESTION_BYTES)
		return TEXT_TOO_LONG;
	if (!size)
		return TEXT_EMPTY;
	if (!text_is_utf8(bytes, size, NULL))
		return TEXT_INVALID;
	const unsigned char *begin = (const unsigned char *)bytes;
	struct reader r = {.text = text,
			   .begin = begin,
			   .next = begin,
			   .end = begin + size};
	while (r.next < r.end && !r.full) {
		unsigned char c = *r.next;
		if (c >= 0x80) {
			reader_unicode(&r);
		} else if (is_word(c)) {
			if (!r.open)
				reader_begin(&r);
			reader_run(&r);
		} else {
			r.next++;
			reader_separator(&r, text_class[c], c);
		}
	}
	reader_close(&r);
	if (r.full) {
		text->token_count = 0;
		text->bytes = 0;
		return TEXT_TOO_LONG;
	}
	return text->token_count ? TEXT_OK : TEXT_EMPTY;
}
