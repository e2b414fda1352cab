/* SPDX-License-Identifier: MIT */
/*
 * client.h: a client that can be as rude as a test needs: raw bytes over a
 * socket, HTTP responses read back, WebSocket frames of any shape.
 *
 * Nothing here waits longer than WAIT_MS; what did not come by then counts as
 * not coming.
 */
#ifndef TEST_CLIENT_H
#define TEST_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define WAIT_MS 15000
#define BYTES_MAX (512u * 1024u)

/* A faqd of our own, on a free port. */
struct server {
	pid_t pid;
	int port;
	int log_fd;       /* its stderr, an unlinked file */
	const char *from; /* where clients come from; NULL: 127.0.0.1 */
	bool narrow;      /* clients' kernels take little at once */
};

/* How to run it; all zero is the usual way. */
struct launch {
	const char *options;
	const char *variables; /* for env(1): "NAME=$$ ...", $$ is its id */
	bool strict;           /* the limits apply to us, too */
	int socket; /* that it finds as its first of systemd's; 0: none */
	int second; /* likewise */
};

/* How to run it: "path/to/faqd", the content folder, and options for all. */
void server_program(const char *faqd, const char *content, const char *options);

/* Starts it with more options; false when it does not announce itself. */
bool server_start(struct server *server, const char *options);
bool server_launch(struct server *server, const struct launch *launch);
/* Runs it to its end, which must come by itself; its exit code, or -1. */
int server_run(struct server *server, const char *options);
/* Sends a signal and waits; the exit code, or -1. */
int server_stop(struct server *server, int signal_number);
/* Does its stderr hold the text? */
bool server_logged(const struct server *server, const char *text);
/* Will it, within WAIT_MS? */
bool server_soon_logged(const struct server *server, const char *text);
/* Hundredths of a second of CPU that it has used; its memory in KiB. */
long server_cpu(const struct server *server);
long server_memory(const struct server *server);

/* A connected socket, or -1. */
int client_open(const struct server *server);
bool client_send(int fd, const void *bytes, size_t size);
bool client_say(int fd, const char *text);
/* Waits for the other side to close: true; false after `ms`. */
bool client_closed(int fd, int ms);

struct response {
	int status;  /* 0: none came */
	bool closed; /* the connection ended after it */
	size_t body_bytes;
	char head[4096];
	char body[BYTES_MAX];
};

/* Reads one response; `head_only`: to a HEAD. */
void client_read(int fd, struct response *response, bool head_only);
/* Opens, says, reads one response and whether the connection ends. */
void client_ask(const struct server *server, const char *request,
		struct response *response);
/* GET with the path alone. */
void client_get(const struct server *server, const char *path,
		struct response *response);
/* POST with a JSON body and further header lines. */
void client_post_to(const struct server *server, const char *path,
		    const char *headers, const char *body,
		    struct response *response);
/* POST /v1/ask with a JSON body and further header lines. */
void client_post(const struct server *server, const char *headers,
		 const char *body, struct response *response);
/* Is there a header line that begins so? Case counts: ours are lower case. */
bool has_header(const struct response *response, const char *line);

struct frame {
	int opcode; /* -1: the connection ended, or nothing came */
	bool final;
	int close_code; /* of a close frame, else 0 */
	size_t size;
	char bytes[BYTES_MAX];
};

enum {
	WS_CONTINUE = 0,
	WS_TEXT = 1,
	WS_BINARY = 2,
	WS_CLOSE = 8,
	WS_PING = 9,
	WS_PONG = 10
};

/* The handshake with header lines in place of the usual ones where given:
 * NULL takes the usual. Returns the status; 101 leaves `*fd` open. */
int ws_handshake(const struct server *server, const char *path,
		 const char *headers, int *fd);
/* The usual handshake; -1 when it fails. */
int ws_open(const struct server *server);
bool ws_send(int fd, int opcode, bool final, const void *bytes, size_t size);
bool ws_say(int fd, const char *text);
void ws_read(int fd, struct frame *frame);
/* The id of an answer, out of its message. False: it is none. */
bool ws_answer_id(const char *json, char *out, size_t size);
/* The next frame is a close with that code. */
bool ws_closes_with(int fd, int code);

#define WS_USUAL                                                               \
	"Upgrade: websocket\r\nConnection: Upgrade\r\n"                        \
	"Sec-WebSocket-Version: 13\r\n"                                        \
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define WS_CHAT "Sec-WebSocket-Protocol: faqd.chat.v1\r\n"

#endif
