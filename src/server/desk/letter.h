/* SPDX-License-Identifier: MIT */
/*
 * letter.h: a request to a desk's API as bytes that wait in the outbox:
 *
 *	{"for":"reply","method":"POST","path":"/...","key":"...","body":"..."}
 *
 * No secret is in it: those are added when it is sent.
 */
#ifndef FAQD_LETTER_H
#define FAQD_LETTER_H

#include "desk/desk.h"

/* What it is for: an answer that can't be sent needs a person. */
enum letter_purpose {
	LETTER_REPLY,
	LETTER_NOTE,
	LETTER_HANDOVER
};

enum letter_status {
	LETTER_OK = 0,
	LETTER_ERROR_NOMEM = -1,
	LETTER_ERROR_FORM = -2 /* it is none */
};

struct letter {
	enum letter_purpose purpose;
	struct desk_request request; /* its body is the letter's */
	char method[16];
};

const char *letter_purpose_text(enum letter_purpose purpose);

/* The bytes, at most `max`, to be freed; NULL when they are too many or memory
 * runs out. */
__attribute__((warn_unused_result)) char *
letter_write(enum letter_purpose purpose, const struct desk_request *request,
	     size_t max, size_t *bytes);

/* On failure there is nothing to release. */
__attribute__((warn_unused_result)) enum letter_status
letter_read(struct letter *letter, const char *bytes, size_t size);
void letter_release(struct letter *letter);

#endif
