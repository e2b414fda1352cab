/* SPDX-License-Identifier: MIT */
#include "desk/header.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *header_find(const struct desk_header *header, size_t count,
			const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(header[i].name, name) != 0)
			continue;
		if (value)
			return NULL;
		value = header[i].value;
	}
	return value;
}

bool header_put(struct desk_headers *headers, const char *name,
		const char *prefix, const char *value)
{
	char *place;
	int bytes;

	if (headers->count == DESK_HEADERS_MAX || strpbrk(value, "\r\n"))
		return false;
	headers->header[headers->count].name = name;
	place = headers->header[headers->count].value;
	bytes = snprintf(place, DESK_VALUE_BYTES, "%s%s", prefix, value);
	if (bytes < 0 || (size_t)bytes >= DESK_VALUE_BYTES)
		return false;
	headers->count++;
	return true;
}
