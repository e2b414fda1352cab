/* SPDX-License-Identifier: MIT */
#include "build.h"

#include <stdlib.h>
#include <string.h>

#include "suggest.h"

static char *keep(struct build *build, const char *text)
{
	char *copy = arena_copy(build->arena, text, strlen(text));
	if (!copy)
		build->faults.nomem = true;
	return copy;
}

static void *make(struct build *build, size_t count, size_t size)
{
	void *memory = arena_alloc(build->arena, count, size);
	if (!memory)
		build->faults.nomem = true;
	return memory;
}

static void copy_site(struct build *build)
{
	const struct faq_site *site = build->site;
	struct faq_catalog *catalog = build->catalog;
	catalog->name = keep(build, site->name ? site->name : "");
	catalog->language = keep(build, site->language ? site->language : "en");
	catalog->thresholds = site->thresholds;
	faq_thresholds_default(&catalog->thresholds);
	catalog->links = make(build, site->link_count, sizeof(*catalog->links));
	for (size_t i = 0; catalog->links && i < site->link_count; i++) {
		catalog->links[i] =
			(struct faq_link){keep(build, site->links[i].name),
					  keep(build, site->links[i].title),
					  keep(build, site->links[i].url)};
		catalog->link_count++;
	}
}

static int source_compare(const void *left, const void *right)
{
	const struct faq_source *const *a = left, *const *b = right;
	return strcmp((*a)->name, (*b)->name);
}

/* Counts lines and columns up to an offset. */
static struct place place_at(const struct faq_source *source, size_t offset)
{
	struct place place = {source->name, 1, 1};
	for (size_t i = 0; i < offset; i++) {
		place.column++;
		if (source->bytes[i] == '\n') {
			place.line++;
			place.column = 1;
		}
	}
	return place;
}

static bool source_usable(struct build *build, const struct faq_source *source)
{
	struct place whole = {source->name, 0, 0};
	size_t where;
	if (source->size > FAQ_SOURCE_BYTES_MAX) {
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, whole,
			   "file-too-large",
			   "a file of %zu bytes; split it into files of at "
			   "most %u",
			   source->size, FAQ_SOURCE_BYTES_MAX);
		return false;
	}
	if (!text_is_utf8(source->bytes, source->size, &where)) {
		faults_add(&build->faults, FAQ_SEVERITY_ERROR,
			   place_at(source, where), "invalid-utf8",
			   "not UTF-8 from here on; save the file as UTF-8");
		return false;
	}
	return true;
}

static enum faq_status
read_pages(struct build *build, const struct faq_source *sources, size_t count)
{
	const struct faq_source **sorted =
		arena_alloc(&build->scratch, count, sizeof(*sorted));
	build->pages =
		arena_alloc(&build->scratch, count, sizeof(*build->pages));
	if (!sorted || !build->pages)
		return FAQ_ERROR_NOMEM;
	for (size_t i = 0; i < count; i++)
		sorted[i] = &sources[i];
	qsort(sorted, count, sizeof(*sorted), source_compare);
	for (size_t i = 0; i < count; i++) {
		struct page *page = &build->pages[build->page_count];
		if (!source_usable(build, sorted[i]))
			continue;
		enum faq_status status =
			page_parse(page, &build->scratch, sorted[i],
				   build->site, &build->faults);
		if (status)
			return status;
		/* Without memory the name is still needed, for faults. */
		const char *kept = keep(build, page->source);
		if (kept)
			page->source = kept;
		build->page_count++;
	}
	return FAQ_OK;
}

/* Calls `take` for every block of one kind, in order of file and line. */
static void each_block(struct build *build, enum page_block_kind kind,
		       void (*take)(struct build *, const struct page *,
				    const struct page_block *))
{
	for (size_t i = 0; i < build->page_count; i++) {
		const struct page *page = &build->pages[i];
		const struct page_block *block = page->blocks;
		for (; block; block = block->next) {
			if (block->kind == kind)
				take(build, page, block);
		}
	}
}

struct same_lines {
	struct build *build;
	const char *source;
};

/* "words = words", into parser->words and `left`. */
static enum faq_status same_line(struct build *build, struct words *left,
				 const char *bytes, size_t size)
{
	const char *equals = memchr(bytes, '=', size);
	size_t at = equals ? (size_t)(equals - bytes) : 0;
	if (!at || !template_read_words(&build->parser, bytes, at))
		return FAQ_ERROR_CONTENT;
	*left = *build->parser.words;
	if (!template_read_words(&build->parser, equals + 1, size - at - 1))
		return FAQ_ERROR_CONTENT;
	return same_add(build->catalog->same, left, build->parser.words);
}

static void take_same_line(void *context, const char *bytes, size_t size,
			   unsigned line)
{
	struct same_lines *lines = context;
	struct build *build = lines->build;
	struct place place = {lines->source, line, 1};
	struct words *left = arena_alloc(&build->line, 1, sizeof(struct words));
	if (!left) {
		build->faults.nomem = true;
		return;
	}
	if (!size || bytes[0] == '#')
		return;
	enum faq_status status = same_line(build, left, bytes, size);
	if (status == FAQ_ERROR_NOMEM)
		build->faults.nomem = true;
	else if (status)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "bad-same",
			   "a rule is written 'words = words', with up to %u "
			   "words a side",
			   SAME_LEFT_MAX);
}

static void take_same(struct build *build, const struct page *page,
		      const struct page_block *block)
{
	struct same_lines lines = {build, page->source};
	lists_lines(block->text, block->line, take_same_line, &lines);
	arena_release(&build->line);
}

static void take_list(struct build *build, const struct page *page,
		      const struct page_block *block)
{
	lists_add(build->lists, block, page->source);
}

static void count_say(struct build *build, const struct page *page,
		      const struct page_block *block)
{
	(void)page;
	(void)block;
	build->catalog->say_count++;
}

static const char *nth_say_key(const void *context, size_t i)
{
	(void)context;
	return catalog_say_key(i);
}

/* A phrase that nothing says, or that another one hides, is a slip. */
static void check_say(struct build *build, struct place place, const char *key)
{
	char hint[96];
	size_t i = 0;
	while (catalog_say_key(i) && strcmp(catalog_say_key(i), key))
		i++;
	if (!catalog_say_key(i)) {
		faults_nearest(hint, sizeof(hint), key, nth_say_key, NULL);
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "unknown-say", "the bot has no phrase '%s'%s", key,
			   hint);
		return;
	}
	const struct faq_catalog *catalog = build->catalog;
	for (i = 0; i < catalog->say_count; i++) {
		if (!strcmp(catalog->says[i].key, key)) {
			faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
				   "duplicate-say",
				   "the phrase '%s' stands twice; remove one",
				   key);
			return;
		}
	}
}

static void take_say(struct build *build, const struct page *page,
		     const struct page_block *block)
{
	struct faq_catalog *catalog = build->catalog;
	size_t bytes = strlen(block->text);
	check_say(build, (struct place){page->source, block->line - 1, 1},
		  block->name);
	while (bytes && block->text[bytes - 1] == '\n')
		bytes--;
	struct say say = {keep(build, block->name),
			  arena_copy(build->arena, block->text, bytes)};
	build->faults.nomem |= !say.key || !say.text;
	/* In order of key. */
	size_t at = catalog->say_count++;
	for (; !build->faults.nomem && at &&
	       strcmp(catalog->says[at - 1].key, say.key) > 0;
	     at--)
		catalog->says[at] = catalog->says[at - 1];
	catalog->says[at] = say;
}

static void take_says(struct build *build)
{
	each_block(build, PAGE_SAY, count_say);
	build->catalog->says =
		make(build, build->catalog->say_count, sizeof(struct say));
	build->catalog->say_count = 0;
	if (build->catalog->says)
		each_block(build, PAGE_SAY, take_say);
}

/* Room for every word that could stand in the sources. */
static size_t words_at_most(const struct faq_source *sources, size_t count)
{
	size_t bytes = 4096;
	for (size_t i = 0; i < count; i++)
		bytes += sources[i].size < FAQ_SOURCE_BYTES_MAX
				 ? sources[i].size
				 : FAQ_SOURCE_BYTES_MAX;
	return bytes / 3;
}

static bool build_begin(struct build *build, const struct faq_source *sources,
			size_t count, const struct faq_options *options)
{
	struct faq_catalog *catalog = build->catalog;
	catalog->vocab = vocab_new(build->arena, words_at_most(sources, count));
	catalog->same =
		same_new(build->arena, words_at_most(sources, count) / 2);
	catalog->index = index_new(build->arena);
	catalog->page_html = "";
	build->patterns = pattern_builder_new(build->arena, options->jit);
	build->regex = arena_alloc(&build->scratch, PATTERN_BYTES, 1);
	build->parser = (struct template_parser){
		.arena = &build->scratch,
		.vocab = catalog->vocab,
		.faults = &build->faults,
		.text = arena_alloc(&build->scratch, 1, sizeof(struct text)),
		.words = arena_alloc(&build->scratch, 1, sizeof(struct words))};
	if (!catalog->vocab || !catalog->same || !catalog->index ||
	    !build->patterns || !build->regex || !build->parser.text ||
	    !build->parser.words)
		return false;
	return true;
}

/* The single words of a list that is no list for templates, per word. */
static bool mark_words(struct build *build, bool **out, const char *name)
{
	struct faq_catalog *catalog = build->catalog;
	const struct litset *set = lists_optional(build->lists, name);
	if (!set)
		return true;
	bool *marks = arena_alloc(build->arena, vocab_size(catalog->vocab),
				  sizeof(*marks));
	for (size_t i = 0; marks && i < set->count; i++) {
		if (set->phrases[i].count == 1)
			marks[symbol_id(set->phrases[i].symbols[0])] = true;
	}
	*out = marks;
	return marks != NULL;
}

static void add_common(void *context, const char *word, size_t bytes)
{
	struct build *build = context;
	if (!vocab_add_target(build->catalog->vocab, word, bytes))
		build->faults.nomem = true;
}

static bool build_seal(struct build *build)
{
	struct faq_catalog *catalog = build->catalog;
	if (!mark_words(build, &catalog->elsewhere, "elsewhere") ||
	    !mark_words(build, &catalog->courtesy, "courtesy"))
		return false;
	english_each_common(add_common, build);
	if (build->faults.nomem || vocab_seal(catalog->vocab) ||
	    !index_seal(catalog->index, catalog->vocab))
		return false;
	catalog->known = known_new(build->arena, catalog->vocab);
	if (!catalog->known)
		return false;
	catalog->jit = pattern_builder_jit(build->patterns);
	catalog->suggest = suggest_new(build->arena, catalog);
	return catalog->suggest != NULL;
}

static enum faq_status build_run(struct build *build,
				 const struct faq_source *sources, size_t count,
				 const struct faq_options *options)
{
	if (!build_begin(build, sources, count, options))
		return FAQ_ERROR_NOMEM;
	copy_site(build);
	enum faq_status status = read_pages(build, sources, count);
	if (status)
		return status;
	each_block(build, PAGE_SAME, take_same);
	/* From here on templates are rewritten by the rules. */
	build->parser.same = build->catalog->same;
	build->lists = lists_new(&build->parser);
	if (!build->lists)
		return FAQ_ERROR_NOMEM;
	build->parser.lists = lists_finder(build->lists);
	each_block(build, PAGE_WORDS, take_list);
	take_says(build);
	build_intents(build);
	/* Asked for here, so that they are not reported as unused. */
	(void)lists_optional(build->lists, "elsewhere");
	(void)lists_optional(build->lists, "courtesy");
	lists_check(build->lists);
	build_checks(build);
	if (build->faults.nomem)
		return FAQ_ERROR_NOMEM;
	if (build->faults.errors)
		return FAQ_ERROR_CONTENT;
	return build_seal(build) ? FAQ_OK : FAQ_ERROR_NOMEM;
}

enum faq_status faq_catalog_build(struct faq_catalog **out,
				  const struct faq_source *sources,
				  size_t source_count,
				  const struct faq_site *site,
				  const struct faq_options *options,
				  faq_report_fn *report, void *report_context)
{
	static const struct faq_options defaults = {0};
	struct arena arena;
	if (!out)
		return FAQ_ERROR_MISUSE;
	*out = NULL;
	if (!sources || !source_count || source_count > FAQ_SOURCES_MAX ||
	    !site)
		return FAQ_ERROR_MISUSE;
	if (!options)
		options = &defaults;
	arena_init(&arena, options->allocator);
	struct faq_catalog *catalog = arena_alloc(&arena, 1, sizeof(*catalog));
	if (!catalog)
		return FAQ_ERROR_NOMEM;
	catalog->arena = arena;
	struct build build = {
		.catalog = catalog,
		.arena = &catalog->arena,
		.faults = {.report = report, .context = report_context},
		.site = site};
	arena_init(&build.scratch, options->allocator);
	arena_init(&build.line, options->allocator);
	enum faq_status status =
		build_run(&build, sources, source_count, options);
	arena_release(&build.line);
	arena_release(&build.scratch);
	if (status)
		faq_catalog_free(catalog);
	else
		*out = catalog;
	return status;
}
