/* SPDX-License-Identifier: MIT */
#include "server/edge/gate.h"

#include <string.h>

static const struct {
	const char *name;
	unsigned part;
} parts[] = {
	{"chat", GATE_CHAT},     {"ask", GATE_ASK},         {"rasa", GATE_RASA},
	{"openai", GATE_OPENAI}, {"metrics", GATE_METRICS},
};

unsigned gate_part_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(parts[i].name, name) == 0)
			return parts[i].part;
	return 0;
}

bool gate_named(const char *name)
{
	return gate_part_of(name) != 0;
}

unsigned gate_of_route(enum route route)
{
	switch (route) {
	case ROUTE_CHAT:
		return GATE_CHAT;
	case ROUTE_ASK:
	case ROUTE_FEEDBACK:
		return GATE_ASK;
	case ROUTE_RASA:
		return GATE_RASA;
	case ROUTE_OPENAI:
	case ROUTE_MODELS:
	case ROUTE_MODEL:
		return GATE_OPENAI;
	case ROUTE_METRICS:
		return GATE_METRICS;
	case ROUTE_AGENT: /* its hello has the key: agent.h */
	case ROUTE_DESK:  /* proves itself by its signature */
	case ROUTE_NONE:
	case ROUTE_DOCUMENT:
	case ROUTE_WIDGET:
	case ROUTE_DEMO:
	case ROUTE_HEALTH:
	case ROUTE_READY:
	case ROUTE_RASA_HEALTH:
		break;
	}
	return 0;
}

enum apikey_scope gate_scope(unsigned part)
{
	return part == GATE_METRICS ? APIKEY_REPORT : APIKEY_ASK;
}
