/* SPDX-License-Identifier: MIT */
/*
 * Any bytes through text_read(), and each token of them through all that the
 * engine asks of English. What text.h and english.h promise is checked; the
 * sanitizers check the rest.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/english.h"
#include "core/text.h"

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what))                                                   \
			abort();                                               \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_form(void *context, const char *form, size_t bytes)
{
	size_t *left = context;
	CHECK(bytes <= WORD_BYTES || *left == 64);
	CHECK(form && --*left > 0);
}

static void check_word(const char *word, size_t bytes)
{
	struct english_fold fold, again;
	size_t left = 64;
	english_fold(word, bytes, &fold);
	CHECK(fold.bytes <= WORD_BYTES);
	CHECK(bytes < 3 || fold.bytes > 0);
	CHECK(!fold.form || strchr("dsg", fold.form));
	english_fold(word, bytes, &again);
	CHECK(!memcmp(&fold, &again, sizeof(fold)));
	const char *open = english_open(word, bytes);
	CHECK(!open || *open);
	if (english_filler(word, bytes))
		CHECK(english_function(word, bytes));
	(void)english_known(word, bytes);
	english_forms(word, bytes, check_form, &left);
	CHECK(left < 64);
}

static void check_token(const struct text *text, size_t i)
{
	const struct text_token *token = &text->token[i];
	const char *word = text->buffer + token->start;
	CHECK(token->bytes > 0 && token->bytes <= TEXT_TOKEN_BYTES);
	CHECK((size_t)token->start + token->bytes <= text->bytes);
	CHECK(i || !(token->flags & (TEXT_SENTENCE | TEXT_COMMA)));
	CHECK(text_is_utf8(word, token->bytes, NULL));
	CHECK(word[0] != '\'' && word[token->bytes - 1] != '\'');
	for (size_t k = 0; k < token->bytes; k++) {
		unsigned char c = (unsigned char)word[k];
		bool digit = c >= '0' && c <= '9';
		CHECK(c >= 0x80 || digit || (c >= 'a' && c <= 'z') ||
		      c == '\'');
		CHECK(digit || !(token->flags & TEXT_DIGITS));
	}
	check_word(word, token->bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text text;
	const char *bytes = (const char *)data;
	size_t where = SIZE_MAX;
	bool utf8 = text_is_utf8(bytes, size, &where);
	CHECK(utf8 ? where == SIZE_MAX : where < size);
	/* All before the fault is well-formed. */
	CHECK(utf8 || text_is_utf8(bytes, where, NULL));
	enum text_input input = text_read(&text, bytes, size);
	CHECK((input == TEXT_OK) == (text.token_count > 0));
	CHECK(utf8 || input == TEXT_INVALID || input == TEXT_TOO_LONG);
	CHECK(text.token_count <= TEXT_TOKENS && text.bytes <= TEXT_BYTES);
	for (size_t i = 0; i < text.token_count; i++)
		check_token(&text, i);
	return 0;
}
