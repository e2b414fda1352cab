/* SPDX-License-Identifier: MIT */
/* Phrases of the bot, and a reply as plain text. */
#include "turn.h"

#include <stdio.h>
#include <string.h>

#define SUGGEST_SHOWN 3u

/* What the bot says where the content has no phrase of its own. */
static const struct say defaults[] = {
	{"step_of", "Step {n} of {m}"},
	{"hint_next", "Say \"next\" when you are ready."},
	{"hint_why", "Say \"next\" when you are ready, or \"why\"."},
	{"hint_resume", "Say \"resume\" to go back to step {n}."},
	{"first_step", "This is the first step already."},
	{"last_step_done", "That was the last step."},
	{"no_such_step", "There are {m} steps."},
	{"no_list", "There is no list to choose from right now."},
	{"pick_range", "Please pick {n} to {m}."},
	{"clarify", "Which of these do you mean?"},
	{"none", "I have no answer to that."},
	{"none_language", ""}, /* as another question */
	{"none_bare", "Please say it in other words."},
	{"none_again", "I have no answer to that either."},
	{"way_out", "I can only answer what this page covers."},
	{"way_out_person", "I can pass you to a person."},
	{"anger", "Sorry that I could not help."},
	{"anger_person",
	 "Sorry that I could not help. I can pass you to a person."},
	{"handed_over", "I am passing you to a person."},
	{"yes_nothing", "What can I help you with?"},
	{"no_ok", "All right."},
	{"no_in_checklist", "Say \"repeat\" or \"stop\"."},
	{"stopped", "Stopped."},
	{"not_in_checklist", "No checklist is running."},
	{"why_none", "The page gives no reason for this."},
	{"why_nothing", "Why what? Tell me what it is about."},
	{"again", "As before:"},
	{"same_question", "That is the same question, so in short:"},
	{"nothing_to_repeat", "There is nothing to repeat yet."},
	{"steps_left", "{n} steps are left."},
	{"too_long", "That is too long for me. Please shorten it."},
	{"invalid", "I could not read that. Please type it again."},
	{"empty", "What would you like to know?"},
	{"personal_data", "Please do not post personal data here."},
	{"seed_warning", "Never share recovery words or keys with anyone."},
	{"second", "And your other question:"},
	{"offer_next", "Shall I tell you what comes next?"},
	{"offer_checklist", "Shall I take you through the steps?"},
	{"none_of_these", "Please say it in other words."},
	{"suggest", "You could ask:"},
	{"warning", "Careful"},
};

const char *catalog_say_key(size_t i)
{
	return i < sizeof(defaults) / sizeof(defaults[0]) ? defaults[i].key
							  : NULL;
}

const char *catalog_say(const struct faq_catalog *catalog, const char *key)
{
	size_t low = 0, high = catalog->say_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(catalog->says[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < catalog->say_count && !strcmp(catalog->says[low].key, key))
		return catalog->says[low].text;
	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
		if (!strcmp(defaults[i].key, key))
			return defaults[i].text;
	}
	return "";
}

void answer_say(const struct turn *turn, struct buf *out, const char *key,
		unsigned n, unsigned m)
{
	const char *text = catalog_say(turn->catalog, key);
	if (out->used && *text)
		buf_char(out, '\n');
	for (;;) {
		size_t plain = strcspn(text, "{");
		buf_add(out, text, plain);
		text += plain;
		if (!*text)
			return;
		if (!strncmp(text, "{n}", 3) || !strncmp(text, "{m}", 3)) {
			buf_number(out, text[1] == 'n' ? n : m);
			text += 3;
		} else {
			buf_char(out, *text++);
		}
	}
}

const char *faq_part_short(const struct faq_part *part)
{
	if (part->instead)
		return part->instead;
	return part->again && *part->intent->again ? part->intent->again : NULL;
}

size_t faq_suggestions_shown(const struct faq_reply *reply)
{
	if (reply->verdict != FAQ_VERDICT_NONE || reply->personal_data)
		return 0;
	return reply->suggest_count < SUGGEST_SHOWN ? reply->suggest_count
						    : SUGGEST_SHOWN;
}

bool faq_asks_for_person(const struct faq_reply *reply)
{
	for (size_t i = 0; i < reply->part_count; i++)
		if (reply->part[i].intent->person)
			return true;
	return false;
}

/* A paragraph of its own. */
static void paragraph(struct buf *out)
{
	if (out->used)
		buf_text(out, "\n\n");
}

static void compose_part(const struct turn *turn, struct buf *out,
			 const struct faq_part *part, bool last)
{
	const struct faq_intent *intent = part->intent;
	const char *shortened = faq_part_short(part);
	paragraph(out);
	if (intent->kind == FAQ_KIND_STEP) {
		struct buf head = *out;
		head.bytes += head.used;
		head.size -= head.used;
		head.used = 0;
		answer_say(turn, &head, "step_of", intent->step,
			   turn->catalog->step_count);
		out->used += head.used;
		buf_text(out, ": ");
		buf_text(out, intent->title);
		buf_char(out, '\n');
	} else if (intent->kind == FAQ_KIND_MISTAKE) {
		buf_text(out, catalog_say(turn->catalog, "warning"));
		buf_text(out, ": ");
	}
	buf_text(out, shortened ? shortened : intent->text);
	if (intent->link && !strstr(intent->text, intent->link->url))
		buf_format(out, "\n%s: %s", intent->link->title,
			   intent->link->url);
	if (last && *intent->note) {
		paragraph(out);
		buf_text(out, intent->note);
	}
}

static void compose_lists(const struct turn *turn, struct buf *out)
{
	const struct faq_reply *reply = turn->reply;
	if (reply->choice_count)
		paragraph(out);
	for (size_t i = 0; i < reply->choice_count; i++)
		buf_format(out, "%s%zu. %s", i ? "\n" : "", i + 1,
			   reply->choice[i]->title);
	size_t suggested = faq_suggestions_shown(reply);
	if (!suggested)
		return;
	paragraph(out);
	buf_text(out, catalog_say(turn->catalog, "suggest"));
	for (size_t i = 0; i < suggested; i++)
		buf_format(out, "\n%zu. %s", i + 1,
			   reply->suggest[i].intent->title);
}

static void compose_text(const struct turn *turn, struct buf *out)
{
	const struct faq_reply *reply = turn->reply;
	buf_text(out, turn->lead.bytes);
	for (size_t i = 0; i < reply->part_count; i++) {
		const char *note = reply->part[i].intent->note;
		bool repeated = i + 1 < reply->part_count &&
				!strcmp(note, reply->part[i + 1].intent->note);
		if (i) {
			paragraph(out);
			buf_text(out, catalog_say(turn->catalog, "second"));
		}
		compose_part(turn, out, &reply->part[i], !repeated);
	}
	compose_lists(turn, out);
	if (turn->tail.used) {
		paragraph(out);
		buf_text(out, turn->tail.bytes);
	}
}

/* The buffer holds lead, NUL, tail, NUL, text, NUL. */
void answer_compose(struct turn *turn)
{
	struct faq_reply *reply = turn->reply;
	struct buf out;
	char *at = reply->buffer;
	memcpy(at, turn->lead.bytes, turn->lead.used + 1);
	reply->lead = at;
	at += turn->lead.used + 1;
	memcpy(at, turn->tail.bytes, turn->tail.used + 1);
	reply->tail = at;
	at += turn->tail.used + 1;
	buf_init(&out, at,
		 sizeof(reply->buffer) - (size_t)(at - reply->buffer));
	compose_text(turn, &out);
	reply->text = at;
}
