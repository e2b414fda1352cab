/* SPDX-License-Identifier: MIT */
#include "server/web/headers.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>

struct method_row {
	enum lws_token_indexes token;
	enum method method;
};

static const struct method_row methods[] = {
	{WSI_TOKEN_GET_URI, METHOD_GET},
	{WSI_TOKEN_HEAD_URI, METHOD_HEAD},
	{WSI_TOKEN_POST_URI, METHOD_POST},
	{WSI_TOKEN_OPTIONS_URI, METHOD_OPTIONS},
	{WSI_TOKEN_PUT_URI, METHOD_OTHER},
	{WSI_TOKEN_PATCH_URI, METHOD_OTHER},
	{WSI_TOKEN_DELETE_URI, METHOD_OTHER},
};

/* lws keeps a name that it doesn't know with its colon, in lower case; these
 * it doesn't know because of the white space. */
static const char *const crooked[] = {
	"content-length :",
	"content-length\t:",
	"transfer-encoding :",
	"transfer-encoding\t:",
};

/*
 * lws_hdr_copy() says -1 for what is too long, and its length counts a NUL
 * (%00 in a path) that would cut the string short for us.
 */
static void read_header(struct lws *wsi, enum lws_token_indexes token,
			struct header *header)
{
	int n = lws_hdr_copy(wsi, header->value, HEADER_BYTES, token);

	if (n == 0)
		header->state = HEADER_ABSENT; /* or empty: the same for us */
	else if (n > 0 && strlen(header->value) == (size_t)n)
		header->state = HEADER_PRESENT;
	else
		header->state = HEADER_UNREADABLE;
	if (header->state != HEADER_PRESENT)
		header->value[0] = '\0';
}

/* One that lws has no number for; `name` in lower case, with its colon. */
static void read_custom(struct lws *wsi, const char *name,
			struct header *header)
{
	int length = (int)strlen(name);
	int size = lws_hdr_custom_length(wsi, name, length);
	int n;

	if (size <= 0)
		return;
	header->state = HEADER_UNREADABLE;
	if (size >= (int)HEADER_BYTES)
		return;
	n = lws_hdr_custom_copy(wsi, header->value, (int)HEADER_BYTES, name,
				length);
	if (n > 0 && strlen(header->value) == (size_t)n)
		header->state = HEADER_PRESENT;
	else
		header->value[0] = '\0';
}

static void read_path(struct lws *wsi, struct request *request)
{
	size_t i;

	request->method = METHOD_OTHER;
	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (!lws_hdr_total_length(wsi, methods[i].token))
			continue;
		request->method = methods[i].method;
		read_header(wsi, methods[i].token, &request->path);
		return;
	}
}

/* lws keeps each name=value by itself, and would join them by commas. */
static void read_query(struct lws *wsi, struct header *query)
{
	int total = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_URI_ARGS);
	int used = 0, room = (int)HEADER_BYTES - 1, i, n;

	if (total >= room)
		query->state = HEADER_UNREADABLE;
	if (total == 0 || total >= room)
		return;
	query->state = HEADER_PRESENT;
	for (i = 0; used < room; i++) {
		n = lws_hdr_copy_fragment(wsi, query->value + used, room - used,
					  WSI_TOKEN_HTTP_URI_ARGS, i);
		if (n < 0)
			break;
		used += n;
		query->value[used++] = '&';
	}
	query->value[used] = '\0';
}

static void read_desk(struct lws *wsi, struct request *request)
{
	char name[64];
	size_t i;

	memset(request->desk, 0, sizeof(request->desk));
	for (i = 0; i < REQUEST_DESK_HEADERS; i++) {
		snprintf(name, sizeof(name), "%s:", request_desk_header[i]);
		read_custom(wsi, name, &request->desk[i]);
	}
}

static bool is_ambiguous(struct lws *wsi)
{
	size_t i;

	for (i = 0; i < sizeof(crooked) / sizeof(crooked[0]); i++)
		if (lws_hdr_custom_length(wsi, crooked[i],
					  (int)strlen(crooked[i])) >= 0)
			return true;
	return false;
}

void headers_read(struct lws *wsi, struct request *request)
{
	memset(request, 0, offsetof(struct request, desk));
	read_path(wsi, request);
	if (request_is_desk(request))
		read_desk(wsi, request);
	read_query(wsi, &request->query);
	read_header(wsi, WSI_TOKEN_HTTP, &request->version);
	read_header(wsi, WSI_TOKEN_HOST, &request->host);
	read_header(wsi, WSI_TOKEN_ORIGIN, &request->origin);
	read_header(wsi, WSI_TOKEN_CONNECTION, &request->connection);
	read_header(wsi, WSI_TOKEN_HTTP_CONTENT_TYPE, &request->type);
	read_header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, &request->length);
	read_header(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING, &request->coding);
	read_header(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING,
		    &request->accept_encoding);
	read_header(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, &request->if_none_match);
	read_header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION, &request->authorization);
	read_header(wsi, WSI_TOKEN_X_FORWARDED_FOR, &request->forwarded);
	read_custom(wsi, "x-request-id:", &request->request_id);
	read_custom(wsi, "traceparent:", &request->traceparent);
	read_header(wsi, WSI_TOKEN_UPGRADE, &request->upgrade);
	read_header(wsi, WSI_TOKEN_VERSION, &request->ws_version);
	read_header(wsi, WSI_TOKEN_KEY, &request->ws_key);
	read_header(wsi, WSI_TOKEN_PROTOCOL, &request->ws_protocol);
	request->ambiguous = is_ambiguous(wsi);
}
