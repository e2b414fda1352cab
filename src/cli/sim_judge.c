/* SPDX-License-Identifier: MIT */
#include "cli/sim_judge.h"

#include <string.h>

bool sim_expect_replies(struct sim_expected *expected,
			const struct sim_talk *talk, size_t from)
{
	size_t replies = 0;

	for (size_t i = 0; i < talk->heard_count; i++) {
		if (talk->heard[i].told != SIM_REPLY || replies++ < from)
			continue;
		if (expected->count == SIM_EXPECTED_MAX)
			return false;
		expected->hash[expected->count++] = talk->heard[i].hash;
	}
	return true;
}

/* Where it is still expected, and whether at its place: what comes before may
 * be absent if it is optional. */
static size_t find(const struct sim_expected *expected, const bool *used,
		   uint64_t hash, bool *in_place)
{
	*in_place = true;
	for (size_t i = 0; i < expected->count; i++) {
		if (used[i])
			continue;
		if (expected->hash[i] == hash)
			return i;
		*in_place = *in_place && expected->optional[i];
	}
	return SIZE_MAX;
}

struct sim_verdict sim_judge(const struct sim_talk *talk,
			     const struct sim_expected *expected)
{
	struct sim_verdict verdict = {0};
	const struct sim_heard *before = NULL;
	bool used[SIM_EXPECTED_MAX] = {false};

	for (size_t i = 0; i < talk->heard_count; i++) {
		const struct sim_heard *heard = &talk->heard[i];
		bool in_place;
		size_t at;

		if (heard->told != SIM_REPLY)
			continue;
		at = find(expected, used, heard->hash, &in_place);
		if (before && before->unsure && before->hash == heard->hash &&
		    (at == SIZE_MAX || !in_place)) {
			verdict.repeated++;
		} else if (at != SIZE_MAX) {
			used[at] = true;
			verdict.misplaced += !in_place;
		} else if (verdict.extra++ == 0) {
			memcpy(verdict.extra_excerpt, heard->excerpt,
			       sizeof(verdict.extra_excerpt));
		}
		before = heard;
	}
	for (size_t i = 0; i < expected->count; i++)
		verdict.missing += !used[i] && !expected->optional[i];
	return verdict;
}

bool sim_is_right(const struct sim_verdict *verdict)
{
	return verdict->missing + verdict->extra + verdict->misplaced == 0;
}
