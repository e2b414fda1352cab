/* SPDX-License-Identifier: MIT */
/*
 * text.h: bytes of a message -> words as written, one level above Unicode.
 *
 *	"I\u2019m  VERIFIED!!! \U0001F389 Now what?"
 *	  -> i'm | verified | . | now | what | ?
 *
 * UTF-8 is checked, then NFKC, case folding and mark stripping (utf8proc), so
 * that full-width, accented and capital letters are one; zero-width characters
 * vanish. Emoji, symbols and control characters part words. Plain ASCII takes a
 * short way round. Fixed size, allocates nothing, depends on no locale.
 *
 *	2,000 -> 2000	 10.42 -> 1042	1,2 -> 1 | 2	$100 -> 100
 *	terms & fees -> terms | and | fees     w/o -> without	w/ -> with
 *	binance.com -> binance | com (one sentence)	ok.what -> ok | . | what
 *	:D ;-p <3 -> nothing
 */
#ifndef FAQ_TEXT_H
#define FAQ_TEXT_H

#include "faq.h"

#define TEXT_BYTES (3u * FAQ_QUESTION_BYTES)
#define TEXT_TOKENS 256u
#define TEXT_TOKEN_BYTES 40u /* a longer one is cut: it is no word */

enum text_input {
	TEXT_OK,
	TEXT_EMPTY,    /* no word in it: "", "???", emoji */
	TEXT_TOO_LONG, /* over FAQ_QUESTION_BYTES or TEXT_TOKENS */
	TEXT_INVALID   /* not UTF-8, or a NUL */
};

enum {
	TEXT_SENTENCE = 1, /* a . ! ? ; newline or emoji stands before it */
	TEXT_COMMA = 2, /* a comma, colon, bracket or dash stands before it */
	TEXT_ASKED = 4, /* its sentence ends in a question mark */
	TEXT_DIGITS = 8 /* digits only */
};

/*
 * A token: letters and digits of any script, apostrophes within ("don't", of
 * whatever shape), all as UTF-8. A hyphen parts words ("sign-up" -> sign, up);
 * so do '.', '/' and '_', but a '.' or ',' within a number joins its digits,
 * so that 1.5 is never taken for step 1. A run of three or more equal letters
 * is cut to two ("heeeelp" -> "heelp"). Writing without spaces (CJK) is one
 * token. The first token has neither TEXT_SENTENCE nor TEXT_COMMA.
 */
struct text_token {
	uint16_t start, bytes; /* in struct text's buffer */
	uint8_t flags;
};

struct text {
	size_t bytes; /* of buffer in use */
	size_t token_count;
	struct text_token token[TEXT_TOKENS];
	char buffer[TEXT_BYTES];
};

/* True when `bytes` are well-formed UTF-8 (RFC 3629) without NUL; else, if
 * `where` is not NULL, the offset of the first fault. */
bool text_is_utf8(const char *bytes, size_t size, size_t *where);

/*
 * Reads any bytes. On TEXT_OK there is at least one token. On any other result
 * token_count is 0.
 */
enum text_input text_read(struct text *text, const char *bytes, size_t size);

#endif
