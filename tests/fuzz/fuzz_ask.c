/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a conversation, a message a line, with the real content (folder
 * FUZZ_CONTENT, else intents): each message gets a reply that keeps what faq.h
 * promises, soon.
 */
#include "core/faq.h"
#include "fuzz/fuzz.h"
#include "proto/content.h"

#include <stdio.h>
#include <time.h>

/* 20 ms are promised; sanitizers and a busy machine take their share. */
#define MESSAGE_NS 200000000u

static struct faq_catalog *catalog;
static struct faq_scratch *scratch;

static uint64_t now_ns(void *context)
{
	struct timespec time;
	(void)context;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void begin(void)
{
	const char *folder = getenv("FUZZ_CONTENT");
	struct faq_options options = {.clock_ns = now_ns};
	struct content *content;
	if (content_load(&content, folder ? folder : "intents", NULL, NULL,
			 NULL) != FAQ_OK ||
	    faq_catalog_build(&catalog, content->sources, content->source_count,
			      content->site, &options, NULL, NULL) != FAQ_OK ||
	    faq_scratch_new(&scratch, &options) != FAQ_OK) {
		fputs("fuzz_ask: cannot load the content\n", stderr);
		exit(1);
	}
	content_free(content);
}

static int within(const struct faq_reply *reply, const char *text)
{
	const char *end = reply->buffer + sizeof(reply->buffer);
	return text >= reply->buffer && text < end &&
	       memchr(text, '\0', (size_t)(end - text)) != NULL;
}

static void check_lists(const struct faq_reply *reply)
{
	require(reply->part_count <= FAQ_PARTS_MAX);
	for (size_t i = 0; i < reply->part_count; i++)
		require(reply->part[i].intent &&
			reply->part[i].confidence >= 0.0 &&
			reply->part[i].confidence <= 1.0001);
	require(reply->choice_count <= FAQ_CHOICES_MAX);
	for (size_t i = 0; i < reply->choice_count; i++)
		require(reply->choice[i] != NULL);
	require(reply->suggest_count <= FAQ_SUGGEST_MAX);
	for (size_t i = 0; i < reply->suggest_count; i++)
		require(reply->suggest[i].intent != NULL);
}

static void check_reply(const struct faq_reply *reply)
{
	require(within(reply, reply->lead) && within(reply, reply->tail));
	require(within(reply, reply->text) && reply->text[0] != '\0');
	check_lists(reply);
	require(reply->step <= reply->steps);
	require(reply->verdict != FAQ_VERDICT_CLARIFY ||
		reply->choice_count >= 1);
	require(faq_verdict_text(reply->verdict) != NULL);
	require(faq_act_text(reply->act) != NULL);
}

static void check_state(struct faq_dialog *dialog)
{
	uint8_t image[FAQ_DIALOG_BYTES];
	char name[64];
	faq_dialog_save(dialog, image);
	require(faq_dialog_load(dialog, image, sizeof(image)));
	faq_dialog_describe(dialog, name, sizeof(name));
	require(name[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct faq_reply reply;
	static struct faq_trace trace;
	struct faq_dialog dialog;
	const char *at = (const char *)data, *end = at + size;
	if (!catalog)
		begin();
	faq_dialog_init(&dialog);
	while (at && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t bytes = (size_t)((stop ? stop : end) - at);
		uint64_t start = now_ns(NULL);
		require(faq_ask(catalog, scratch, &dialog, at, bytes, &reply,
				bytes % 2 ? &trace : NULL) == FAQ_OK);
		require(now_ns(NULL) - start < MESSAGE_NS);
		check_reply(&reply);
		check_state(&dialog);
		at = stop ? stop + 1 : NULL;
	}
	return 0;
}
