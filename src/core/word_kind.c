/* SPDX-License-Identifier: MIT */
/* What english.h knows of a word, for those who write templates. */
#include "english.h"
#include "faq.h"

#include <string.h>

enum faq_word faq_word_kind(const char *word, size_t bytes)
{
	if (english_filler(word, bytes))
		return FAQ_WORD_FILLER;
	return english_function(word, bytes) ? FAQ_WORD_FUNCTION
					     : FAQ_WORD_CONTENT;
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
