/* SPDX-License-Identifier: MIT */
#include "text_class.h"

#include <utf8proc.h>

const unsigned char text_class[128] = {
	['\n'] = STOP, ['!'] = STOP,  [';'] = STOP,   ['.'] = DOT,
	['?'] = ASK,   [','] = PAUSE, [':'] = PAUSE,  ['('] = PAUSE,
	[')'] = PAUSE, ['['] = PAUSE, [']'] = PAUSE,  ['{'] = PAUSE,
	['}'] = PAUSE, ['-'] = DASH,  ['\''] = QUOTE, ['`'] = QUOTE,
	['&'] = AND,   ['/'] = SLASH, ['0'] = '0',    ['1'] = '1',
	['2'] = '2',   ['3'] = '3',   ['4'] = '4',    ['5'] = '5',
	['6'] = '6',   ['7'] = '7',   ['8'] = '8',    ['9'] = '9',
	['a'] = 'a',   ['b'] = 'b',   ['c'] = 'c',    ['d'] = 'd',
	['e'] = 'e',   ['f'] = 'f',   ['g'] = 'g',    ['h'] = 'h',
	['i'] = 'i',   ['j'] = 'j',   ['k'] = 'k',    ['l'] = 'l',
	['m'] = 'm',   ['n'] = 'n',   ['o'] = 'o',    ['p'] = 'p',
	['q'] = 'q',   ['r'] = 'r',   ['s'] = 's',    ['t'] = 't',
	['u'] = 'u',   ['v'] = 'v',   ['w'] = 'w',    ['x'] = 'x',
	['y'] = 'y',   ['z'] = 'z',   ['A'] = 'a',    ['B'] = 'b',
	['C'] = 'c',   ['D'] = 'd',   ['E'] = 'e',    ['F'] = 'f',
	['G'] = 'g',   ['H'] = 'h',   ['I'] = 'i',    ['J'] = 'j',
	['K'] = 'k',   ['L'] = 'l',   ['M'] = 'm',    ['N'] = 'n',
	['O'] = 'o',   ['P'] = 'p',   ['Q'] = 'q',    ['R'] = 'r',
	['S'] = 's',   ['T'] = 't',   ['U'] = 'u',    ['V'] = 'v',
	['W'] = 'w',   ['X'] = 'x',   ['Y'] = 'y',    ['Z'] = 'z'};

unsigned char text_class_before(int32_t point)
{
	switch (point) {
	case 0x00B4: /* acute accent, typed for an apostrophe */
	case 0x02B9:
	case 0x02BB:
	case 0x02BC:
	case 0x2018:
	case 0x2019:
	case 0x201B:
	case 0x2032:
		return QUOTE;
	case 0x2120: /* service mark and trade mark are no letters */
	case 0x2122:
		return PART;
	case 0x0085:
		return STOP;
	default:
		return '0';
	}
}

unsigned char text_class_of(int32_t point)
{
	switch (point) {
	case 0x061B: /* Arabic semicolon and full stop, danda, ideographic */
	case 0x06D4:
	case 0x0964:
	case 0x0965:
	case 0x3002:
		return STOP;
	case 0x055E:
	case 0x061F:
		return ASK;
	case 0x060C:
	case 0x2014: /* an em dash is a pause even without spaces */
	case 0x2015:
	case 0x3001:
		return PAUSE;
	default:
		break;
	}
	utf8proc_category_t category = utf8proc_category(point);
	if (category >= UTF8PROC_CATEGORY_LU &&
	    category <= UTF8PROC_CATEGORY_NO)
		return '0';
	switch (category) {
	case UTF8PROC_CATEGORY_PD:
		return DASH;
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
		return PAUSE;
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return STOP;
	case UTF8PROC_CATEGORY_SO: /* emoji; not (c), (r), degrees */
		return point >= 0x2190 ? STOP : PART;
	case UTF8PROC_CATEGORY_CN: /* emoji younger than utf8proc */
		return point >= 0x1F000 ? STOP : PART;
	default:
		return PART;
	}
}
