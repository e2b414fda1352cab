/* SPDX-License-Identifier: MIT */
/* What english.h knows of a word, for those who write templates. */
#include "english.h"
#include "faq_word.h"
#include "text.h"

#include <string.h>

static enum faq_word kind_of_token(const char *word, size_t bytes)
{
	if (english_filler(word, bytes))
		return FAQ_WORD_FILLER;
	return english_function(word, bytes) ? FAQ_WORD_FUNCTION
					     : FAQ_WORD_CONTENT;
}

enum faq_word faq_word_kind(const char *word, size_t bytes)
{
	enum faq_word most = FAQ_WORD_FILLER;
	struct text text;
	enum text_input input = text_read(&text, word, bytes);
	if (input != TEXT_OK)
		return input == TEXT_EMPTY ? FAQ_WORD_FILLER : FAQ_WORD_CONTENT;
	for (size_t i = 0; i < text.token_count; i++) {
		const struct text_token *token = &text.token[i];
		enum faq_word kind =
			kind_of_token(text.buffer + token->start, token->bytes);
		if (kind > most)
			most = kind;
	}
	return most;
}

void faq_word_stem(const char *word, size_t bytes, char out[FAQ_STEM_BYTES])
{
	struct english_fold fold = {.bytes = 0};
	if (bytes < WORD_BYTES)
		english_fold(word, bytes, &fold);
	size_t size =
		fold.bytes < FAQ_STEM_BYTES ? fold.bytes : FAQ_STEM_BYTES - 1;
	memcpy(out, fold.stem, size);
	out[size] = '\0';
}
