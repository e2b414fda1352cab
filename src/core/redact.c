/* SPDX-License-Identifier: MIT */
/*
 * Finds personal data: a quick look tells whether anything can be there, then
 * one walk over the starts of tokens asks the rules, the surest first.
 */
#include "redact_rules.h"

#include <string.h>

#define REPEAT_LEAST 6u /* bytes; shorter values repeat by chance */

struct finder {
	struct redact_text text;
	struct redact_signs signs;
	size_t seed_done; /* runs before this offset were tried */
	size_t span_end;  /* of the last value */
	size_t count;
	struct faq_span *span;
};

static bool is_part(unsigned char c)
{
	return redact_is_alnum(c) || c >= 0x80;
}

/* Can a value start here? */
static bool is_start(const struct redact_text *text, size_t at)
{
	unsigned char c = redact_byte(text, at);
	unsigned char before = at > 0 ? redact_byte(text, at - 1) : 0;
	if (redact_is_alnum(c))
		return !redact_is_alnum(before);
	if (c >= 0x80 || c == '_')
		return !is_part(before) && before != '_';
	return (c == '+' || c == '(') && !redact_is_alnum(before);
}

/* Do three digits and a separator stand before `at`, as in "4111 1111"? */
static bool is_inside(const struct redact_text *text, size_t from, size_t at)
{
	if (at < from + 4)
		return false;
	for (size_t i = 2; i <= 4; i++)
		if (!redact_is_digit(redact_byte(text, at - i)))
			return false;
	unsigned char c = redact_byte(text, at - 1);
	return c == ' ' || c == '-' || c == '.';
}

static bool try_number(const struct redact_text *text, size_t from, size_t at,
		       struct faq_span *span)
{
	struct redact_number number;
	struct redact_context context;
	if (!redact_number_read(text, at, &number) ||
	    (number.digits < 3 && !number.plus))
		return false;
	redact_context_read(text, at, number.end, &context);
	const struct redact_rule_input in = {
		.text = text, .number = &number, .context = &context};
	if (redact_birth(&in, span) || redact_card(&in, span) ||
	    redact_card_loose(&in, span))
		return true;
	if (is_inside(text, from, at))
		return false;
	if (redact_id_number(&in, span) || redact_phone(&in, span))
		return true;
	size_t first = number.group[0].end;
	if (number.groups > 1) {
		/* A code takes fewer groups than the number may have. */
		size_t end = first;
		for (size_t i = 1; i < number.groups && i < 8; i++) {
			if (number.group[i].digits != number.group[0].digits)
				break;
			end = number.group[i].end;
		}
		context = (struct redact_context){0};
		redact_context_read(text, at, end, &context);
	}
	return redact_otp(&in, span);
}

/* "G-376616": the shape of Google's codes is their own. */
static bool try_google(const struct redact_text *text, size_t at,
		       struct faq_span *span)
{
	struct redact_token digits;
	if (redact_lower((char)redact_byte(text, at)) != 'g' ||
	    redact_byte(text, at + 1) != '-' ||
	    !redact_token_read(text, at + 2, &digits) || digits.digits != 6 ||
	    digits.end - digits.start != 6)
		return false;
	return redact_take(span, REDACT_OTP, at, digits.end);
}

static bool try_token(const struct redact_text *text, size_t from,
		      const struct redact_token *token, struct faq_span *span)
{
	struct redact_context context;
	const struct redact_rule_input in = {
		.text = text, .token = token, .context = &context};
	bool worth = redact_is_worth(text, token);
	if (redact_iban_proven(text, token, span))
		return true;
	if (worth) {
		redact_context_read(text, token->start, token->end, &context);
		if (redact_wallet(&in, span) || redact_api_key(&in, span) ||
		    redact_iban(&in, span) || redact_passport(&in, span) ||
		    redact_card_glued(&in, span) || redact_cvv_glued(&in, span))
			return true;
	}
	return try_number(text, from, token->start, span) ||
	       (worth && redact_id_token(&in, span));
}

static bool find_at(struct finder *finder, size_t at, struct faq_span *span)
{
	const struct redact_text *text = &finder->text;
	struct redact_token token;
	if (finder->signs.mails && redact_email(text, at, span))
		return true;
	if (finder->signs.seeds && at >= finder->seed_done &&
	    redact_seed(text, at, &finder->seed_done, span))
		return true;
	if (!finder->signs.values)
		return false;
	if (!redact_token_read(text, at, &token))
		return redact_password(text, at, span) ||
		       try_number(text, finder->span_end, at, span);
	if (redact_mrz(text, at, span))
		return true;
	if (token.digits == 0 && redact_password(text, at, span))
		return true;
	return redact_birth_text(text, at, span) ||
	       try_google(text, at, span) || redact_street(text, at, span) ||
	       try_token(text, finder->span_end, &token, span);
}

/* Inserts in order; there is room. */
static void put(struct finder *finder, const struct faq_span *span)
{
	size_t at = finder->count++;
	for (; at > 0 && finder->span[at - 1].start > span->start; at--)
		finder->span[at] = finder->span[at - 1];
	finder->span[at] = *span;
}

/* The end of a span that `start` to `end` touches, or 0. */
static size_t covered_until(const struct finder *finder, size_t start,
			    size_t end)
{
	for (size_t i = 0; i < finder->count; i++)
		if (finder->span[i].start < end && start < finder->span[i].end)
			return finder->span[i].end;
	return 0;
}

/* Finds what `value` covers wherever else it stands. */
static void find_again(struct finder *finder, const struct faq_span *value)
{
	const char *bytes = finder->text.bytes;
	size_t total = finder->text.size;
	size_t size = value->end - value->start;
	size_t at = 0;
	while (finder->count < FAQ_SPANS_MAX && at + size <= total) {
		const char *found = memchr(bytes + at, bytes[value->start],
					   total - size - at + 1);
		if (!found)
			return;
		at = (size_t)(found - bytes);
		if (memcmp(found, bytes + value->start, size) != 0) {
			at++;
			continue;
		}
		size_t end = covered_until(finder, at, at + size);
		if (end == 0) {
			end = at + size;
			put(finder, &(struct faq_span){value->type, at, end});
		}
		at = end;
	}
}

static void find_repeats(struct finder *finder)
{
	struct faq_span found[FAQ_SPANS_MAX];
	size_t count = finder->count;
	memcpy(found, finder->span, count * sizeof(found[0]));
	for (size_t i = 0; i < count; i++)
		if (found[i].end - found[i].start >= REPEAT_LEAST)
			find_again(finder, &found[i]);
	if (finder->count == FAQ_SPANS_MAX)
		finder->span[FAQ_SPANS_MAX - 1].end = finder->text.size;
}

static size_t find_plain(const char *text, size_t bytes,
			 struct faq_span spans[FAQ_SPANS_MAX])
{
	struct finder finder = {.text = {text, bytes}, .span = spans};
	struct faq_span span;
	redact_look(&finder.text, &finder.signs);
	if (!finder.signs.values && !finder.signs.mails && !finder.signs.seeds)
		return 0;
	for (size_t at = 0; at < bytes;) {
		if (is_start(&finder.text, at) && find_at(&finder, at, &span)) {
			put(&finder, &span);
			at = finder.span_end = span.end;
			if (finder.count == FAQ_SPANS_MAX)
				break;
		} else {
			at++;
		}
	}
	find_repeats(&finder);
	return finder.count;
}

/* Adds a span; those that it touches become one with it. */
static void unite(struct finder *finder, struct faq_span span)
{
	size_t kept = 0;
	for (size_t i = 0; i < finder->count; i++) {
		const struct faq_span *one = &finder->span[i];
		if (one->start >= span.end || span.start >= one->end) {
			finder->span[kept++] = *one;
			continue;
		}
		if (one->start < span.start)
			span.start = one->start;
		if (one->end > span.end)
			span.end = one->end;
	}
	/* The last of too many makes room: it is widened over the rest. */
	finder->count = kept;
	if (kept == FAQ_SPANS_MAX) {
		if (span.start > finder->span[kept - 1].start)
			return;
		finder->count--;
	}
	put(finder, &span);
	if (finder->count == FAQ_SPANS_MAX) /* too many */
		finder->span[FAQ_SPANS_MAX - 1].end = finder->text.size;
}

/*
 * Once more where ASCII is hidden: in windows of bounded size that overlap by
 * half, so that any value and its context stands whole in one of them.
 */
static void find_folded(struct finder *finder, bool parted)
{
	const struct redact_text *text = &finder->text;
	struct redact_folded folded;
	struct faq_span span[FAQ_SPANS_MAX];
	for (size_t from = 0, end = 0; end < text->size;) {
		end = redact_fold(text, from, parted, &folded);
		size_t count = find_plain(folded.bytes, folded.size, span);
		for (size_t i = 0; i < count; i++)
			unite(finder,
			      (struct faq_span){span[i].type,
						folded.start[span[i].start],
						folded.end[span[i].end - 1]});
		if (folded.size < 2)
			break;
		from = folded.start[folded.size / 2];
	}
}

size_t faq_redact_find(const char *text, size_t bytes,
		       struct faq_span spans[FAQ_SPANS_MAX])
{
	struct finder finder = {.text = {text, bytes}, .span = spans};
	unsigned needs = redact_needs_fold(&finder.text);
	finder.count = find_plain(text, bytes, spans);
	if (needs & REDACT_FOLD_NEEDED)
		find_folded(&finder, false);
	if (needs & REDACT_FOLD_PARTED)
		find_folded(&finder, true);
	if (needs)
		find_repeats(&finder);
	return finder.count;
}

static size_t append(char *out, size_t size, size_t used, const char *bytes,
		     size_t count)
{
	size_t room = size - 1 - used;
	if (count > room)
		count = room;
	if (count > 0)
		memcpy(out + used, bytes, count);
	return used + count;
}

/* Without the beginning of a UTF-8 character that a cut has left at the end. */
static size_t whole(const char *out, size_t used)
{
	size_t at = used;

	while (at > 0 && used - at < 3 &&
	       ((unsigned char)out[at - 1] & 0xc0) == 0x80)
		at--;
	if (at == 0)
		return used;
	unsigned char lead = (unsigned char)out[at - 1];
	size_t needed = lead >= 0xf0   ? 4
			: lead >= 0xe0 ? 3
			: lead >= 0xc0 ? 2
				       : 1;
	return used - at + 1 < needed ? at - 1 : used;
}

size_t faq_redact(const char *text, size_t bytes, char *out, size_t size)
{
	struct faq_span spans[FAQ_SPANS_MAX];
	if (size == 0)
		return 0;
	size_t count = faq_redact_find(text, bytes, spans);
	size_t used = 0, at = 0;
	for (size_t i = 0; i < count; i++) {
		const char *type = spans[i].type;
		used = append(out, size, used, text + at, spans[i].start - at);
		used = append(out, size, used, "[", 1);
		used = append(out, size, used, type, strlen(type));
		used = append(out, size, used, "]", 1);
		at = spans[i].end;
	}
	used = append(out, size, used, text + at, bytes - at);
	if (used == size - 1) /* maybe cut */
		used = whole(out, used);
	out[used] = '\0';
	return used;
}
