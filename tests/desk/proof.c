/* SPDX-License-Identifier: MIT */
/*
 * proof sign KIND SECRET NOW ID < BODY: prints the headers with which a desk of
 * that kind would send BODY, a line each.
 * proof verify KIND SECRET NOW NAME VALUE... < BODY: prints what faqd makes of
 * it, and ends with 0 if it believes it.
 */
#include "desk/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_BYTES 65536u
#define HEADERS_MAX 8u

static int print_headers(const struct desk_config *config, long long now,
			 const char *id, const char *body, size_t bytes)
{
	struct desk_headers headers;
	enum desk_status status =
		desk_sign(config, id, now, body, bytes, &headers);

	if (status != DESK_OK) {
		puts(desk_status_text(status));
		return 1;
	}
	for (size_t i = 0; i < headers.count; i++)
		printf("%s: %s\n", headers.header[i].name,
		       headers.header[i].value);
	return 0;
}

static int print_verdict(const struct desk_config *config, long long now,
			 char **word, const char *body, size_t bytes)
{
	struct desk_header header[HEADERS_MAX];
	struct desk_hook hook = {
		.header = header, .body = body, .bytes = bytes};
	struct json_error error;
	enum desk_status status;

	while (word[0] && word[1] && hook.header_count < HEADERS_MAX) {
		header[hook.header_count++] =
			(struct desk_header){word[0], word[1]};
		word += 2;
	}
	status = desk_verify(config, &hook, now, &error);
	puts(desk_status_text(status));
	return status != DESK_OK;
}

int main(int argc, char **argv)
{
	static char body[BODY_BYTES];
	struct desk_config config = {.name = "proof", .secret_count = 1};
	size_t bytes = fread(body, 1, sizeof(body), stdin);
	long long now;

	if (argc < 6 || !desk_kind_find(argv[2], &config.kind)) {
		fputs("usage: proof sign|verify KIND SECRET NOW ...\n", stderr);
		return 2;
	}
	config.secret[0] = argv[3];
	now = strtoll(argv[4], NULL, 10);
	if (strcmp(argv[1], "sign") == 0)
		return print_headers(&config, now, argv[5], body, bytes);
	return print_verdict(&config, now, argv + 5, body, bytes);
}
