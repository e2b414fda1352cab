/* SPDX-License-Identifier: MIT */
/*
 * text_class.h: what a character does to the words around it. Only text.c asks.
 */
#ifndef FAQ_TEXT_CLASS_H
#define FAQ_TEXT_CLASS_H

#include <stdint.h>

/* A class from '0' up is a letter's or digit's, and in ASCII its folded byte.
 */
enum {
	PART = 0, /* parts words, says nothing */
	STOP,     /* ends a sentence: ! ; newline, emoji */
	DOT,      /* so does '.', but not in 10.42 or binance.com */
	ASK,      /* ends a question */
	PAUSE,    /* , : ( ) [ ] { } */
	DASH,     /* within words it only parts them */
	QUOTE,    /* the apostrophe and what people type for it */
	AND,      /* & */
	SLASH
};

/* The classes of ASCII. */
extern const unsigned char text_class[128];

/* The class of a code point that utf8proc would take apart to the worse (an
 * acute accent typed as an apostrophe, a trade mark), else '0'. */
unsigned char text_class_before(int32_t point);

/* The class of a code point beyond ASCII that is taken apart already. */
unsigned char text_class_of(int32_t point);

#endif
