/* SPDX-License-Identifier: MIT */
#include "subject.h"

#include <string.h>

#include "buf.h"

void subject_write(struct faq_scratch *scratch, const struct word *words,
		   size_t count)
{
	char *at = scratch->subject;
	const char *end =
		scratch->subject + sizeof(scratch->subject) - WORD_BYTES - 8;
	*at++ = ' ';
	for (size_t i = 0; i < count && at < end; i++) {
		const struct word *word = &words[i];
		if (i && word->flags & TEXT_SENTENCE) {
			*at++ = '.';
			*at++ = ' ';
		}
		memcpy(at, word->stem, word->stem_bytes);
		at += word->stem_bytes;
		if (word->form) {
			*at++ = '~';
			*at++ = word->form;
		}
		*at++ = ' ';
	}
	*at = '\0';
	scratch->subject_bytes = (size_t)(at - scratch->subject);
	scratch->plain_bytes = 0;
}

void subject_write_plain(struct faq_scratch *scratch, const struct word *words,
			 size_t count)
{
	struct buf out;
	buf_init(&out, scratch->plain, sizeof(scratch->plain));
	buf_char(&out, ' ');
	for (size_t i = 0; i < count; i++) {
		buf_add(&out, words[i].surface, words[i].surface_bytes);
		buf_char(&out, ' ');
	}
	scratch->plain_bytes = out.used;
}

size_t subject_words(const char *bytes, size_t size)
{
	size_t words = 0;
	for (size_t i = 0; i < size; i++)
		words += bytes[i] == ' ' && i && bytes[i - 1] != '.';
	return words;
}
