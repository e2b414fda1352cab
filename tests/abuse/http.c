/* SPDX-License-Identifier: MIT */
/*
 * Requests that two parsers may read in two ways, and broken ones. Each goes
 * over a connection of its own; what comes back must be exactly these
 * responses, and after a refusal the connection must end. A smuggled request
 * that is answered is one too many.
 */
#include "abuse/honest.h"
#include "abuse/wire.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n"
#define HEALTH GET("/healthz")
#define CLOSING HEALTH "Connection: close\r\n"
#define INNER HEALTH "\r\n"
#define LAST CLOSING "\r\n"
#define POST                                                                   \
	"POST /v1/ask HTTP/1.1\r\nHost: h\r\n"                                 \
	"Content-Type: application/json\r\n"
#define BODY "{\"text\":\"" ABUSE_QUESTION "\"}"
#define LENGTH "Content-Length: 22\r\n"

/* `expect`: the statuses in order; "-" for none; alternatives parted by '|'. */
struct row {
	const char *name, *bytes;
	size_t size;
	const char *expect;
};

#define ROW(name_, bytes_, expect_)                                            \
	{                                                                      \
		name_, bytes_, sizeof(bytes_) - 1, expect_                     \
	}
static const struct row lengths[] = {
	ROW("a plain POST", POST LENGTH "\r\n" BODY, "200"),
	ROW("TE.CL",
	    POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
		 "5c\r\n" INNER "0\r\n\r\n",
	    "501"),
	ROW("CL.TE",
	    POST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
		 "0\r\n\r\nX" INNER,
	    "501"),
	ROW("TE.TE",
	    POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n" LENGTH
		 "\r\n" BODY INNER,
	    "501"),
	ROW("chunked after a tab",
	    POST "Transfer-Encoding:\tchunked\r\n" LENGTH "\r\n" BODY INNER,
	    "501"),
	ROW("chunked after a vertical tab",
	    POST "Transfer-Encoding:\vchunked\r\n" LENGTH "\r\n" BODY INNER,
	    "501|400"),
	ROW("chunked in quotes",
	    POST "Transfer-Encoding: \"chunked\"\r\n" LENGTH "\r\n" BODY INNER,
	    "501"),
	ROW("chunked in odd case",
	    POST "tRANSFER-eNCODING: cHUNKED\r\n" LENGTH "\r\n" BODY INNER,
	    "501"),
	ROW("a space before the colon",
	    POST "Transfer-Encoding : chunked\r\n" LENGTH "\r\n" BODY INNER,
	    "400|501"),
	ROW("a tab before the colon",
	    POST "Transfer-Encoding\t: chunked\r\n" LENGTH "\r\n" BODY INNER,
	    "400|501"),
	ROW("a space before the name",
	    POST "X: y\r\n Transfer-Encoding: chunked\r\n" LENGTH
		 "\r\n" BODY INNER,
	    "200 200|400|501"),
	ROW("a name behind a bare line feed",
	    POST "X: y\nTransfer-Encoding: chunked\r\n" LENGTH
		 "\r\n" BODY INNER,
	    "501|400"),
	ROW("a name behind a bare carriage return",
	    POST "X: y\rTransfer-Encoding: chunked\r\n" LENGTH
		 "\r\n" BODY INNER,
	    "501|400"),
	ROW("a coding folded onto the next line",
	    POST "Transfer-Encoding:\r\n chunked\r\n" LENGTH "\r\n" BODY INNER,
	    "411|501|400"),
	ROW("the same length twice", POST LENGTH LENGTH "\r\n" BODY INNER,
	    "400"),
	ROW("two lengths", POST LENGTH "Content-Length: 0\r\n\r\n" BODY INNER,
	    "400"),
	ROW("a list of lengths",
	    POST "Content-Length: 22, 22\r\n\r\n" BODY INNER, "400"),
	ROW("a length with a sign",
	    POST "Content-Length: +22\r\n\r\n" BODY INNER, "400"),
	ROW("a length below zero",
	    POST "Content-Length: -22\r\n\r\n" BODY INNER, "400"),
	ROW("a length in two words",
	    POST "Content-Length: 2 2\r\n\r\n" BODY INNER, "400"),
	ROW("a length with an underscore",
	    POST "Content-Length: 2_2\r\n\r\n" BODY INNER, "400"),
	ROW("a length in hexadecimal",
	    POST "Content-Length: 0x16\r\n\r\n" BODY INNER, "400"),
	ROW("a length with a fraction",
	    POST "Content-Length: 22.0\r\n\r\n" BODY INNER, "400"),
	ROW("a length with a NUL",
	    POST "Content-Length: 22\0\r\n\r\n" BODY INNER, "400|431|-"),
	ROW("a length of 2^64 + 22",
	    POST "Content-Length: 18446744073709551638\r\n\r\n" BODY INNER,
	    "400|413"),
	ROW("a length folded onto the next line",
	    POST "Content-Length:\r\n 22\r\n\r\n" BODY INNER, "400|411"),
	ROW("a length folded in its middle",
	    POST "Content-Length: 2\r\n 2\r\n\r\n" BODY INNER, "400"),
	ROW("a length with an underscore in its name",
	    POST "Content_Length: 22\r\n\r\n" BODY INNER, "411"),
	ROW("a GET with a length", HEALTH "Content-Length: 40\r\n\r\n" INNER,
	    "400"),
	ROW("a GET with chunks",
	    HEALTH "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" INNER, "501"),
	ROW("a HEAD with a length",
	    "HEAD /healthz HTTP/1.1\r\nHost: h\r\nContent-Length: "
	    "40\r\n\r\n" INNER,
	    "400"),
	ROW("a request behind a POST", POST LENGTH "\r\n" BODY INNER,
	    "200 200"),
	ROW("a POST behind a request", INNER POST LENGTH "\r\n" BODY INNER,
	    "200 400"),
};

static const struct row targets[] = {
	ROW("absolute form", "GET http://h/healthz HTTP/1.1\r\nHost: h\r\n\r\n",
	    "403"),
	ROW("absolute form of elsewhere",
	    "GET http://evil/healthz HTTP/1.1\r\nHost: h\r\n\r\n", "403"),
	ROW("CONNECT", "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", "-"),
	ROW("CONNECT with a body",
	    "CONNECT h:80 HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n"
	    "123456789",
	    "-"),
	ROW("asterisk", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "403"),
	ROW("a NUL", GET("/%00") "Connection: close\r\n\r\n",
	    "200|431|400|404|-"),
	ROW("a NUL behind a good path", GET("/healthz%00.html") "\r\n",
	    "431|400|404|-"),
	ROW("a raw NUL", GET("/healthz\0x") "\r\n", "431|400|403|404|-"),
	ROW("dots", GET("/../../etc/passwd") "Connection: close\r\n\r\n",
	    "403|404|400"),
	ROW("encoded dots",
	    GET("/%2e%2e/%2e%2e/etc/passwd") "Connection: close\r\n\r\n",
	    "403|404|400"),
	ROW("overlong dots", GET("/%c0%ae%c0%ae/") "Connection: close\r\n\r\n",
	    "403|404|400"),
	ROW("a lone percent", GET("/%") "Connection: close\r\n\r\n",
	    "400|403|404|-"),
	ROW("a percent that is no code",
	    GET("/%zz") "Connection: close\r\n\r\n", "400|403|404|-"),
	ROW("a control character", GET("/\x01") "Connection: close\r\n\r\n",
	    "400|403|404|-"),
	ROW("raw bytes over 127", GET("/\xff\xfe") "Connection: close\r\n\r\n",
	    "400|403|404"),
	ROW("a space in the path",
	    "GET /a b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
	    "400|403|404|505"),
	ROW("a fragment", GET("/healthz#x") "Connection: close\r\n\r\n",
	    "200|400|404"),
	ROW("a query full of codes",
	    GET("/healthz?%00%0d%0aX:%20y") "Connection: close\r\n\r\n",
	    "200|400|403|431|-"),
	ROW("no slash", GET("healthz") "\r\n", "403"),
	ROW("no target", "GET  HTTP/1.1\r\nHost: h\r\n\r\n", "403|-"),
	ROW("a backslash", GET("/\\..\\") "Connection: close\r\n\r\n",
	    "400|403|404"),
};

static const struct row lines[] = {
	ROW("no version", "GET /healthz\r\nHost: h\r\n\r\n", "505|403|400|-"),
	ROW("HTTP/1.2", "GET /healthz HTTP/1.2\r\nHost: h\r\n\r\n", "505"),
	ROW("HTTP/2.0", "GET /healthz HTTP/2.0\r\nHost: h\r\n\r\n", "505"),
	ROW("HTTP/1.10", "GET /healthz HTTP/1.10\r\nHost: h\r\n\r\n", "505"),
	ROW("a word behind the version",
	    "GET /healthz HTTP/1.1 x\r\nHost: h\r\n\r\n", "505|400"),
	ROW("HTTP/1.0 needs no Host", "GET /healthz HTTP/1.0\r\n\r\n", "200"),
	ROW("the preface of HTTP/2",
	    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", "403|-"),
	ROW("HTTP/2 by upgrade",
	    HEALTH "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
		   "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
	    "400"),
	ROW("a client hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
	    "403|-"),
	ROW("a method in small letters",
	    "get /healthz HTTP/1.1\r\nHost: h\r\n"
	    "Connection: close\r\n\r\n",
	    "200|403|400|405|501|-"),
	ROW("an unknown method", "BREW / HTTP/1.1\r\nHost: h\r\n\r\n",
	    "403|405|501|-"),
	ROW("TRACE", "TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", "403|405|501|-"),
	ROW("DELETE", "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n", "405"),
	ROW("PUT with a body",
	    "PUT /v1/ask HTTP/1.1\r\nHost: h\r\nContent-Length: "
	    "40\r\n\r\n" INNER,
	    "400|405"),
	ROW("line feeds only",
	    "GET /healthz HTTP/1.1\nHost: h\nConnection: close\n\n",
	    "200|400|-"),
	ROW("an empty line first", "\r\n" LAST, "200|400|403|-"),
	ROW("no Host", "GET /healthz HTTP/1.1\r\n\r\n", "400"),
	ROW("an empty Host", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", "400"),
	ROW("two Hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
	    "400"),
	ROW("a Host with a user", "GET /healthz HTTP/1.1\r\nHost: a@b\r\n\r\n",
	    "400"),
	ROW("a header without a colon", CLOSING "nonsense\r\n\r\n",
	    "200|400|-"),
	ROW("a header without a name", CLOSING ": x\r\n\r\n", "200|400|-"),
	ROW("a header with a NUL", CLOSING "X: a\0b\r\n\r\n", "200|400|431|-"),
	ROW("a header with bytes over 127", CLOSING "X: \xff\xfe\r\n\r\n",
	    "200|400|-"),
	ROW("a request that is not finished", "GET / HT", "-"),
	ROW("pipelined requests", INNER INNER LAST, "200 200 200"),
	ROW("an expectation",
	    POST "Expect: 100-continue\r\n" LENGTH "\r\n" BODY,
	    "100 200|200|417"),
	ROW("a body in a coding",
	    POST "Content-Encoding: gzip\r\n" LENGTH "\r\n" BODY,
	    "200|400|415"),
	ROW("ranges without end",
	    GET("/") "Range: bytes=0-,0-,0-,-1,5-2\r\nConnection: "
		     "close\r\n\r\n",
	    "200|206|416"),
	ROW("a close that is listed",
	    HEALTH "Connection: x, close, y\r\n\r\n" INNER, "200"),
};

/* After what may have been read wrongly, nothing more may be read. */
static bool must_end(const char *statuses, const char *bytes, size_t size)
{
	static const char closing[] = "Connection: close";
	const char *last = strrchr(statuses, ' ');

	last = last ? last + 1 : statuses;
	for (size_t i = 0; i + sizeof(closing) <= size; i++)
		if (memcmp(bytes + i, closing, sizeof(closing) - 1) == 0)
			return true;
	return !wire_matches(last, "200|404|405|415");
}

static void judge(struct abuse *abuse, const struct server *server,
		  const char *name, const char *bytes, size_t size,
		  const char *expect)
{
	char statuses[128];
	bool ended =
		wire_statuses(server, bytes, size, statuses, sizeof(statuses));

	abuse_case(abuse, wire_matches(statuses, expect),
		   "%s: '%s' and not '%s'", name, statuses, expect);
	abuse_case(abuse, ended || !must_end(statuses, bytes, size),
		   "%s: the connection stays", name);
}

static void judge_all(struct abuse *abuse, const struct server *server,
		      const struct row *row, size_t count)
{
	for (; count > 0; count--, row++)
		judge(abuse, server, row->name, row->bytes, row->size,
		      row->expect);
}

/* `size` bytes of filling between a beginning and an end. */
static void judge_long(struct abuse *abuse, const struct server *server,
		       const char *first, size_t size, const char *last,
		       const char *expect)
{
	static char request[200000];
	size_t head = strlen(first), tail = strlen(last);
	char name[64];

	memcpy(request, first, head);
	memset(request + head, 'a', size);
	memcpy(request + head + size, last, tail);
	snprintf(name, sizeof(name), "%.20s and %zu bytes", first, size);
	judge(abuse, server, name, request, head + size + tail, expect);
}

static void too_long(struct abuse *abuse, const struct server *server)
{
	static const size_t sizes[] = {300, 3000, 5000, 70000, 150000};
	static const char end[] = " HTTP/1.1\r\nHost: h\r\n\r\n";
	static const char end_it[] = "\r\n\r\n";

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t size = sizes[i];

		judge_long(abuse, server, "GET /", size, end,
			   "431|414|400|403|-");
		judge_long(abuse, server, HEALTH "Origin: ", size, "\r\n\r\n",
			   "431|400|403|-");
		judge_long(abuse, server, CLOSING "X: ", size, end_it,
			   "200|431|400|403|-");
		judge_long(abuse, server, CLOSING, size, ": x\r\n\r\n",
			   "200|431|400|403|-");
		judge_long(abuse, server, "", size, " / HTTP/1.1\r\n\r\n",
			   "403|-");
	}
}

static void many_headers(struct abuse *abuse, const struct server *server)
{
	static char request[64000];
	int n = snprintf(request, sizeof(request), "%s", HEALTH);

	for (int i = 0; i < 5000; i++)
		n += snprintf(request + n, sizeof(request) - (size_t)n,
			      "X%d: y\r\n", i);
	judge(abuse, server, "5,000 headers", request, (size_t)n,
	      "431|400|403|-");
}

static void many_in_a_pipeline(struct abuse *abuse, const struct server *server)
{
	static char requests[8000];
	char expect[128] = "";
	int n = 0;

	for (int i = 0; i < 20; i++) {
		n += snprintf(requests + n, sizeof(requests) - (size_t)n, "%s",
			      i < 19 ? INNER : LAST);
		strcat(expect, i ? " 200" : "200");
	}
	judge(abuse, server, "20 in a pipeline", requests, (size_t)n, expect);
}

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

void attack_http(struct abuse *abuse)
{
	struct server server;
	struct honest honest;

	if (!abuse_start(abuse, &server, ABUSE_UNLIMITED "--timeout 1") ||
	    !honest_start(&honest, &server, HONEST_ALL))
		return;
	judge_all(abuse, &server, lengths, COUNT(lengths));
	judge_all(abuse, &server, targets, COUNT(targets));
	judge_all(abuse, &server, lines, COUNT(lines));
	too_long(abuse, &server);
	many_headers(abuse, &server);
	many_in_a_pipeline(abuse, &server);
	honest_judge(abuse, &honest, 10, "malformed requests");
	abuse_stop(abuse, &server);
}
