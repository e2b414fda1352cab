/* SPDX-License-Identifier: MIT */
#include "server/desk/errand.h"

#include "core/faq_wipe.h"

#include <stdlib.h>
#include <string.h>

struct errand_text errand_text(const char *text)
{
	return (struct errand_text){text, strlen(text)};
}

struct errand_text errand_cut(const char *text, size_t max)
{
	size_t size = strlen(text);

	if (size <= max)
		return (struct errand_text){text, size};
	while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	return (struct errand_text){text, max};
}

struct errand *errand_new(enum errand_kind kind, struct hub_seat seat,
			  const struct errand_text text[ERRAND_TEXTS])
{
	struct errand *errand;
	size_t bytes = 0;
	char *at;

	for (size_t i = 0; i < ERRAND_TEXTS; i++)
		bytes += text[i].size + 1;
	errand = calloc(1, sizeof(*errand) + bytes);
	if (!errand)
		return NULL;
	errand->kind = kind;
	errand->seat = seat;
	errand->text_bytes = bytes;
	at = (char *)(errand + 1);
	for (size_t i = 0; i < ERRAND_TEXTS; i++) {
		errand->text[i] = (struct errand_text){at, text[i].size};
		if (text[i].size > 0)
			memcpy(at, text[i].bytes, text[i].size);
		at += text[i].size + 1;
	}
	return errand;
}

void errand_free(struct errand *errand)
{
	if (!errand)
		return;
	agent_command_release(&errand->command);
	faq_wipe(errand, sizeof(*errand) + errand->text_bytes);
	free(errand);
}
