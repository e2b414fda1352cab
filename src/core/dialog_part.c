/* SPDX-License-Identifier: MIT */
/* Parts, offers, steps and phrases of a reply. */
#include "dialog.h"

#include <stdio.h>
#include <string.h>

const struct faq_intent *dialog_intent(const struct turn *turn,
				       const struct match_hit *hit)
{
	return &turn->catalog->intents[hit->intent];
}

uint32_t dialog_hash(const struct turn *turn, const struct faq_intent *intent)
{
	return turn->catalog
		->intent_hash[catalog_intent_index(turn->catalog, intent)];
}

enum faq_act dialog_act_of(const struct faq_intent *intent)
{
	if (intent->kind != FAQ_KIND_ACT)
		return FAQ_ACT_NONE;
	for (int act = FAQ_ACT_START; act <= FAQ_ACT_ANGER; act++) {
		if (!strcmp(intent->id, faq_act_text((enum faq_act)act)))
			return (enum faq_act)act;
	}
	return FAQ_ACT_NONE;
}

void dialog_say(struct turn *turn, struct buf *out, const char *key)
{
	answer_say(turn, out, key, turn->dialog->step,
		   turn->catalog->step_count);
}

void dialog_because(struct turn *turn, const char *reason)
{
	if (turn->trace)
		snprintf(turn->trace->reason, sizeof(turn->trace->reason), "%s",
			 reason);
}

void dialog_way_out(struct turn *turn)
{
	dialog_say(turn, &turn->tail,
		   turn->scratch->person ? "way_out_person" : "way_out");
	turn->reply->handover = true;
	turn->dialog->misses = 0;
	turn->dialog->repeats = 0;
}

struct faq_part *dialog_add_part(struct turn *turn,
				 const struct faq_intent *intent,
				 double confidence)
{
	struct faq_reply *reply = turn->reply;
	struct faq_part *part = &reply->part[reply->part_count++];
	*part = (struct faq_part){.intent = intent, .confidence = confidence};
	reply->verdict = FAQ_VERDICT_ANSWER;
	reply->handover = reply->handover || intent->person;
	if (intent->person && turn->scratch->person)
		part->instead = catalog_say(turn->catalog, "handed_over");
	return part;
}

void dialog_offer(struct turn *turn, const struct faq_intent *intent)
{
	if (!intent)
		return;
	turn->dialog->offer = dialog_hash(turn, intent);
	turn->dialog->offer_left = 2; /* this turn and the visitor's next */
	turn->reply->offer = intent;
	dialog_say(turn, &turn->tail,
		   dialog_act_of(intent) == FAQ_ACT_START ? "offer_checklist"
							  : "offer_next");
}

void dialog_show_step(struct turn *turn, unsigned n)
{
	const struct faq_intent *step = faq_catalog_step(turn->catalog, n);
	turn->dialog->step = (uint8_t)n;
	turn->dialog->resume = (uint8_t)n;
	turn->dialog->paused = 0;
	turn->dialog->misses = 0;
	dialog_add_part(turn, step, 1.0);
	turn->dialog->last_intent = dialog_hash(turn, step);
	dialog_hint(turn, step);
}

void dialog_hint(struct turn *turn, const struct faq_intent *step)
{
	dialog_say(turn, &turn->tail, *step->why ? "hint_why" : "hint_next");
}

/* The intent that offers the checklist: what "walk me through it" asks for. */
const struct faq_intent *dialog_checklist(const struct turn *turn)
{
	const struct faq_catalog *catalog = turn->catalog;
	for (size_t i = 0; i < catalog->intent_count; i++) {
		const struct faq_intent *intent = &catalog->intents[i];
		if (intent->kind == FAQ_KIND_LIST &&
		    !strcmp(intent->offer, faq_act_text(FAQ_ACT_START)))
			return intent;
	}
	return NULL;
}
