/* SPDX-License-Identifier: MIT */
/* A template -> its pattern, rule and place in the index. */
#include "build.h"
#include "buf.h"
#include "template_sample.h"

#include <string.h>

const char *build_keep(struct build *build, const char *bytes, size_t size)
{
	const char *copy = arena_copy(build->arena, bytes, size);
	if (!copy)
		build->faults.nomem = true;
	return copy ? copy : "";
}

const char *build_keep_text(struct build *build, const char *text)
{
	return build_keep(build, text, strlen(text));
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
	return build_keep(build, bytes, out.used);
}

void build_pattern(struct build_ask *ask, const struct template *template,
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
	if (catalog->pattern_count == FAQ_PATTERNS_MAX) {
		build_full(build, place, "too-many-patterns", "templates",
			   FAQ_PATTERNS_MAX);
		return;
	}
	struct pattern_code *code = compile(build, template, place);
	if (!code)
		return;
	if (!grow(build) ||
	    !index_add(catalog->index, template, catalog->vocab)) {
		pattern_code_free(code);
		build->faults.nomem = true;
		return;
	}
	if (!template->veto &&
	    !index_pattern(catalog->index, (uint32_t)catalog->pattern_count)
		     ->required)
		add_unindexed(build, place);
	catalog->rules[catalog->pattern_count] = (struct rule){
		code,          (uint32_t)ask->intent, template->veto,
		template->raw, template->asks,        has_slots(template),
		ask->title};
	catalog->patterns[catalog->pattern_count++] = (struct faq_pattern){
		.line_text = build_keep(build, bytes, size),
		.regex = build_keep_text(build, build->regex),
		.source = ask->page->source,
		.line = place.line,
		.veto = template->veto,
		.raw = template->raw,
		.title = ask->title,
		.sentences = template_sentences(template),
		.sample = sample_of(build, template)};
	catalog->intents[ask->intent].pattern_count++;
}
