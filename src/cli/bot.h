/* SPDX-License-Identifier: MIT */
/*
 * bot.h: a content folder brought to life: what every command starts with.
 */
#ifndef FAQ_BOT_H
#define FAQ_BOT_H

#include "cli/command.h"
#include "cli/faults.h"
#include "core/faq.h"

struct bot {
	struct faq_catalog *catalog;
	struct faq_scratch *scratch;
	uint64_t load_ns;  /* reading and building */
	char language[32]; /* the one that was loaded */
};

/*
 * Loads the folder that `options` names. `faults` takes all that is reported.
 * EXIT_GOOD, EXIT_FINDINGS for faulty content, EXIT_CANNOT otherwise; the bot
 * is empty then.
 */
enum exit_code bot_load(struct bot *bot, const struct options *options,
			struct faults *faults);

/* The same; prints what went wrong, and then says EXIT_CANNOT for faults. */
enum exit_code bot_open(struct bot *bot, const struct options *options,
			const struct term *err);
void bot_release(struct bot *bot);

/* faq_ask() on a NUL-terminated text. Misuse can't happen here. */
void bot_ask(const struct bot *bot, struct faq_dialog *dialog, const char *text,
	     struct faq_reply *reply, struct faq_trace *trace);

/* The nearest id of the catalogue, or NULL. */
const char *bot_nearest(const struct bot *bot, const char *id);

#endif
