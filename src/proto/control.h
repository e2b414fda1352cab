/* SPDX-License-Identifier: MIT */
/*
 * control.h: what `faqctl reload` and faqd say to each other over a Unix
 * socket, and where that socket is. The sockets themselves are in server/ and
 * cli/.
 *
 *	faqctl   {"command":"reload"}\n
 *	faqd     {"ok":true,"generation":3,"faults":[],"more":0}\n      or
 *	         {"ok":false,"generation":2,"detail":"...","faults":[
 *	          {"source":"en/faq.md","line":3,"column":1,"code":"...",
 *	           "message":"..."}],"more":0}\n
 *
 *	faqd     {"ok":false,"generation":3,"certificate":"...","faults":[],
 *	          "more":0}\n     the content is taken, the certificate is not
 *
 * One command a connection. Any thread; nothing here keeps memory.
 */
#ifndef FAQ_CONTROL_H
#define FAQ_CONTROL_H

#include "core/faq.h"
#include "proto/json.h"

#define CONTROL_PATH_BYTES 104u /* sun_path holds no more */
#define CONTROL_LINE_BYTES 256u
#define CONTROL_RESULT_BYTES (128u * 1024u)
#define CONTROL_FAULTS_MAX 32u
#define CONTROL_CERTIFICATE_BYTES 512u
#define CONTROL_PORT 8080u /* of a faqd that nobody told another one */

/* What RuntimeDirectory=faqd of a systemd unit makes: where the socket of the
 * system's faqd is, for those who don't have its environment. */
#define CONTROL_SERVICE_FOLDER "/run/faqd"

/* The socket's folder: $RUNTIME_DIRECTORY, else $XDG_RUNTIME_DIR, whose values
 * these are; each may be NULL. NULL: neither is set, see the next one. */
const char *control_folder(const char *runtime, const char *session);

/* Where there is no such folder: one in /tmp, of the user alone. False when it
 * does not fit. */
__attribute__((warn_unused_result)) bool
control_own_folder(char *out, size_t size, unsigned long user);

/* FOLDER/faqd-PORT.sock. False, and "", when it is too long for a socket. */
__attribute__((warn_unused_result)) bool
control_path(char out[CONTROL_PATH_BYTES], const char *folder, unsigned port);

enum control_command {
	CONTROL_RELOAD,
	CONTROL_BAD /* no such command, or no command at all */
};

#define CONTROL_RELOAD_LINE "{\"command\":\"reload\"}\n"

/* Any bytes at all. */
enum control_command control_command_read(const char *line, size_t size);

/* What became of a command. */
struct control_result {
	bool ok;
	unsigned generation; /* of the content that is served now */
	char detail[320];    /* why the content is not taken, or "" */
	char certificate[CONTROL_CERTIFICATE_BYTES]; /* why not renewed */
	size_t fault_count; /* errors of a refused content */
	size_t more;        /* that are not listed */
	struct faq_diag fault[CONTROL_FAULTS_MAX];
};

/* The result as one object. */
void control_result_put(struct json_writer *writer,
			const struct control_result *result);

/* Any bytes at all. JSON_ERROR_SYNTAX also for what is JSON but no result;
 * `out` is zero then. */
__attribute__((warn_unused_result)) enum json_status
control_result_read(struct control_result *out, const char *bytes, size_t size);

#endif
