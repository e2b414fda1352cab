/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a letter of the outbox: it is none, or it is written again as
 * one that reads the same.
 */
#include "fuzz/fuzz.h"

#include "server/desk/letter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct letter letter, again;
	size_t bytes;
	char *text;

	if (letter_read(&letter, (const char *)data, size) != LETTER_OK) {
		require(letter.request.body == NULL);
		return 0;
	}
	require(strlen(letter.request.body) == letter.request.bytes);
	text = letter_write(letter.purpose, &letter.request, 8 * size + 256,
			    &bytes);
	require(text != NULL);
	require(letter_read(&again, text, bytes) == LETTER_OK);
	require(again.purpose == letter.purpose);
	require(strcmp(again.method, letter.method) == 0);
	require(strcmp(again.request.path, letter.request.path) == 0);
	require(strcmp(again.request.key, letter.request.key) == 0);
	require(strcmp(again.request.body, letter.request.body) == 0);
	letter_release(&again);
	letter_release(&letter);
	free(text);
	return 0;
}
