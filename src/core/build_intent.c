/* SPDX-License-Identifier: MIT */
/* The entries of the pages -> intents and their patterns. */
#include "build.h"

#include "buf.h"

#include <stdio.h>
#include <string.h>

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

static void take_link(struct build_ask *ask, const char *name,
		      struct place place)
{
	struct build *build = ask->build;
	struct faq_intent *intent = &build->catalog->intents[ask->intent];
	char hint[96];
	intent->link = link_of(build->catalog, name);
	if (intent->link && strlen(intent->link->url) > FAQ_URL_BYTES_MAX)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "url-too-long",
			   "link '%s' of site.json has more than %u bytes; "
			   "shorten it",
			   name, FAQ_URL_BYTES_MAX);
	if (intent->link)
		return;
	faults_nearest(hint, sizeof(hint), name, link_name, build->site);
	faults_add(&build->faults, FAQ_SEVERITY_ERROR, place, "unknown-link",
		   "unknown link '%s'%s; add it to links in site.json", name,
		   hint);
}

static void take_note(struct build_ask *ask, const char *name,
		      struct place place)
{
	struct build *build = ask->build;
	const struct faq_site *site = build->site;
	struct faq_intent *intent = &build->catalog->intents[ask->intent];
	char hint[96];
	for (size_t i = 0; i < site->note_count; i++) {
		if (!strcmp(site->notes[i].name, name)) {
			if (strlen(site->notes[i].text) > FAQ_NOTE_BYTES_MAX)
				faults_add(&build->faults, FAQ_SEVERITY_ERROR,
					   place, "note-too-long",
					   "note '%s' of site.json has more "
					   "than %u bytes; shorten it",
					   name, FAQ_NOTE_BYTES_MAX);
			intent->note =
				build_keep_text(build, site->notes[i].text);
			return;
		}
	}
	faults_nearest(hint, sizeof(hint), name, note_name, site);
	faults_add(&build->faults, FAQ_SEVERITY_ERROR, place, "unknown-note",
		   "unknown note '%s'%s; add it to notes in site.json", name,
		   hint);
}

/* What a program wrote stays marked until a person has read it. */
static void take_proposed(struct build_ask *ask, struct place place)
{
	struct faq_intent *intent = &ask->build->catalog->intents[ask->intent];
	intent->proposed = true;
	faults_add(&ask->build->faults, FAQ_SEVERITY_NOTE, place, "proposed",
		   "'%s' is proposed only; read it, then remove this line",
		   intent->id);
}

/* "@key value": what is known of an intent besides its templates. */
static void take_setting(struct build_ask *ask, const char *bytes, size_t size,
			 struct place place)
{
	struct build *build = ask->build;
	struct faq_intent *intent = &build->catalog->intents[ask->intent];
	struct build_lines *lines = &build->lines[ask->intent];
	char line[256], key[16] = "", value[128] = "", more[2] = "";
	snprintf(line, sizeof(line), "%.*s", (int)(size < 255 ? size : 255),
		 bytes);
	int fields = sscanf(line, "@%15s %127s %1s", key, value, more);
	if (fields == 1 && !strcmp(key, "proposed")) {
		take_proposed(ask, place);
		return;
	}
	if (fields == 1 && !strcmp(key, "person")) {
		intent->person = true;
		return;
	}
	if (fields != 2) {
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "bad-setting",
			   "a setting is written '@key value', one word each");
		return;
	}
	if (!strcmp(key, "rests")) {
		intent->rests = build_keep_text(build, value);
		lines->rests = place.line;
	} else if (!strcmp(key, "why")) {
		intent->why = build_keep_text(build, value);
		lines->why = place.line;
	} else if (!strcmp(key, "offer")) {
		intent->offer = build_keep_text(build, value);
		lines->offer = place.line;
	} else if (!strcmp(key, "link"))
		take_link(ask, value, place);
	else if (!strcmp(key, "note"))
		take_note(ask, value, place);
	else
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "unknown-setting",
			   "unknown setting '@%s'; use @rests, @why, @offer, "
			   "@link, @note or @person",
			   key);
}

static void take_line(void *context, const char *bytes, size_t size,
		      unsigned line)
{
	struct build_ask *ask = context;
	struct build *build = ask->build;
	struct place place = {ask->page->source, line, 1};
	struct template template;
	if (build->faults.nomem)
		return;
	while (size && (bytes[0] == ' ' || bytes[0] == '\t')) {
		bytes++;
		size--;
		place.column++;
	}
	if (size && bytes[0] == '@') {
		take_setting(ask, bytes, size, place);
		return;
	}
	struct template_parser parser = build->parser;
	parser.arena = &build->line;
	if (template_read(&parser, &template, bytes, size, place) ==
	    TEMPLATE_READ)
		build_pattern(ask, &template, place, bytes, size);
	arena_release(&build->line);
}

static size_t title_words(struct build *build, const char *title)
{
	return template_read_words(&build->parser, title, strlen(title))
		       ? build->parser.words->count
		       : 0;
}

/*
 * "did you mean" shows titles, so a title typed or tapped must find its
 * intent: it is a template too.
 */
static void take_title(struct build_ask *ask)
{
	const char *title = ask->entry->title;
	char line[TEMPLATE_LINE_BYTES];
	struct buf out;
	buf_init(&out, line, sizeof(line));
	buf_text(&out, "^ ");
	for (; *title; title++)
		buf_char(&out,
			 strchr("()[]{}<>|*^$\"!#/", *title) ? ' ' : *title);
	buf_text(&out, " $");
	size_t words = title_words(ask->build, ask->entry->title);
	if (!words || words > LITSET_SYMBOLS_MAX)
		return;
	ask->title = true;
	take_line(ask, line, out.used, ask->entry->line);
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
	if (strlen(entry->id) > FAQ_ID_BYTES_MAX)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place,
			   "id-too-long",
			   "an id of more than %u bytes; shorten it",
			   FAQ_ID_BYTES_MAX);
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
	if (strlen(entry->title) > FAQ_TITLE_BYTES_MAX)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, heading,
			   "title-too-long",
			   "a title of more than %u bytes; shorten it",
			   FAQ_TITLE_BYTES_MAX);
	else if (title_words(build, entry->title) > LITSET_SYMBOLS_MAX)
		faults_add(&build->faults, FAQ_SEVERITY_WARNING, heading,
			   "title-too-wordy",
			   "a title of more than %u words, so that who picks "
			   "it from suggestions may get something else; "
			   "shorten it",
			   LITSET_SYMBOLS_MAX);
	if (!*entry->text && *kind != FAQ_KIND_ACT)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, heading,
			   "empty-answer",
			   "'%s' has no answer; write it between the heading "
			   "and the ask block",
			   entry->id);
}

void build_full(struct build *build, struct place place, const char *code,
		const char *what, unsigned most)
{
	if (!build->full)
		faults_add(&build->faults, FAQ_SEVERITY_ERROR, place, code,
			   "more than %u %s; make two contents of it", most,
			   what);
	build->full = true;
}

static void add_intent(struct build *build, const struct page *page,
		       const struct page_entry *entry)
{
	struct faq_catalog *catalog = build->catalog;
	enum faq_kind kind = FAQ_KIND_FAQ;
	if (catalog->intent_count == FAQ_INTENTS_MAX) {
		build_full(build, (struct place){page->source, entry->line, 1},
			   "too-many-intents", "intents", FAQ_INTENTS_MAX);
		return;
	}
	struct faq_intent *more = arena_more(
		build->arena, catalog->intents, catalog->intent_count,
		&build->intent_room, sizeof(*more));
	struct build_lines *lines =
		arena_more(&build->scratch, build->lines, catalog->intent_count,
			   &build->line_room, sizeof(*lines));
	if (!more || !lines) {
		build->faults.nomem = true;
		return;
	}
	lines[catalog->intent_count] = (struct build_lines){0};
	build->lines = lines;
	catalog->intents = more;
	check_entry(build, page, entry, &kind);
	more[catalog->intent_count] = (struct faq_intent){
		.id = build_keep_text(build, entry->id),
		.title = build_keep_text(build, entry->title),
		.chapter = build_keep_text(build, entry->chapter),
		.text = build_keep_text(build, entry->text),
		.markdown = build_keep_text(build, entry->markdown),
		.html = build_keep_text(build, entry->html),
		.again = build_keep_text(build, entry->again),
		.rests = "",
		.why = "",
		.offer = "",
		.note = "",
		.source = page->source,
		.line = entry->line,
		.kind = kind,
		.first_pattern = (unsigned)catalog->pattern_count};
	struct build_ask ask = {build, page, entry, catalog->intent_count++,
				false};
	lists_lines(entry->ask, entry->ask_line, take_line, &ask);
	if (kind != FAQ_KIND_ACT)
		take_title(&ask);
}

static void point_patterns(struct faq_catalog *catalog)
{
	for (size_t i = 0; i < catalog->pattern_count; i++)
		catalog->patterns[i].intent =
			&catalog->intents[catalog->rules[i].intent];
}

/* An intent's patterns stand side by side, so that its vetoes do, too. */
static void list_vetoes(struct build *build)
{
	struct faq_catalog *catalog = build->catalog;
	size_t count = 0;
	for (size_t i = 0; i < catalog->pattern_count; i++)
		count += catalog->rules[i].veto;
	catalog->vetoes =
		arena_alloc(build->arena, count, sizeof(*catalog->vetoes));
	catalog->veto_first =
		arena_alloc(build->arena, catalog->intent_count + 1,
			    sizeof(*catalog->veto_first));
	if (!catalog->vetoes || !catalog->veto_first) {
		build->faults.nomem = true;
		return;
	}
	count = 0;
	for (uint32_t i = 0; i < catalog->pattern_count; i++) {
		if (!catalog->rules[i].veto)
			continue;
		catalog->vetoes[count++] = i;
		catalog->veto_first[catalog->rules[i].intent + 1]++;
	}
	for (size_t i = 0; i < catalog->intent_count; i++)
		catalog->veto_first[i + 1] += catalog->veto_first[i];
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
	list_vetoes(build);
}
