/* SPDX-License-Identifier: MIT */
#include "server/desk/post.h"

#include "core/faq_wipe.h"
#include "server/version.h"
#include "server/web/wipe.h"

#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define AGENT "faqd/" FAQD_VERSION

struct post {
	struct post *next;
	struct poster *poster;
	struct lws *wsi;
	struct post_owner owner;
	int64_t until_us;
	bool starting, over;
	int status;
	char retry_after[32];
	struct desk_headers headers;
	char *body; /* LWS_PRE bytes before it */
	size_t bytes;
	char *answer; /* POST_ANSWER_BYTES */
	size_t answer_bytes;
	char cause[64];
};

static void post_free(struct post *post)
{
	if (post->body)
		faq_wipe(post->body, LWS_PRE + post->bytes);
	free(post->body);
	if (post->answer)
		faq_wipe(post->answer, post->answer_bytes);
	free(post->answer);
	faq_wipe(post, sizeof(*post));
	free(post);
}

static void unlink_post(struct post *post)
{
	struct post **at = &post->poster->first;

	while (*at && *at != post)
		at = &(*at)->next;
	if (*at)
		*at = post->next;
}

/* It is over, whatever has come: says so, once. What lws still has to tell of
 * the connection is nobody's. */
static void end(struct post *post)
{
	struct post_result result = {
		.status = post->status,
		.header = {"Retry-After", post->retry_after},
		.header_count = post->retry_after[0] ? 1 : 0,
		.body = post->answer,
		.bytes = post->answer_bytes,
		.cause = post->cause,
	};

	post->over = true;
	if (post->starting)
		return;
	if (post->wsi)
		lws_set_opaque_user_data(post->wsi, NULL);
	unlink_post(post);
	post->owner.done(post->owner.context, &result);
	post_free(post);
}

/* ---- what lws calls ---- */

static bool add(struct lws *wsi, const char *name, const char *value,
		unsigned char **at, unsigned char *limit)
{
	char named[64];

	snprintf(named, sizeof(named), "%s:", name);
	return lws_add_http_header_by_name(wsi, (unsigned char *)named,
					   (const unsigned char *)value,
					   (int)strlen(value), at, limit) == 0;
}

static int on_head(struct lws *wsi, struct post *post, unsigned char **at,
		   size_t room)
{
	unsigned char *limit = *at + room - 1;
	char length[24];
	bool ok;

	if (!post->owner.wanted(post->owner.context))
		return -1;
	snprintf(length, sizeof(length), "%zu", post->bytes);
	ok = add(wsi, "user-agent", AGENT, at, limit) &&
	     add(wsi, "content-length", length, at, limit);
	for (size_t i = 0; i < post->headers.count && ok; i++)
		ok = add(wsi, post->headers.header[i].name,
			 post->headers.header[i].value, at, limit);
	faq_wipe(&post->headers, sizeof(post->headers));
	if (!ok)
		return -1;
	lws_client_http_body_pending(wsi, 1);
	lws_callback_on_writable(wsi);
	return 0;
}

static int on_writable(struct lws *wsi, struct post *post)
{
	int size = (int)post->bytes;

	lws_client_http_body_pending(wsi, 0);
	return lws_write(wsi, (unsigned char *)post->body + LWS_PRE,
			 post->bytes, LWS_WRITE_HTTP_FINAL) < size
		       ? -1
		       : 0;
}

static int on_established(struct lws *wsi, struct post *post)
{
	post->status = (int)lws_http_client_http_response(wsi);
	if (lws_hdr_copy(wsi, post->retry_after, sizeof(post->retry_after),
			 WSI_TOKEN_HTTP_RETRY_AFTER) <= 0)
		post->retry_after[0] = '\0';
	return 0;
}

static int on_some(struct lws *wsi)
{
	char buffer[LWS_PRE + 2048];
	char *at = buffer + LWS_PRE;
	int size = (int)sizeof(buffer) - LWS_PRE;

	return lws_http_client_read(wsi, &at, &size) < 0 ? -1 : 0;
}

static int on_bytes(struct post *post, const char *bytes, size_t size)
{
	size_t room = POST_ANSWER_BYTES - post->answer_bytes;

	if (size > room)
		size = room;
	memcpy(post->answer + post->answer_bytes, bytes, size);
	post->answer_bytes += size;
	return 0;
}

/* Of a certificate that is not believed OpenSSL knows best why. */
static void on_error(struct lws *wsi, struct post *post, const char *said,
		     size_t size)
{
	SSL *ssl = lws_get_ssl(wsi);
	long verdict = ssl ? SSL_get_verify_result(ssl) : X509_V_OK;

	if (verdict != X509_V_OK)
		snprintf(post->cause, sizeof(post->cause), "certificate: %s",
			 X509_verify_cert_error_string(verdict));
	else if (said)
		snprintf(post->cause, sizeof(post->cause), "%.*s", (int)size,
			 said);
	end(post);
}

static int callback(struct lws *wsi, enum lws_callback_reasons reason,
		    void *user, void *in, size_t size)
{
	struct post *post = lws_get_opaque_user_data(wsi);

	(void)user;
	if (!post)
		return reason == LWS_CALLBACK_RECEIVE_CLIENT_HTTP ? -1 : 0;
	post->wsi = wsi;
	switch (reason) {
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		return on_head(wsi, post, in, size);
	case LWS_CALLBACK_CLIENT_HTTP_WRITEABLE:
		return on_writable(wsi, post);
	case LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP:
		return on_established(wsi, post);
	case LWS_CALLBACK_RECEIVE_CLIENT_HTTP:
		return on_some(wsi);
	case LWS_CALLBACK_RECEIVE_CLIENT_HTTP_READ:
		return on_bytes(post, in, size);
	case LWS_CALLBACK_COMPLETED_CLIENT_HTTP:
		end(post);
		return -1;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		on_error(wsi, post, in, size);
		return 0;
	case LWS_CALLBACK_CLOSED_CLIENT_HTTP:
	case LWS_CALLBACK_WSI_DESTROY:
		end(post);
		return 0;
	default:
		return 0;
	}
}

#define PROTOCOL "desk"

static const struct lws_protocols protocols[] = {
	{PROTOCOL, callback, 0, 4096, 0, NULL, 0},
	{NULL, NULL, 0, 0, 0, NULL, 0},
};

/* ---- the sender's side ---- */

bool poster_open(struct poster *poster, struct loop *loop)
{
	struct lws_context_creation_info info;
	void *loops[1] = {loop_handle(loop)};

	memset(&info, 0, sizeof(info));
	poster->first = NULL;
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.foreign_loops = loops;
	info.timeout_secs = POST_CONNECT_SECONDS;
	info.connect_timeout_secs = POST_CONNECT_SECONDS;
	info.options =
		LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	lws_set_allocator(wipe_realloc);
	poster->context = lws_create_context(&info);
	return poster->context != NULL;
}

/* lws tells of each connection that it cuts; by then it is nobody's. */
void poster_close(struct poster *poster)
{
	while (poster->first) {
		struct post *post = poster->first;

		poster->first = post->next;
		if (post->wsi)
			lws_set_opaque_user_data(post->wsi, NULL);
		post_free(post);
	}
	if (poster->context)
		lws_context_destroy(poster->context);
	poster->context = NULL;
}

/* A file of authorities is a vhost of its own, named by it. NULL without
 * memory. */
static struct lws_vhost *trusting(struct poster *poster, const char *ca_file)
{
	struct lws_vhost *vhost = lws_get_vhost_by_name(
		poster->context, ca_file ? ca_file : "default");
	struct lws_context_creation_info info;

	if (vhost)
		return vhost;
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.vhost_name = ca_file;
	info.client_ssl_ca_filepath = ca_file;
	info.timeout_secs = POST_CONNECT_SECONDS;
	info.connect_timeout_secs = POST_CONNECT_SECONDS;
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	return lws_create_vhost(poster->context, &info);
}

static struct post *post_new(const struct post_request *request)
{
	struct post *post = calloc(1, sizeof(*post));

	if (!post)
		return NULL;
	post->bytes = request->bytes;
	post->body = malloc(LWS_PRE + request->bytes + 1);
	post->answer = malloc(POST_ANSWER_BYTES);
	if (!post->body || !post->answer) {
		post_free(post);
		return NULL;
	}
	memcpy(post->body + LWS_PRE, request->body, request->bytes);
	post->headers = *request->headers;
	return post;
}

static void connect_to(struct post *post, const struct post_request *request)
{
	char path[REACH_PREFIX_BYTES + DESK_PATH_BYTES];
	struct lws_client_connect_info info;

	snprintf(path, sizeof(path), "%s%s", request->url->prefix,
		 request->path);
	memset(&info, 0, sizeof(info));
	info.context = post->poster->context;
	info.vhost = trusting(post->poster, request->ca_file);
	if (!info.vhost)
		return;
	info.address = request->address;
	info.port = (int)request->url->port;
	info.host = info.origin = request->url->authority;
	info.path = path;
	info.method = request->method;
	info.protocol = info.local_protocol_name = PROTOCOL;
	info.opaque_user_data = post;
	info.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT;
	if (request->url->tls)
		info.ssl_connection |= LCCSCF_USE_SSL;
	info.alpn = "http/1.1";
	post->wsi = lws_client_connect_via_info(&info);
}

bool post_start(struct poster *poster, const struct post_request *request,
		int64_t now_us, const struct post_owner *owner)
{
	struct post *post = post_new(request);

	if (!post)
		return false;
	post->poster = poster;
	post->owner = *owner;
	post->until_us = now_us + (int64_t)POST_SECONDS * 1000000;
	post->next = poster->first;
	poster->first = post;
	post->starting = true;
	connect_to(post, request);
	post->starting = false;
	if (!post->wsi || post->over)
		end(post);
	return true;
}

void poster_tick(struct poster *poster, int64_t now_us)
{
	struct post *post, *next;

	for (post = poster->first; post; post = next) {
		next = post->next;
		if (now_us < post->until_us)
			continue;
		lws_set_timeout(post->wsi, PENDING_TIMEOUT_USER_REASON_BASE,
				LWS_TO_KILL_ASYNC);
		end(post);
	}
	lws_cancel_service(poster->context);
}
