/* SPDX-License-Identifier: MIT */
/*
 * negotiate.h: which form of a document a client wants, and whether it has it
 * already: Accept-Encoding and If-None-Match (RFC 9110, 12.5.3 and 13.1.2).
 *
 * Both are hints: what can't be read is passed over, never refused.
 */
#ifndef FAQD_NEGOTIATE_H
#define FAQD_NEGOTIATE_H

#include "widget/asset.h"

#include <stdbool.h>

/* As in Content-Encoding; "" for CODING_PLAIN. */
const char *coding_name(enum coding coding);

/*
 * The coding that `accept` (the value of Accept-Encoding; "" when absent)
 * prefers among those in `has` (bit 1 << coding). Equal wishes go to the
 * smallest form. CODING_PLAIN also where the client refuses it and all else:
 * better a page than a 406.
 */
enum coding negotiate_coding(const char *accept, unsigned has);

/*
 * Does If-None-Match (its value, "" when absent) name `etag`, quotes included?
 * Weakly compared: a W/ that a proxy has put before it does not count.
 */
bool negotiate_unchanged(const char *if_none_match, const char *etag);

#endif
