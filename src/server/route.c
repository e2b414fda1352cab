/* SPDX-License-Identifier: MIT */
#include "server/route.h"

#include <string.h>

struct row {
	const char *path;
	enum route route;
	unsigned methods;
};

#define READ ((unsigned)METHOD_GET | (unsigned)METHOD_HEAD)

static const struct row table[] = {
	{"/", ROUTE_PAGE, READ},
	{"/app.css", ROUTE_ASSET, READ},
	{"/app.js", ROUTE_ASSET, READ},
	{"/icon.svg", ROUTE_ASSET, READ},
	{"/openapi.json", ROUTE_ASSET, READ},
	{"/asyncapi.json", ROUTE_ASSET, READ},
	{"/healthz", ROUTE_HEALTH, READ},
	{"/v1/ask", ROUTE_ASK, METHOD_POST},
	{"/v1/chat", ROUTE_CHAT, METHOD_GET},
};

static const char *allow(unsigned methods)
{
	if (methods == READ)
		return "GET, HEAD";
	return methods == METHOD_POST ? "POST" : "GET";
}

struct route_match route_find(const char *path, enum method method)
{
	struct route_match match = {ROUTE_NONE, false, NULL};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i].path, path) != 0)
			continue;
		match.route = table[i].route;
		match.method_ok = (table[i].methods & (unsigned)method) != 0;
		match.allow = allow(table[i].methods);
		break;
	}
	return match;
}
