/* SPDX-License-Identifier: MIT */
/* A dialogue's state as bytes, and in words. */
#include "dialog.h"

#include <stdio.h>
#include <string.h>

#define STATE_VERSION 1u

void faq_dialog_init(struct faq_dialog *dialog)
{
	*dialog = (struct faq_dialog){0};
}

static uint8_t *put32(uint8_t *at, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		*at++ = (uint8_t)(value >> 8 * i);
	return at;
}

static const uint8_t *get32(const uint8_t *at, uint32_t *value)
{
	*value = 0;
	for (unsigned i = 0; i < 4; i++)
		*value |= (uint32_t)*at++ << 8 * i;
	return at;
}

/*
 *	0  version
 *	1  last_intent last_question context[3] choice[4] offer, 4 bytes each
 *	41 choice_count choice_list offer_left step resume paused misses
 *	   repeats declined[2]
 *	51 zeroes
 */
void faq_dialog_save(const struct faq_dialog *dialog,
		     uint8_t out[FAQ_DIALOG_BYTES])
{
	uint8_t *at = out;
	memset(out, 0, FAQ_DIALOG_BYTES);
	*at++ = STATE_VERSION;
	at = put32(at, dialog->last_intent);
	at = put32(at, dialog->last_question);
	for (size_t i = 0; i < 3; i++)
		at = put32(at, dialog->context[i]);
	for (size_t i = 0; i < FAQ_CHOICES_MAX; i++)
		at = put32(at, dialog->choice[i]);
	at = put32(at, dialog->offer);
	*at++ = dialog->choice_count;
	*at++ = dialog->choice_list;
	*at++ = dialog->offer_left;
	*at++ = dialog->step;
	*at++ = dialog->resume;
	*at++ = dialog->paused;
	*at++ = dialog->misses;
	*at++ = dialog->repeats;
	*at++ = dialog->declined[0];
	*at = dialog->declined[1];
}

static bool plausible(const struct faq_dialog *dialog)
{
	return dialog->choice_count <= FAQ_CHOICES_MAX &&
	       dialog->choice_list <= DIALOG_LIST_OPTIONS &&
	       dialog->offer_left <= 2 && dialog->paused <= 1 &&
	       (dialog->step || !dialog->paused) &&
	       !dialog->choice_count == !dialog->choice_list &&
	       (dialog->offer || !dialog->offer_left);
}

bool faq_dialog_load(struct faq_dialog *dialog, const uint8_t *bytes,
		     size_t size)
{
	const uint8_t *at = bytes;
	struct faq_dialog read;
	faq_dialog_init(dialog);
	faq_dialog_init(&read);
	if (!bytes || size != FAQ_DIALOG_BYTES || *at++ != STATE_VERSION)
		return false;
	at = get32(at, &read.last_intent);
	at = get32(at, &read.last_question);
	for (size_t i = 0; i < 3; i++)
		at = get32(at, &read.context[i]);
	for (size_t i = 0; i < FAQ_CHOICES_MAX; i++)
		at = get32(at, &read.choice[i]);
	at = get32(at, &read.offer);
	read.choice_count = *at++;
	read.choice_list = *at++;
	read.offer_left = *at++;
	read.step = *at++;
	read.resume = *at++;
	read.paused = *at++;
	read.misses = *at++;
	read.repeats = *at++;
	read.declined[0] = *at++;
	read.declined[1] = *at++;
	while (at < bytes + size) {
		if (*at++)
			return false;
	}
	if (!plausible(&read))
		return false;
	*dialog = read;
	return true;
}

void faq_dialog_describe(const struct faq_dialog *dialog, char *out,
			 size_t size)
{
	if (dialog->choice_list == DIALOG_LIST_OPTIONS)
		snprintf(out, size, "options");
	else if (dialog->step)
		snprintf(out, size, "step %u%s", (unsigned)dialog->step,
			 dialog->paused ? " paused" : "");
	else if (dialog->offer_left)
		snprintf(out, size, "offer");
	else
		snprintf(out, size, "idle");
}
