/* SPDX-License-Identifier: MIT */
/*
 * Undoes what hides ASCII from the rules: full-width forms, the digits and
 * letters of other alphabets, Unicode's blanks, dashes, dots and quotes, line
 * breaks, characters without width. What text.c folds for the answer must be as
 * plain to the redactor. Any other symbol is a '|': it parts words and groups.
 */
#include "redact_rules.h"

#define FULL_WIDTH 0xff01u    /* '!'; to 0xff5e, '~' */
#define MATHS 0x1d7ceu        /* five alphabets of digits in a row */
#define MATHS_LETTER 0x1d400u /* thirteen of letters, capitals first */

/* The zeros of scripts whose ten digits follow each other (Unicode's Nd). */
static const uint32_t zeros[] = {
	0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6,
	0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090,
	0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
	0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
};

/* The bytes of the character at `at`; what is no UTF-8 is a byte by itself. */
static size_t read_point(const struct redact_text *text, size_t at,
			 uint32_t *point)
{
	unsigned char c = redact_byte(text, at);
	size_t size = c < 0xc2 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	*point = size == 1 ? c : c & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		unsigned char next = redact_byte(text, at + i);
		if ((next & 0xc0) != 0x80) {
			*point = c;
			return 1;
		}
		*point = *point << 6 | (next & 0x3fu);
	}
	return size;
}

/* Joins or hides nothing: what stands on both sides may be one or two. */
static bool has_no_width(uint32_t point)
{
	return point == 0xad || (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
	       point == 0x180e;
}

/* Accents, strokes through a character, keycaps, variation selectors. */
static bool is_mark(uint32_t point)
{
	return (point >= 0x0300 && point <= 0x036f) || point == 0x061c ||
	       (point >= 0x1ab0 && point <= 0x1aff) ||
	       (point >= 0x1dc0 && point <= 0x1dff) ||
	       (point >= 0x20d0 && point <= 0x20ff) ||
	       (point >= 0xfe00 && point <= 0xfe0f) ||
	       (point >= 0xfe20 && point <= 0xfe2f);
}

/* Ranges of characters that mean the same to a rule; sorted. */
static const struct range {
	uint32_t first, last;
	char ascii;
} ranges[] = {
	{0x0085, 0x0085, ' '},  {0x00a0, 0x00a0, ' '},   {0x00a1, 0x00a1, '|'},
	{0x00a4, 0x00a9, '|'},  {0x00ab, 0x00ab, '"'},   {0x00ac, 0x00ac, '|'},
	{0x00ae, 0x00b1, '|'},  {0x00b4, 0x00b6, '|'},   {0x00b7, 0x00b7, '.'},
	{0x00bb, 0x00bb, '"'},  {0x00bf, 0x00bf, '|'},   {0x00d7, 0x00d7, '*'},
	{0x1680, 0x1680, ' '},  {0x2000, 0x200a, ' '},   {0x2010, 0x2015, '-'},
	{0x2016, 0x2017, '|'},  {0x2018, 0x201b, '\''},  {0x201c, 0x201f, '"'},
	{0x2020, 0x2021, '|'},  {0x2022, 0x2024, '.'},   {0x2025, 0x2026, '|'},
	{0x2027, 0x2027, '.'},  {0x2028, 0x2029, ' '},   {0x202f, 0x202f, ' '},
	{0x2032, 0x2037, '\''}, {0x2038, 0x2038, '|'},   {0x2039, 0x203a, '"'},
	{0x203b, 0x2042, '|'},  {0x2043, 0x2043, '-'},   {0x2044, 0x2044, '/'},
	{0x2045, 0x205e, '|'},  {0x205f, 0x205f, ' '},   {0x2190, 0x2211, '|'},
	{0x2212, 0x2212, '-'},  {0x2213, 0x2218, '|'},   {0x2219, 0x2219, '.'},
	{0x221a, 0x22c4, '|'},  {0x22c5, 0x22c5, '.'},   {0x22c6, 0x2422, '|'},
	{0x2423, 0x2423, ' '},  {0x2424, 0x245f, '|'},   {0x2469, 0x24b5, '|'},
	{0x24ea, 0x2bff, '|'},  {0x3000, 0x3000, ' '},   {0x3001, 0x3001, ','},
	{0x3002, 0x3002, '.'},  {0x3003, 0x3003, '|'},   {0x3008, 0x3020, '|'},
	{0x30fb, 0x30fb, '.'},  {0xfe30, 0xfe4f, '|'},   {0xfe50, 0xfe51, ','},
	{0xfe52, 0xfe52, '.'},  {0xfe55, 0xfe55, ':'},   {0xfe58, 0xfe58, '-'},
	{0xfe63, 0xfe63, '-'},  {0xfe6b, 0xfe6b, '@'},   {0xff5f, 0xff60, '|'},
	{0xff61, 0xff61, '.'},  {0xff62, 0xff63, '|'},   {0xff64, 0xff64, ','},
	{0xff65, 0xff65, '.'},  {0x1f000, 0x1faff, '|'},
};

static unsigned char fold_range(uint32_t point)
{
	size_t low = 0, high = sizeof(ranges) / sizeof(ranges[0]);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (point < ranges[middle].first)
			high = middle;
		else if (point > ranges[middle].last)
			low = middle + 1;
		else
			return (unsigned char)ranges[middle].ascii;
	}
	return 0;
}

/* Letters of Unicode's alphabets for mathematics, and those in circles. */
static unsigned char fold_letter(uint32_t point)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	if (point >= MATHS_LETTER && point < MATHS_LETTER + 13 * 52)
		return (unsigned char)letters[(point - MATHS_LETTER) % 52];
	if (point >= 0x24b6 && point <= 0x24e9)
		return (unsigned char)letters[point - 0x24b6];
	return 0;
}

static unsigned char fold_digit(uint32_t point)
{
	static const char raised[] = "0123456789+-=()";
	if (point == 0xb2 || point == 0xb3 || point == 0xb9)
		return (unsigned char)(point == 0xb9 ? '1'
						     : point - 0xb0 + '0');
	if (point == 0x2070 || (point >= 0x2074 && point <= 0x207e))
		return (unsigned char)raised[point - 0x2070];
	if (point >= 0x2080 && point <= 0x208e)
		return (unsigned char)raised[point - 0x2080];
	if (point >= 0x2460 && point <= 0x2468)
		return (unsigned char)(point - 0x2460 + '1');
	if (point >= MATHS && point < MATHS + 50)
		return (unsigned char)('0' + (point - MATHS) % 10);
	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (point - zeros[i] < 10)
			return (unsigned char)('0' + (point - zeros[i]));
	return 0;
}

/* The ASCII that a character beyond it stands for, 0 when it is itself. */
static unsigned char fold_point(uint32_t point)
{
	if (point >= FULL_WIDTH && point < FULL_WIDTH + 94)
		return (unsigned char)(point - FULL_WIDTH + '!');
	unsigned char ascii = fold_digit(point);
	if (!ascii)
		ascii = fold_letter(point);
	return ascii ? ascii : fold_range(point);
}

static bool is_break(unsigned char c)
{
	return c >= '\t' && c <= '\r';
}

unsigned redact_needs_fold(const struct redact_text *text)
{
	unsigned needs = 0;
	uint32_t point;
	for (size_t at = 0; at < text->size;) {
		unsigned char c = redact_byte(text, at);
		if (c < 0x80) {
			at++;
			if (is_break(c) ||
			    (c == ' ' && redact_byte(text, at) == ' '))
				needs |= REDACT_FOLD_NEEDED;
			continue;
		}
		at += read_point(text, at, &point);
		if (point < 0x80)
			continue;
		if (has_no_width(point))
			needs |= REDACT_FOLD_NEEDED | REDACT_FOLD_PARTED;
		else if (is_mark(point) || fold_point(point))
			needs |= REDACT_FOLD_NEEDED;
	}
	return needs;
}

static size_t count_digits(const struct redact_text *text, size_t at)
{
	size_t count = 0;
	while (redact_is_digit(redact_byte(text, at + count)))
		count++;
	return redact_is_letter(redact_byte(text, at + count)) ? 0 : count;
}

static size_t over_blanks(const struct redact_text *text, size_t at)
{
	while (redact_byte(text, at) == ' ' || is_break(redact_byte(text, at)))
		at++;
	return at;
}

/*
 * Does the break at `at` part the items of a list, as in "1\n2\n3"? Then it
 * isn't a blank. Two digits at most on both sides, and no year after them.
 */
static bool is_list_break(const struct redact_text *text, size_t at,
			  const struct redact_folded *folded)
{
	size_t before = 0;
	while (before < 3 && before < folded->size &&
	       redact_is_digit(
		       (unsigned char)folded->bytes[folded->size - before - 1]))
		before++;
	if (before == 0 || before > 2)
		return false;
	at = over_blanks(text, at);
	size_t after = count_digits(text, at);
	if (after == 0 || after > 2)
		return false;
	return count_digits(text, over_blanks(text, at + after)) != 4;
}

static void put_byte(struct redact_folded *folded, unsigned char c,
		     size_t start, size_t end)
{
	folded->bytes[folded->size] = (char)c;
	folded->start[folded->size] = start;
	folded->end[folded->size++] = end;
}

/* Several blanks become one. */
static void put_blank(struct redact_folded *folded, unsigned char c,
		      size_t start, size_t end)
{
	size_t size = folded->size;
	if (size > 0 &&
	    (folded->bytes[size - 1] == ' ' || folded->bytes[size - 1] == '\n'))
		folded->end[size - 1] = end;
	else
		put_byte(folded, c, start, end);
}

/* 0: not ASCII, or nothing that is kept. */
static unsigned char fold_byte(unsigned char c, size_t size, uint32_t point)
{
	if (size == 1)
		return c < 0x80 ? c : 0;
	return is_mark(point) ? 0 : fold_point(point);
}

size_t redact_fold(const struct redact_text *text, size_t from, bool parted,
		   struct redact_folded *folded)
{
	size_t at = from;
	uint32_t point;
	folded->size = 0;
	while (at < text->size && folded->size + 4 <= REDACT_FOLD_BYTES) {
		size_t size = read_point(text, at, &point);
		unsigned char c = redact_byte(text, at);
		unsigned char ascii = fold_byte(c, size, point);
		bool hidden = size > 1 && has_no_width(point);
		if (ascii == ' ' || is_break(ascii) || (hidden && parted))
			put_blank(folded,
				  is_break(ascii) && is_list_break(text, at,
								   folded)
					  ? '\n'
					  : ' ',
				  at, at + size);
		else if (ascii)
			put_byte(folded, ascii, at, at + size);
		else if (!hidden && !(size > 1 && is_mark(point)))
			for (size_t i = 0; i < size; i++)
				put_byte(folded, redact_byte(text, at + i),
					 at + i, at + i + 1);
		at += size;
	}
	return at;
}
