/* SPDX-License-Identifier: MIT */
#include "store/clean.h"

#include <string.h>

/* Bytes of the well-formed character (RFC 3629) at `text`; 0: it is none. */
static size_t character(const unsigned char *text, size_t bytes)
{
	unsigned char lead = text[0];
	size_t size = lead < 0x80   ? 1
		      : lead < 0xc2 ? 0
		      : lead < 0xe0 ? 2
		      : lead < 0xf0 ? 3
		      : lead < 0xf5 ? 4
				    : 0;

	if (size > bytes)
		return 0;
	for (size_t i = 1; i < size; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((lead == 0xe0 && text[1] < 0xa0) ||
	    (lead == 0xed && text[1] > 0x9f) ||
	    (lead == 0xf0 && text[1] < 0x90) ||
	    (lead == 0xf4 && text[1] > 0x8f))
		return 0;
	return size;
}

/* Leaves out what is no character and makes spaces of control characters; the
 * bytes that are left. */
static size_t make_valid(char *text, size_t bytes)
{
	unsigned char *byte = (unsigned char *)text;
	size_t kept = 0;

	for (size_t i = 0; i < bytes;) {
		size_t step = character(byte + i, bytes - i);

		if (step == 1 && (byte[i] < ' ' || byte[i] == 0x7f))
			byte[i] = ' ';
		memmove(byte + kept, byte + i, step);
		kept += step;
		i += step ? step : 1;
	}
	text[kept] = '\0';
	return kept;
}

void store_text(const char *text, size_t bytes, char *out, size_t size)
{
	char again[STORE_TEXT_BYTES];
	size_t length, valid;

	if (size > sizeof(again))
		size = sizeof(again);
	length = faq_redact(text, bytes, out, size);
	valid = make_valid(out, length);
	if (valid == length)
		return;
	/* What was broken up by such bytes is in one piece now. */
	length = faq_redact(out, valid, again, size);
	length = make_valid(again, length);
	memcpy(out, again, length + 1);
}

bool clean_is_word(const char *text, size_t size)
{
	size_t length = strnlen(text, size);

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '.' || c == '_' ||
		      c == ':' || c == '-'))
			return false;
	}
	return length < size;
}

bool clean_is_name(const char *text, size_t size)
{
	return text[0] != '\0' && clean_is_word(text, size);
}

void clean_text(const char *text, char *out, size_t size)
{
	store_text(text, strnlen(text, size), out, size);
}

double clean_score(double score)
{
	return score >= 0 && score <= 1 ? score : 0;
}

static const char *clean_turn(const struct store_turn *in,
			      struct store_turn *out)
{
	if (store_id_none(&in->visitor))
		return "a turn without its visitor";
	if (!clean_is_name(in->mouth, sizeof(in->mouth)))
		return "a turn's mouth is no name";
	if (in->verdict < FAQ_VERDICT_ANSWER || in->verdict > FAQ_VERDICT_NONE)
		return "a turn's verdict is unknown";
	if (in->answer_count > FAQ_PARTS_MAX || in->near_count > STORE_NEAR_MAX)
		return "a turn with too many intents";
	if (!clean_is_word(in->intent, sizeof(in->intent)))
		return "a turn's intent is no id";
	for (size_t i = 0; i < in->answer_count; i++)
		if (!clean_is_name(in->answer[i], sizeof(in->answer[i])))
			return "a turn's answer is no id";
	for (size_t i = 0; i < in->near_count; i++) {
		if (!clean_is_name(in->near[i].intent,
				   sizeof(in->near[i].intent)))
			return "a turn's near miss is no id";
		out->near[i].score = clean_score(in->near[i].score);
	}
	out->confidence = clean_score(in->confidence);
	clean_text(in->question, out->question, sizeof(out->question));
	return NULL;
}

static const char *clean_feedback(const struct store_feedback *in,
				  struct store_feedback *out)
{
	if (store_id_none(&in->visitor) || store_id_none(&in->message))
		return "feedback without its visitor or message";
	clean_text(in->reason, out->reason, sizeof(out->reason));
	return NULL;
}

static const char *clean_session(const struct store_session *in)
{
	if (store_id_none(&in->visitor))
		return "a session without its visitor";
	if (!clean_is_name(in->mouth, sizeof(in->mouth)))
		return "a session's mouth is no name";
	if (in->state != STORE_SESSION_BOT && in->state != STORE_SESSION_PERSON)
		return "a session's state is unknown";
	return NULL;
}

static const char *clean_delivery(const struct store_delivery *in)
{
	if (store_id_none(&in->id))
		return "a delivery without its id";
	if (!clean_is_name(in->desk, sizeof(in->desk)))
		return "a delivery's desk is no name";
	return NULL;
}

static const char *clean_outgoing(const struct store_outgoing *in,
				  struct store_outgoing *out,
				  char body[STORE_CLEAN_BODY_BYTES])
{
	size_t size = strnlen(in->conversation, sizeof(in->conversation));

	if (store_id_none(&in->visitor))
		return "a message without its visitor";
	if (!clean_is_name(in->desk, sizeof(in->desk)))
		return "a message's desk is no name";
	if (size == 0 || size == sizeof(in->conversation))
		return "a message's conversation is empty or too long";
	if (in->body_bytes == 0 || in->body_bytes > STORE_BODY_BYTES)
		return "a message's body is empty or too long";
	if (!in->verbatim) {
		out->body = body;
		out->body_bytes = faq_redact(in->body, in->body_bytes, body,
					     STORE_CLEAN_BODY_BYTES);
	}
	return NULL;
}

static const char *clean_sent(const struct store_sent *in,
			      struct store_sent *out)
{
	if (in->state < STORE_OUTBOX_PENDING || in->state > STORE_OUTBOX_DEAD)
		return "a message's state is unknown";
	clean_text(in->cause, out->cause, sizeof(out->cause));
	return NULL;
}

static const char *clean_api_key(const struct store_api_key *in,
				 struct store_api_key *out)
{
	if (!clean_is_name(in->id, sizeof(in->id)))
		return "an API key's id is no id";
	clean_text(in->name, out->name, sizeof(out->name));
	clean_text(in->scopes, out->scopes, sizeof(out->scopes));
	return NULL;
}

static const char *clean_notice(const struct store_notice *in)
{
	if (!clean_is_name(in->topic, sizeof(in->topic)))
		return "a notice's topic is no name";
	if (strnlen(in->text, sizeof(in->text)) == sizeof(in->text))
		return "a notice is too long";
	return NULL;
}

enum store_status clean_record(const struct store_record *record,
			       struct store_record *clean,
			       char body[STORE_CLEAN_BODY_BYTES],
			       const char **what)
{
	const char *wrong = "a record of an unknown kind";

	*clean = *record;
	switch (record->kind) {
	case STORE_TURN:
		wrong = clean_turn(&record->as.turn, &clean->as.turn);
		break;
	case STORE_FEEDBACK:
		wrong = clean_feedback(&record->as.feedback,
				       &clean->as.feedback);
		break;
	case STORE_SESSION:
		wrong = clean_session(&record->as.session);
		break;
	case STORE_DELIVERY:
		wrong = clean_delivery(&record->as.delivery);
		break;
	case STORE_OUTGOING:
		wrong = clean_outgoing(&record->as.outgoing,
				       &clean->as.outgoing, body);
		break;
	case STORE_SENT:
		wrong = clean_sent(&record->as.sent, &clean->as.sent);
		break;
	case STORE_WITHDRAWAL:
		wrong = store_id_none(&record->as.withdrawal.visitor)
				? "a withdrawal has no visitor"
				: NULL;
		break;
	case STORE_API_KEY_ADD:
		wrong = clean_api_key(&record->as.api_key, &clean->as.api_key);
		break;
	case STORE_API_KEY_USED:
	case STORE_API_KEY_REVOKED:
		wrong = clean_is_name(record->as.api_key_event.id,
				      sizeof(record->as.api_key_event.id))
				? NULL
				: "an API key's id is no id";
		break;
	case STORE_NOTICE:
		wrong = clean_notice(&record->as.notice);
		break;
	case STORE_TALK:
	case STORE_MESSAGE:
	case STORE_CORRECTION:
		wrong = clean_talk(record, clean, body);
		break;
	}
	*what = wrong;
	return wrong ? STORE_ERROR_MISUSE : STORE_OK;
}
