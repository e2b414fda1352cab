/* SPDX-License-Identifier: MIT */
/*
 * Personal data of every kind, through every mouth; then no byte of it in what
 * faqd keeps, logs, tells or holds in its memory.
 */
#include "proofs/mouths.h"
#include "proofs/proof.h"
#include "proofs/trail.h"

#include "core/faq.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void the_redactor_knows_each(struct suite *s)
{
	const struct secret *secret;
	char out[1024], mark[64];

	for (secret = secrets; secret->type; secret++) {
		faq_redact(secret->said, strlen(secret->said), out,
			   sizeof(out));
		snprintf(mark, sizeof(mark), "[%s]", secret->type);
		if (!strstr(out, mark) || strstr(out, secret->bytes))
			printf("    '%s'\n", out);
		CHECK(s, strstr(out, mark) && !strstr(out, secret->bytes));
	}
}

/* Of a page that anybody may read. */
static bool page_is_clean(struct suite *s, const struct server *server,
			  const char *path)
{
	char request[256];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: h\r\n\r\n",
		 path);
	client_ask(server, request, &s->r);
	return s->r.status == 200 &&
	       trail_in_bytes(s->r.body, s->r.body_bytes, path) == 0;
}

static bool file_is_clean(const struct folder *folder, const char *name,
			  bool must_be)
{
	char path[96];
	unsigned found;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return !must_be;
	found = trail_in_file(fd, name);
	must_be = !must_be || lseek(fd, 0, SEEK_END) > 0;
	close(fd);
	return found == 0 && must_be;
}

/* The reports that faqctl makes of the database. */
static bool reports_are_clean(const struct folder *folder)
{
	static const char *const forms[] = {"report --json", "report",
					    "report --html /dev/stdout",
					    "report --all", "report --propose"};
	char command[512], bytes[65536];
	const char *faqctl = getenv("FAQCTL");
	bool clean = true;
	size_t i, n;

	if (!faqctl) {
		puts("    skipped: FAQCTL names no faqctl to report with");
		return true;
	}
	for (i = 0; clean && i < sizeof(forms) / sizeof(forms[0]); i++) {
		FILE *out;

		snprintf(command, sizeof(command),
			 "%s %s --database %s/x.db 2>&1", faqctl, forms[i],
			 folder->path);
		out = popen(command, "r");
		n = out ? fread(bytes, 1, sizeof(bytes), out) : 0;
		clean = out && pclose(out) == 0 && n > 0 &&
			trail_in_bytes(bytes, n, forms[i]) == 0;
		if (!clean)
			printf("    %s: %.*s\n", command, (int)(n % 500),
			       bytes);
	}
	return clean;
}

static bool all_is_written(void *context)
{
	static struct response r;

	client_ask(context, "GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n", &r);
	return strstr(r.body, "\"queued\":0") != NULL;
}

/* Within a second or two of the last word. Looking takes long. */
static bool memory_gets_clean(const struct server *server)
{
	unsigned tries;

	for (tries = 0; tries < 10; tries++) {
		if (trail_in_memory(server->pid, false) == 0)
			return true;
		poll(NULL, 0, 100);
	}
	return trail_in_memory(server->pid, true) == 0;
}

/* What faqd must hold for now is found, so the search sees. */
static bool search_sees(const struct server *server)
{
	static const char half[] = "POST /v1/ask HTTP/1.1\r\nHost: h\r\n"
				   "Content-Type: application/json\r\n"
				   "Content-Length: 99\r\n\r\n"
				   "{\"text\":\"syzygetic zyzzyva";
	static struct response r;
	int fd = client_open(server);
	bool seen;

	client_say(fd, half);
	client_ask(server, "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n", &r);
	seen = memory_holds(server->pid, "syzygetic zyzzyva");
	close(fd);
	return seen;
}

static void listen_to_all(struct suite *s, const char *log_format)
{
	const struct secret *secret;
	struct server server;
	struct folder folder;
	char options[256];

	CHECK(s, folder_make(&folder));
	snprintf(options, sizeof(options),
		 "--database %s/x.db --log-level debug --log-format %s "
		 "--workers 2 --origin https://example.org",
		 folder.path, log_format);
	CHECK(s, server_start(&server, options));
	CHECK(s, search_sees(&server));
	for (secret = secrets; secret->type; secret++)
		CHECK(s, say_everywhere(&server, secret->said));
	CHECK(s, comes_true(all_is_written, &server));
	CHECK(s, page_is_clean(s, &server, "/metrics"));
	CHECK(s, page_is_clean(s, &server, "/readyz"));
	CHECK(s, file_is_clean(&folder, "x.db", true));
	CHECK(s, file_is_clean(&folder, "x.db-wal", true));
	CHECK(s, file_is_clean(&folder, "x.db-shm", true));
	CHECK(s, reports_are_clean(&folder));
	CHECK(s, trail_in_file(server.log_fd, "the log") == 0);
	CHECK(s, server_logged(&server, "question"));
	CHECK(s, memory_gets_clean(&server));
	CHECK(s, server_stop(&server, SIGTERM) == 0);
	CHECK(s, file_is_clean(&folder, "x.db", true));
	CHECK(s, folder_remove(&folder));
}

void no_personal_data_stays(struct suite *s, unsigned rounds)
{
	static const char *const formats[] = {"json", "text"};
	unsigned i;

	the_redactor_knows_each(s);
	for (i = 0; !s->fault && i < rounds; i++)
		listen_to_all(s, formats[i % 2]);
}
