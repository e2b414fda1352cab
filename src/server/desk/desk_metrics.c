/* SPDX-License-Identifier: MIT */
#include "server/desk/desk_metrics.h"

static void put(struct metrics_text *text, const char *name, const char *desk,
		const char *key, const char *label, const atomic_ullong *count)
{
	const struct metrics_label labels[] = {{"desk", desk}, {key, label}};

	metrics_text_count(text, name, labels, 2, atomic_load(count));
}

static void put_events(struct metrics_text *text, const struct desks *desks,
		       const struct tally *tally)
{
	const char *name = "faqd_desk_events_total";

	metrics_text_family(text, name, "counter",
			    "Events of support desks, by what became of them.");
	for (size_t i = 0; i < desks->count; i++)
		for (unsigned j = 0; j < DEED_OUTCOMES; j++)
			put(text, name, desks->desk[i].config.name, "outcome",
			    deed_outcome_text((enum deed_outcome)j),
			    &tally->event[i][j]);
}

static void put_refusals(struct metrics_text *text, const struct desks *desks,
			 const struct tally *tally)
{
	const char *name = "faqd_desk_calls_refused_total";

	metrics_text_family(text, name, "counter",
			    "Calls of support desks that were refused.");
	for (size_t i = 0; i < desks->count; i++)
		for (unsigned j = 0; j < TALLY_REFUSALS; j++)
			put(text, name, desks->desk[i].config.name, "cause",
			    tally_refusal_text((enum tally_refusal)j),
			    &tally->refusal[i][j]);
}

static void put_attempts(struct metrics_text *text, const struct desks *desks,
			 const struct tally *tally)
{
	const char *name = "faqd_desk_attempts_total";

	metrics_text_family(text, name, "counter",
			    "Attempts to send something to a support desk.");
	for (size_t i = 0; i < desks->count; i++)
		for (unsigned j = 0; j < TALLY_ATTEMPTS; j++)
			put(text, name, desks->desk[i].config.name, "outcome",
			    tally_attempt_text((enum tally_attempt)j),
			    &tally->attempt[i][j]);
}

static void put_gauge(struct metrics_text *text, const char *name,
		      const char *help, uint64_t value)
{
	metrics_text_family(text, name, "gauge", help);
	metrics_text_count(text, name, NULL, 0, value);
}

void desk_metrics(struct metrics_text *text, struct dispatcher *dispatcher)
{
	struct dispatcher_state state;

	if (!dispatcher)
		return;
	dispatcher_state(dispatcher, &state);
	put_events(text, state.desks, state.tally);
	put_refusals(text, state.desks, state.tally);
	put_attempts(text, state.desks, state.tally);
	metrics_text_family(
		text, "faqd_outbox_withdrawn_total", "counter",
		"Messages that were not sent, or not again, because "
		"a person had come.");
	metrics_text_count(text, "faqd_outbox_withdrawn_total", NULL, 0,
			   atomic_load(&state.tally->withdrawn));
	put_gauge(text, "faqd_outbox_messages",
		  "Messages that wait to be sent to support desks.",
		  state.outbox.pending);
	put_gauge(text, "faqd_outbox_dead_messages",
		  "Messages that were given up.", state.outbox.dead);
	metrics_text_family(text, "faqd_outbox_oldest_seconds", "gauge",
			    "Age of the oldest message that waits.");
	metrics_text_real(text, "faqd_outbox_oldest_seconds", NULL, 0,
			  (double)state.oldest_age_ms / 1000);
}
