/* SPDX-License-Identifier: MIT */
/*
 * dialog.h: the parts of the dialogue, for one another.
 *
 *	dialog.c	 what a message means here: an act, a question, neither
 *	dialog_act.c	 next, back, why, stop ... and the checklist
 *	dialog_choice.c	 the list of options, and picking from it
 *	dialog_part.c	 what they all use: parts, offers, steps, phrases
 */
#ifndef FAQ_DIALOG_H
#define FAQ_DIALOG_H

#include "turn.h"

/* What the visitor may pick from in the next message. */
enum dialog_list {
	DIALOG_LIST_NONE,
	DIALOG_LIST_SUGGESTIONS, /* maybe far off: by their number only */
	DIALOG_LIST_OPTIONS      /* the bot asks which one is meant */
};

const struct faq_intent *dialog_intent(const struct turn *turn,
				       const struct match_hit *hit);
/* What a dialogue's state knows an intent by. */
uint32_t dialog_hash(const struct turn *turn, const struct faq_intent *intent);
/* The act that an act.* intent stands for, else FAQ_ACT_NONE. */
enum faq_act dialog_act_of(const struct faq_intent *intent);
/* A phrase of the bot; {n} is the step, {m} the number of steps. */
void dialog_say(struct turn *turn, struct buf *out, const char *key);
/* The trace's reason. */
void dialog_because(struct turn *turn, const char *reason);
/* What is covered here, and how to go on from here without the bot. */
void dialog_way_out(struct turn *turn);
struct faq_part *dialog_add_part(struct turn *turn,
				 const struct faq_intent *intent,
				 double confidence);
/* A "yes" to the next message brings the intent; NULL offers nothing. */
void dialog_offer(struct turn *turn, const struct faq_intent *intent);
/* Step n of the checklist, which is taken up there. */
void dialog_show_step(struct turn *turn, unsigned n);
/* How to go on from the step that is shown. */
void dialog_hint(struct turn *turn, const struct faq_intent *step);
/* The intent that offers the checklist: what "walk me through it" asks for;
 * NULL when there is none. */
const struct faq_intent *dialog_checklist(const struct turn *turn);

/* An answer to a question: repeated ones differ, a checklist is paused. */
void dialog_answer(struct turn *turn, const struct faq_intent *intent,
		   double confidence);

/* Does what an act asks for; `offer` is what was offered last, or NULL. */
void dialog_act(struct turn *turn, enum faq_act act,
		const struct faq_intent *offer);
/* The number in a message such as "the second one" or "step 3"; `last` is what
 * "the last one" means; 0: none. */
unsigned dialog_number(const struct turn *turn, unsigned last);

void dialog_open_choices(struct turn *turn, const struct faq_intent *const *of,
			 size_t count);
/* Those that the text of the reply shows. */
void dialog_open_suggestions(struct turn *turn);
void dialog_close_choices(struct faq_dialog *dialog);
/* An open list comes first. True when the message was about it. `act` and
 * `sure`: what the message is otherwise. */
bool dialog_try_pick(struct turn *turn, enum faq_act act, bool sure);
/* Marks the reply as a pick when the intent is one of the open options. */
void dialog_note_pick(struct turn *turn, const struct faq_intent *intent);

#endif
