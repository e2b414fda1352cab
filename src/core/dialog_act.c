/* SPDX-License-Identifier: MIT */
/* Messages that steer the dialogue. */
#include "dialog.h"

#include <string.h>

static void finish_checklist(struct turn *turn)
{
	const struct faq_catalog *catalog = turn->catalog;
	const struct faq_intent *last = catalog->steps[catalog->step_count - 1];
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	dialog_say(turn, &turn->lead, "last_step_done");
	turn->dialog->step = turn->dialog->paused = turn->dialog->resume = 0;
	dialog_offer(turn, faq_catalog_find(catalog, last->offer));
}

/* The checklist is over, but "what next?" has an answer of its own. */
static bool next_question(struct turn *turn)
{
	for (size_t i = 0; i < turn->match.count; i++) {
		const struct match_hit *hit = &turn->match.hit[i];
		const struct faq_intent *intent = dialog_intent(turn, hit);
		if (intent->kind == FAQ_KIND_ACT)
			continue;
		dialog_add_part(turn, intent, hit->confidence);
		turn->dialog->last_intent = dialog_hash(turn, intent);
		return true;
	}
	return false;
}

static void not_in_checklist(struct turn *turn)
{
	const struct faq_intent *start =
		faq_catalog_find(turn->catalog, faq_act_text(FAQ_ACT_START));
	struct faq_dialog *dialog = turn->dialog;
	dialog_say(turn, &turn->lead, "not_in_checklist");
	if (dialog->resume) {
		answer_say(turn, &turn->tail, "hint_resume", dialog->resume,
			   turn->catalog->step_count);
		dialog->offer = dialog_hash(
			turn, faq_catalog_step(turn->catalog, dialog->resume));
		dialog->offer_left = 2;
	} else {
		dialog_offer(turn, start);
	}
}

static void act_start(struct turn *turn)
{
	if (!turn->catalog->step_count) {
		dialog_say(turn, &turn->lead, "none");
		return;
	}
	turn->reply->best = dialog_checklist(turn);
	dialog_show_step(turn, 1);
}

static void act_next(struct turn *turn)
{
	unsigned step = turn->dialog->step;
	if (!step) {
		not_in_checklist(turn);
	} else if (step < turn->catalog->step_count) {
		dialog_show_step(turn, step + 1);
	} else if (turn->reply->act == FAQ_ACT_NEXT && turn->match.count > 1) {
		finish_checklist(turn);
		if (next_question(turn)) {
			turn->reply->offer = NULL;
			turn->dialog->offer = turn->dialog->offer_left = 0;
			buf_init(&turn->tail, turn->scratch->tail,
				 sizeof(turn->scratch->tail));
		}
	} else {
		finish_checklist(turn);
	}
}

static void act_back(struct turn *turn)
{
	unsigned step = turn->dialog->step;
	if (!step) {
		not_in_checklist(turn);
		return;
	}
	if (step == 1)
		dialog_say(turn, &turn->lead, "first_step");
	dialog_show_step(turn, step > 1 ? step - 1 : 1);
}

static void act_repeat(struct turn *turn)
{
	const struct faq_intent *last =
		catalog_by_hash(turn->catalog, turn->dialog->last_intent);
	if (turn->dialog->step && !turn->dialog->paused) {
		dialog_show_step(turn, turn->dialog->step);
	} else if (last) {
		dialog_say(turn, &turn->lead, "again");
		dialog_add_part(turn, last, 1.0);
	} else {
		dialog_say(turn, &turn->lead, "nothing_to_repeat");
	}
}

static void act_why(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	const struct faq_intent *about =
		dialog->step && !dialog->paused
			? faq_catalog_step(turn->catalog, dialog->step)
			: catalog_by_hash(turn->catalog, dialog->last_intent);
	const struct faq_intent *why =
		about ? faq_catalog_find(turn->catalog, about->why) : NULL;
	if (why) {
		dialog_add_part(turn, why, 1.0);
	} else {
		turn->reply->verdict = FAQ_VERDICT_ANSWER;
		dialog_say(turn, &turn->lead,
			   about ? "why_none" : "why_nothing");
	}
	if (dialog->step && !dialog->paused)
		dialog_say(turn, &turn->tail, "hint_next");
}

static void act_jump(struct turn *turn)
{
	unsigned n = turn->reply->act_number;
	if (n && n <= turn->catalog->step_count) {
		dialog_show_step(turn, n);
		return;
	}
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	dialog_say(turn, &turn->lead, "no_such_step");
}

static void act_stop(struct turn *turn)
{
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	if (!turn->dialog->step) {
		dialog_say(turn, &turn->lead, "no_ok");
		return;
	}
	dialog_say(turn, &turn->lead, "stopped");
	turn->dialog->resume = turn->dialog->step;
	turn->dialog->step = turn->dialog->paused = 0;
}

static void act_resume(struct turn *turn)
{
	unsigned step =
		turn->dialog->step ? turn->dialog->step : turn->dialog->resume;
	if (step)
		dialog_show_step(turn, step);
	else
		not_in_checklist(turn);
}

static void act_no(struct turn *turn, bool offered)
{
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	if (!offered && turn->dialog->step && !turn->dialog->paused)
		dialog_say(turn, &turn->lead, "no_in_checklist");
	else
		dialog_say(turn, &turn->lead, "no_ok");
}

static void act_left(struct turn *turn)
{
	unsigned step = turn->dialog->step;
	turn->reply->best = dialog_checklist(turn);
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	if (!step) {
		answer_say(turn, &turn->lead, "no_such_step", 0,
			   turn->catalog->step_count);
		dialog_offer(turn,
			     faq_catalog_find(turn->catalog,
					      faq_act_text(FAQ_ACT_START)));
		return;
	}
	answer_say(turn, &turn->lead, "steps_left",
		   turn->catalog->step_count - step, turn->catalog->step_count);
	dialog_show_step(turn, step);
}

static void act_anger(struct turn *turn)
{
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	turn->reply->handover = true;
	dialog_say(turn, &turn->lead,
		   turn->scratch->person ? "anger_person" : "anger");
	turn->dialog->misses = 0;
}

static void take_offer(struct turn *turn, const struct faq_intent *offer)
{
	if (dialog_act_of(offer) == FAQ_ACT_START) {
		act_start(turn);
	} else if (offer->kind == FAQ_KIND_STEP) {
		dialog_show_step(turn, offer->step);
	} else {
		dialog_add_part(turn, offer, 1.0);
		turn->dialog->last_intent = dialog_hash(turn, offer);
	}
}

static void act_yes(struct turn *turn, const struct faq_intent *offer)
{
	if (offer)
		take_offer(turn, offer);
	else if (turn->dialog->step && turn->dialog->paused)
		act_resume(turn);
	else if (turn->dialog->step)
		act_next(turn);
	else
		dialog_say(turn, &turn->lead, "yes_nothing");
}

void dialog_act(struct turn *turn, enum faq_act act,
		const struct faq_intent *offer)
{
	turn->reply->act = act;
	switch (act) {
	case FAQ_ACT_START:
		act_start(turn);
		break;
	case FAQ_ACT_NEXT:
	case FAQ_ACT_DONE:
		if (offer && !turn->dialog->step)
			take_offer(turn, offer);
		else
			act_next(turn);
		break;
	case FAQ_ACT_BACK:
		act_back(turn);
		break;
	case FAQ_ACT_REPEAT:
		act_repeat(turn);
		break;
	case FAQ_ACT_WHY:
		act_why(turn);
		break;
	case FAQ_ACT_JUMP:
	case FAQ_ACT_PICK:
		act_jump(turn);
		break;
	case FAQ_ACT_STOP:
		act_stop(turn);
		break;
	case FAQ_ACT_RESUME:
		act_resume(turn);
		break;
	case FAQ_ACT_NONE_OF_THESE:
		dialog_say(turn, &turn->lead, "none_of_these");
		break;
	case FAQ_ACT_YES:
		act_yes(turn, offer);
		break;
	case FAQ_ACT_NO:
		act_no(turn, offer != NULL);
		break;
	case FAQ_ACT_LEFT:
		act_left(turn);
		break;
	case FAQ_ACT_ANGER:
		act_anger(turn);
		break;
	case FAQ_ACT_NONE:
		break;
	}
}
