/* SPDX-License-Identifier: MIT */
/*
 * request_fixture.h: requests for a session of server_fixture.h.
 */
#ifndef TEST_REQUEST_FIXTURE_H
#define TEST_REQUEST_FIXTURE_H

#include "server_fixture.h"

#include "server/edge/request.h"

#include <stdio.h>

__attribute__((unused)) static void set(struct header *header,
					const char *value)
{
	header->state = HEADER_PRESENT;
	snprintf(header->value, sizeof(header->value), "%s", value);
}

__attribute__((unused)) static struct request request_of(enum method method,
							 const char *path)
{
	struct request request = {.method = method};

	set(&request.path, path);
	set(&request.version, "HTTP/1.1");
	set(&request.host, "h");
	return request;
}

__attribute__((unused)) static struct request post(const char *path,
						   size_t bytes)
{
	struct request request = request_of(METHOD_POST, path);
	char length[24];

	snprintf(length, sizeof(length), "%zu", bytes);
	set(&request.length, length);
	set(&request.type, "application/json");
	return request;
}

#endif
