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

static const struct row table[] = {
	{"/", ROUTE_DOCUMENT, READ, false},
	{"/page.css", ROUTE_DOCUMENT, READ, false},
	{"/page.js", ROUTE_DOCUMENT, READ, false},
	{"/icon.svg", ROUTE_DOCUMENT, READ, false},
	{"/widget.js", ROUTE_WIDGET, READ, false},
	{"/widget/", ROUTE_WIDGET, READ, true},
	{"/openapi.json", ROUTE_DOCUMENT, READ, false},
	{"/asyncapi.json", ROUTE_DOCUMENT, READ, false},
	{"/v1/intents", ROUTE_DOCUMENT, READ, false},
	{"/v1/page", ROUTE_DOCUMENT, READ, false},
	{"/healthz", ROUTE_HEALTH, READ, false},
	{"/readyz", ROUTE_READY, READ, false},
	{"/metrics", ROUTE_METRICS, READ, false},
	{"/v1/ask", ROUTE_ASK, METHOD_POST, false},
	{"/v1/chat/completions", ROUTE_OPENAI, METHOD_POST, false},
	{"/v1/models", ROUTE_MODELS, READ, false},
	{"/v1/models/", ROUTE_MODEL, READ, true},
	{"/webhooks/rest", ROUTE_RASA_HEALTH, READ, false},
	{"/webhooks/rest/", ROUTE_RASA_HEALTH, READ, false},
	{"/webhooks/rest/webhook", ROUTE_RASA, METHOD_POST, false},
	{"/v1/chat", ROUTE_CHAT, METHOD_GET, false},
};

static const char *allow(unsigned methods)
{
	if (methods == READ)
		return "GET, HEAD";
	return methods == METHOD_POST ? "POST" : "GET";
}

static bool leads_to(const struct row *row, const char *path)
{
	if (row->prefix)
		return strncmp(row->path, path, strlen(row->path)) == 0;
	return strcmp(row->path, path) == 0;
}

struct route_match route_find(const char *path, enum method method)
{
	struct route_match match = {ROUTE_NONE, false, NULL};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (!leads_to(&table[i], path))
			continue;
		match.route = table[i].route;
		match.method_ok = (table[i].methods & (unsigned)method) != 0;
		match.allow = allow(table[i].methods);
		break;
	}
	return match;
}
