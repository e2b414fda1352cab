/* SPDX-License-Identifier: MIT */
/*
 * route.h: which path is what, and which methods it takes. One table.
 */
#ifndef FAQD_ROUTE_H
#define FAQD_ROUTE_H

#include "server/edge/request.h"

enum route {
	ROUTE_NONE,     /* 404 */
	ROUTE_DOCUMENT, /* see files.h: which one, its path says */
	ROUTE_WIDGET,   /* one that is embedded in the pages of others */
	ROUTE_HEALTH,
	ROUTE_READY,
	ROUTE_METRICS,
	ROUTE_DEMO,
	ROUTE_ASK,
	ROUTE_FEEDBACK,
	ROUTE_RASA, /* its webhook */
	ROUTE_RASA_HEALTH,
	ROUTE_OPENAI, /* chat completions */
	ROUTE_MODELS,
	ROUTE_MODEL, /* the last part of the path names one */
	ROUTE_DESK,  /* a support desk's webhook */
	ROUTE_CHAT,
	ROUTE_AGENT /* an agent's tool */
};

struct route_match {
	enum route route;
	bool method_ok;
	bool shared;       /* pages of other origins may use it: cors.h */
	const char *allow; /* the Allow header, NULL for ROUTE_NONE */
};

struct route_match route_find(const char *path, enum method method);

#endif
