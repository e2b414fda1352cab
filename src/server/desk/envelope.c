/* SPDX-License-Identifier: MIT */
#include "server/desk/envelope.h"

#include <stdio.h>
#include <string.h>

static bool put_letter(struct batch *batch, const struct envelope *to,
		       enum letter_purpose purpose,
		       const struct desk_request *request)
{
	struct store_record *record = batch_add(batch, STORE_OUTGOING);
	struct store_outgoing *out;

	if (!record)
		return false;
	out = &record->as.outgoing;
	out->body = letter_write(purpose, request, STORE_BODY_BYTES,
				 &out->body_bytes);
	out->verbatim = true; /* a question in a note was redacted */
	out->visitor = *to->visitor;
	out->created_ms = out->next_ms = to->now_ms;
	snprintf(out->desk, sizeof(out->desk), "%s", to->mouth);
	snprintf(out->conversation, sizeof(out->conversation), "%s",
		 to->conversation);
	return out->body != NULL;
}

bool envelope_put(struct batch *batch, const struct envelope *to,
		  enum letter_purpose purpose, struct desk_requests *requests)
{
	bool ok = true;

	for (size_t i = 0; i < requests->count && ok; i++)
		ok = put_letter(batch, to, purpose, &requests->request[i]);
	desk_requests_release(requests);
	return ok;
}

bool envelope_withdraw(struct batch *batch, const char *mouth,
		       const struct store_id *visitor)
{
	struct store_record *record = batch_add(batch, STORE_WITHDRAWAL);

	if (!record)
		return false;
	snprintf(record->as.withdrawal.desk, sizeof(record->as.withdrawal.desk),
		 "%s", mouth);
	record->as.withdrawal.visitor = *visitor;
	return true;
}

bool envelope_give_up(struct batch *batch, struct store *store,
		      const struct desk_setup *desk,
		      const struct store_outgoing *message, int64_t now_ms)
{
	char key[DESK_KEY_BYTES];
	const struct desk_to to = {message->conversation, key};
	const struct envelope address = {message->desk, &message->visitor,
					 message->conversation, now_ms};
	struct desk_requests requests;
	struct store_session session;
	struct store_record *record;
	enum desk_status status;

	if (batch_session(batch, store, &message->visitor, &session) !=
		    STORE_OK ||
	    session.state == STORE_SESSION_PERSON)
		return true; /* forgotten meanwhile, or a person has it */
	snprintf(key, sizeof(key), "dead-%lld", (long long)message->id);
	status = desk_handover(&desk->config, &to, DESK_REASON_FAILED,
			       &requests);
	if (status != DESK_OK)
		return status != DESK_ERROR_NOMEM;
	if (!envelope_withdraw(batch, message->desk, &message->visitor)) {
		desk_requests_release(&requests);
		return false;
	}
	if (!envelope_put(batch, &address, LETTER_HANDOVER, &requests))
		return false;
	record = batch_add(batch, STORE_SESSION);
	if (!record)
		return false;
	record->as.session = session;
	record->as.session.state = STORE_SESSION_PERSON;
	record->as.session.updated_ms = now_ms;
	return true;
}
