/* SPDX-License-Identifier: MIT */
/* What a message does to the conversation. */
#include "turn.h"

#include <stdio.h>
#include <string.h>

/* Misses in a row, or the same question so often, that lead to a way out. */
#define MISSES_MAX 2u
#define REPEATS_MAX 2u
/* "what next?" is an act within the checklist and a question outside, though
 * one of the two may match a little better. */
#define ACT_MARGIN 0.15

static const struct faq_intent *intent_of(const struct turn *turn,
					  const struct match_hit *hit)
{
	return &turn->catalog->intents[hit->intent];
}

static uint32_t hash_of(const struct turn *turn,
			const struct faq_intent *intent)
{
	return turn->catalog
		->intent_hash[catalog_intent_index(turn->catalog, intent)];
}

static enum faq_act act_of(const struct faq_intent *intent)
{
	for (int act = FAQ_ACT_START; act <= FAQ_ACT_ANGER; act++) {
		if (!strcmp(intent->id, faq_act_text((enum faq_act)act)))
			return (enum faq_act)act;
	}
	return FAQ_ACT_NONE;
}

static void say(struct turn *turn, struct buf *out, const char *key)
{
	answer_say(turn, out, key, turn->dialog->step,
		   turn->catalog->step_count);
}

static void because(struct turn *turn, const char *reason)
{
	if (turn->trace)
		snprintf(turn->trace->reason, sizeof(turn->trace->reason), "%s",
			 reason);
}

static void way_out(struct turn *turn)
{
	say(turn, &turn->tail, "way_out");
	turn->reply->handover = true;
	turn->dialog->misses = 0;
	turn->dialog->repeats = 0;
}

static struct faq_part *
add_part(struct turn *turn, const struct faq_intent *intent, double confidence)
{
	struct faq_reply *reply = turn->reply;
	struct faq_part *part = &reply->part[reply->part_count++];
	*part = (struct faq_part){intent, confidence, false};
	reply->verdict = FAQ_VERDICT_ANSWER;
	return part;
}

static void make_offer(struct turn *turn, const struct faq_intent *intent)
{
	if (!intent)
		return;
	turn->dialog->offer = hash_of(turn, intent);
	turn->dialog->offer_left = 2; /* this turn and the visitor's next */
	turn->reply->offer = intent;
	say(turn, &turn->tail,
	    act_of(intent) == FAQ_ACT_START ? "offer_checklist" : "offer_next");
}

static void show_step(struct turn *turn, unsigned n)
{
	const struct faq_intent *step = faq_catalog_step(turn->catalog, n);
	turn->dialog->step = (uint8_t)n;
	turn->dialog->resume = (uint8_t)n;
	turn->dialog->paused = 0;
	turn->dialog->misses = 0;
	add_part(turn, step, 1.0);
	turn->dialog->last_intent = hash_of(turn, step);
	say(turn, &turn->tail, "hint_next");
}

/* The intent that offers the checklist: what "walk me through it" asks for. */
static const struct faq_intent *checklist_intent(const struct turn *turn)
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

static void finish_checklist(struct turn *turn)
{
	const struct faq_catalog *catalog = turn->catalog;
	const struct faq_intent *last = catalog->steps[catalog->step_count - 1];
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	say(turn, &turn->lead, "last_step_done");
	turn->dialog->step = turn->dialog->paused = turn->dialog->resume = 0;
	make_offer(turn, faq_catalog_find(catalog, last->offer));
}

/* The checklist is over, but "what next?" has an answer of its own. */
static bool next_question(struct turn *turn)
{
	for (size_t i = 0; i < turn->match.count; i++) {
		const struct match_hit *hit = &turn->match.hit[i];
		const struct faq_intent *intent = intent_of(turn, hit);
		if (intent->kind == FAQ_KIND_ACT)
			continue;
		add_part(turn, intent, hit->confidence);
		turn->dialog->last_intent = hash_of(turn, intent);
		return true;
	}
	return false;
}

static void not_in_checklist(struct turn *turn)
{
	const struct faq_intent *start =
		faq_catalog_find(turn->catalog, faq_act_text(FAQ_ACT_START));
	struct faq_dialog *dialog = turn->dialog;
	say(turn, &turn->lead, "not_in_checklist");
	if (dialog->resume) {
		answer_say(turn, &turn->tail, "hint_resume", dialog->resume,
			   turn->catalog->step_count);
		dialog->offer = hash_of(
			turn, faq_catalog_step(turn->catalog, dialog->resume));
		dialog->offer_left = 2;
	} else {
		make_offer(turn, start);
	}
}

static void act_start(struct turn *turn)
{
	if (!turn->catalog->step_count) {
		say(turn, &turn->lead, "none");
		return;
	}
	turn->reply->best = checklist_intent(turn);
	show_step(turn, 1);
}

static void act_next(struct turn *turn)
{
	unsigned step = turn->dialog->step;
	if (!step) {
		not_in_checklist(turn);
	} else if (step < turn->catalog->step_count) {
		show_step(turn, step + 1);
	} else if (turn->reply->act == FAQ_ACT_NEXT && turn->match.count > 1) {
		finish_checklist(turn);
		if (next_question(turn)) {
			turn->reply->offer = NULL;
			turn->dialog->offer = turn->dialog->offer_left = 0;
			buf_init(&turn->tail, turn->tail_bytes,
				 sizeof(turn->tail_bytes));
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
		say(turn, &turn->lead, "first_step");
	show_step(turn, step > 1 ? step - 1 : 1);
}

static void act_repeat(struct turn *turn)
{
	const struct faq_intent *last =
		catalog_by_hash(turn->catalog, turn->dialog->last_intent);
	if (turn->dialog->step && !turn->dialog->paused) {
		show_step(turn, turn->dialog->step);
	} else if (last) {
		say(turn, &turn->lead, "again");
		add_part(turn, last, 1.0);
	} else {
		say(turn, &turn->lead, "nothing_to_repeat");
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
		add_part(turn, why, 1.0);
	} else {
		turn->reply->verdict = FAQ_VERDICT_ANSWER;
		say(turn, &turn->lead, "why_none");
	}
	if (dialog->step && !dialog->paused)
		say(turn, &turn->tail, "hint_next");
}

static void act_jump(struct turn *turn)
{
	unsigned n = turn->reply->act_number;
	if (n && n <= turn->catalog->step_count) {
		show_step(turn, n);
		return;
	}
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	say(turn, &turn->lead, "no_such_step");
}

static void act_stop(struct turn *turn)
{
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	if (!turn->dialog->step) {
		say(turn, &turn->lead, "no_ok");
		return;
	}
	say(turn, &turn->lead, "stopped");
	turn->dialog->resume = turn->dialog->step;
	turn->dialog->step = turn->dialog->paused = 0;
}

static void act_resume(struct turn *turn)
{
	unsigned step =
		turn->dialog->step ? turn->dialog->step : turn->dialog->resume;
	if (step)
		show_step(turn, step);
	else
		not_in_checklist(turn);
}

static void act_no(struct turn *turn, bool offered)
{
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	if (!offered && turn->dialog->step && !turn->dialog->paused)
		say(turn, &turn->lead, "no_in_checklist");
	else
		say(turn, &turn->lead, "no_ok");
}

static void act_left(struct turn *turn)
{
	unsigned step = turn->dialog->step;
	turn->reply->best = checklist_intent(turn);
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	if (!step) {
		answer_say(turn, &turn->lead, "no_such_step", 0,
			   turn->catalog->step_count);
		make_offer(turn, faq_catalog_find(turn->catalog,
						  faq_act_text(FAQ_ACT_START)));
		return;
	}
	answer_say(turn, &turn->lead, "steps_left",
		   turn->catalog->step_count - step, turn->catalog->step_count);
	show_step(turn, step);
}

static void act_anger(struct turn *turn)
{
	turn->reply->verdict = FAQ_VERDICT_ANSWER;
	turn->reply->handover = true;
	say(turn, &turn->lead, "anger");
	turn->dialog->misses = 0;
}

static void take_offer(struct turn *turn, const struct faq_intent *offer)
{
	if (act_of(offer) == FAQ_ACT_START) {
		act_start(turn);
	} else if (offer->kind == FAQ_KIND_STEP) {
		show_step(turn, offer->step);
	} else {
		add_part(turn, offer, 1.0);
		turn->dialog->last_intent = hash_of(turn, offer);
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
		say(turn, &turn->lead, "yes_nothing");
}

static void do_act(struct turn *turn, enum faq_act act,
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
		say(turn, &turn->lead, "none_of_these");
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

/* The number in a message such as "the second one, please" or "step 3". */
static unsigned number_in(const struct turn *turn, unsigned last)
{
	const struct words *words = &turn->scratch->words;
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->word[i];
		unsigned n =
			split_number(word->surface, word->surface_bytes, last);
		/* "one" is a number only where nothing better follows. */
		if (n && (n != 1 || i + 1 == words->count ||
			  word->surface_bytes != 3))
			return n;
	}
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->word[i];
		if (split_number(word->surface, word->surface_bytes, last))
			return 1;
	}
	return 0;
}

/* Ends what lives for one visitor turn only. */
static void age(struct faq_dialog *dialog)
{
	if (dialog->choice_left && !--dialog->choice_left)
		dialog->choice_count = 0;
	if (dialog->offer_left && !--dialog->offer_left)
		dialog->offer = 0;
}

static void open_choices(struct turn *turn, const struct faq_intent *const *of,
			 size_t count)
{
	struct faq_dialog *dialog = turn->dialog;
	turn->reply->choice_count = count;
	dialog->choice_count = (uint8_t)count;
	dialog->choice_left = 2;
	for (size_t i = 0; i < count; i++) {
		turn->reply->choice[i] = of[i];
		dialog->choice[i] = hash_of(turn, of[i]);
	}
}

static void answer_with(struct turn *turn, const struct faq_intent *intent,
			double confidence);

static void pick(struct turn *turn, unsigned n)
{
	struct faq_dialog *dialog = turn->dialog;
	const struct faq_intent *chosen =
		catalog_by_hash(turn->catalog, dialog->choice[n - 1]);
	turn->reply->act = FAQ_ACT_PICK;
	turn->reply->act_number = n;
	dialog->choice_count = dialog->choice_left = 0;
	because(turn, "the visitor picked an option");
	if (chosen && chosen->kind != FAQ_KIND_ACT)
		answer_with(turn, chosen, 1.0);
	else
		say(turn, &turn->lead, "no_list");
}

/* The option that the words of the message speak for, or 0. */
static unsigned pick_by_words(struct turn *turn)
{
	struct faq_suggestion near[FAQ_CHOICES_MAX + 4];
	const struct words *words = &turn->scratch->words;
	const struct faq_dialog *dialog = turn->dialog;
	size_t count = suggest_find(turn->catalog, &turn->scratch->suggest,
				    words->word, words->count, near,
				    sizeof(near) / sizeof(near[0]));
	for (size_t i = 0; i < count; i++) {
		uint32_t hash = hash_of(turn, near[i].intent);
		for (unsigned n = 0; n < dialog->choice_count; n++) {
			if (dialog->choice[n] == hash)
				return n + 1;
		}
	}
	return 0;
}

static void keep_choices(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	const struct faq_intent *open[FAQ_CHOICES_MAX];
	size_t count = 0;
	for (size_t i = 0; i < dialog->choice_count; i++) {
		open[count] = catalog_by_hash(turn->catalog, dialog->choice[i]);
		count += open[count] != NULL;
	}
	turn->reply->verdict = FAQ_VERDICT_CLARIFY;
	answer_say(turn, &turn->lead, "pick_range", 1, (unsigned)count);
	open_choices(turn, open, count);
}

/* An open list comes first: "2" is a pick, not step 2. */
static bool try_pick(struct turn *turn, enum faq_act act, bool sure)
{
	struct faq_dialog *dialog = turn->dialog;
	if (!dialog->choice_count)
		return false;
	if (act == FAQ_ACT_PICK) {
		unsigned n = number_in(turn, dialog->choice_count);
		if (n && n <= dialog->choice_count) {
			pick(turn, n);
		} else {
			turn->reply->act = FAQ_ACT_PICK;
			turn->reply->act_number = n;
			keep_choices(turn);
		}
		return true;
	}
	if (act || sure)
		return false;
	unsigned n = pick_by_words(turn);
	if (n)
		pick(turn, n);
	return n > 0;
}

/* The same thing again is said in other words; the third time, a way out. */
static void note_repeat(struct turn *turn, struct faq_part *part)
{
	struct faq_dialog *dialog = turn->dialog;
	if (dialog->last_intent != hash_of(turn, part->intent)) {
		dialog->repeats = 0;
		return;
	}
	dialog->repeats++;
	part->again = true;
	if (dialog->last_question == turn->question &&
	    part->intent->kind != FAQ_KIND_META)
		say(turn, &turn->lead, "same_question");
	if (dialog->repeats >= REPEATS_MAX &&
	    part->intent->kind != FAQ_KIND_META)
		way_out(turn);
}

/* A side question: the checklist waits. A step or a warning belongs to it. */
static void pause_checklist(struct turn *turn, const struct faq_intent *intent)
{
	struct faq_dialog *dialog = turn->dialog;
	if (!dialog->step)
		return;
	if (intent->step == dialog->step ||
	    (intent->kind == FAQ_KIND_MISTAKE && !dialog->paused)) {
		dialog->paused = 0;
		say(turn, &turn->tail, "hint_next");
		return;
	}
	dialog->paused = 1;
	say(turn, &turn->tail, "hint_resume");
}

static void remember(struct turn *turn, const struct faq_intent *intent)
{
	struct faq_dialog *dialog = turn->dialog;
	dialog->context[2] = dialog->context[1];
	dialog->context[1] = dialog->context[0];
	dialog->context[0] = dialog->last_intent = hash_of(turn, intent);
}

static void answer_with(struct turn *turn, const struct faq_intent *intent,
			double confidence)
{
	struct faq_dialog *dialog = turn->dialog;
	struct faq_part *part = add_part(turn, intent, confidence);
	bool limit = intent->kind == FAQ_KIND_LIMIT;
	note_repeat(turn, part);
	if (limit && ++dialog->misses > MISSES_MAX)
		way_out(turn);
	else if (!limit)
		dialog->misses = 0;
	if (turn->has_second &&
	    turn->second.intent != catalog_intent_index(turn->catalog, intent))
		add_part(turn, intent_of(turn, &turn->second),
			 turn->second.confidence);
	remember(turn, turn->reply->part[turn->reply->part_count - 1].intent);
	if (dialog->step)
		pause_checklist(turn, intent);
	else if (*intent->offer && !part->again && turn->reply->part_count == 1)
		make_offer(turn,
			   faq_catalog_find(turn->catalog, intent->offer));
}

static void no_answer(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	turn->reply->verdict = FAQ_VERDICT_NONE;
	dialog->misses++;
	dialog->last_question = turn->question;
	if (dialog->misses >= MISSES_MAX) {
		say(turn, &turn->lead, "none_again");
		way_out(turn);
	} else if (!turn->reply->personal_data) {
		say(turn, &turn->lead, "none");
	}
	if (dialog->step)
		say(turn, &turn->tail, "hint_resume");
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
		enum faq_kind kind = intent_of(turn, hit)->kind;
		bool tie = asked ? asks(turn, hit)
				 : best->rank - hit->rank <
					   turn->catalog->thresholds.tie;
		if (tie && kind != FAQ_KIND_ACT && kind != FAQ_KIND_META)
			choices[count++] = intent_of(turn, hit);
	}
	return count;
}

/* "Walk me through it" starts the checklist, though it also asks for it. */
static bool starts(const struct turn *turn, const struct match_hit *hit)
{
	const struct match_hit *best = &turn->match.hit[0];
	return act_of(intent_of(turn, hit)) == FAQ_ACT_START &&
	       (hit == best ||
		(best->confidence - hit->confidence < ACT_MARGIN &&
		 !strcmp(intent_of(turn, best)->offer,
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
		bool act = intent_of(turn, hit)->kind == FAQ_KIND_ACT;
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
		enum faq_kind kind = intent_of(turn, hit)->kind;
		if (kind != FAQ_KIND_ACT && kind != FAQ_KIND_LIMIT)
			suggest(reply, intent_of(turn, hit), hit->confidence);
	}
	size_t count =
		suggest_find(turn->catalog, &turn->scratch->suggest,
			     words->word, words->count, near, FAQ_SUGGEST_MAX);
	for (size_t i = 0; i < count; i++) {
		if (near[i].score >= turn->catalog->thresholds.suggest)
			suggest(reply, near[i].intent, near[i].score);
	}
}

static void decide(struct turn *turn, const struct match_hit *hit, bool sure)
{
	const struct faq_intent *choices[FAQ_CHOICES_MAX];
	size_t ties = sure && !turn->has_second ? near_ties(turn, choices) : 0;
	if (ties > 1) {
		because(turn, "several intents match equally well");
		turn->reply->verdict = FAQ_VERDICT_CLARIFY;
		say(turn, &turn->lead, "clarify");
		open_choices(turn, choices, ties);
	} else if (sure) {
		because(turn, "the best pattern is sure enough");
		answer_with(turn, intent_of(turn, hit), hit->confidence);
	} else {
		because(turn, hit ? "the best pattern explains too little of "
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

void dialog_turn(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	struct faq_reply *reply = turn->reply;
	forget_lost_steps(turn);
	const struct match_hit *hit = choose(turn);
	bool sure = hit && hit->confidence >= turn->catalog->thresholds.answer;
	enum faq_act act = sure ? act_of(intent_of(turn, hit)) : FAQ_ACT_NONE;
	age(dialog);
	const struct faq_intent *offer =
		catalog_by_hash(turn->catalog, dialog->offer);
	if (hit) {
		reply->confidence = hit->confidence;
		if (intent_of(turn, hit)->kind != FAQ_KIND_ACT)
			reply->best = intent_of(turn, hit);
	}
	/* Whatever comes now, the offer is spent. */
	dialog->offer = dialog->offer_left = 0;
	if (try_pick(turn, act, sure)) {
		/* done */
	} else if (act == FAQ_ACT_PICK && !dialog->step) {
		reply->act = act;
		reply->act_number = number_in(turn, 0);
		say(turn, &turn->lead, "no_list");
	} else if (act) {
		because(turn, "the message steers the dialogue");
		if (act == FAQ_ACT_JUMP || act == FAQ_ACT_PICK)
			reply->act_number =
				number_in(turn, turn->catalog->step_count);
		do_act(turn, act == FAQ_ACT_PICK ? FAQ_ACT_JUMP : act, offer);
	} else {
		decide(turn, hit, sure);
	}
	if (turn->reply->verdict != FAQ_VERDICT_CLARIFY)
		dialog->choice_count = dialog->choice_left = 0;
	if (reply->verdict == FAQ_VERDICT_NONE ||
	    (reply->part_count &&
	     reply->part[0].intent->kind == FAQ_KIND_LIMIT))
		find_suggestions(turn);
	dialog->last_question = turn->question;
	reply->step = dialog->step;
	reply->paused = dialog->paused;
}
