/* SPDX-License-Identifier: MIT */
/*
 * echo: the least that a libwebsockets server can do for a chat: it takes a
 * question and sends the reply that is in a file. What faqd does beyond that is
 * what the benchmark measures.
 *
 *	echo poll|ev|uv REPLY
 *
 * Says "echo at http://127.0.0.1:PORT/" and serves until it is killed: the
 * loops of lws take over SIGTERM and then spin.
 */
#include <libwebsockets.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REPLY_BYTES_MAX 65536u
#define RX_BYTES 1024u /* as faqd */

struct echo {
	unsigned char room[LWS_PRE + REPLY_BYTES_MAX];
	size_t size;
};

/* lws masks nothing in what a server sends: the same bytes serve for all. */
static int reply(struct lws *wsi)
{
	struct echo *echo = lws_context_user(lws_get_context(wsi));

	return lws_write(wsi, echo->room + LWS_PRE, echo->size,
			 LWS_WRITE_TEXT) < (int)echo->size
		       ? -1
		       : 0;
}

static int callback(struct lws *wsi, enum lws_callback_reasons reason,
		    void *user, void *in, size_t len)
{
	bool *due = user; /* lws also tells WRITEABLE when nobody asked */

	(void)in;
	(void)len;
	switch (reason) {
	case LWS_CALLBACK_RECEIVE:
		if (!lws_is_final_fragment(wsi))
			return 0;
		if (!lws_partial_buffered(wsi))
			return reply(wsi);
		*due = true;
		lws_callback_on_writable(wsi);
		return 0;
	case LWS_CALLBACK_SERVER_WRITEABLE:
		if (!*due)
			return 0;
		*due = false;
		return reply(wsi);
	default:
		return 0;
	}
}

static const struct lws_protocols protocols[] = {
	{"faqd.chat.v1", callback, sizeof(bool), RX_BYTES, 0, NULL, 0},
	{NULL, NULL, 0, 0, 0, NULL, 0},
};

static bool read_reply(struct echo *echo, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	echo->size = fread(echo->room + LWS_PRE, 1, REPLY_BYTES_MAX, file);
	fclose(file);
	return echo->size > 0;
}

static bool loop_option(const char *name,
			struct lws_context_creation_info *info)
{
	if (strcmp(name, "ev") == 0)
		info->options |= LWS_SERVER_OPTION_LIBEV;
	else if (strcmp(name, "uv") == 0)
		info->options |= LWS_SERVER_OPTION_LIBUV;
	return info->options || strcmp(name, "poll") == 0;
}

/* lws chooses the port; what it tells for a listener is that of its vhost. */
static struct lws_context *listen_on(struct lws_context_creation_info *info,
				     int *port)
{
	struct lws_context *context;

	info->port = 0;
	info->iface = "127.0.0.1";
	info->protocols = protocols;
	info->options |= LWS_SERVER_OPTION_DISABLE_IPV6;
	context = lws_create_context(info);
	if (context)
		*port = lws_get_vhost_listen_port(
			lws_get_vhost_by_name(context, "default"));
	return context;
}

int main(int argc, char **argv)
{
	static struct echo echo;
	struct lws_context_creation_info info;
	struct lws_context *context;
	int port = 0;

	memset(&info, 0, sizeof(info));
	lws_set_log_level(LLL_ERR, NULL);
	if (argc != 3 || !loop_option(argv[1], &info) ||
	    !read_reply(&echo, argv[2])) {
		fputs("usage: echo poll|ev|uv REPLY\n", stderr);
		return 2;
	}
	info.user = &echo;
	context = listen_on(&info, &port);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	if (!context || port <= 0) {
		fprintf(stderr, "echo: no server on the loop '%s'\n", argv[1]);
		return 3;
	}
	printf("echo at http://127.0.0.1:%d/\n", port);
	fflush(stdout);
	while (lws_service(context, 0) >= 0)
		;
	return 1;
}
