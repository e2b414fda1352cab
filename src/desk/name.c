/* SPDX-License-Identifier: MIT */
/* What desk.h's values are called. */
#include "desk/desk.h"

const char *desk_status_text(enum desk_status status)
{
	switch (status) {
	case DESK_OK:
		return "ok";
	case DESK_ERROR_NOMEM:
		return "out of memory";
	case DESK_ERROR_BODY:
		return "not a body that this desk sends";
	case DESK_ERROR_UNSIGNED:
		return "no signature that can be read";
	case DESK_ERROR_FORGED:
		return "the signature is not by a secret of ours";
	case DESK_ERROR_STALE:
		return "signed too long ago, or a clock is wrong";
	case DESK_ERROR_CONFIG:
		return "the desk is not set up for this";
	case DESK_ERROR_UNABLE:
		return "this kind of desk has no such thing";
	case DESK_ERROR_SIZE:
		return "too long for this desk";
	}
	return "unknown";
}

const char *desk_event_text(enum desk_event_type type)
{
	switch (type) {
	case DESK_MESSAGE:
		return "message";
	case DESK_TAKEN:
		return "taken";
	case DESK_RETURNED:
		return "returned";
	case DESK_CLOSED:
		return "closed";
	case DESK_PING:
		return "ping";
	case DESK_CHALLENGE:
		return "challenge";
	case DESK_IGNORED:
		return "ignored";
	}
	return "unknown";
}

const char *desk_why_text(enum desk_why why)
{
	switch (why) {
	case DESK_WHY_NONE:
		return "";
	case DESK_WHY_OWN:
		return "our own message";
	case DESK_WHY_AGENT:
		return "an agent's message";
	case DESK_WHY_PRIVATE:
		return "a private note";
	case DESK_WHY_TAKEN:
		return "a person has the conversation";
	case DESK_WHY_SYSTEM:
		return "the desk's own words";
	case DESK_WHY_EDITED:
		return "an older message, changed";
	case DESK_WHY_ACCOUNT:
		return "of another account";
	case DESK_WHY_KIND:
		return "not a kind of event that matters";
	}
	return "unknown";
}

const char *desk_reason_text(enum desk_reason reason)
{
	switch (reason) {
	case DESK_REASON_ASKED:
		return "asked_for_a_person";
	case DESK_REASON_MISSED:
		return "no_answer";
	case DESK_REASON_ANGER:
		return "anger";
	case DESK_REASON_FAILED:
		return "reply_failed";
	}
	return "unknown";
}
