/* SPDX-License-Identifier: MIT */
#include "cli/sim_api.h"

#include "cli/term.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MS_MAX 1000
#define BACKLOG 256

/* A request on its way. */
struct exchange {
	struct MHD_Connection *connection;
	struct exchange *next; /* of those who wait */
	char *body;
	size_t bytes;
	struct sim_reaction reaction;
	bool decided, waits;
	int64_t due_ms;
};

struct sim_api {
	struct MHD_Daemon *daemon;
	sim_api_fn *react;
	void *context;
	size_t prefix; /* bytes of the URL's own path */
	struct exchange *waiting;
};

static int64_t clock_ms(void)
{
	return (int64_t)(term_clock_ns() / 1000000);
}

/* ------------------------------------------------------------------ */
/* A request.                                                         */

static bool take(struct exchange *exchange, const char *bytes, size_t size)
{
	char *more;

	if (exchange->bytes + size > SIM_API_BODY_MAX)
		return false;
	more = realloc(exchange->body, exchange->bytes + size + 1);
	if (!more)
		return false;
	memcpy(more + exchange->bytes, bytes, size);
	exchange->body = more;
	exchange->bytes += size;
	exchange->body[exchange->bytes] = '\0';
	return true;
}

struct headers {
	struct desk_header list[SIM_API_HEADERS_MAX];
	size_t count;
};

static enum MHD_Result keep_header(void *context, enum MHD_ValueKind kind,
				   const char *name, const char *value)
{
	struct headers *headers = context;

	(void)kind;
	if (headers->count == SIM_API_HEADERS_MAX || !value)
		return MHD_NO;
	headers->list[headers->count++] = (struct desk_header){name, value};
	return MHD_YES;
}

static void decide(struct sim_api *api, struct exchange *exchange,
		   const char *method, const char *path)
{
	struct headers headers = {.count = 0};
	struct sim_request request = {.method = method,
				      .path = path,
				      .header = headers.list,
				      .body = exchange->body ? exchange->body
							     : "",
				      .bytes = exchange->bytes};

	MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND,
				  keep_header, &headers);
	request.header_count = headers.count;
	if (strlen(path) >= api->prefix)
		request.path = path + api->prefix;
	exchange->reaction = api->react(api->context, &request);
	exchange->decided = true;
}

static enum MHD_Result respond(const struct exchange *exchange)
{
	const struct sim_reaction *reaction = &exchange->reaction;
	struct MHD_Response *response;
	char seconds[16];
	enum MHD_Result result;

	if (reaction->status == 0)
		return MHD_NO;
	response = MHD_create_response_from_buffer(
		strlen(reaction->body), (void *)(uintptr_t)reaction->body,
		MHD_RESPMEM_MUST_COPY);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", "application/json");
	snprintf(seconds, sizeof(seconds), "%u", reaction->retry_after_s);
	if (reaction->retry_after_s)
		MHD_add_response_header(response, "Retry-After", seconds);
	result = MHD_queue_response(exchange->connection, reaction->status,
				    response);
	MHD_destroy_response(response);
	return result;
}

static void wait(struct sim_api *api, struct exchange *exchange)
{
	exchange->due_ms = clock_ms() + exchange->reaction.delay_ms;
	exchange->waits = true;
	exchange->next = api->waiting;
	api->waiting = exchange;
	MHD_suspend_connection(exchange->connection);
}

/* Called for the head, for each piece of the body, at its end, and once more
 * after a wait. */
static enum MHD_Result on_request(void *context,
				  struct MHD_Connection *connection,
				  const char *url, const char *method,
				  const char *version, const char *bytes,
				  size_t *size, void **own)
{
	struct sim_api *api = context;
	struct exchange *exchange = *own;

	(void)version;
	if (!exchange) {
		exchange = calloc(1, sizeof(*exchange));
		*own = exchange;
		if (exchange)
			exchange->connection = connection;
		return exchange ? MHD_YES : MHD_NO;
	}
	if (*size) {
		bool taken = take(exchange, bytes, *size);

		*size = 0;
		return taken ? MHD_YES : MHD_NO;
	}
	if (!exchange->decided) {
		decide(api, exchange, method, url);
		if (exchange->reaction.delay_ms > 0) {
			wait(api, exchange);
			return MHD_YES;
		}
	}
	return respond(exchange);
}

static void unlink_waiting(struct sim_api *api, const struct exchange *exchange)
{
	struct exchange **link = &api->waiting;

	while (*link && *link != exchange)
		link = &(*link)->next;
	if (*link)
		*link = exchange->next;
}

static void on_end(void *context, struct MHD_Connection *connection, void **own,
		   enum MHD_RequestTerminationCode why)
{
	struct exchange *exchange = *own;

	(void)connection;
	(void)why;
	if (!exchange)
		return;
	if (exchange->waits)
		unlink_waiting(context, exchange);
	free(exchange->body);
	free(exchange);
	*own = NULL;
}

/* ------------------------------------------------------------------ */
/* Listening.                                                         */

static int listen_at(const struct addrinfo *where)
{
	const int yes = 1;
	int fd = socket(where->ai_family, where->ai_socktype,
			where->ai_protocol);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, where->ai_addr, where->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

/* "http://HOST[:PORT][/PATH]", an IPv6 HOST in brackets. */
static bool split_url(const char *url, char *host, char *port, size_t size,
		      size_t *prefix)
{
	static const char scheme[] = "http://";
	const char *end, *colon;
	size_t bytes;

	if (strncmp(url, scheme, sizeof(scheme) - 1) != 0)
		return false;
	url += sizeof(scheme) - 1;
	bytes = strcspn(url, "/");
	*prefix = strlen(url + bytes);
	end = *url == '[' ? strchr(url, ']') : url;
	if (!end || bytes >= size)
		return false;
	colon = memchr(end, ':', bytes - (size_t)(end - url));
	snprintf(port, size, "%.*s", colon ? (int)(url + bytes - colon - 1) : 2,
		 colon ? colon + 1 : "80");
	end = colon ? colon : url + bytes;
	if (*url == '[') {
		url++;
		end = strchr(url, ']');
	}
	snprintf(host, size, "%.*s", (int)(end - url), url);
	return *host && *port;
}

static int open_socket(const char *url, size_t *prefix, char *cause,
		       size_t size)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				       .ai_flags = AI_PASSIVE};
	char host[256], port[256];
	struct addrinfo *found;
	int fd = -1;

	if (!split_url(url, host, port, sizeof(host), prefix)) {
		snprintf(cause, size,
			 "the desk's url is '%.80s', and is played at "
			 "http://ADDRESS:PORT of this machine; simulate with a "
			 "copy of the desks file",
			 url);
		return -1;
	}
	if (getaddrinfo(host, port, &hints, &found) != 0) {
		snprintf(cause, size, "there is no host '%s'", host);
		return -1;
	}
	for (const struct addrinfo *at = found; at && fd < 0; at = at->ai_next)
		fd = listen_at(at);
	if (fd < 0)
		snprintf(cause, size, "cannot listen on %s, port %s: %s", host,
			 port,
			 errno == EADDRINUSE ? "somebody does already"
					     : "not an address of this "
					       "machine, or no permission");
	freeaddrinfo(found);
	return fd;
}

struct sim_api *sim_api_open(const char *url, sim_api_fn *react, void *context,
			     char *cause, size_t size)
{
	struct sim_api *api = calloc(1, sizeof(*api));
	int fd;

	snprintf(cause, size, "out of memory");
	if (!api)
		return NULL;
	api->react = react;
	api->context = context;
	fd = open_socket(url, &api->prefix, cause, size);
	if (fd >= 0)
		api->daemon = MHD_start_daemon(
			MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
			on_request, api, MHD_OPTION_LISTEN_SOCKET, fd,
			MHD_OPTION_NOTIFY_COMPLETED, on_end, api,
			MHD_OPTION_END);
	if (fd >= 0 && !api->daemon) {
		snprintf(cause, size, "the HTTP server does not start");
		close(fd);
	}
	if (!api->daemon) {
		free(api);
		return NULL;
	}
	return api;
}

/* Those who have waited until `now_ms`; how long the next one waits. */
static int64_t resume(struct sim_api *api, int64_t now_ms)
{
	int64_t next_ms = WAIT_MS_MAX;
	struct exchange **link = &api->waiting;

	while (*link) {
		struct exchange *exchange = *link;
		int64_t left_ms = exchange->due_ms - now_ms;

		if (left_ms > 0) {
			next_ms = left_ms < next_ms ? left_ms : next_ms;
			link = &exchange->next;
			continue;
		}
		*link = exchange->next;
		exchange->waits = false;
		MHD_resume_connection(exchange->connection);
	}
	return next_ms;
}

void sim_api_close(struct sim_api *api)
{
	if (!api)
		return;
	resume(api, INT64_MAX);
	MHD_run(api->daemon);
	MHD_stop_daemon(api->daemon);
	free(api);
}

int sim_api_fd(const struct sim_api *api)
{
	return MHD_get_daemon_info(api->daemon, MHD_DAEMON_INFO_EPOLL_FD)
		->epoll_fd;
}

int64_t sim_api_run(struct sim_api *api)
{
	int64_t next_ms = resume(api, clock_ms());
	MHD_UNSIGNED_LONG_LONG asked_ms = 0;

	MHD_run(api->daemon);
	if (MHD_get_timeout(api->daemon, &asked_ms) == MHD_YES &&
	    (int64_t)asked_ms < next_ms)
		next_ms = (int64_t)asked_ms;
	return next_ms;
}
