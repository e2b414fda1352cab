/* SPDX-License-Identifier: MIT */
/* What a message does to the conversation. */
#include "dialog.h"

#include <stdio.h>
#include <string.h>

/* Misses in a row, or the same question so often, that lead to a way out. */
#define MISSES_MAX 2u
#define REPEATS_MAX 2u
/* "what next?" is an act within the checklist and a question outside, though
 * one of the two may match a little better. */
#define ACT_MARGIN 0.15

/* The same thing again is said in other words; the third time, a way out. */
static void note_repeat(struct turn *turn, struct faq_part *part)
{
	struct faq_dialog *dialog = turn->dialog;
	if (dialog->last_intent != dialog_hash(turn, part->intent)) {
		dialog->repeats = 0;
		return;
	}
	dialog->repeats++;
	part->again = true;
	if (dialog->last_question == turn->question &&
	    part->intent->kind != FAQ_KIND_META)
		dialog_say(turn, &turn->lead, "same_question");
	if (dialog->repeats >= REPEATS_MAX &&
	    part->intent->kind != FAQ_KIND_META)
		dialog_way_out(turn);
}

/* A side question: the checklist waits. A step or a warning belongs to it. */
static void pause_checklist(struct turn *turn, const struct faq_intent *intent)
{
	struct faq_dialog *dialog = turn->dialog;
	if (!dialog->step)
		return;
	if (intent->step == dialog->step) {
		dialog->paused = 0;
		dialog_hint(turn, intent);
		return;
	}
	if (intent->kind == FAQ_KIND_MISTAKE && !dialog->paused) {
		dialog_say(turn, &turn->tail, "hint_next");
		return;
	}
	dialog->paused = 1;
	dialog_say(turn, &turn->tail, "hint_resume");
}

static void remember(struct turn *turn, const struct faq_intent *intent)
{
	struct faq_dialog *dialog = turn->dialog;
	dialog->context[2] = dialog->context[1];
	dialog->context[1] = dialog->context[0];
	dialog->context[0] = dialog->last_intent = dialog_hash(turn, intent);
}

void dialog_answer(struct turn *turn, const struct faq_intent *intent,
		   double confidence)
{
	struct faq_dialog *dialog = turn->dialog;
	struct faq_part *part = dialog_add_part(turn, intent, confidence);
	bool limit = intent->kind == FAQ_KIND_LIMIT;
	note_repeat(turn, part);
	if (limit && ++dialog->misses > MISSES_MAX)
		dialog_way_out(turn);
	else if (!limit)
		dialog->misses = 0;
	if (turn->has_second &&
	    turn->second.intent != catalog_intent_index(turn->catalog, intent))
		dialog_add_part(turn, dialog_intent(turn, &turn->second),
				turn->second.confidence);
	remember(turn, turn->reply->part[turn->reply->part_count - 1].intent);
	if (dialog->step)
		pause_checklist(turn, intent);
	else if (*intent->offer && !part->again && turn->reply->part_count == 1)
		dialog_offer(turn,
			     faq_catalog_find(turn->catalog, intent->offer));
}

/* Wholly in a script in which the content has no word of the message: surfaces
 * of Latin script begin with ASCII, their marks being stripped. */
static bool is_other_script(const struct turn *turn)
{
	const struct words *words = &turn->scratch->words;
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->word[i];
		if (word->word_class < WORD_FOREIGN ||
		    (unsigned char)word->surface[0] < 0x80)
			return false;
	}
	return words->count > 0;
}

static void no_answer(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	bool other = *catalog_say(turn->catalog, "none_language") &&
		     is_other_script(turn);
	turn->reply->verdict = FAQ_VERDICT_NONE;
	dialog->last_question = turn->question;
	/* To personal data the warning is answer enough, and no miss. */
	if (turn->reply->personal_data) {
		/* said already */
	} else if (++dialog->misses >= MISSES_MAX) {
		dialog_say(turn, &turn->lead,
			   other ? "none_language" : "none_again");
		dialog_way_out(turn);
	} else {
		dialog_say(turn, &turn->lead, other ? "none_language" : "none");
	}
	if (dialog->step)
		dialog_say(turn, &turn->tail,
			   dialog->paused ? "hint_resume" : "hint_next");
}

/* A message with more words, or topic words, says enough to choose by. */
#define CLARIFY_WORDS_MAX 3u
#define CLARIFY_TOPICS_MAX 2u

static bool is_short(const struct turn *turn)
{
	const struct words *words = &turn->scratch->words;
	size_t topics = 0;
	for (size_t i = 0; i < words->count; i++)
		topics += words->word[i].word_class >= WORD_KNOWN;
	return words->count <= CLARIFY_WORDS_MAX &&
	       topics <= CLARIFY_TOPICS_MAX;
}

static bool asks(const struct turn *turn, const struct match_hit *hit)
{
	return turn->catalog->rules[hit->pattern].asks;
}

/*
 * The hits that are as good as the best one: more than one asks back. A short
 * message may mean either; a longer one only where the content says so ("? ").
 */
static size_t near_ties(const struct turn *turn,
			const struct faq_intent **choices)
{
	const struct match *match = &turn->match;
	const struct match_hit *best = &match->hit[0];
	bool asked = asks(turn, best);
	size_t count = 0;
	if (!asked && !is_short(turn))
		return 0;
	for (size_t i = 0; i < match->count && count < FAQ_CHOICES_MAX; i++) {
		const struct match_hit *hit = &match->hit[i];
		enum faq_kind kind = dialog_intent(turn, hit)->kind;
		bool tie = asked ? asks(turn, hit)
				 : best->rank - hit->rank <
					   turn->catalog->thresholds.tie;
		if (tie && kind != FAQ_KIND_ACT && kind != FAQ_KIND_META)
			choices[count++] = dialog_intent(turn, hit);
	}
	return count;
}

/* "Walk me through it" starts the checklist, though it also asks for it. */
static bool starts(const struct turn *turn, const struct match_hit *hit)
{
	const struct match_hit *best = &turn->match.hit[0];
	return dialog_act_of(dialog_intent(turn, hit)) == FAQ_ACT_START &&
	       (hit == best ||
		(best->confidence - hit->confidence < ACT_MARGIN &&
		 !strcmp(dialog_intent(turn, best)->offer,
			 faq_act_text(FAQ_ACT_START))));
}

/* The hit to go by: in the checklist acts come first, else questions do. */
static const struct match_hit *choose(const struct turn *turn)
{
	const struct match *match = &turn->match;
	bool inside = turn->dialog->step && !turn->dialog->paused;
	const struct match_hit *best = match->count ? &match->hit[0] : NULL;
	for (size_t i = 0; i < match->count; i++) {
		if (starts(turn, &match->hit[i]))
			return &match->hit[i];
	}
	for (size_t i = 0; i < match->count; i++) {
		const struct match_hit *hit = &match->hit[i];
		bool act = dialog_intent(turn, hit)->kind == FAQ_KIND_ACT;
		if (best->confidence - hit->confidence < ACT_MARGIN &&
		    act == inside)
			return hit;
	}
	return best;
}

static bool suggested(const struct faq_reply *reply,
		      const struct faq_intent *intent)
{
	for (size_t i = 0; i < reply->part_count; i++) {
		if (reply->part[i].intent == intent)
			return true;
	}
	for (size_t i = 0; i < reply->suggest_count; i++) {
		if (reply->suggest[i].intent == intent)
			return true;
	}
	return false;
}

static void suggest(struct faq_reply *reply, const struct faq_intent *intent,
		    double score)
{
	if (reply->suggest_count < FAQ_SUGGEST_MAX && !suggested(reply, intent))
		reply->suggest[reply->suggest_count++] =
			(struct faq_suggestion){intent, score};
}

/* What patterns confirmed, though weakly, then what single words vote for. */
static void find_suggestions(struct turn *turn)
{
	struct faq_suggestion near[FAQ_SUGGEST_MAX];
	struct faq_reply *reply = turn->reply;
	const struct words *words = &turn->scratch->words;
	for (size_t i = 0; i < turn->match.count; i++) {
		const struct match_hit *hit = &turn->match.hit[i];
		enum faq_kind kind = dialog_intent(turn, hit)->kind;
		if (kind != FAQ_KIND_ACT && kind != FAQ_KIND_LIMIT)
			suggest(reply, dialog_intent(turn, hit),
				hit->confidence);
	}
	size_t count = suggest_find(turn->catalog, &turn->scratch->suggest,
				    words->word, words->count,
				    turn->catalog->thresholds.suggest, near,
				    FAQ_SUGGEST_MAX);
	for (size_t i = 0; i < count; i++)
		suggest(reply, near[i].intent, near[i].score);
	/* A first miss is no dead end, even with nothing near. */
	if (!reply->suggest_count && turn->dialog->misses == 1 &&
	    reply->verdict == FAQ_VERDICT_NONE && !reply->personal_data)
		dialog_say(turn, &turn->lead, "none_bare");
}

static void decide(struct turn *turn, const struct match_hit *hit, bool sure)
{
	const struct faq_intent *choices[FAQ_CHOICES_MAX];
	size_t ties = sure && !turn->has_second ? near_ties(turn, choices) : 0;
	if (ties > 1) {
		dialog_because(turn, "several intents match equally well");
		turn->reply->verdict = FAQ_VERDICT_CLARIFY;
		dialog_say(turn, &turn->lead, "clarify");
		dialog_open_choices(turn, choices, ties);
	} else if (sure) {
		dialog_because(turn, "the best pattern is sure enough");
		dialog_answer(turn, dialog_intent(turn, hit), hit->confidence);
	} else {
		dialog_because(turn,
			       hit ? "the best pattern explains too little of "
				     "the message"
				   : "no pattern matches");
		no_answer(turn);
	}
}

/* The content may have been reloaded since, with fewer steps. */
static void forget_lost_steps(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	if (dialog->step > turn->catalog->step_count)
		dialog->step = dialog->paused = 0;
	if (dialog->resume > turn->catalog->step_count)
		dialog->resume = 0;
}

/* "Done? no", "Done?": what seems to move on does not. */
static bool takes_back(const struct turn *turn, const struct match_hit *hit,
		       enum faq_act act)
{
	const struct words *words = &turn->scratch->words;
	bool asked = words->count && words->word[0].flags & TEXT_ASKED;
	if (act == FAQ_ACT_DONE && asked)
		return true;
	if (act != FAQ_ACT_NEXT && act != FAQ_ACT_DONE && act != FAQ_ACT_YES)
		return false;
	for (size_t i = 0; i < words->count && i < INDEX_WORDS_MAX; i++) {
		const struct word *word = &words->word[i];
		if (!(hit->covers >> i & 1) &&
		    english_negates(word->stem, word->stem_bytes))
			return true;
	}
	return false;
}

/* What a turn begins with: what lived until now only ends. */
static const struct faq_intent *begin(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	if (dialog->offer_left && !--dialog->offer_left)
		dialog->offer = 0;
	const struct faq_intent *offer =
		catalog_by_hash(turn->catalog, dialog->offer);
	/* Whatever comes now, the offer is spent. */
	dialog->offer = dialog->offer_left = 0;
	return offer;
}

static void end(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	struct faq_reply *reply = turn->reply;
	if (reply->verdict != FAQ_VERDICT_CLARIFY)
		dialog_close_choices(dialog);
	if (reply->verdict == FAQ_VERDICT_NONE ||
	    (reply->part_count &&
	     reply->part[0].intent->kind == FAQ_KIND_LIMIT))
		find_suggestions(turn);
	dialog_open_suggestions(turn);
	dialog->last_question = turn->question;
	reply->step = dialog->step;
	reply->paused = dialog->paused;
}

void dialog_turn(struct turn *turn)
{
	struct faq_reply *reply = turn->reply;
	forget_lost_steps(turn);
	const struct match_hit *hit = choose(turn);
	bool sure = hit && hit->confidence >= turn->catalog->thresholds.answer;
	enum faq_act act =
		sure ? dialog_act_of(dialog_intent(turn, hit)) : FAQ_ACT_NONE;
	if (takes_back(turn, hit, act))
		act = FAQ_ACT_NO;
	const struct faq_intent *offer = begin(turn);
	if (hit) {
		reply->confidence = hit->confidence;
		if (dialog_intent(turn, hit)->kind != FAQ_KIND_ACT)
			reply->best = dialog_intent(turn, hit);
	}
	if (dialog_try_pick(turn, act, sure)) {
		/* done */
	} else if (act == FAQ_ACT_PICK && !turn->dialog->step) {
		reply->act = act;
		reply->act_number = dialog_number(turn, 0);
		dialog_say(turn, &turn->lead, "no_list");
	} else if (act) {
		dialog_because(turn, "the message steers the dialogue");
		if (act == FAQ_ACT_JUMP || act == FAQ_ACT_PICK)
			reply->act_number =
				dialog_number(turn, turn->catalog->step_count);
		dialog_act(turn, act == FAQ_ACT_PICK ? FAQ_ACT_JUMP : act,
			   offer);
	} else {
		decide(turn, hit, sure);
	}
	end(turn);
}

void dialog_chosen(struct turn *turn, const struct faq_intent *intent)
{
	struct faq_reply *reply = turn->reply;
	enum faq_act act = dialog_act_of(intent);
	forget_lost_steps(turn);
	const struct faq_intent *offer = begin(turn);
	dialog_because(turn, "the visitor chose it");
	reply->confidence = 1.0;
	if (act) {
		dialog_act(turn, act, offer);
	} else {
		dialog_note_pick(turn, intent);
		reply->best = intent;
		dialog_answer(turn, intent, 1.0);
	}
	end(turn);
}
