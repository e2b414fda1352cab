/* SPDX-License-Identifier: MIT */
/* Any bytes as a word of another node: what is read is written as it was. */
#include "server/desk/hub_word.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct store_notice notice;
	struct hub_word word, again;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (hub_word_read(&word, text)) {
		hub_word_write(&word, &notice);
		if (!hub_word_read(&again, notice.text) ||
		    again.kind != word.kind ||
		    strcmp(again.node, word.node) != 0 ||
		    strcmp(again.name, word.name) != 0 ||
		    again.read_seq != word.read_seq)
			abort();
	}
	free(text);
	return 0;
}
