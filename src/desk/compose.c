/* SPDX-License-Identifier: MIT */
#include "desk/compose.h"

#include "desk/markup.h"

#include <stdio.h>
#include <string.h>

#define CUT " \xE2\x80\xA6" /* U+2026, an ellipsis */
/* U+26A0 U+FE0F, a warning sign: it needs no language. */
#define WARNING "\xE2\x9A\xA0\xEF\xB8\x8F"

/* ------------------------------------------------------------------ */
/* What is below.                                                     */

static void add_button(struct composed *composed,
		       const struct faq_intent *intent)
{
	composed->button[composed->button_count++] = intent;
}

static void find_buttons(struct composed *composed,
			 const struct faq_reply *reply)
{
	for (size_t i = 0; i < reply->choice_count; i++)
		add_button(composed, reply->choice[i]);
	for (size_t i = 0; i < faq_suggestions_shown(reply); i++)
		add_button(composed, reply->suggest[i].intent);
	if (reply->offer)
		add_button(composed, reply->offer);
}

/* They can be picked by their number. What is offered is in the tail. */
static void list_buttons(struct composed *composed,
			 const struct faq_reply *reply)
{
	struct prose *prose = &composed->prose;
	size_t count = composed->button_count - (reply->offer != NULL);
	char mark[16];

	if (count == 0)
		return;
	prose_open(prose);
	for (size_t i = 0; i < count; i++) {
		if (i)
			prose_line_break(prose);
		snprintf(mark, sizeof(mark), "%zu. ", i + 1);
		prose_say(prose, mark);
		prose_say(prose, composed->button[i]->title);
	}
	prose_close(prose);
}

/* ------------------------------------------------------------------ */
/* What is said.                                                      */

static void put_paragraphs(struct prose *prose, const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t bytes = end ? (size_t)(end - text) : strlen(text);

		if (bytes) {
			prose_open(prose);
			prose_say_bytes(prose, text, bytes);
			prose_close(prose);
		}
		text += bytes;
		text += strspn(text, "\n");
	}
}

static void put_head(struct prose *prose, const struct faq_intent *intent,
		     unsigned steps)
{
	char place[48] = WARNING " ";

	if (!intent->step && intent->kind != FAQ_KIND_MISTAKE)
		return;
	if (intent->step)
		snprintf(place, sizeof(place), "%u/%u ", intent->step, steps);
	prose_open(prose);
	prose_say(prose, place);
	prose_strong(prose, true);
	prose_say(prose, intent->title);
	prose_strong(prose, false);
	prose_close(prose);
}

static void put_answer(struct prose *prose, const struct faq_part *part)
{
	const struct faq_intent *intent = part->intent;
	const char *shortened = faq_part_short(part);

	if (shortened) {
		put_paragraphs(prose, shortened);
		return;
	}
	prose_part(prose);
	switch (prose->markup) {
	case DESK_PLAIN:
		prose_put(prose, intent->text);
		break;
	case DESK_MARKDOWN:
		prose_put(prose, intent->markdown);
		break;
	case DESK_HTML:
		prose_put(prose, intent->html);
		break;
	case DESK_MRKDWN:
	case DESK_ROCKET:
		markup_from_html(prose, intent->html, strlen(intent->html));
		break;
	}
}

static void put_link(struct composed *composed, bool apart,
		     const struct faq_intent *intent)
{
	const struct faq_link *link = intent->link;

	if (!link || strstr(intent->text, link->url))
		return;
	if (apart) {
		composed->link[composed->link_count++] = link;
		return;
	}
	prose_open(&composed->prose);
	prose_link(&composed->prose, link->title, link->url);
	prose_close(&composed->prose);
}

static bool noted_next(const struct faq_reply *reply, size_t i)
{
	return i + 1 < reply->part_count &&
	       strcmp(reply->part[i].intent->note,
		      reply->part[i + 1].intent->note) == 0;
}

void compose_reply(struct composed *composed, const struct desk_traits *traits,
		   enum desk_markup markup, const struct faq_reply *reply)
{
	struct prose *prose = &composed->prose;
	bool apart;

	*composed = (struct composed){0};
	prose_init(prose, markup);
	find_buttons(composed, reply);
	apart = traits->links && composed->button_count == 0;
	put_paragraphs(prose, reply->lead);
	for (size_t i = 0; i < reply->part_count; i++) {
		const struct faq_intent *intent = reply->part[i].intent;

		put_head(prose, intent, reply->steps);
		put_answer(prose, &reply->part[i]);
		put_link(composed, apart, intent);
		if (!noted_next(reply, i))
			put_paragraphs(prose, intent->note);
	}
	if (!traits->buttons)
		list_buttons(composed, reply);
	put_paragraphs(prose, reply->tail);
	if (prose->size == 0 && !prose->failed)
		put_paragraphs(prose, reply->text);
	if (!traits->buttons)
		composed->button_count = 0;
}

/* ------------------------------------------------------------------ */
/* What the agent should know. In English, as is all that faqd says to those
 * who run it. */

static void put_line(struct prose *prose, const char *name, const char *text)
{
	prose_open(prose);
	prose_strong(prose, true);
	prose_say(prose, name);
	prose_strong(prose, false);
	prose_say(prose, " ");
	prose_say(prose, text);
	prose_close(prose);
}

/* No more of it than the engine reads. */
static void put_question(struct prose *prose, const char *question)
{
	char text[FAQ_QUESTION_BYTES + sizeof(CUT)];
	size_t bytes = strlen(question);

	if (bytes <= FAQ_QUESTION_BYTES) {
		put_line(prose, "Asked:", question);
		return;
	}
	bytes = FAQ_QUESTION_BYTES;
	while (bytes && ((unsigned char)question[bytes] & 0xC0) == 0x80)
		bytes--;
	memcpy(text, question, bytes);
	memcpy(text + bytes, CUT, sizeof(CUT));
	put_line(prose, "Asked:", text);
}

static void put_near(struct prose *prose, const struct faq_intent *intent,
		     double score)
{
	char text[FAQ_TITLE_BYTES_MAX + FAQ_ID_BYTES_MAX + 32u];

	snprintf(text, sizeof(text), "%s (%s, %.0f %%)", intent->title,
		 intent->id, score * 100);
	prose_line_break(prose);
	prose_say(prose, text);
}

static void put_nearest(struct prose *prose, const struct faq_reply *reply)
{
	if (reply->part_count == 0 && reply->suggest_count == 0 &&
	    reply->choice_count == 0)
		return;
	prose_open(prose);
	prose_strong(prose, true);
	prose_say(prose, reply->part_count ? "Answered:" : "Nearest:");
	prose_strong(prose, false);
	for (size_t i = 0; i < reply->part_count; i++)
		put_near(prose, reply->part[i].intent,
			 reply->part[i].confidence);
	if (reply->part_count == 0)
		for (size_t i = 0; i < reply->choice_count; i++)
			put_near(prose, reply->choice[i], reply->confidence);
	if (reply->part_count == 0)
		for (size_t i = 0; i < reply->suggest_count; i++)
			put_near(prose, reply->suggest[i].intent,
				 reply->suggest[i].score);
	prose_close(prose);
}

static const char *sentence(enum desk_reason reason)
{
	switch (reason) {
	case DESK_REASON_ASKED:
		return "the visitor asks for a person.";
	case DESK_REASON_MISSED:
		return "the bot has no answer.";
	case DESK_REASON_ANGER:
		return "the visitor has had enough of the bot.";
	case DESK_REASON_FAILED:
		return "the bot's answer could not be delivered.";
	}
	return "";
}

void compose_note(struct composed *composed, enum desk_markup markup,
		  enum desk_reason reason, const char *question,
		  const struct faq_reply *reply)
{
	struct prose *prose = &composed->prose;

	*composed = (struct composed){0};
	prose_init(prose, markup);
	put_line(prose, "Handed over:", sentence(reason));
	if (question && *question)
		put_question(prose, question);
	put_nearest(prose, reply);
}

void compose_release(struct composed *composed)
{
	prose_release(&composed->prose);
}
