/* SPDX-License-Identifier: MIT */
#include "cli/sim_post.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define URL_BYTES 1024u
#define LINE_BYTES 1200u

struct request {
	struct request *next, **link; /* of those under way */
	CURL *easy;
	struct curl_slist *headers;
	char *body;
	size_t bytes;
	sim_answer_fn *done;
	void *context;
};

struct sim_post {
	CURLM *multi;
	char server[URL_BYTES];
	struct request *first;
	size_t under_way;
};

struct sim_post *sim_post_open(const char *server)
{
	struct sim_post *post = calloc(1, sizeof(*post));
	size_t bytes = strlen(server);

	while (bytes && server[bytes - 1] == '/')
		bytes--;
	if (!post || bytes >= URL_BYTES)
		goto done;
	memcpy(post->server, server, bytes);
	post->multi = curl_multi_init();
	if (post->multi)
		return post;
done:
	free(post);
	return NULL;
}

static void release(struct request *request)
{
	if (request->link)
		*request->link = request->next;
	if (request->next)
		request->next->link = request->link;
	if (request->easy)
		curl_easy_cleanup(request->easy);
	curl_slist_free_all(request->headers);
	free(request->body);
	free(request);
}

void sim_post_close(struct sim_post *post)
{
	if (!post)
		return;
	while (post->first) {
		curl_multi_remove_handle(post->multi, post->first->easy);
		release(post->first);
	}
	curl_multi_cleanup(post->multi);
	free(post);
}

size_t sim_post_under_way(const struct sim_post *post)
{
	return post->under_way;
}

/* libcurl's: a piece of the body. */
static size_t take(char *bytes, size_t one, size_t count, void *context)
{
	struct request *request = context;
	size_t size = one * count;
	char *more;

	if (request->bytes + size > SIM_POST_BYTES_MAX)
		return 0;
	more = realloc(request->body, request->bytes + size + 1);
	if (!more)
		return 0;
	memcpy(more + request->bytes, bytes, size);
	request->body = more;
	request->bytes += size;
	request->body[request->bytes] = '\0';
	return size;
}

static bool add_header(struct request *request, const char *name,
		       const char *value)
{
	char line[LINE_BYTES];
	struct curl_slist *more;

	snprintf(line, sizeof(line), "%s: %s", name, value);
	more = curl_slist_append(request->headers, line);
	if (more)
		request->headers = more;
	return more != NULL;
}

static bool prepare(struct request *request, const char *server,
		    const struct sim_parcel *parcel)
{
	char url[2 * URL_BYTES];
	CURL *easy = request->easy;
	bool good = true;

	if (parcel->type)
		good = add_header(request, "Content-Type", parcel->type);
	for (size_t i = 0; good && i < parcel->header_count; i++)
		good = add_header(request, parcel->header[i].name,
				  parcel->header[i].value);
	/* No "100 Continue": bodies are small. */
	good = good && add_header(request, "Expect", "");
	snprintf(url, sizeof(url), "%s%s", server, parcel->path);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)SIM_POST_WAIT_S);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
	if (parcel->body) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE,
				 (long)parcel->bytes);
		good = good && curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
						parcel->body) == CURLE_OK;
	}
	return good;
}

bool sim_post_send(struct sim_post *post, const struct sim_parcel *parcel,
		   sim_answer_fn *done, void *context)
{
	struct request *request = calloc(1, sizeof(*request));

	if (!request)
		return false;
	request->done = done;
	request->context = context;
	request->easy = curl_easy_init();
	if (!request->easy || !prepare(request, post->server, parcel) ||
	    curl_multi_add_handle(post->multi, request->easy) != CURLM_OK) {
		release(request);
		return false;
	}
	request->next = post->first;
	request->link = &post->first;
	if (request->next)
		request->next->link = &request->next;
	post->first = request;
	post->under_way++;
	return true;
}

static void finish(struct sim_post *post, struct request *request,
		   CURLcode code)
{
	struct sim_answer answer = {.body = request->body ? request->body : "",
				    .bytes = request->bytes};
	curl_off_t took_us = 0, after_s = 0;
	long status = 0;

	curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(request->easy, CURLINFO_TOTAL_TIME_T, &took_us);
	curl_easy_getinfo(request->easy, CURLINFO_RETRY_AFTER, &after_s);
	if (code == CURLE_OK)
		answer.status = (unsigned)status;
	answer.took_ms = took_us / 1000;
	answer.retry_after_s = (unsigned)after_s;
	curl_multi_remove_handle(post->multi, request->easy);
	post->under_way--;
	request->done(request->context, &answer);
	release(request);
}

void sim_post_run(struct sim_post *post)
{
	CURLMsg *message;
	int running = 0, left = 0;

	curl_multi_perform(post->multi, &running);
	while ((message = curl_multi_info_read(post->multi, &left))) {
		void *request = NULL;
		CURLcode code = message->data.result;

		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
				  &request);
		finish(post, request, code);
	}
}

void sim_post_wait(struct sim_post *post, int fd, int64_t wait_ms)
{
	struct curl_waitfd more = {.fd = fd, .events = CURL_WAIT_POLLIN};

	curl_multi_poll(post->multi, &more, fd >= 0, (int)wait_ms, NULL);
}
