/* SPDX-License-Identifier: MIT */
/* The entries of the pages -> intents and their patterns. */
#include "build.h"
#include "template_sample.h"

#include <stdio.h>
#include <string.h>

/* An ask block being read. */
struct ask {
	struct build *build;
	const struct page *page;
	const struct page_entry *entry;
	size_t intent;
};

static const char *keep(struct build *build, const char *bytes, size_t size)
{
	const char *copy = arena_copy(build->arena, bytes, size);
	if (!copy)
		build->faults.nomem = true;
	return copy ? copy : "";
}

static const char *keep_text(struct build *build, const char *text)
{
	return keep(build, text, strlen(text));
}

static bool kind_of(const char *id, enum faq_kind *kind)
{
	static const struct {
		const char *prefix;
		enum faq_kind kind;
	} kinds[] = {{"step.", FAQ_KIND_STEP},
		     {"mistake.", FAQ_KIND_MISTAKE},
		     {"redirect.", FAQ_KIND_REDIRECT},
		     {"faq.", FAQ_KIND_FAQ},
		     {"order.", FAQ_KIND_LIST},
		     {"list.", FAQ_KIND_LIST},
		     {"about.", FAQ_KIND_ABOUT},
		     {"limit.", FAQ_KIND_LIMIT},
		     {"meta.", FAQ_KIND_META},
		     {"act.", FAQ_KIND_ACT}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t bytes = strlen(kinds[i].prefix);
		if (!strncmp(id, kinds[i].prefix, bytes) && id[bytes]) {
			*kind = kinds[i].kind;
			return true;
		}
	}
	return false;
}

static const struct faq_link *link_of(const struct faq_catalog *catalog,
				      const char *name)
{
	for (size_t i = 0; i < catalog->link_count; i++) {
		if (!strcmp(catalog->links[i].name, name))
			return &catalog->links[i];
	}
	return NULL;
}

static const char *link_name(const void *context, size_t i)
{
	const struct faq_site *site = context;
	return i < site->link_count ? site->links[i].name : NULL;
}

static const char *note_name(const void *context, size_t i)
{
	const struct faq_site *site = context;
	return i < site->note_count ? site->notes[i].name : NULL;
}

static void take_link(struct ask *ask, const char *name, struct place place)
{
	struct build *build = ask->build;
	struct faq_intent *intent = &build->catalog->intents[ask->intent];
	char hint[96];
	intent->link = link_of(build->catalog, name);
	if (intent->link)
		return;
	faults_nearest(hint, sizeof(hint), name, link_name, build->site);
	faults_add(&build->faults, FAQ_SEVERITY_ERROR, place, "unknown-link",
		   "unknown link '%s'%s; add it to links in site.json", name,
		   hint);
}

static void take_note(struct ask *ask, const char *name, struct place place)
{
	struct build *build = ask->build;
	const struct faq_site *site = build->site;
	struct faq_intent *intent = &build->catalog->intents[ask->intent];
	char hint[96];
	for (size_t i = 0; i < site->note_count; i++) {
		if (!strcmp(site->notes[i].name, name)) {
			intent->note = keep_text(build, site->notes[i].text);
			return;
		}
	}
	faults_nearest(hint, sizeof(hint), name, note_name, site);
	faults_add(&build->faults, FAQ_SEVERITY_ERROR, place, "unknown-note",
		   "unknown note '%s'%s; add it to notes in site.json", name,
		   hint);
}

/* What a program wrote stays marked until a person has read it. */
static void take_proposed(struct ask *ask, struct place place)
{
	struct faq_intent *intent = &ask->build->catalog->intents[ask->intent];
	intent->proposed = true;
	faults_add(&ask->build->faults, FAQ_SEVERITY_NOTE, place, "proposed",
		   "'%s' is proposed only; read it, then remove this line",
		   intent->id);
}

/* "@key value": what is known of an intent besides its templates. */
static void take_setting(struct ask *ask, const char *bytes, size_t size,
			 struct place place)
{
	struct build *build = ask->build;
	struct faq_intent *intent = &build->catalog->intents[ask->intent];
	char line[256], key[16] = "", value[128] = "", more[2] = "";
	snprintf(line, sizeof(line), "%.*s", (int)(size < 255 ? size : 255),
		 bytes);
	int fields = sscanf(line, "@%15s %127s %1s", key, value, more);
	if (fields == 1 && !strcmp(key, "proposed")) {
		take_proposed(ask, place);
		return;
	}
	if (fields != 2) {
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "bad-setting",
			   "a setting is written '@key value', one word each");
		return;
	}
	if (!strcmp(key, "rests"))
		intent->rests = keep_text(build, value);
	else if (!strcmp(key, "why"))
		intent->why = keep_text(build, value);
	else if (!strcmp(key, "offer"))
		intent->offer = keep_text(build, value);
	else if (!strcmp(key, "link"))
		take_link(ask, value, place);
	else if (!strcmp(key, "note"))
		take_note(ask, value, place);
	else
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "unknown-setting",
			   "unknown setting '@%s'; use @rests, @why, @offer, "
			   "@link or @note",
			   key);
}

/* Lints and compiles; the code is NULL when it was reported. */
static struct pattern_code *compile(struct build *build,
				    const struct template *template,
				    struct place place)
{
	struct pattern_code *code = NULL;
	char error[128];
	size_t offset = 0;
	const char *fault =
		template->raw ? pattern_lint(build->regex, &offset) : NULL;
	if (fault) {
		place.column += template->regex_column + (unsigned)offset;
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "unsafe-regex", "%s", fault);
		return NULL;
	}
	switch (pattern_compile(build->patterns, &code, build->regex,
				template->raw, error, &offset)) {
	case PATTERN_OK:
		return code;
	case PATTERN_BAD:
		place.column += template->regex_column + (unsigned)offset;
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   template->raw ? "bad-regex" : "bad-pattern",
			   "PCRE2 says: %s; mend the pattern", error);
		return NULL;
	default:
		build->faults.nomem = true;
		return NULL;
	}
}

static bool grow(struct build *build)
{
	struct faq_catalog *catalog = build->catalog;
	size_t used = catalog->pattern_count;
	struct faq_pattern *patterns =
		arena_more(build->arena, catalog->patterns, used,
			   &build->pattern_room, sizeof(*patterns));
	struct rule *rules = arena_more(build->arena, catalog->rules, used,
					&build->rule_room, sizeof(*rules));
	if (patterns)
		catalog->patterns = patterns;
	if (rules)
		catalog->rules = rules;
	if (!patterns || !rules)
		build->faults.nomem = true;
	return patterns && rules;
}

static void add_unindexed(struct build *build, struct place place)
{
	struct faq_catalog *catalog = build->catalog;
	if (catalog->unindexed_count == CATALOG_UNINDEXED_MAX) {
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "too-many-unindexed",
			   "more than %u raw patterns without words; name the "
			   "words they need behind the last '/'",
			   CATALOG_UNINDEXED_MAX);
		return;
	}
	faults_add(&build->faults, FAQ_SEVERITY_WARNING, place,
		   "unindexed-regex",
		   "this regex is tried for every question; name the words it "
		   "needs behind the last '/', as in /blurr(y|ed)/ "
		   "(blurry|blurred)");
	catalog->unindexed[catalog->unindexed_count++] =
		(uint32_t)catalog->pattern_count;
}

static bool has_slots(const struct template *template)
{
	for (size_t i = 0; i < template->count; i++) {
		if (template->item[i].slot)
			return true;
	}
	return false;
}

static const char *sample_of(struct build *build,
			     const struct template *template)
{
	char bytes[160];
	struct buf out;
	buf_init(&out, bytes, sizeof(bytes));
	template_sample(template, build->catalog->vocab, &out);
	return keep(build, bytes, out.used);
}

static void add_pattern(struct ask *ask, const struct template *template,
			struct place place, const char *bytes, size_t size)
{
	struct build *build = ask->build;
	struct faq_catalog *catalog = build->catalog;
	switch (pattern_regex(build->regex, template, catalog->vocab,
			      &build->line)) {
	case PATTERN_OK:
		break;
	case PATTERN_NOMEM:
		build->faults.nomem = true;
		return;
	default:
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "pattern-too-large",
			   "this template becomes a pattern of more than %u "
			   "bytes; use shorter lists",
			   PATTERN_BYTES);
		return;
	}
	struct pattern_code *code = compile(build, template, place);
	if (!code)
		return;
	if (catalog->pattern_count == FAQ_PATTERNS_MAX || !grow(build) ||
	    !index_add(catalog->index, template, catalog->vocab)) {
		pattern_code_free(code);
		build->faults.nomem = true;
		return;
	}
	if (!index_pattern(catalog->index, (uint32_t)catalog->pattern_count)
		     ->required)
		add_unindexed(build, place);
	catalog->rules[catalog->pattern_count] = (struct rule){
		code,          (uint32_t)ask->intent, template->veto,
		template->raw, template->asks,        has_slots(template)};
	catalog->patterns[catalog->pattern_count++] =
		(struct faq_pattern){.line_text = keep(build, bytes, size),
				     .regex = keep_text(build, build->regex),
				     .source = ask->page->source,
				     .line = place.line,
				     .veto = template->veto,
				     .raw = template->raw,
				     .sentences = template_sentences(template),
				     .sample = sample_of(build, template)};
	catalog->intents[ask->intent].pattern_count++;
}

static void take_line(void *context, const char *bytes, size_t size,
		      unsigned line)
{
	struct ask *ask = context;
	struct build *build = ask->build;
	struct place place = {ask->page->source, line, 1};
	struct template template;
	if (build->faults.nomem)
		return;
	if (size && bytes[0] == '@') {
		take_setting(ask, bytes, size, place);
		return;
	}
	struct template_parser parser = build->parser;
	parser.arena = &build->line;
	if (template_read(&parser, &template, bytes, size, place) ==
	    TEMPLATE_READ)
		add_pattern(ask, &template, place, bytes, size);
	arena_release(&build->line);
}

static void report_duplicate(struct build *build, const struct page *page,
			     const struct page_entry *entry)
{
	const struct faq_intent *old =
		faq_catalog_find(build->catalog, entry->id);
	struct place place = {page->source, entry->ask_line - 1, 1};
	if (old)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "duplicate-id",
			   "id '%s' stands at %s:%u already; choose another",
			   entry->id, old->source, old->line);
}

/* An entry that can't become an intent is reported; its templates are read
 * all the same, so that their faults show in the same run. */
static void check_entry(struct build *build, const struct page *page,
			const struct page_entry *entry, enum faq_kind *kind)
{
	struct place place = {page->source, entry->ask_line - 1, 1};
	struct place heading = {page->source, entry->line, 1};
	report_duplicate(build, page, entry);
	if (!kind_of(entry->id, kind))
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "unknown-kind",
			   "id '%s' has no known kind; begin it with step. "
			   "mistake. redirect. faq. order. list. about. limit. "
			   "meta. or act.",
			   entry->id);
	if (!*entry->title)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, heading,
			   "empty-title", "a heading without a title; name it");
	if (!*entry->text && *kind != FAQ_KIND_ACT)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, heading,
			   "empty-answer",
			   "'%s' has no answer; write it between the heading "
			   "and the ask block",
			   entry->id);
}

static void add_intent(struct build *build, const struct page *page,
		       const struct page_entry *entry)
{
	struct faq_catalog *catalog = build->catalog;
	enum faq_kind kind = FAQ_KIND_FAQ;
	struct faq_intent *more = arena_more(
		build->arena, catalog->intents, catalog->intent_count,
		&build->intent_room, sizeof(*more));
	if (!more || catalog->intent_count == FAQ_INTENTS_MAX) {
		build->faults.nomem = true;
		return;
	}
	catalog->intents = more;
	check_entry(build, page, entry, &kind);
	more[catalog->intent_count] = (struct faq_intent){
		.id = keep_text(build, entry->id),
		.title = keep_text(build, entry->title),
		.text = keep_text(build, entry->text),
		.markdown = keep_text(build, entry->markdown),
		.html = keep_text(build, entry->html),
		.again = keep_text(build, entry->again),
		.rests = "",
		.why = "",
		.offer = "",
		.note = "",
		.source = page->source,
		.line = entry->line,
		.kind = kind,
		.first_pattern = (unsigned)catalog->pattern_count};
	struct ask ask = {build, page, entry, catalog->intent_count++};
	lists_lines(entry->ask, entry->ask_line, take_line, &ask);
}

static void point_patterns(struct faq_catalog *catalog)
{
	for (size_t i = 0; i < catalog->pattern_count; i++)
		catalog->patterns[i].intent =
			&catalog->intents[catalog->rules[i].intent];
}

void build_intents(struct build *build)
{
	for (size_t i = 0; i < build->page_count; i++) {
		const struct page *page = &build->pages[i];
		const struct page_entry *entry = page->entries;
		for (; entry && !build->faults.nomem; entry = entry->next) {
			struct place place = {page->source, entry->line, 1};
			if (entry->id)
				add_intent(build, page, entry);
			else if (*entry->text)
				faults_add(&build->faults, FAQ_SEVERITY_WARNING,
					   place, "entry-without-ask",
					   "'%s' has no ask block, so nobody "
					   "can ask for it; add one",
					   entry->title);
		}
	}
	point_patterns(build->catalog);
}
