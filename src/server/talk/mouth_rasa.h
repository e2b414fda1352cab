/* SPDX-License-Identifier: MIT */
/*
 * mouth_rasa.h: POST /webhooks/rest/webhook, see proto/rasa.h.
 *
 * A sender's dialogue is kept in the server (visitors.h). Without a sender
 * each message begins a dialogue of its own.
 */
#ifndef FAQD_MOUTH_RASA_H
#define FAQD_MOUTH_RASA_H

#include "server/talk/mouth.h"

struct mouth_answer mouth_rasa_answer(struct responder *responder,
				      const struct mouth_call *call);

#endif
