/* SPDX-License-Identifier: MIT */
#include "server/talk/person.h"

enum chat_close person_on_letter(struct session *session,
				 const struct hub_letter *letter)
{
	if (letter->size == 0 ||
	    queue_push(&session->queue, letter->bytes, letter->size))
		return CHAT_GO_ON;
	session_count_limit(session, COUNTED_LIMIT_QUEUE);
	return CHAT_CLOSE_SLOW;
}
