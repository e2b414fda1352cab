/* SPDX-License-Identifier: MIT */
#include "server/page/demo.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Is it the page itself, under either scheme? */
static bool is_own(const struct demo_place *place)
{
	const char *authority = strstr(place->origin, "://");

	return authority && strcasecmp(authority + 3, place->host) == 0;
}

void demo_server(const struct demo_place *place, char out[ORIGIN_BYTES])
{
	const char *port = host_loopback_port(place->host);
	bool named = strncasecmp(place->host, "localhost", 9) == 0;
	int n;

	out[0] = '\0';
	if (*place->origin) {
		if (!is_own(place))
			snprintf(out, ORIGIN_BYTES, "%s", place->origin);
		return;
	}
	if (!port)
		return;
	n = snprintf(out, ORIGIN_BYTES, "%s://%s%s",
		     place->tls ? "https" : "http",
		     named ? "127.0.0.1" : "localhost", port);
	if (n < 0 || (size_t)n >= ORIGIN_BYTES)
		out[0] = '\0';
}

void demo_policy(const char *server, char out[DEMO_POLICY_BYTES])
{
	const char *gap = *server ? " " : "";
	char connect[2 * ORIGIN_BYTES] = "'self'";
	int n;

	/* http -> ws, https -> wss */
	if (*server)
		snprintf(connect, sizeof(connect), "%s ws%s", server,
			 server + 4);
	n = snprintf(out, DEMO_POLICY_BYTES,
		     "default-src 'none'; script-src 'self'%s%s; "
		     "style-src 'self'; connect-src %s; "
		     "img-src 'self'%s%s; base-uri 'none'; "
		     "form-action 'none'; frame-ancestors 'none'; "
		     "require-trusted-types-for 'script'; trusted-types 'none'",
		     gap, server, connect, gap, server);
	assert(n > 0 && (size_t)n < DEMO_POLICY_BYTES);
}

static void put_host(const struct demo_place *place, const char *server,
		     struct html *html)
{
	(void)server;
	html_put_text(html, place->host);
}

static void put_server(const struct demo_place *place, const char *server,
		       struct html *html)
{
	(void)place;
	html_put_text(html, server);
}

static void put_where(const struct demo_place *place, const char *server,
		      struct html *html)
{
	(void)place;
	if (*server) {
		html_put(html, "The chat on it comes from <b>");
		html_put_text(html, server);
		html_put(html, "</b>, another origin, under a strict policy.");
		return;
	}
	html_put(html, "The chat on it comes from this very address, since "
		       "faqd knows no other one of its own: its setting "
		       "<code>demo-origin</code> gives it one.");
}

static const struct mark {
	const char *name;
	void (*put)(const struct demo_place *place, const char *server,
		    struct html *html);
} marks[] = {
	{"{{host}}", put_host},
	{"{{server}}", put_server},
	{"{{where}}", put_where},
};

static const struct mark *mark_at(const char *at)
{
	const size_t count = sizeof(marks) / sizeof(marks[0]);
	size_t i = 0;

	while (i < count && strncmp(at, marks[i].name, strlen(marks[i].name)))
		i++;
	assert(i < count); /* demo.html has no other marks */
	return &marks[i];
}

void demo_html(const struct demo_place *place, const char *server,
	       const char *frame, struct html *html)
{
	const char *at;

	while ((at = strstr(frame, "{{"))) {
		const struct mark *mark = mark_at(at);

		html_put_slice(html,
			       (struct slice){frame, (size_t)(at - frame)});
		mark->put(place, server, html);
		frame = at + strlen(mark->name);
	}
	html_put(html, frame);
}
