/* SPDX-License-Identifier: MIT */
/*
 * echo: the least that a libwebsockets server can do: it takes a question, as a
 * chat's message or as a POST, and sends the reply that is in a file. What faqd
 * does beyond that is what the benchmark measures.
 *
 *	echo poll|ev|uv REPLY [waits]
 *
 * It sends at once, as faqd does; with "waits", when lws says that the socket
 * is writable, as libwebsockets' documentation has it.
 *
 * Says "echo at http://127.0.0.1:PORT/" and serves until it is killed.
 */
#include <libwebsockets.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REPLY_BYTES_MAX 65536u
#define HEAD_BYTES_MAX 256u
#define RX_BYTES 1024u /* as faqd */
/* Else lws sends RX_BYTES at once and keeps the rest for the next turn. */
#define TX_BYTES (HEAD_BYTES_MAX + REPLY_BYTES_MAX)

struct message {
	unsigned char room[LWS_PRE + HEAD_BYTES_MAX + REPLY_BYTES_MAX];
	size_t size; /* behind LWS_PRE */
};

/* lws masks nothing in what a server sends: the same bytes serve for all. */
struct echo {
	struct message chat, post;
	bool waits;
};

static int send_message(struct lws *wsi, struct message *message,
			enum lws_write_protocol how)
{
	return lws_write(wsi, message->room + LWS_PRE, message->size, how) <
			       (int)message->size
		       ? -1
		       : 0;
}

static int on_post(struct lws *wsi, struct echo *echo)
{
	if (send_message(wsi, &echo->post, LWS_WRITE_HTTP_HEADERS))
		return -1;
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

/* `due`: a reply that must wait for WRITEABLE, of which lws also tells when
 * nobody asked. */
static int on_question(struct lws *wsi, struct echo *echo, bool *due)
{
	if (!lws_is_final_fragment(wsi))
		return 0;
	if (!echo->waits && !lws_partial_buffered(wsi))
		return send_message(wsi, &echo->chat, LWS_WRITE_TEXT);
	*due = true;
	lws_callback_on_writable(wsi);
	return 0;
}

static int callback(struct lws *wsi, enum lws_callback_reasons reason,
		    void *user, void *in, size_t len)
{
	struct echo *echo = lws_context_user(lws_get_context(wsi));
	bool *due = user;

	(void)in;
	(void)len;
	switch (reason) {
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return on_post(wsi, echo);
	case LWS_CALLBACK_RECEIVE:
		return on_question(wsi, echo, due);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		if (!*due)
			return 0;
		*due = false;
		return send_message(wsi, &echo->chat, LWS_WRITE_TEXT);
	default:
		return 0;
	}
}

static const struct lws_protocols protocols[] = {
	{"http", callback, sizeof(bool), RX_BYTES, 0, NULL, TX_BYTES},
	{"faqd.chat.v1", callback, sizeof(bool), RX_BYTES, 0, NULL, TX_BYTES},
	{NULL, NULL, 0, 0, 0, NULL, 0},
};

static bool read_reply(struct echo *echo, const char *path)
{
	unsigned char *reply = echo->chat.room + LWS_PRE;
	char *post = (char *)echo->post.room + LWS_PRE;
	FILE *file = fopen(path, "rb");
	int head;

	if (!file)
		return false;
	echo->chat.size = fread(reply, 1, REPLY_BYTES_MAX, file);
	fclose(file);
	head = snprintf(post, HEAD_BYTES_MAX,
			"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
			"content-length: %zu\r\n\r\n",
			echo->chat.size);
	memcpy(post + head, reply, echo->chat.size);
	echo->post.size = (size_t)head + echo->chat.size;
	return echo->chat.size > 0;
}

static bool choose_loop(const char *name,
			struct lws_context_creation_info *info)
{
	if (strcmp(name, "ev") == 0)
		info->options |= LWS_SERVER_OPTION_LIBEV;
	else if (strcmp(name, "uv") == 0)
		info->options |= LWS_SERVER_OPTION_LIBUV;
	return info->options || strcmp(name, "poll") == 0;
}

/* On a port that the system chooses. */
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
	echo.waits = argc == 4 && strcmp(argv[3], "waits") == 0;
	if (argc != 3 + echo.waits || !choose_loop(argv[1], &info) ||
	    !read_reply(&echo, argv[2])) {
		fputs("usage: echo poll|ev|uv REPLY [waits]\n", stderr);
		return 2;
	}
	info.user = &echo;
	context = listen_on(&info, &port);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_DFL); /* the loops of lws take it and then spin */
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
