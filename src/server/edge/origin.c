/* SPDX-License-Identifier: MIT */
#include "server/edge/origin.h"

#include <string.h>
#include <strings.h>

/* What follows "http://" or "https://"; NULL for anything else. */
static const char *authority(const char *origin)
{
	if (strncasecmp(origin, "http://", 7) == 0)
		return origin + 7;
	if (strncasecmp(origin, "https://", 8) == 0)
		return origin + 8;
	return NULL;
}

bool origin_valid(const char *origin)
{
	const char *rest = authority(origin);

	return rest && *rest && strlen(origin) < ORIGIN_BYTES &&
	       !strpbrk(rest, "/?#@, \t");
}

bool origin_allows(const struct origins *origins, const char *origin,
		   const char *host)
{
	size_t i;

	if (!origin_valid(origin))
		return false;
	if (*host && strcasecmp(authority(origin), host) == 0)
		return true;
	for (i = 0; i < origins->count; i++)
		if (strcasecmp(origins->item[i], origin) == 0)
			return true;
	return false;
}
