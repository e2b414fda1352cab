/* SPDX-License-Identifier: MIT */
/*
 * server_fixture.h: a session over a small catalogue, without a socket.
 */
#ifndef TEST_SERVER_FIXTURE_H
#define TEST_SERVER_FIXTURE_H

#include "server/talk/session.h"
#include "server/metrics/vitals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const char fixture_page[] = "## Tea {#tea}\n\nLeaves in water.\n";
static const char fixture_answers[] = "# Tea\n"
				      "\n"
				      "### What is tea?\n"
				      "\n"
				      "Tea is leaves in hot water.\n"
				      "\n"
				      "```ask faq.tea\n"
				      "@rests tea\n"
				      "what is tea\n"
				      "```\n";

struct fixture {
	struct served *served;
	struct origins origins;
	struct token_keys keys;
	struct observer observer;
	struct log log;
	struct tls_files tls;
	struct config_limits limits;
	struct networks none;
	struct pool pool;         /* of no workers */
	struct reloader reloader; /* that does not run */
	struct vitals vitals;
	struct shared shared;
	struct responder responder;
	struct session session;
};

static void fixture_report(void *context, const struct faq_diag *diag)
{
	(void)context;
	print_error("%s:%u: %s\n", diag->source, diag->line, diag->message);
}

static int fixture_set_up(void **state)
{
	const struct faq_source sources[] = {
		{"en/page.md", fixture_page, sizeof(fixture_page) - 1},
		{"en/tea.md", fixture_answers, sizeof(fixture_answers) - 1},
	};
	struct faq_site site = {.name = "Tea"};
	struct fixture *f = calloc(1, sizeof(*f));
	struct faq_catalog *catalog;

	assert_non_null(f);
	faq_thresholds_default(&site.thresholds);
	assert_int_equal(faq_catalog_build(&catalog, sources, 2, &site, NULL,
					   fixture_report, NULL),
			 FAQ_OK);
	assert_int_equal(served_new(&f->served, catalog, NULL, 1), FAQ_OK);
	assert_true(token_keys_make(&f->keys));
	f->shared.origins = &f->origins;
	f->shared.demo_origin = "";
	f->shared.keys = &f->keys;
	f->shared.visitors = visitors_new(8, 60);
	assert_non_null(f->shared.visitors);
	f->shared.log = &f->log;
	f->shared.tls = &f->tls;
	f->limits = (struct config_limits){.header_bytes = 16384,
					   .message_bytes = 8192,
					   .body_bytes = 65536,
					   .queue_frames = 8,
					   .timeout_seconds = 5,
					   .stall_seconds = 5,
					   .ping_seconds = 60,
					   .idle_seconds = 60};
	f->shared.limits = &f->limits;
	f->shared.proxies = f->shared.trusted = &f->none;
	pthread_mutex_init(&f->reloader.lock, NULL);
	f->vitals.pool = &f->pool;
	f->vitals.reloader = &f->reloader;
	f->vitals.log = &f->log;
	f->shared.vitals = &f->vitals;
	assert_int_equal(
		responder_init(&f->responder, &f->shared, f->served, NULL),
		FAQ_OK);
	session_init(&f->session, &f->responder,
		     &(struct address){.family = ADDRESS_LOCAL});
	*state = f;
	return 0;
}

static int fixture_tear_down(void **state)
{
	struct fixture *f = *state;

	session_release(&f->session);
	responder_release(&f->responder);
	served_drop(f->served);
	visitors_free(f->shared.visitors);
	pthread_mutex_destroy(&f->reloader.lock);
	free(f);
	return 0;
}

/* The oldest frame as a string of its own, dropped from the queue. */
static char *fixture_sent(struct fixture *f)
{
	size_t size;
	unsigned char *bytes = queue_first(&f->session.queue, &size);
	char *text;

	assert_non_null(bytes);
	text = malloc(size + 1);
	assert_non_null(text);
	memcpy(text, bytes, size);
	text[size] = '\0';
	queue_drop(&f->session.queue);
	return text;
}

/* Drops the oldest frame; it must hold `part`. */
__attribute__((unused)) static void fixture_sent_has(struct fixture *f,
						     const char *part)
{
	char *text = fixture_sent(f);

	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
	free(text);
}

#endif
