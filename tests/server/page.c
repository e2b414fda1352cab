/* SPDX-License-Identifier: MIT */
/* The page and the content as JSON: their forms, tags and caching. */
#include "server/suite.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define ETAG_BYTES 48u

static const char *const paths[] = {"/",        "/v1/page",  "/v1/intents",
				    "/page.js", "/page.css", "/icon.svg"};
#define PATHS (sizeof(paths) / sizeof(paths[0]))

static void get(struct suite *s, const char *method, const char *path,
		const char *headers)
{
	char request[512];

	snprintf(request, sizeof(request),
		 "%s %s HTTP/1.1\r\nHost: h\r\n%s\r\n", method, path, headers);
	client_ask(&s->server, request, &s->r);
}

/* Copies the value of the ETag line, "" without one. */
static void take_etag(const struct suite *s, char etag[ETAG_BYTES])
{
	const char *at = strstr(s->r.head, "\r\netag: ");

	etag[0] = '\0';
	if (at)
		snprintf(etag, ETAG_BYTES, "%.*s", (int)strcspn(at + 8, "\r"),
			 at + 8);
}

static void the_page_can_be_read_without_the_chat(struct suite *s)
{
	static const char *const parts[] = {
		"<html lang=\"en\">",   "<h1>Tea</h1>",
		"<h2>Making tea</h2>",  "id=\"step.boil\"",
		"id=\"step.pour\"",     "<h2>Mistakes</h2>",
		"id=\"mistake.twice\"", "href=\"https://shop.example/\"",
		"id=\"faq.tea\"",
	};
	const char *at;
	size_t i;

	get(s, "GET", "/", "");
	at = s->r.body;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		at = strstr(at, parts[i]);
		CHECK(s, at);
	}
}

static void links_from_before_the_entries_lead_to_them(struct suite *s)
{
	const char *entry, *anchor;

	get(s, "GET", "/", "");
	entry = strstr(s->r.body, "<article class=\"entry step\" "
				  "id=\"step.pour\">");
	CHECK(s, entry);
	anchor = strstr(entry, "<a id=\"tea-2\"></a>");
	CHECK(s, anchor && anchor < strstr(entry, "</article>"));
}

static void search_engines_get_the_questions_as_data(struct suite *s)
{
	static const char begin[] = "<script type=\"application/ld+json\">";
	char *at, *end;

	get(s, "GET", "/", "");
	at = strstr(s->r.body, begin);
	CHECK(s, at);
	end = strstr(at, "</script>");
	CHECK(s, end);
	*end = '\0';
	CHECK(s, strstr(at, "\"@type\":\"FAQPage\""));
	CHECK(s, strstr(at, "\"@type\":\"Question\",\"name\":\"What tea is\""));
	CHECK(s, !strchr(at + 1, '<'));
}

static bool gzip_gives(const struct suite *s, const char *plain, size_t size)
{
	static unsigned char out[BYTES_MAX];
	z_stream stream = {0};
	bool same;

	if (inflateInit2(&stream, 15 + 16) != Z_OK)
		return false;
	stream.next_in = (unsigned char *)(size_t)s->r.body;
	stream.avail_in = (unsigned)s->r.body_bytes;
	stream.next_out = out;
	stream.avail_out = sizeof(out);
	same = inflate(&stream, Z_FINISH) == Z_STREAM_END &&
	       stream.total_out == size && memcmp(out, plain, size) == 0;
	inflateEnd(&stream);
	return same;
}

static bool brotli_gives(const struct suite *s, const char *plain, size_t size)
{
	static unsigned char out[BYTES_MAX];
	size_t got = sizeof(out);

	return BrotliDecoderDecompress(s->r.body_bytes,
				       (const unsigned char *)s->r.body, &got,
				       out) == BROTLI_DECODER_RESULT_SUCCESS &&
	       got == size && memcmp(out, plain, size) == 0;
}

static void every_document_comes_packed_as_wished(struct suite *s)
{
	static char plain[BYTES_MAX];
	size_t i, size;

	for (i = 0; i < PATHS; i++) {
		get(s, "GET", paths[i], "");
		CHECK(s, s->r.status == 200);
		CHECK(s, !has_header(&s->r, "content-encoding"));
		CHECK(s, has_header(&s->r, "vary: accept-encoding\r\n"));
		size = s->r.body_bytes;
		memcpy(plain, s->r.body, size);
		get(s, "GET", paths[i], "Accept-Encoding: deflate, gzip\r\n");
		CHECK(s, has_header(&s->r, "content-encoding: gzip\r\n"));
		CHECK(s, has_header(&s->r, "vary: accept-encoding\r\n"));
		CHECK(s, s->r.body_bytes < size && gzip_gives(s, plain, size));
		get(s, "GET", paths[i],
		    "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n");
		CHECK(s, has_header(&s->r, "content-encoding: br\r\n"));
		CHECK(s,
		      s->r.body_bytes < size && brotli_gives(s, plain, size));
		get(s, "GET", paths[i], "Accept-Encoding: br;q=0\r\n");
		CHECK(s, s->r.body_bytes == size);
	}
}

static void what_a_browser_has_is_not_sent_again(struct suite *s)
{
	char etag[ETAG_BYTES], headers[128];
	size_t i;

	for (i = 0; i < PATHS; i++) {
		get(s, "GET", paths[i], "Accept-Encoding: gzip\r\n");
		CHECK(s, has_header(&s->r, "cache-control: no-cache\r\n"));
		take_etag(s, etag);
		CHECK(s, strlen(etag) > 34 && etag[0] == '"');
		snprintf(
			headers, sizeof(headers),
			"Accept-Encoding: gzip\r\nIf-None-Match: \"x\", %s\r\n",
			etag);
		get(s, "GET", paths[i], headers);
		CHECK(s, s->r.status == 304 && s->r.body_bytes == 0);
		CHECK(s, !has_header(&s->r, "content-length"));
		CHECK(s, has_header(&s->r, "etag: \""));
		CHECK(s, has_header(&s->r, "vary: accept-encoding\r\n"));
		CHECK(s, has_header(&s->r, "content-security-policy: "));
		snprintf(headers, sizeof(headers), "If-None-Match: %s\r\n",
			 etag);
		get(s, "GET", paths[i], headers);
		CHECK(s, s->r.status == 200); /* that was the packed form's */
	}
}

static void a_connection_lives_on_after_a_304(struct suite *s)
{
	int fd = client_open(&s->server);
	size_t i;

	for (i = 0; i < 3; i++) {
		client_say(fd, "GET / HTTP/1.1\r\nHost: h\r\n"
			       "If-None-Match: *\r\n\r\n");
		client_read(fd, &s->r, false);
		CHECK(s, s->r.status == 304);
	}
	client_say(fd, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
	client_read(fd, &s->r, false);
	CHECK(s, s->r.status == 200);
	close(fd);
}

static void hints_too_long_to_read_are_passed_over(struct suite *s)
{
	char etag[ETAG_BYTES], headers[480];

	snprintf(headers, sizeof(headers), "Accept-Encoding: gzip%300s\r\n",
		 ", br");
	get(s, "GET", "/", headers);
	CHECK(s, s->r.status == 200);
	CHECK(s, !has_header(&s->r, "content-encoding"));
	take_etag(s, etag);
	snprintf(headers, sizeof(headers), "If-None-Match: \"%300s\", %s\r\n",
		 "x", etag);
	get(s, "GET", "/", headers);
	CHECK(s, s->r.status == 200);
}

static void a_head_is_that_of_the_form_wished_for(struct suite *s)
{
	char etag[ETAG_BYTES], length[64];

	get(s, "GET", "/", "Accept-Encoding: br\r\n");
	take_etag(s, etag);
	snprintf(length, sizeof(length), "content-length: %zu\r\n",
		 s->r.body_bytes);
	get(s, "HEAD", "/", "Accept-Encoding: br\r\n");
	CHECK(s, s->r.status == 200 && has_header(&s->r, length));
	CHECK(s, has_header(&s->r, "content-encoding: br\r\n"));
	CHECK(s, strstr(s->r.head, etag));
}

static void the_content_is_there_as_json(struct suite *s)
{
	get(s, "GET", "/v1/intents", "");
	CHECK(s, has_header(&s->r, "content-type: application/json\r\n"));
	CHECK(s, strstr(s->r.body, "{\"language\":\"en\",\"intents\":["
				   "{\"id\":\"mistake.twice\""));
	CHECK(s, !strstr(s->r.body, "act.next"));
	get(s, "GET", "/v1/page", "");
	CHECK(s, has_header(&s->r, "content-type: application/json\r\n"));
	CHECK(s,
	      strstr(s->r.body, "\"intents\":[\"step.boil\",\"step.pour\"]"));
	get(s, "POST", "/v1/page", "Content-Length: 0\r\n");
	CHECK(s, s->r.status == 405 && has_header(&s->r, "allow: GET, HEAD"));
}

static void nobody_is_told_to_use_tls_where_there_is_none(struct suite *s)
{
	get(s, "GET", "/", "");
	CHECK(s, !has_header(&s->r, "strict-transport-security"));
	CHECK(s, has_header(&s->r, "cross-origin-opener-policy: same-origin"));
	CHECK(s, has_header(&s->r, "permissions-policy: "));
	CHECK(s, strstr(s->r.head, "require-trusted-types-for 'script'"));
}

const struct test tests_page[] = {
	TEST(the_page_can_be_read_without_the_chat),
	TEST(links_from_before_the_entries_lead_to_them),
	TEST(search_engines_get_the_questions_as_data),
	TEST(every_document_comes_packed_as_wished),
	TEST(what_a_browser_has_is_not_sent_again),
	TEST(a_connection_lives_on_after_a_304),
	TEST(hints_too_long_to_read_are_passed_over),
	TEST(a_head_is_that_of_the_form_wished_for),
	TEST(the_content_is_there_as_json),
	TEST(nobody_is_told_to_use_tls_where_there_is_none),
	{NULL, NULL},
};
