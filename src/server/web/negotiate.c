/* SPDX-License-Identifier: MIT */
#include "server/web/negotiate.h"

#include <string.h>
#include <strings.h>

#define BLANK " \t"
#define Q_ONE 1000 /* a weight has at most three decimals */
#define Q_NONE (-1)

static const char *const names[CODINGS] = {"", "gzip", "br"};

const char *coding_name(enum coding coding)
{
	return names[coding];
}

static bool is(const char *item, size_t size, const char *name)
{
	return size == strlen(name) && strncasecmp(item, name, size) == 0;
}

/* "0.5" -> 500, "1" -> 1000; what is no weight is no wish: 0. */
static int read_weight(const char *at, size_t size)
{
	int weight = 0, unit = Q_ONE / 10;
	size_t i;

	if (size == 0 || size > 5 || (at[0] != '0' && at[0] != '1'))
		return 0;
	weight = (at[0] - '0') * Q_ONE;
	if (size > 1 && at[1] != '.')
		return 0;
	for (i = 2; i < size; i++, unit /= 10) {
		if (at[i] < '0' || at[i] > '9')
			return 0;
		weight += (at[i] - '0') * unit;
	}
	return weight > Q_ONE ? 0 : weight;
}

/* The weight of "; q=0.5" or "": parameters of one item. */
static int weight_of(const char *at, size_t size)
{
	const char *end = at + size;

	at += strspn(at, BLANK);
	if (at >= end)
		return Q_ONE;
	if (*at++ != ';')
		return 0;
	at += strspn(at, BLANK);
	if (end - at < 2 || (*at != 'q' && *at != 'Q') || at[1] != '=')
		return 0;
	at += 2;
	while (end > at && strchr(BLANK, end[-1]))
		end--;
	return read_weight(at, (size_t)(end - at));
}

/* An item of the list: "gzip;q=0.5". */
static void read_item(const char *item, size_t size, int weights[CODINGS],
		      int *any)
{
	size_t name = strcspn(item, ";" BLANK);
	int weight;

	if (name > size)
		name = size;
	weight = weight_of(item + name, size - name);
	if (is(item, name, "*"))
		*any = weight;
	else if (is(item, name, "identity"))
		weights[CODING_PLAIN] = weight;
	else if (is(item, name, "gzip") || is(item, name, "x-gzip"))
		weights[CODING_GZIP] = weight;
	else if (is(item, name, "br"))
		weights[CODING_BROTLI] = weight;
}

enum coding negotiate_coding(const char *accept, unsigned has)
{
	int weights[CODINGS] = {Q_NONE, Q_NONE, Q_NONE};
	int any = Q_NONE, best = 0;
	enum coding chosen = CODING_PLAIN;
	unsigned i;

	while (*accept) {
		size_t size = strcspn(accept, ",");
		size_t blank = strspn(accept, BLANK);

		if (blank < size)
			read_item(accept + blank, size - blank, weights, &any);
		accept += size;
		accept += *accept == ',';
	}
	for (i = 0; i < CODINGS; i++) {
		int weight = weights[i] == Q_NONE ? any : weights[i];

		if ((has & 1u << i) == 0 || weight <= 0 || weight < best)
			continue;
		best = weight;
		chosen = (enum coding)i;
	}
	return chosen;
}

bool negotiate_unchanged(const char *if_none_match, const char *etag)
{
	size_t size = strlen(etag);
	const char *at = if_none_match + strspn(if_none_match, BLANK);

	if (at[0] == '*' && at[1 + strspn(at + 1, BLANK)] == '\0')
		return true;
	while (*at) {
		at += strspn(at, "," BLANK);
		if (at[0] == 'W' && at[1] == '/')
			at += 2;
		if (strncmp(at, etag, size) == 0 &&
		    (at[size] == '\0' || strchr("," BLANK, at[size])))
			return true;
		/* to the end of this one: a comma may stand within quotes */
		if (*at == '"') {
			at += 1 + strcspn(at + 1, "\"");
			at += *at == '"';
		}
		at += strcspn(at, ",");
	}
	return false;
}
