/* SPDX-License-Identifier: MIT */
/*
 * callback.h: the function that lws calls, and the protocols it is called
 * for. It turns what lws says into calls of http.h and chat.h, and what those
 * answer into wire.h; it decides nothing by itself.
 */
#ifndef FAQD_CALLBACK_H
#define FAQD_CALLBACK_H

#include <libwebsockets.h>

/* http first (lws wants so), then the chat; ends with an empty one. */
extern const struct lws_protocols callback_protocols[];

#endif
