/* SPDX-License-Identifier: MIT */
#include "bench_server/servers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS_MAX 32u
#define NUMBER_BYTES 24u
#define PATH_BYTES 512u
#define NGINX_REPLY_MAX 4000u /* its longest parameter is 4,096 bytes */

struct arguments {
	char *argument[ARGUMENTS_MAX + 1];
	char number[ARGUMENTS_MAX][NUMBER_BYTES];
	size_t count;
};

static bool fail(struct bench *bench, const char *what, const char *why)
{
	snprintf(bench->why, sizeof(bench->why), "%s: %s", what, why);
	return false;
}

static void add(struct arguments *arguments, const char *text)
{
	if (arguments->count < ARGUMENTS_MAX)
		arguments->argument[arguments->count++] = (char *)(size_t)text;
}

/* The highest that the help allows: "--connections N  at most, 1-65536". */
static size_t most_of(const char *option)
{
	const char *end = strstr(option, "\n  -"), *long_end, *at;
	size_t most = SIZE_MAX;

	long_end = strstr(option, "\n      --");
	if (long_end && (!end || long_end < end))
		end = long_end;
	for (at = option; *at && at != end; at++) {
		size_t digits = strspn(at, "0123456789");

		if (digits > 0 && at[digits] == '-' &&
		    strspn(at + digits + 1, "0123456789") > 0)
			most = strtoul(at + digits + 1, NULL, 10);
		at += digits > 1 ? digits - 1 : 0;
	}
	return most;
}

/* Options come and go between versions of faqd: only those that it lists. */
static void add_number(struct arguments *arguments, const struct bench *bench,
		       const char *name, size_t wanted)
{
	char line[64];
	const char *option;
	size_t most;

	snprintf(line, sizeof(line), "%s N", name);
	option = strstr(bench->help, line);
	if (!option || arguments->count >= ARGUMENTS_MAX)
		return;
	most = most_of(option);
	snprintf(arguments->number[arguments->count], NUMBER_BYTES, "%zu",
		 wanted < most ? wanted : most);
	add(arguments, name);
	add(arguments, arguments->number[arguments->count - 1]);
}

bool servers_init(struct bench *bench)
{
	char command[PATH_BYTES];
	size_t bytes;
	FILE *help;

	snprintf(command, sizeof(command), "'%s' --help", bench->faqd);
	help = popen(command, "r");
	if (!help)
		return fail(bench, bench->faqd, strerror(errno));
	bytes = fread(bench->help, 1, sizeof(bench->help) - 1, help);
	bench->help[bytes] = '\0';
	if (pclose(help) != 0 || bytes == 0)
		return fail(bench, bench->faqd, "its --help fails");
	return true;
}

static bool start(struct bench *bench, struct process *process,
		  struct arguments *arguments, unsigned port)
{
	const char *why;

	return process_start(process, arguments->argument, bench->server_core,
			     port, &why) ||
	       fail(bench, arguments->argument[0], why);
}

/* The one place that knows faqd's command line. */
bool server_faqd(struct bench *bench, struct process *process,
		 size_t connections)
{
	struct arguments arguments = {.count = 0};

	add(&arguments, bench->faqd);
	add(&arguments, "--content");
	add(&arguments, bench->content);
	add(&arguments, "--port");
	add(&arguments, "0");
	add_number(&arguments, bench, "--connections", connections);
	add_number(&arguments, bench, "--connections-per-address", connections);
	add_number(&arguments, bench, "--questions-per-minute", 100000000);
	add_number(&arguments, bench, "--workers", 1);
	if (strstr(bench->help, "--trusted ")) {
		add(&arguments, "--trusted");
		add(&arguments, "127.0.0.0/8");
	}
	return start(bench, process, &arguments, 0);
}

static bool write_file(struct bench *bench, const char *name, char *path,
		       const char *bytes, size_t size)
{
	FILE *file;
	bool good;

	snprintf(path, PATH_BYTES, "%s/%s", bench->folder, name);
	file = fopen(path, "w");
	good = file && fwrite(bytes, 1, size, file) == size;
	if (file)
		good = fclose(file) == 0 && good;
	return good || fail(bench, path, strerror(errno));
}

bool server_reply(struct bench *bench, size_t bytes)
{
	static const char head[] =
		"{\"type\":\"answer\",\"reply_to\":\"0\",\"text\":\"";
	char path[PATH_BYTES];
	size_t at = sizeof(head) - 1;

	if (bytes < at + 2 || bytes > sizeof(bench->reply))
		return fail(bench, "reply", "no size for an answer");
	memcpy(bench->reply, head, at);
	memset(bench->reply + at, 'x', bytes - at);
	memcpy(bench->reply + bytes - 2, "\"}", 2);
	bench->reply_bytes = bytes;
	return write_file(bench, "reply.json", path, bench->reply, bytes);
}

static bool start_echo(struct bench *bench, struct process *process,
		       const char *loop, const char *how)
{
	struct arguments arguments = {.count = 0};
	char reply[PATH_BYTES];

	snprintf(reply, sizeof(reply), "%s/reply.json", bench->folder);
	add(&arguments, bench->echo);
	add(&arguments, loop);
	add(&arguments, reply);
	if (how)
		add(&arguments, how);
	return start(bench, process, &arguments, 0);
}

bool server_echo(struct bench *bench, struct process *process, const char *loop)
{
	return start_echo(bench, process, loop, NULL);
}

bool server_waiting_echo(struct bench *bench, struct process *process)
{
	return start_echo(bench, process, "ev", "waits");
}

bool server_ws(struct bench *bench, struct process *process)
{
	struct arguments arguments = {.count = 0};
	char reply[PATH_BYTES];

	snprintf(reply, sizeof(reply), "%s/reply.json", bench->folder);
	add(&arguments, "node");
	add(&arguments, bench->ws);
	add(&arguments, reply);
	return start(bench, process, &arguments, 0);
}

/* One process that is its own worker. The reply has no ' and no $. */
static const char nginx_config[] =
	"daemon off;\n"
	"master_process off;\n"
	"pid nginx.pid;\n"
	"error_log stderr crit;\n"
	"events { worker_connections 8192; }\n"
	"http {\n"
	"	access_log off;\n"
	"	client_body_temp_path nginx.body;\n"
	"	proxy_temp_path nginx.proxy;\n"
	"	fastcgi_temp_path nginx.fastcgi;\n"
	"	uwsgi_temp_path nginx.uwsgi;\n"
	"	scgi_temp_path nginx.scgi;\n"
	"	keepalive_requests 1000000000;\n"
	"	default_type application/json;\n"
	"	server {\n"
	"		listen 127.0.0.1:%u backlog=4096;\n"
	"		location = /v1/ask { return 200 '%.*s'; }\n"
	"	}\n"
	"}\n";

bool server_nginx(struct bench *bench, struct process *process)
{
	struct arguments arguments = {.count = 0};
	char config[sizeof(nginx_config) + NGINX_REPLY_MAX + NUMBER_BYTES];
	char path[PATH_BYTES], prefix[PATH_BYTES];
	unsigned port = process_free_port();
	int n;

	if (bench->reply_bytes > NGINX_REPLY_MAX)
		return fail(bench, "nginx", "the answer is too long for it");
	n = snprintf(config, sizeof(config), nginx_config, port,
		     (int)bench->reply_bytes, bench->reply);
	if (!write_file(bench, "nginx.conf", path, config, (size_t)n))
		return false;
	snprintf(prefix, sizeof(prefix), "%s/", bench->folder);
	add(&arguments, "nginx");
	add(&arguments, "-p");
	add(&arguments, prefix);
	add(&arguments, "-c");
	add(&arguments, "nginx.conf");
	add(&arguments, "-e");
	add(&arguments, "stderr");
	return start(bench, process, &arguments, port);
}
