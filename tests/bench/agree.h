/* SPDX-License-Identifier: MIT */
/*
 * agree.h: ratios mean something only if all engines find the same. The truth
 * is what PCRE2's interpreter says of every pattern in turn.
 *
 *	other engines, match stage all   exactly the patterns of the truth
 *	match stage                      no hit that is not in the truth; some
 *	                                 hit where the truth has a pattern that
 *	                                 no veto could take back
 */
#ifndef BENCH_AGREE_H
#define BENCH_AGREE_H

#include "row.h"

/*
 * Asks every row the first messages, as many as the truth's row answers within
 * `budget_ns`, and counts in each row where it differs. Returns how many of
 * them the truth had an answer to; `checked` takes how many there were.
 */
size_t agree_check(struct row *rows, size_t count, struct row *truth,
		   uint64_t budget_ns, size_t *checked);

#endif
