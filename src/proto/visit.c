/* SPDX-License-Identifier: MIT */
#include "proto/visit.h"

#include <string.h>

#define VERSION 1u
#define WITH_PERSON 0x80u /* beside the version */
#define ISSUED_BYTES 5u

void visit_init(struct visit *visit)
{
	memset(visit, 0, sizeof(*visit));
	faq_dialog_init(&visit->dialog);
}

static uint8_t *put(uint8_t *at, uint64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		*at++ = (uint8_t)(value >> 8 * i);
	return at;
}

static const uint8_t *get(const uint8_t *at, uint64_t *value, size_t bytes)
{
	*value = 0;
	for (size_t i = 0; i < bytes; i++)
		*value |= (uint64_t)*at++ << 8 * i;
	return at;
}

void visit_save(const struct visit *visit, uint8_t out[VISIT_BYTES])
{
	uint8_t *at = out;

	*at++ = visit->person ? VERSION | WITH_PERSON : VERSION;
	memcpy(at, visit->visitor, VISIT_VISITOR_BYTES);
	at = put(at + VISIT_VISITOR_BYTES, (uint64_t)visit->issued_s,
		 ISSUED_BYTES);
	faq_dialog_save(&visit->dialog, at);
	at += FAQ_DIALOG_BYTES;
	for (size_t i = 0; i < VISIT_SEEN_MAX; i++)
		at = put(at, visit->seen[i], 4);
}

bool visit_load(struct visit *visit, const uint8_t bytes[VISIT_BYTES])
{
	const uint8_t *at = bytes;
	uint64_t value;

	visit_init(visit);
	if ((*at & ~WITH_PERSON) != VERSION)
		return false;
	visit->person = (*at++ & WITH_PERSON) != 0;
	memcpy(visit->visitor, at, VISIT_VISITOR_BYTES);
	at = get(at + VISIT_VISITOR_BYTES, &value, ISSUED_BYTES);
	visit->issued_s = (int64_t)value;
	if (!faq_dialog_load(&visit->dialog, at, FAQ_DIALOG_BYTES)) {
		visit_init(visit);
		return false;
	}
	at += FAQ_DIALOG_BYTES;
	for (size_t i = 0; i < VISIT_SEEN_MAX; i++) {
		at = get(at, &value, 4);
		visit->seen[i] = (uint32_t)value;
	}
	visit->begun = true;
	return true;
}

/* FNV-1a; 0 is kept for "none". */
static uint32_t hash(const char *id)
{
	uint32_t value = 2166136261u;

	for (; *id; id++)
		value = (value ^ (uint8_t)*id) * 16777619u;
	return value ? value : 1;
}

bool visit_has_seen(const struct visit *visit, const char *id)
{
	uint32_t wanted = hash(id);

	if (!*id)
		return false;
	for (size_t i = 0; i < VISIT_SEEN_MAX; i++)
		if (visit->seen[i] == wanted)
			return true;
	return false;
}

void visit_remember(struct visit *visit, const char *id)
{
	if (!*id)
		return;
	memmove(&visit->seen[1], &visit->seen[0],
		(VISIT_SEEN_MAX - 1) * sizeof(visit->seen[0]));
	visit->seen[0] = hash(id);
}

void visit_name(const struct visit *visit, char out[VISIT_VISITOR_TEXT])
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < VISIT_VISITOR_BYTES; i++) {
		*out++ = digit[visit->visitor[i] >> 4];
		*out++ = digit[visit->visitor[i] & 15];
	}
	*out = '\0';
}
