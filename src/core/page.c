/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <cmark.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "page_plain.h"

/*
 * cmark's allocator has no context pointer and must not return NULL (it would
 * abort). So while a file is parsed, this thread's page_memory says where
 * memory comes from and where to go when there is none. Nothing leaks by the
 * jump: all of it is the arena's.
 */
struct page_memory {
	struct arena *arena;
	jmp_buf out_of_memory;
};

static _Thread_local struct page_memory *page_memory;

static void *page_calloc(size_t count, size_t size)
{
	/* The size stands in front, for realloc. */
	size_t *block;
	if (!count || !size)
		count = size = 1;
	if (size > (SIZE_MAX / 2 - 16) / count)
		longjmp(page_memory->out_of_memory, 1);
	block = arena_alloc(page_memory->arena, 1, count * size + 16);
	if (!block)
		longjmp(page_memory->out_of_memory, 1);
	*block = count * size;
	return (char *)block + 16;
}

static void *page_realloc(void *old, size_t size)
{
	void *new = page_calloc(1, size);
	if (old) {
		size_t before;
		memcpy(&before, (char *)old - 16, sizeof(before));
		memcpy(new, old, before < size ? before : size);
	}
	return new;
}

static void page_free(void *pointer)
{
	(void)pointer;
}

static cmark_mem page_allocator = {page_calloc, page_realloc, page_free};

/* A parse under way. */
struct parse {
	struct page *page;
	struct arena *arena;
	const struct faq_source *source;
	const struct faq_site *site;
	struct faults *faults;
	struct page_entry **next_entry, *entry;
	struct page_block **next_block;
	struct page_anchor **next_anchor;
	const char *chapter;
	cmark_node *answer; /* document that gathers the entry's answer */
	bool outline;       /* page.md */
	unsigned offset;    /* lines before the text at hand */
};

static char *must_copy(struct parse *parse, const char *text, size_t bytes)
{
	char *copy = arena_copy(parse->arena, text, bytes);
	if (!copy)
		longjmp(page_memory->out_of_memory, 1);
	return copy;
}

static void *must_alloc(struct parse *parse, size_t size)
{
	void *memory = arena_alloc(parse->arena, 1, size);
	if (!memory)
		longjmp(page_memory->out_of_memory, 1);
	return memory;
}

static struct place place_of(const struct parse *parse, cmark_node *node)
{
	struct place place = {parse->source->name, 0, 1};
	for (; node; node = cmark_node_parent(node)) {
		int line = cmark_node_get_start_line(node);
		if (line > 0) {
			place.line = (unsigned)line + parse->offset;
			break;
		}
	}
	return place;
}

/* The place of a text within the block that begins at `place`. */
static struct place place_within(const struct parse *parse, struct place place,
				 const char *text)
{
	const char *at = parse->source->bytes, *line = at;
	const char *end = at + parse->source->size;
	size_t bytes = strlen(text);
	unsigned n = 1;
	for (; at + bytes <= end; at++) {
		if (n >= place.line && !memcmp(at, text, bytes))
			return (struct place){place.source, n,
					      (unsigned)(at - line) + 1};
		if (*at == '\n') {
			n++;
			line = at + 1;
		}
	}
	return place;
}

static const char *link_name(const void *context, size_t i)
{
	const struct faq_site *site = context;
	return i < site->link_count ? site->links[i].name : NULL;
}

static void resolve_link(struct parse *parse, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	const struct faq_site *site = parse->site;
	char hint[96];
	if (strncmp(url, "link:", 5)) {
		if (strncmp(url, "https://", 8) && strncmp(url, "http://", 7))
			faults_add(
				parse->faults, FAQ_SEVERITY_ERROR,
				place_within(parse, place_of(parse, node), url),
				"bad-link",
				"a link to '%.60s'; write an https:// "
				"address or link:NAME",
				url);
		return;
	}
	for (size_t i = 0; i < site->link_count; i++) {
		if (strcmp(site->links[i].name, url + 5))
			continue;
		cmark_node_set_url(node, site->links[i].url);
		return;
	}
	faults_nearest(hint, sizeof(hint), url + 5, link_name, site);
	faults_add(parse->faults, FAQ_SEVERITY_ERROR,
		   place_within(parse, place_of(parse, node), url),
		   "unknown-link",
		   "unknown link '%.60s'%s; add it to links in site.json",
		   url + 5, hint);
}

static void resolve_links(struct parse *parse, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_LINK)
			resolve_link(parse, node);
		else if (type == CMARK_NODE_IMAGE)
			faults_add(parse->faults, FAQ_SEVERITY_ERROR,
				   place_within(parse, place_of(parse, node),
						cmark_node_get_url(node)),
				   "image",
				   "a chat shows no images; describe it in "
				   "words");
		else if (type == CMARK_NODE_HTML_BLOCK ||
			 type == CMARK_NODE_HTML_INLINE)
			faults_add(parse->faults, FAQ_SEVERITY_WARNING,
				   place_of(parse, node), "raw-html",
				   "raw HTML is dropped; write Markdown");
	}
	cmark_iter_free(iter);
}

static char *plain(struct parse *parse, cmark_node *root, unsigned line)
{
	struct place place = {parse->source->name, line, 1};
	char bytes[FAQ_ANSWER_BYTES_MAX + 1u];
	struct buf out;
	buf_init(&out, bytes, sizeof(bytes));
	page_plain(&out, root);
	if (out.cut)
		faults_add(parse->faults, FAQ_SEVERITY_ERROR, place,
			   "answer-too-long",
			   "a text of more than %u bytes; shorten it",
			   FAQ_ANSWER_BYTES_MAX);
	return must_copy(parse, bytes, out.used);
}

/* The entry is complete: render what was gathered. */
static void entry_end(struct parse *parse)
{
	struct page_entry *entry = parse->entry;
	if (!entry)
		return;
	resolve_links(parse, parse->answer);
	entry->text = plain(parse, parse->answer, entry->line);
	entry->html = cmark_render_html(parse->answer, CMARK_OPT_DEFAULT);
	entry->markdown =
		cmark_render_commonmark(parse->answer, CMARK_OPT_DEFAULT, 0);
	parse->entry = NULL;
	parse->answer = NULL;
}

static void entry_begin(struct parse *parse, cmark_node *heading)
{
	struct page_entry *entry = must_alloc(parse, sizeof(*entry));
	entry_end(parse);
	entry->line = place_of(parse, heading).line;
	entry->title = plain(parse, heading, entry->line);
	entry->chapter = parse->chapter;
	entry->text = entry->markdown = entry->html = entry->again = "";
	parse->answer =
		cmark_node_new_with_mem(CMARK_NODE_DOCUMENT, &page_allocator);
	parse->entry = entry;
	*parse->next_entry = entry;
	parse->next_entry = &entry->next;
}

static void take_ask(struct parse *parse, cmark_node *node, const char *id)
{
	struct place place = place_of(parse, node);
	struct page_entry *entry = parse->entry;
	if (!entry || entry->id) {
		faults_add(parse->faults, FAQ_SEVERITY_ERROR, place,
			   entry ? "second-ask" : "stray-ask",
			   entry ? "a second ask block under one heading; "
				   "put the templates into the first"
				 : "an ask block without a '### title' above "
				   "it; add the heading and the answer");
		return;
	}
	if (!*id) {
		faults_add(parse->faults, FAQ_SEVERITY_ERROR, place,
			   "ask-without-id",
			   "an ask block without an id; write ```ask "
			   "kind.name");
		return;
	}
	entry->id = must_copy(parse, id, strlen(id));
	entry->ask = cmark_node_get_literal(node);
	entry->ask_line = place.line + 1;
}

static void take_block(struct parse *parse, cmark_node *node,
		       enum page_block_kind kind, const char *name)
{
	struct page_block *block = must_alloc(parse, sizeof(*block));
	block->kind = kind;
	block->name = must_copy(parse, name, strlen(name));
	block->text = cmark_node_get_literal(node);
	block->line = place_of(parse, node).line + 1;
	*parse->next_block = block;
	parse->next_block = &block->next;
}

/* `again` holds CommonMark too. */
static void take_again(struct parse *parse, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	if (!parse->entry) {
		faults_add(parse->faults, FAQ_SEVERITY_ERROR,
			   place_of(parse, node), "stray-again",
			   "an again block without a '### title' above it");
		return;
	}
	cmark_parser *parser =
		cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &page_allocator);
	cmark_parser_feed(parser, text, strlen(text));
	cmark_node *root = cmark_parser_finish(parser);
	/* Its lines count from the fence. */
	parse->offset = place_of(parse, node).line;
	resolve_links(parse, root);
	parse->entry->again = plain(parse, root, parse->offset + 1);
	parse->offset = 0;
}

/* A code block that means something to us; false: part of the answer. */
static bool take_code(struct parse *parse, cmark_node *node)
{
	char word[16], name[128];
	const char *info = cmark_node_get_fence_info(node);
	word[0] = name[0] = '\0';
	if (sscanf(info, "%15s %127s", word, name) < 1)
		return false;
	if (!strcmp(word, "ask"))
		take_ask(parse, node, name);
	else if (!strcmp(word, "again"))
		take_again(parse, node);
	else if (!strcmp(word, "words"))
		take_block(parse, node, PAGE_WORDS, name);
	else if (!strcmp(word, "same"))
		take_block(parse, node, PAGE_SAME, "");
	else if (!strcmp(word, "say"))
		take_block(parse, node, PAGE_SAY, name);
	else
		return false;
	return true;
}

static void take_heading(struct parse *parse, cmark_node *node)
{
	int level = cmark_node_get_heading_level(node);
	if (level == 3) {
		entry_begin(parse, node);
		return;
	}
	entry_end(parse);
	if (level < 3)
		parse->chapter = plain(parse, node, place_of(parse, node).line);
}

static void take_node(struct parse *parse, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (type == CMARK_NODE_HEADING) {
		take_heading(parse, node);
		return;
	}
	if (type == CMARK_NODE_CODE_BLOCK && take_code(parse, node))
		return;
	if (parse->entry) {
		cmark_node_unlink(node);
		cmark_node_append_child(parse->answer, node);
	}
}

static void take_entries(struct parse *parse, cmark_node *root)
{
	cmark_node *node = cmark_node_first_child(root), *next;
	for (; node; node = next) {
		next = cmark_node_next(node);
		take_node(parse, node);
	}
	entry_end(parse);
}

/* What an anchor's name may hold: it stands in an attribute of the page. */
#define ANCHOR_BYTES                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

/* "text {#id}" at the end of a heading or item: cuts the mark off the text,
 * leaves an <a id> for the HTML, and notes the place. */
static void take_anchor(struct parse *parse, cmark_node *block)
{
	cmark_node *last = cmark_node_last_child(block);
	if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
		return;
	const char *text = cmark_node_get_literal(last);
	const char *mark = strstr(text, "{#");
	size_t bytes = mark ? strspn(mark + 2, ANCHOR_BYTES) : 0;
	if (!mark || !bytes || strcmp(mark + 2 + bytes, "}"))
		return;
	struct page_anchor *anchor = must_alloc(parse, sizeof(*anchor));
	char tag[160];
	anchor->id = must_copy(parse, mark + 2, bytes);
	char *kept = must_copy(parse, text, (size_t)(mark - text));
	size_t end = strlen(kept);
	while (end && kept[end - 1] == ' ')
		kept[--end] = '\0';
	cmark_node_set_literal(last, kept);
	anchor->text = plain(parse, block, place_of(parse, block).line);
	anchor->line = place_of(parse, block).line;
	snprintf(tag, sizeof(tag), "<a id=\"%.100s\"></a>", anchor->id);
	cmark_node *custom = cmark_node_new_with_mem(CMARK_NODE_CUSTOM_INLINE,
						     &page_allocator);
	cmark_node_set_on_enter(custom, tag);
	cmark_node_prepend_child(block, custom);
	*parse->next_anchor = anchor;
	parse->next_anchor = &anchor->next;
}

static void take_outline(struct parse *parse, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	resolve_links(parse, root);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event != CMARK_EVENT_EXIT)
			continue;
		if (type == CMARK_NODE_HEADING || type == CMARK_NODE_PARAGRAPH)
			take_anchor(parse, node);
	}
	cmark_iter_free(iter);
	parse->page->html = cmark_render_html(root, CMARK_OPT_DEFAULT);
}

static bool is_outline(const char *name)
{
	const char *slash = strrchr(name, '/');
	return !strcmp(slash ? slash + 1 : name, "page.md");
}

static void page_read(struct parse *parse)
{
	cmark_parser *parser =
		cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &page_allocator);
	cmark_parser_feed(parser, parse->source->bytes, parse->source->size);
	cmark_node *root = cmark_parser_finish(parser);
	if (parse->outline)
		take_outline(parse, root);
	else
		take_entries(parse, root);
}

enum faq_status page_parse(struct page *out, struct arena *arena,
			   const struct faq_source *source,
			   const struct faq_site *site, struct faults *faults)
{
	struct page_memory memory = {.arena = arena};
	struct parse parse = {.page = out,
			      .arena = arena,
			      .source = source,
			      .site = site,
			      .faults = faults,
			      .chapter = "",
			      .next_entry = &out->entries,
			      .next_block = &out->blocks,
			      .next_anchor = &out->anchors,
			      .outline = is_outline(source->name)};
	*out = (struct page){.source = source->name, .html = ""};
	page_memory = &memory;
	if (setjmp(memory.out_of_memory)) {
		page_memory = NULL;
		return FAQ_ERROR_NOMEM;
	}
	page_read(&parse);
	page_memory = NULL;
	return FAQ_OK;
}
