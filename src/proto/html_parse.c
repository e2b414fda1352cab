/* SPDX-License-Identifier: MIT */
#include "proto/html_parse.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct html_parse_block {
	struct html_parse_block *next, *previous;
	size_t size;
	max_align_t bytes[];
};

/* What gumbo's callbacks work with. */
struct html_memory {
	struct html_parse *parse;
	size_t used;
	jmp_buf exhausted;
};

static void *take_memory(void *context, size_t size)
{
	struct html_memory *memory = context;
	struct html_parse_block *block = NULL;

	if (size < HTML_PARSE_MEMORY_MAX - memory->used)
		block = malloc(sizeof(*block) + size);
	if (!block)
		longjmp(memory->exhausted, 1);
	block->size = size;
	block->previous = NULL;
	block->next = memory->parse->blocks;
	if (block->next)
		block->next->previous = block;
	memory->parse->blocks = block;
	memory->used += size;
	return block->bytes;
}

static void give_memory(void *context, void *pointer)
{
	struct html_memory *memory = context;
	struct html_parse_block *block;

	if (!pointer)
		return;
	block = (struct html_parse_block
			 *)(void *)((char *)pointer -
				    offsetof(struct html_parse_block, bytes));
	if (block->next)
		block->next->previous = block->previous;
	if (block->previous)
		block->previous->next = block->next;
	else
		memory->parse->blocks = block->next;
	memory->used -= block->size;
	free(block);
}

/* Elements that end by themselves don't nest. */
static bool nests(const char *name, size_t bytes)
{
	static const char *const flat[] = {
		"area",  "base",  "br",   "col",    "embed",    "hr",
		"img",   "input", "link", "meta",   "param",    "source",
		"track", "wbr",   "p",    "li",     "dt",       "dd",
		"td",    "th",    "tr",   "option", "optgroup", "thead",
		"tbody", "tfoot", "head", "body",   "html"};
	for (size_t i = 0; i < sizeof(flat) / sizeof(flat[0]); i++)
		if (strlen(flat[i]) == bytes &&
		    strncasecmp(flat[i], name, bytes) == 0)
			return false;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An estimate from above for what gumbo would build: tags that open minus
 * those that close. */
static bool is_shallow(const char *bytes, size_t size)
{
	size_t depth = 0;

	for (size_t i = 0; i + 1 < size; i++) {
		bool closes = bytes[i] == '<' && bytes[i + 1] == '/';
		const char *name = bytes + i + 1 + closes;
		size_t length = 0;
		if (bytes[i] != '<')
			continue;
		while (name + length < bytes + size && is_letter(name[length]))
			length++;
		if (!length || !nests(name, length))
			continue;
		if (!closes)
			depth++;
		else if (depth)
			depth--;
		if (depth > HTML_PARSE_DEPTH_MAX)
			return false;
	}
	return true;
}

enum html_parse_status html_parse_open(struct html_parse *parse,
				       const char *bytes, size_t size)
{
	struct html_memory memory = {.parse = parse};
	GumboOptions options = kGumboDefaultOptions;

	*parse = (struct html_parse){0};
	if (!is_shallow(bytes, size))
		return HTML_PARSE_TOO_DEEP;
	options.allocator = take_memory;
	options.deallocator = give_memory;
	options.userdata = &memory;
	options.max_errors = 0;
	if (setjmp(memory.exhausted))
		return HTML_PARSE_ERROR_NOMEM;
	parse->output = gumbo_parse_with_options(&options, bytes, size);
	parse->root = parse->output->root;
	return HTML_PARSE_OK;
}

void html_parse_close(struct html_parse *parse)
{
	struct html_parse_block *block = parse->blocks;

	while (block) {
		struct html_parse_block *next = block->next;
		free(block);
		block = next;
	}
	*parse = (struct html_parse){0};
}
