/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as "HOST\nORIGIN": what is allowed may stand in a header, and the
 * demo of a host that is valid has one policy and no markup of the host's.
 */
#include "server/edge/origin.h"
#include "server/page/demo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

/* Nothing that ends a header, a policy's source or an attribute. */
static void require_plain(const char *text)
{
	for (; *text; text++)
		require(*text > ' ' && *text < 0x7f &&
			!strchr("\"'<>&;,\\", *text));
}

static void show(const char *host, const char *setting)
{
	const struct demo_place place = {host, false, setting};
	char server[ORIGIN_BYTES], policy[DEMO_POLICY_BYTES];
	struct html html;

	demo_server(&place, server);
	require_plain(server);
	require(!*server || origin_valid(server));
	demo_policy(server, policy);
	require(!strpbrk(policy, "\r\n\"<>"));
	html_init(&html, DEMO_BYTES_MAX);
	demo_html(&place, server, "{{host}}{{server}}", &html);
	require(html.failed || !html.bytes || !strpbrk(html.bytes, "\"<>&"));
	html_release(&html);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct origins every = {{ORIGIN_EVERY}, 1};
	char *host = malloc(size + 2), *origin;

	if (!host)
		return 0;
	memcpy(host, data, size);
	host[size] = host[size + 1] = '\0';
	origin = host + strcspn(host, "\n");
	if (*origin)
		*origin++ = '\0';
	if (origin_allows(&every, origin, host))
		require_plain(origin);
	require(!origin_is_of(origin, host) || origin_valid(origin));
	if (host_valid(host))
		show(host, origin_valid(origin) ? origin : "");
	free(host);
	return 0;
}
