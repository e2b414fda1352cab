/* SPDX-License-Identifier: MIT */
#include "server/web/route.h"

#include <string.h>

struct row {
	const char *path;
	enum route route;
	unsigned methods;
	bool prefix; /* the path goes on */
};

#define READ ((unsigned)METHOD_GET | (unsigned)METHOD_HEAD)

/* What pages of other origins may use takes their preflight, too. */
#define READ_SHARED (READ | (unsigned)METHOD_OPTIONS)
#define POST_SHARED ((unsigned)METHOD_POST | (unsigned)METHOD_OPTIONS)

static const struct row table[] = {
	{"/", ROUTE_DOCUMENT, READ, false},
	{"/page.css", ROUTE_DOCUMENT, READ, false},
	{"/page.js", ROUTE_DOCUMENT, READ, false},
	{"/icon.svg", ROUTE_DOCUMENT, READ, false},
	{"/widget.js", ROUTE_WIDGET, READ, false},
	{"/widget/", ROUTE_WIDGET, READ, true},
	{"/openapi.json", ROUTE_DOCUMENT, READ, false},
	{"/asyncapi.json", ROUTE_DOCUMENT, READ, false},
	{"/v1/hello", ROUTE_DOCUMENT, READ_SHARED, false},
	{"/v1/intents", ROUTE_DOCUMENT, READ_SHARED, false},
	{"/v1/page", ROUTE_DOCUMENT, READ_SHARED, false},
	{"/demo", ROUTE_DEMO, READ, false},
	{"/demo.css", ROUTE_DOCUMENT, READ, false},
	{"/demo.js", ROUTE_DOCUMENT, READ, false},
	{"/healthz", ROUTE_HEALTH, READ, false},
	{"/readyz", ROUTE_READY, READ, false},
	{"/metrics", ROUTE_METRICS, READ, false},
	{"/v1/ask", ROUTE_ASK, POST_SHARED, false},
	{"/v1/feedback", ROUTE_FEEDBACK, POST_SHARED, false},
	{"/v1/chat/completions", ROUTE_OPENAI, POST_SHARED, false},
	{"/v1/models", ROUTE_MODELS, READ_SHARED, false},
	{"/v1/models/", ROUTE_MODEL, READ_SHARED, true},
	{"/webhooks/rest", ROUTE_RASA_HEALTH, READ_SHARED, false},
	{"/webhooks/rest/", ROUTE_RASA_HEALTH, READ_SHARED, false},
	{"/webhooks/rest/webhook", ROUTE_RASA, POST_SHARED, false},
	{"/desk/", ROUTE_DESK, METHOD_POST, true},
	{"/v1/chat", ROUTE_CHAT, METHOD_GET, false},
	{"/v1/desk", ROUTE_AGENT, METHOD_GET, false},
};

static const char *allow(unsigned methods)
{
	switch (methods) {
	case READ:
		return "GET, HEAD";
	case READ_SHARED:
		return "GET, HEAD, OPTIONS";
	case POST_SHARED:
		return "POST, OPTIONS";
	case METHOD_POST:
		return "POST";
	default:
		return "GET";
	}
}

static bool leads_to(const struct row *row, const char *path)
{
	if (row->prefix)
		return strncmp(row->path, path, strlen(row->path)) == 0;
	return strcmp(row->path, path) == 0;
}

struct route_match route_find(const char *path, enum method method)
{
	struct route_match match = {ROUTE_NONE, false, false, NULL};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (!leads_to(&table[i], path))
			continue;
		match.route = table[i].route;
		match.method_ok = (table[i].methods & (unsigned)method) != 0;
		match.shared = (table[i].methods & METHOD_OPTIONS) != 0;
		match.allow = allow(table[i].methods);
		break;
	}
	return match;
}
