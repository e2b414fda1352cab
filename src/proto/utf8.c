/* SPDX-License-Identifier: MIT */
#include "proto/utf8.h"

static bool is_tail(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/* Length that a first byte announces; 0 for one that can't come first. */
static size_t announced(unsigned char byte)
{
	if (byte < 0x80)
		return 1;
	if (byte >= 0xC2 && byte <= 0xDF)
		return 2;
	if (byte >= 0xE0 && byte <= 0xEF)
		return 3;
	if (byte >= 0xF0 && byte <= 0xF4)
		return 4;
	return 0;
}

size_t utf8_read(const char *bytes, size_t size, uint32_t *point)
{
	/* The least code point that needs so many bytes. */
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};

	if (!size)
		return 0;
	size_t length = announced((unsigned char)bytes[0]);
	if (!length || length > size)
		return 0;
	uint32_t value = (unsigned char)bytes[0] & mask[length];
	for (size_t i = 1; i < length; i++) {
		if (!is_tail((unsigned char)bytes[i]))
			return 0;
		value = value << 6 | ((unsigned char)bytes[i] & 0x3F);
	}
	if (value < least[length] || value > 0x10FFFF ||
	    (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*point = value;
	return length;
}

bool utf8_valid(const char *bytes, size_t size, size_t *where)
{
	uint32_t point;
	for (size_t at = 0; at < size;) {
		size_t length = utf8_read(bytes + at, size - at, &point);
		if (!length) {
			if (where)
				*where = at;
			return false;
		}
		at += length;
	}
	return true;
}

size_t utf8_points(const char *bytes, size_t size)
{
	uint32_t point;
	size_t count = 0;
	for (size_t at = 0; at < size; count++) {
		size_t length = utf8_read(bytes + at, size - at, &point);
		at += length ? length : 1;
	}
	return count;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/*
 * Unicode 15 at the grain that a terminal's layout needs: the blocks of marks
 * and of wide characters, not every exception within them.
 */
static size_t point_columns(uint32_t point)
{
	static const struct range mark[] = {
		{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
		{0x0610, 0x061A}, {0x064B, 0x065F}, {0x0E34, 0x0E3A},
		{0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
		{0x20D0, 0x20FF}, {0x2060, 0x2064}, {0xFE00, 0xFE0F},
		{0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
	static const struct range wide[] = {
		{0x1100, 0x115F},   {0x231A, 0x231B},   {0x2E80, 0x303E},
		{0x3041, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
		{0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
		{0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
		{0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

	if (point < 0x20 || (point >= 0x7F && point < 0xA0))
		return 0;
	if (point < 0x300)
		return 1;
	if (in_ranges(point, mark, sizeof(mark) / sizeof(mark[0])))
		return 0;
	return in_ranges(point, wide, sizeof(wide) / sizeof(wide[0])) ? 2 : 1;
}

size_t utf8_columns(const char *bytes, size_t size)
{
	uint32_t point;
	size_t columns = 0;
	for (size_t at = 0; at < size;) {
		size_t length = utf8_read(bytes + at, size - at, &point);
		columns += length ? point_columns(point) : 1;
		at += length ? length : 1;
	}
	return columns;
}
