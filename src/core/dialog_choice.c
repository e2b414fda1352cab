/* SPDX-License-Identifier: MIT */
/* The list of options, and picking from it. */
#include "dialog.h"

/* The number in a message such as "the second one, please" or "step 3". */
unsigned dialog_number(const struct turn *turn, unsigned last)
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

void dialog_open_choices(struct turn *turn, const struct faq_intent *const *of,
			 size_t count)
{
	struct faq_dialog *dialog = turn->dialog;
	turn->reply->choice_count = count;
	dialog->choice_count = (uint8_t)count;
	dialog->choice_list = DIALOG_LIST_OPTIONS;
	for (size_t i = 0; i < count; i++) {
		turn->reply->choice[i] = of[i];
		dialog->choice[i] = dialog_hash(turn, of[i]);
	}
}

void dialog_open_suggestions(struct turn *turn)
{
	struct faq_dialog *dialog = turn->dialog;
	const struct faq_reply *reply = turn->reply;
	size_t count = faq_suggestions_shown(reply);
	if (!count)
		return;
	dialog->choice_count = (uint8_t)count;
	dialog->choice_list = DIALOG_LIST_SUGGESTIONS;
	for (size_t i = 0; i < count; i++)
		dialog->choice[i] = dialog_hash(turn, reply->suggest[i].intent);
}

void dialog_close_choices(struct faq_dialog *dialog)
{
	dialog->choice_count = dialog->choice_list = 0;
}

static void pick(struct turn *turn, unsigned n)
{
	struct faq_dialog *dialog = turn->dialog;
	const struct faq_intent *chosen =
		catalog_by_hash(turn->catalog, dialog->choice[n - 1]);
	turn->reply->act = FAQ_ACT_PICK;
	turn->reply->act_number = n;
	dialog_close_choices(dialog);
	dialog_because(turn, "the visitor picked an option");
	if (chosen && chosen->kind != FAQ_KIND_ACT)
		dialog_answer(turn, chosen, 1.0);
	else
		dialog_say(turn, &turn->lead, "no_list");
}

/* The option that the words of the message speak for, or 0. */
static unsigned pick_by_words(struct turn *turn)
{
	struct faq_suggestion near[FAQ_CHOICES_MAX + 4];
	const struct words *words = &turn->scratch->words;
	const struct faq_dialog *dialog = turn->dialog;
	size_t count = suggest_find(turn->catalog, &turn->scratch->suggest,
				    words->word, words->count, 0.0, near,
				    sizeof(near) / sizeof(near[0]));
	for (size_t i = 0; i < count; i++) {
		uint32_t hash = dialog_hash(turn, near[i].intent);
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
	/* A reload may have taken some of them away. */
	if (count < 2) {
		dialog_say(turn, &turn->lead, "no_list");
		return;
	}
	turn->reply->verdict = FAQ_VERDICT_CLARIFY;
	answer_say(turn, &turn->lead, "pick_range", 1, (unsigned)count);
	dialog_open_choices(turn, open, count);
}

/* "2" and nothing else is a pick in any content; what else may be one, such as
 * "the second one", is for act.pick to say. */
static bool is_number(const struct turn *turn, unsigned last)
{
	const struct words *words = &turn->scratch->words;
	return words->count == 1 &&
	       split_number(words->word[0].surface,
			    words->word[0].surface_bytes, last) > 0;
}

/* An open list comes first: "2" is a pick, not step 2. */
bool dialog_try_pick(struct turn *turn, enum faq_act act, bool sure)
{
	struct faq_dialog *dialog = turn->dialog;
	bool suggested = dialog->choice_list == DIALOG_LIST_SUGGESTIONS;
	unsigned last = dialog->choice_count;
	if (!last)
		return false;
	if (act == FAQ_ACT_PICK || is_number(turn, last)) {
		unsigned n = dialog_number(turn, last);
		if (n && n <= last) {
			pick(turn, n);
		} else if (suggested && (dialog->step || last < 2)) {
			return false; /* a step, or no list to speak of */
		} else {
			turn->reply->act = FAQ_ACT_PICK;
			turn->reply->act_number = n;
			keep_choices(turn);
		}
		return true;
	}
	if (act || sure || suggested)
		return false;
	unsigned n = pick_by_words(turn);
	if (n)
		pick(turn, n);
	return n > 0;
}

void dialog_note_pick(struct turn *turn, const struct faq_intent *intent)
{
	const struct faq_dialog *dialog = turn->dialog;
	uint32_t hash = dialog_hash(turn, intent);
	for (unsigned n = 0; n < dialog->choice_count; n++) {
		if (dialog->choice[n] == hash) {
			turn->reply->act = FAQ_ACT_PICK;
			turn->reply->act_number = n + 1;
		}
	}
}
