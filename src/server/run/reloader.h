/* SPDX-License-Identifier: MIT */
/*
 * reloader.h: the thread that exchanges what is served while the workers go on
 * serving.
 *
 *	SIGHUP ------- reloader_ask() --.
 *	the folder has changed ----------+--> served_load() --> pool_serve()
 *	faqctl reload --> control.h -----'          `-> refused: the old one
 *	                                                serves on
 *
 * SIGHUP and the command read the TLS certificate anew too; one that does not
 * fit its key is refused, and the one in use stays. That keeps no content back,
 * but the reload counts as refused.
 *
 * A content with faults is refused whole; its faults go to the log, to the
 * one who asked, and are kept for /readyz.
 *
 * Threads: reloader_start() and reloader_stop() are for main's; the others may
 * be called from any thread.
 */
#ifndef FAQD_RELOADER_H
#define FAQD_RELOADER_H

#include "server/run/control.h"
#include "server/run/folder.h"
#include "server/metrics/health.h"
#include "server/run/pool.h"

#include <pthread.h>

/* How the last reload went. */
struct reload {
	enum faq_status status;
	unsigned generation;    /* that is served now */
	uint64_t done, refused; /* whole, or in part: one of both is counted */
	int64_t at_ms;          /* Unix time; 0: there was none */
	int64_t loaded_ms;      /* of the one that is served */
	uint32_t load_us;       /* what loading it took */
	size_t intents, patterns;        /* of it */
	size_t bytes;                    /* that its catalogue holds */
	bool jit;                        /* see faq_catalog_jit() */
	struct health_faults faults;     /* of a refused one */
	char certificate[TLS_WHY_BYTES]; /* why it was not renewed, or "" */
	int64_t expiry_s; /* see tls_expiry_s(), of the one that is shown */
};

struct reloader {
	struct served_source source;
	struct pool *pool;
	struct dispatcher *dispatcher;
	struct hub *hub;
	const struct log *log;
	const struct tls_files *tls;
	struct control control;
	struct folder folder;
	unsigned generation;
	int ends[2]; /* a pipe: a byte wakes the thread */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	struct reload last;
	bool ask, stop;
};

struct reloader_options {
	struct served_source source;
	const char *control;           /* path of its socket; NULL: none */
	bool watch;                    /* reload when the folder changes */
	const struct tls_files *tls;   /* read anew on SIGHUP and command */
	struct dispatcher *dispatcher; /* serves too; NULL: none */
	struct hub *hub;               /* likewise */
};

/* `served` is what the pool serves now. On failure `*why` says why and nothing
 * is left behind. */
__attribute__((warn_unused_result)) bool
reloader_start(struct reloader *reloader,
	       const struct reloader_options *options, struct pool *pool,
	       const struct served *served, const struct log *log,
	       const char **why);

/* Before the pool ends. reloader_last() may still be called. */
void reloader_stop(struct reloader *reloader);

/* After the pool has ended: nobody asks for the last reload any more. */
void reloader_release(struct reloader *reloader);

/* Asks for a reload and does not wait. */
void reloader_ask(struct reloader *reloader);

void reloader_last(struct reloader *reloader, struct reload *out);

#endif
