/* SPDX-License-Identifier: MIT */
#include "server/desk/tally.h"

const char *tally_refusal_text(enum tally_refusal refusal)
{
	static const char *const names[TALLY_REFUSALS] = {
		"unsigned", "forged", "stale", "body", "busy"};

	return names[refusal];
}

const char *tally_attempt_text(enum tally_attempt attempt)
{
	static const char *const names[TALLY_ATTEMPTS] = {"done", "again",
							  "dead"};

	return names[attempt];
}

static size_t place(const struct desks *desks, const struct desk_setup *desk)
{
	return (size_t)(desk - desks->desk);
}

void tally_event(struct tally *tally, const struct desks *desks,
		 const struct desk_setup *desk, enum deed_outcome outcome)
{
	if (outcome < DEED_OUTCOMES)
		atomic_fetch_add(&tally->event[place(desks, desk)][outcome], 1);
}

void tally_refused(struct tally *tally, const struct desks *desks,
		   const struct desk_setup *desk, enum tally_refusal refusal)
{
	atomic_fetch_add(&tally->refusal[place(desks, desk)][refusal], 1);
}

void tally_attempted(struct tally *tally, const struct desks *desks,
		     const struct desk_setup *desk, enum tally_attempt attempt)
{
	atomic_fetch_add(&tally->attempt[place(desks, desk)][attempt], 1);
}

void tally_withdrawn(struct tally *tally, size_t messages)
{
	atomic_fetch_add(&tally->withdrawn, messages);
}
