/* SPDX-License-Identifier: MIT */
#include "store/clean.h"

static const char *clean_conversation(const struct store_talk *in,
				      struct store_talk *out)
{
	if (store_id_none(&in->visitor))
		return "a conversation without its visitor";
	if (in->state < STORE_TALK_WAITING || in->state > STORE_TALK_CLOSED ||
	    in->reason < STORE_TALK_ASKED || in->reason > STORE_TALK_ANGER)
		return "a conversation's state is unknown";
	if (!clean_is_word(in->agent_key, sizeof(in->agent_key)))
		return "a conversation's key is no id";
	clean_text(in->agent, out->agent, sizeof(out->agent));
	return NULL;
}

static const char *clean_nears(const struct store_message *in,
			       struct store_message *out)
{
	if (in->near_count > STORE_TALK_NEAR_MAX)
		return "a message with too many near misses";
	for (size_t i = 0; i < in->near_count; i++) {
		if (!clean_is_name(in->near[i].intent,
				   sizeof(in->near[i].intent)))
			return "a message's near miss is no id";
		out->near[i].score = clean_score(in->near[i].score);
	}
	return NULL;
}

static const char *clean_message(const struct store_message *in,
				 struct store_message *out,
				 char body[STORE_CLEAN_BODY_BYTES])
{
	if (store_id_none(&in->visitor) || in->seq == 0)
		return "a message without its visitor or place";
	if (in->from < STORE_FROM_VISITOR || in->from > STORE_FROM_SYSTEM)
		return "a message is from nobody";
	if (in->text_bytes > STORE_MESSAGE_TEXT)
		return "a message's text is too long";
	if (in->verdict < FAQ_VERDICT_ANSWER || in->verdict > FAQ_VERDICT_NONE)
		return "a message's verdict is unknown";
	if (!clean_is_word(in->intent, sizeof(in->intent)))
		return "a message's intent is no id";
	clean_text(in->agent, out->agent, sizeof(out->agent));
	out->confidence = clean_score(in->confidence);
	out->text = in->text_bytes ? in->text : "";
	if (in->from != STORE_FROM_AGENT && in->text_bytes) {
		out->text = body;
		out->text_bytes = faq_redact(in->text, in->text_bytes, body,
					     STORE_MESSAGE_TEXT + 1);
	}
	return clean_nears(in, out);
}

static const char *clean_correction(const struct store_correction *in,
				    struct store_correction *out,
				    char body[STORE_CLEAN_BODY_BYTES])
{
	if (store_id_none(&in->visitor) || in->seq == 0)
		return "a correction without its visitor or place";
	if (!clean_is_word(in->answered, sizeof(in->answered)) ||
	    !clean_is_word(in->expected, sizeof(in->expected)))
		return "a correction's intent is no id";
	if (in->question_bytes == 0 || in->question_bytes > STORE_MESSAGE_TEXT)
		return "a correction's question is empty or too long";
	clean_text(in->agent, out->agent, sizeof(out->agent));
	out->question = body;
	out->question_bytes = faq_redact(in->question, in->question_bytes, body,
					 STORE_MESSAGE_TEXT + 1);
	return NULL;
}

const char *clean_talk(const struct store_record *record,
		       struct store_record *clean,
		       char body[STORE_CLEAN_BODY_BYTES])
{
	switch (record->kind) {
	case STORE_TALK:
		return clean_conversation(&record->as.talk, &clean->as.talk);
	case STORE_MESSAGE:
		return clean_message(&record->as.message, &clean->as.message,
				     body);
	case STORE_CORRECTION:
		return clean_correction(&record->as.correction,
					&clean->as.correction, body);
	default:
		return "a record of an unknown kind";
	}
}
