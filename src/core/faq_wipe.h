/* SPDX-License-Identifier: MIT */
/*
 * faq_wipe.h: what a visitor said is overwritten once it is not needed, so that
 * a core file does not show it.
 */
#ifndef FAQ_WIPE_H
#define FAQ_WIPE_H

#include "faq.h"

/*
 * Forgets what was asked last: overwrites what the scratch holds of its words.
 * The limits are still counted. Takes about as long as a question.
 */
void faq_scratch_wipe(struct faq_scratch *scratch);

/*
 * Overwrites bytes with zeros, also where the compiler sees that nobody reads
 * them any more. For what a visitor said, before its memory is given back.
 * size 0 is fine.
 */
void faq_wipe(void *bytes, size_t size);

#endif
