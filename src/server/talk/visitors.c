/* SPDX-License-Identifier: MIT */
#include "server/talk/visitors.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* Hashed with the name, so that no other use of the key gives the same. */
static const char purpose[] = "faqd.visitor.v1";

struct entry {
	struct visitor_id id;
	uint8_t dialog[FAQ_DIALOG_BYTES];
	int64_t seen_s;
	uint32_t next;         /* in its bucket */
	uint32_t newer, older; /* by when they were seen */
};

/* Entries are named by their index; those from `used` on are free. */
struct visitors {
	pthread_mutex_t lock; /* of all that follows */
	struct entry *entries;
	uint32_t *buckets;
	uint32_t max, used;
	uint32_t newest, oldest;
	unsigned ttl_seconds;
};

struct visitors *visitors_new(size_t max, unsigned ttl_seconds)
{
	struct visitors *v = calloc(1, sizeof(*v));

	assert(max > 0 && max < NONE);
	if (!v)
		return NULL;
	v->entries = calloc(max, sizeof(v->entries[0]));
	v->buckets = malloc(max * sizeof(v->buckets[0]));
	if (!v->entries || !v->buckets) {
		free(v->entries);
		free(v->buckets);
		free(v);
		return NULL;
	}
	memset(v->buckets, 0xFF, max * sizeof(v->buckets[0])); /* NONE */
	pthread_mutex_init(&v->lock, NULL);
	v->max = (uint32_t)max;
	v->newest = v->oldest = NONE;
	v->ttl_seconds = ttl_seconds;
	return v;
}

void visitors_free(struct visitors *v)
{
	if (!v)
		return;
	pthread_mutex_destroy(&v->lock);
	free(v->entries);
	free(v->buckets);
	free(v);
}

bool visitor_id_make(struct visitor_id *id, const struct token_key *key,
		     const char *name, size_t bytes)
{
	uint8_t message[sizeof(purpose) + SHA256_DIGEST_LENGTH];
	uint8_t mac[SHA256_DIGEST_LENGTH];
	unsigned size = 0;
	bool made;

	memcpy(message, purpose, sizeof(purpose));
	made = SHA256((const unsigned char *)name, bytes,
		      message + sizeof(purpose)) &&
	       HMAC(EVP_sha256(), key->bytes, (int)TOKEN_KEY_BYTES, message,
		    sizeof(message), mac, &size) &&
	       size == sizeof(mac);
	memset(id, 0, sizeof(*id));
	if (made)
		memcpy(id->bytes, mac, sizeof(id->bytes));
	return made;
}

void visitor_id_text(const struct visitor_id *id,
		     char out[VISITOR_ID_TEXT_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < VISITOR_ID_BYTES; i++) {
		out[2 * i] = digits[id->bytes[i] >> 4];
		out[2 * i + 1] = digits[id->bytes[i] & 15];
	}
	out[2 * i] = '\0';
}

/* An id is a keyed hash: its first bytes spread well, and nobody outside can
 * choose names that meet in one bucket. */
static uint32_t *bucket_of(struct visitors *v, const struct visitor_id *id)
{
	uint32_t hash;

	memcpy(&hash, id->bytes, sizeof(hash));
	return &v->buckets[hash % v->max];
}

static uint32_t find(struct visitors *v, const struct visitor_id *id)
{
	uint32_t at = *bucket_of(v, id);

	while (at != NONE && memcmp(&v->entries[at].id, id, sizeof(*id)) != 0)
		at = v->entries[at].next;
	return at;
}

static void unlink_age(struct visitors *v, uint32_t at)
{
	const struct entry *entry = &v->entries[at];

	if (entry->newer == NONE)
		v->newest = entry->older;
	else
		v->entries[entry->newer].older = entry->older;
	if (entry->older == NONE)
		v->oldest = entry->newer;
	else
		v->entries[entry->older].newer = entry->newer;
}

static void make_newest(struct visitors *v, uint32_t at)
{
	struct entry *entry = &v->entries[at];

	entry->newer = NONE;
	entry->older = v->newest;
	if (v->newest == NONE)
		v->oldest = at;
	else
		v->entries[v->newest].newer = at;
	v->newest = at;
}

static void unlink_bucket(struct visitors *v, uint32_t at)
{
	uint32_t *link = bucket_of(v, &v->entries[at].id);

	while (*link != at)
		link = &v->entries[*link].next;
	*link = v->entries[at].next;
}

/* A free entry, else that of who was silent longest. */
static uint32_t take_entry(struct visitors *v)
{
	uint32_t at;

	if (v->used < v->max)
		return v->used++;
	at = v->oldest;
	unlink_age(v, at);
	unlink_bucket(v, at);
	return at;
}

static uint32_t add(struct visitors *v, const struct visitor_id *id)
{
	uint32_t at = take_entry(v);
	uint32_t *bucket = bucket_of(v, id);

	v->entries[at].id = *id;
	v->entries[at].next = *bucket;
	*bucket = at;
	return at;
}

void visitors_find(struct visitors *v, const struct visitor_id *id,
		   int64_t now_s, struct faq_dialog *dialog)
{
	uint8_t image[FAQ_DIALOG_BYTES];
	bool known = false;
	uint32_t at;

	pthread_mutex_lock(&v->lock);
	at = find(v, id);
	if (at != NONE &&
	    now_s - v->entries[at].seen_s <= (int64_t)v->ttl_seconds) {
		memcpy(image, v->entries[at].dialog, sizeof(image));
		known = true;
	}
	pthread_mutex_unlock(&v->lock);
	if (!known || !faq_dialog_load(dialog, image, sizeof(image)))
		faq_dialog_init(dialog);
}

void visitors_keep(struct visitors *v, const struct visitor_id *id,
		   int64_t now_s, const struct faq_dialog *dialog)
{
	uint8_t image[FAQ_DIALOG_BYTES];
	uint32_t at;

	faq_dialog_save(dialog, image);
	pthread_mutex_lock(&v->lock);
	at = find(v, id);
	if (at == NONE)
		at = add(v, id);
	else
		unlink_age(v, at);
	memcpy(v->entries[at].dialog, image, sizeof(image));
	v->entries[at].seen_s = now_s;
	make_newest(v, at);
	pthread_mutex_unlock(&v->lock);
}

size_t visitors_count(struct visitors *v)
{
	size_t count;

	pthread_mutex_lock(&v->lock);
	count = v->used;
	pthread_mutex_unlock(&v->lock);
	return count;
}
