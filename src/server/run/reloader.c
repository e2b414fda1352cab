/* SPDX-License-Identifier: MIT */
#include "server/run/reloader.h"

#include "server/desk/dispatcher.h"
#include "server/desk/hub.h"
#include "server/run/clock.h"
#include "server/run/notify.h"

#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define QUIET_MS 200       /* an editor or a checkout writes file after file */
#define REST_US 2000000u   /* but it is waited for no longer than this */
#define LOOK_AGAIN_MS 2000 /* for a folder that has gone and may come back */

struct gathering {
	const struct log *log;
	struct reload *reload;
};

static void on_fault(void *context, const struct faq_diag *diag)
{
	struct gathering *gathering = context;

	if (diag->severity != FAQ_SEVERITY_ERROR)
		return;
	log_fault(gathering->log, diag);
	health_faults_add(&gathering->reload->faults, diag);
}

static void publish(struct reloader *reloader, const struct reload *reload)
{
	pthread_mutex_lock(&reloader->lock);
	reloader->last = *reload;
	pthread_mutex_unlock(&reloader->lock);
}

static void describe(struct reload *reload, const struct served *served)
{
	const struct faq_catalog *catalog = served->catalog;

	reload->generation = served->generation;
	reload->loaded_ms = served->loaded_at_ms;
	reload->load_us = served->load_us;
	reload->intents = faq_catalog_intents(catalog);
	reload->patterns = faq_catalog_patterns(catalog);
	reload->bytes = faq_catalog_bytes(catalog);
	reload->jit = faq_catalog_jit(catalog);
}

/* `renewed`: no certificate was refused at the same time. */
static void reload(struct reloader *reloader, struct reload *out, bool renewed)
{
	struct gathering gathering = {reloader->log, out};
	struct served *served;

	folder_renew(
		&reloader->folder); /* what it is about to read is no news */
	health_faults_clear(&out->faults);
	notify_reloading((uint64_t)clock_us());
	out->status =
		served_load(&served, &reloader->source,
			    reloader->generation + 1, on_fault, &gathering);
	out->at_ms = clock_unix_ms();
	if (out->status == FAQ_OK && renewed)
		out->done++;
	else
		out->refused++;
	if (out->status == FAQ_OK) {
		reloader->generation++;
		describe(out, served);
		pool_serve(reloader->pool, served);
		dispatcher_serve(reloader->dispatcher, served);
		hub_serve(reloader->hub, served);
		log_line(reloader->log,
			 "reloaded in %u ms: %zu intents, generation %u",
			 served->load_us / 1000,
			 faq_catalog_intents(served->catalog), out->generation);
		served_drop(served);
	} else {
		log_say(reloader->log, LOG_LEVEL_ERROR,
			"reload refused (%s): generation %u serves on",
			served_why(&reloader->source, out->status),
			out->generation);
	}
	publish(reloader, out);
	notify_ready("serving");
}

/* False: it is refused. */
static bool renew_tls(struct reloader *reloader, struct reload *out)
{
	struct ssl_ctx_st *pair;

	out->certificate[0] = '\0';
	if (!reloader->tls->certificate)
		return true;
	pair = tls_read(reloader->tls, out->certificate);
	if (pair) {
		pool_renew_tls(reloader->pool, pair);
		tls_warn(reloader->tls, pair, clock_unix_ms(), reloader->log);
		out->expiry_s = tls_expiry_s(pair);
		tls_drop(pair);
		log_line(reloader->log, "certificate read again");
		return true;
	}
	log_say(reloader->log, LOG_LEVEL_ERROR,
		"certificate not renewed, the old one stays: %s",
		out->certificate);
	return false;
}

static void reload_all(struct reloader *reloader, struct reload *out)
{
	bool renewed = renew_tls(reloader, out);

	reload(reloader, out, renewed);
}

static_assert(HEALTH_FAULTS_MAX <= CONTROL_FAULTS_MAX,
	      "a reply has room for all faults that are kept");
static_assert(TLS_WHY_BYTES <= CONTROL_CERTIFICATE_BYTES,
	      "and for why a certificate is refused");

static void fill_result(struct control_result *result,
			const struct reload *reload)
{
	const struct health_faults *faults = &reload->faults;

	result->ok = reload->status == FAQ_OK && !reload->certificate[0];
	if (reload->status != FAQ_OK)
		snprintf(result->detail, sizeof(result->detail), "%s",
			 faq_status_text(reload->status));
	snprintf(result->certificate, sizeof(result->certificate), "%s",
		 reload->certificate);
	result->more = faults->left_out;
	result->fault_count = faults->count;
	memcpy(result->fault, faults->item,
	       faults->count * sizeof(faults->item[0]));
}

static void reply(int fd, const struct reload *reload, bool understood)
{
	struct control_result result = {.generation = reload->generation,
					.detail = "no such command"};
	struct json_writer json;

	if (understood) {
		result.detail[0] = '\0';
		fill_result(&result, reload);
	}
	json_writer_init(&json, CONTROL_RESULT_BYTES);
	control_result_put(&json, &result);
	if (json_failed(&json))
		control_reply(fd, "", 0);
	else {
		json.bytes[json.size] = '\n'; /* in place of the NUL */
		control_reply(fd, json.bytes, json.size + 1);
	}
	json_writer_release(&json);
}

static void on_control(struct reloader *reloader, struct reload *state)
{
	enum control_command command;
	int fd = control_accept(&reloader->control, &command);

	if (fd < 0)
		return;
	if (command == CONTROL_RELOAD)
		reload_all(reloader, state);
	reply(fd, state, command == CONTROL_RELOAD);
}

/* Waits until nothing has changed for QUIET_MS; not for ever, or a folder that
 * never rests would keep commands and the end waiting, too. */
static void on_change(struct reloader *reloader, struct reload *state)
{
	uint64_t until_us = (uint64_t)clock_us() + REST_US;
	struct pollfd wait = {.fd = reloader->folder.fd, .events = POLLIN};

	do
		folder_renew(&reloader->folder);
	while (poll(&wait, 1, QUIET_MS) > 0 && (uint64_t)clock_us() < until_us);
	reload(reloader, state, true);
}

/* Has a folder that was gone come back? */
static void on_silence(struct reloader *reloader, struct reload *state)
{
	if (!reloader->folder.lost)
		return;
	folder_renew(&reloader->folder);
	if (!reloader->folder.lost)
		reload(reloader, state, true);
}

/* What other threads want. False: the end. */
static bool on_wake(struct reloader *reloader, struct reload *state)
{
	char bytes[64];
	bool ask, stop;

	while (read(reloader->ends[0], bytes, sizeof(bytes)) > 0)
		;
	pthread_mutex_lock(&reloader->lock);
	ask = reloader->ask;
	stop = reloader->stop;
	reloader->ask = false;
	pthread_mutex_unlock(&reloader->lock);
	if (ask && !stop)
		reload_all(reloader, state);
	return !stop;
}

static void *run(void *argument)
{
	struct reloader *reloader = argument;
	struct reload state = reloader->last;
	struct pollfd wait[3] = {
		{.fd = reloader->ends[0], .events = POLLIN},
		{.fd = reloader->control.fd, .events = POLLIN},
		{.fd = reloader->folder.fd, .events = POLLIN},
	};

	for (;;) {
		if (poll(wait, 3, reloader->folder.lost ? LOOK_AGAIN_MS : -1) <=
		    0) {
			on_silence(reloader, &state);
			continue;
		}
		if (wait[0].revents && !on_wake(reloader, &state))
			return NULL;
		if (wait[1].revents)
			on_control(reloader, &state);
		else if (wait[2].revents && !wait[0].revents)
			on_change(reloader, &state);
	}
}

static void wake(struct reloader *reloader)
{
	/* A full pipe wakes as well as one byte more. */
	ssize_t ignored = write(reloader->ends[1], "", 1);

	(void)ignored;
}

static void close_files(struct reloader *reloader)
{
	control_close(&reloader->control);
	folder_close(&reloader->folder);
	close(reloader->ends[0]);
	close(reloader->ends[1]);
}

void reloader_release(struct reloader *reloader)
{
	pthread_mutex_destroy(&reloader->lock);
}

static bool make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 &&
	       fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 &&
	       fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
	       fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

bool reloader_start(struct reloader *reloader,
		    const struct reloader_options *options, struct pool *pool,
		    const struct served *served, const struct log *log,
		    const char **why)
{
	memset(reloader, 0, sizeof(*reloader));
	reloader->source = options->source;
	reloader->pool = pool;
	reloader->dispatcher = options->dispatcher;
	reloader->hub = options->hub;
	reloader->log = log;
	reloader->tls = options->tls;
	reloader->generation = served->generation;
	describe(&reloader->last, served);
	reloader->last.expiry_s = tls_expiry_s(options->tls->pair);
	reloader->control.fd = reloader->folder.fd = -1;
	*why = "no pipe to be had";
	if (!make_pipe(reloader->ends))
		return false;
	pthread_mutex_init(&reloader->lock, NULL);
	if (options->watch &&
	    !folder_open(&reloader->folder, options->source.folder))
		log_line(log, "cannot watch '%s': reload by SIGHUP",
			 options->source.folder);
	if (options->control &&
	    !control_open(&reloader->control, options->control, why)) {
		close_files(reloader);
		reloader_release(reloader);
		return false;
	}
	*why = "no thread to be had";
	if (pthread_create(&reloader->thread, NULL, run, reloader) != 0) {
		close_files(reloader);
		reloader_release(reloader);
		return false;
	}
	return true;
}

void reloader_stop(struct reloader *reloader)
{
	pthread_mutex_lock(&reloader->lock);
	reloader->stop = true;
	pthread_mutex_unlock(&reloader->lock);
	wake(reloader);
	pthread_join(reloader->thread, NULL);
	close_files(reloader);
}

void reloader_ask(struct reloader *reloader)
{
	pthread_mutex_lock(&reloader->lock);
	reloader->ask = true;
	pthread_mutex_unlock(&reloader->lock);
	wake(reloader);
}

void reloader_last(struct reloader *reloader, struct reload *out)
{
	pthread_mutex_lock(&reloader->lock);
	*out = reloader->last;
	pthread_mutex_unlock(&reloader->lock);
}
