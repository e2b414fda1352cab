/* SPDX-License-Identifier: MIT */
#include "server/talk/responder.h"

#include "core/faq_wipe.h"
#include "proto/message.h"
#include "server/desk/hub.h"
#include "server/talk/recorder.h"

#include <openssl/rand.h>
#include <string.h>
#include <time.h>

#define KEY_NOTE_MS 60000

uint64_t responder_clock_ns(void *unused)
{
	struct timespec now;

	(void)unused;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* What the engine itself takes: a busy machine must not change an answer. */
static uint64_t own_time_ns(void *unused)
{
	struct timespec now;

	(void)unused;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int64_t now_s(void)
{
	return (int64_t)time(NULL);
}

enum faq_status responder_init(struct responder *responder,
			       const struct shared *shared,
			       struct served *served,
			       struct metrics_worker *metrics)
{
	const struct faq_options options = {.clock_ns = own_time_ns};
	unsigned char seed[REQUEST_IDS_SEED];
	enum faq_status status;

	memset(responder, 0, sizeof(*responder));
	responder->shared = shared;
	responder->metrics = metrics;
	responder->now_s = now_s;
	json_writer_init(&responder->json, MESSAGE_REPLY_BYTES_MAX);
	if (!signer_init(&responder->signer, shared->keys))
		return FAQ_ERROR_NOMEM;
	if (RAND_bytes(seed, sizeof(seed)) != 1) {
		signer_release(&responder->signer);
		return FAQ_ERROR_NOMEM;
	}
	request_ids_init(&responder->ids, seed);
	status = faq_scratch_new(&responder->scratch, &options);
	if (status == FAQ_OK)
		responder->served = served_keep(served);
	else
		signer_release(&responder->signer);
	return status;
}

void responder_release(struct responder *responder)
{
	faq_scratch_free(responder->scratch);
	responder->scratch = NULL;
	served_drop(responder->served);
	responder->served = NULL;
	signer_release(&responder->signer);
	json_writer_release(&responder->json);
}

void responder_serve(struct responder *responder, struct served *served)
{
	served_drop(responder->served);
	responder->served = served;
}

void responder_forget(struct responder *responder)
{
	faq_scratch_wipe(responder->scratch);
	faq_wipe(&responder->reply, sizeof(responder->reply));
	json_writer_wipe(&responder->json);
}

/* What an answer is counted under: its first intent. */
static void count(struct responder *responder, enum counted_mouth mouth,
		  size_t bytes)
{
	const struct faq_reply *reply = &responder->reply;
	const struct faq_intent *intent =
		reply->part_count ? reply->part[0].intent : NULL;
	struct faq_limits limits;

	log_question(responder->shared->log, counted_mouth_name(mouth), bytes,
		     faq_verdict_text(reply->verdict));
	if (!responder->metrics)
		return;
	metrics_question(responder->metrics, (unsigned)mouth, reply->verdict,
			 intent ? intent->kind : FAQ_KIND_META,
			 served_slot(responder->served, intent),
			 responder->latency_ns);
	faq_scratch_limits(responder->scratch, &limits);
	metrics_engine(responder->metrics, &limits);
}

/* Can a person be called where this answer goes? */
static bool person_is_there(const struct responder *responder,
			    enum counted_mouth mouth)
{
	unsigned agents, waiting;

	if (mouth == COUNTED_DESK)
		return responder->desk_person;
	if (mouth != COUNTED_CHAT)
		return false;
	hub_presence(responder->shared->hub, &agents, &waiting);
	return agents > 0;
}

bool responder_ask(struct responder *responder, struct faq_dialog *dialog,
		   enum counted_mouth mouth, const char *text, size_t bytes)
{
	uint64_t begun = responder_clock_ns(NULL);
	enum faq_status status;

	faq_scratch_set_person(responder->scratch,
			       person_is_there(responder, mouth));
	status = faq_ask(responder->served->catalog, responder->scratch, dialog,
			 text, bytes, &responder->reply, NULL);
	if (status != FAQ_OK) {
		log_event(responder->shared->log, LOG_LEVEL_ERROR,
			  "the engine failed",
			  log_word("mouth", counted_mouth_name(mouth)),
			  log_cause(faq_status_text(status)));
		return false;
	}
	responder->latency_ns = responder_clock_ns(NULL) - begun;
	count(responder, mouth, bytes);
	return true;
}

bool responder_replay(struct responder *responder, struct faq_dialog *dialog,
		      const char *text, size_t bytes)
{
	faq_scratch_set_person(responder->scratch, false);
	return faq_ask(responder->served->catalog, responder->scratch, dialog,
		       text, bytes, &responder->reply, NULL) == FAQ_OK;
}

enum faq_status responder_choose(struct responder *responder,
				 struct faq_dialog *dialog,
				 enum counted_mouth mouth, const char *id)
{
	uint64_t begun = responder_clock_ns(NULL);
	enum faq_status status;

	faq_scratch_set_person(responder->scratch,
			       person_is_there(responder, mouth));
	status = faq_choose(responder->served->catalog, responder->scratch,
			    dialog, id, &responder->reply);
	if (status == FAQ_OK) {
		responder->latency_ns = responder_clock_ns(NULL) - begun;
		count(responder, mouth, 0);
	}
	return status;
}

void responder_tell(const struct responder *responder,
		    struct turn_record record)
{
	const struct observer *observer = responder->shared->observer;

	if (!observer || !observer->turn)
		return;
	record.reply = &responder->reply;
	record.latency_ns = responder->latency_ns;
	observer->turn(observer->context, &record);
}

/* The store's word on it comes back within KEYRING_SECONDS, and until then one
 * worker notes one key once. */
void responder_note_key(struct responder *responder,
			const struct keyring_use *use)
{
	int64_t now_ms = responder->now_s() * 1000;

	if (now_ms - use->noted_ms < KEY_NOTE_MS ||
	    (strcmp(responder->noted.id, use->id) == 0 &&
	     now_ms - responder->noted.noted_ms < KEY_NOTE_MS))
		return;
	responder->noted = *use;
	responder->noted.noted_ms = now_ms;
	(void)recorder_key_used(responder->shared->recorder, use->id, now_ms);
}
