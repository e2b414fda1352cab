/* SPDX-License-Identifier: MIT */
#include "server/desk/hub_metrics.h"

static void put_gauge(struct metrics_text *text, const char *name,
		      const char *help, uint64_t value)
{
	metrics_text_family(text, name, "gauge", help);
	metrics_text_count(text, name, NULL, 0, value);
}

static void put_said(struct metrics_text *text, const char *side,
		     uint64_t count)
{
	const struct metrics_label label = {"from", side};

	metrics_text_count(text, "faqd_person_messages_total", &label, 1,
			   count);
}

void hub_metrics(struct metrics_text *text, const struct hub *hub)
{
	struct hub_state state;

	if (!hub)
		return;
	hub_state(hub, &state);
	put_gauge(text, "faqd_agents", "Agents who are free to be asked.",
		  state.count.agents);
	put_gauge(text, "faqd_conversations_waiting",
		  "Conversations that wait for a person.", state.count.waiting);
	put_gauge(text, "faqd_conversations_joined",
		  "Conversations that a person has.", state.count.joined);
	metrics_text_family(text, "faqd_person_messages_total", "counter",
			    "Messages between visitors and persons.");
	put_said(text, "visitor", state.count.from_visitors);
	put_said(text, "agent", state.count.from_agents);
	metrics_text_family(text, "faqd_hub_refused_total", "counter",
			    "What the hub of visitors and agents had no room "
			    "for.");
	metrics_text_count(text, "faqd_hub_refused_total", NULL, 0,
			   state.refused);
}
