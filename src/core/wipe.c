/* SPDX-License-Identifier: MIT */
/* Nothing that a visitor said stays longer than it is needed. */
#include "faq_wipe.h"
#include "match.h"

#include <string.h>

/* The barrier takes the bytes as read, so that memset() is not left out. */
void faq_wipe(void *bytes, size_t size)
{
	if (size == 0) /* else there may be no pointer */
		return;
	memset(bytes, 0, size);
	__asm__ __volatile__("" : : "r"(bytes) : "memory");
}

/* What each question writes anew. The rest holds no text: numbers of words,
 * marks that must survive, what was given at the start. */
void faq_scratch_wipe(struct faq_scratch *scratch)
{
	faq_wipe(&scratch->text, sizeof(scratch->text));
	faq_wipe(&scratch->words, sizeof(scratch->words));
	faq_wipe(scratch->subject, sizeof(scratch->subject));
	faq_wipe(scratch->plain, sizeof(scratch->plain));
	scratch->subject_bytes = scratch->plain_bytes = 0;
}
