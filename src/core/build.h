/* SPDX-License-Identifier: MIT */
/*
 * build.h: a catalogue while it is built. build.c leads, build_intent.c reads
 * the entries, build_pattern.c makes patterns of their templates, build_check.c
 * looks at the whole.
 */
#ifndef FAQ_BUILD_H
#define FAQ_BUILD_H

#include "catalog.h"
#include "lists.h"

/* The lines of an intent's settings, for faults that show at the end. */
struct build_lines {
	unsigned rests, why, offer; /* 0: no such setting */
};

struct build {
	struct faq_catalog *catalog;
	struct arena *arena;  /* the catalogue's */
	struct arena scratch; /* lists and pages; gone with the build */
	struct arena line;    /* one template; emptied after each */
	struct faults faults;
	const struct faq_site *site;
	struct page *pages; /* by file name */
	size_t page_count;
	struct template_parser parser;
	struct lists *lists;
	struct pattern_builder *patterns;
	char *regex;               /* PATTERN_BYTES */
	struct build_lines *lines; /* an intent each, in `scratch` */
	size_t line_room, intent_room, pattern_room, rule_room;
	bool full; /* a greatest number is reached, and reported */
};

/* Every entry of every page -> intents, patterns, rules, index. */
void build_intents(struct build *build);
/* Reports, once, that there are more than `most` of something. */
void build_full(struct build *build, struct place place, const char *code,
		const char *what, unsigned most);
/* References between intents, the checklist's steps, the page's anchors. */
void build_checks(struct build *build);

/* An ask block being read. */
struct build_ask {
	struct build *build;
	const struct page *page;
	const struct page_entry *entry;
	size_t intent;
	bool title; /* the template at hand is made of the title */
};

/* Compiles a template and adds it to the catalogue; faults are reported. */
void build_pattern(struct build_ask *ask, const struct template *template,
		   struct place place, const char *bytes, size_t size);

/* Copies in the catalogue's arena; "" without memory, which is noted. */
const char *build_keep(struct build *build, const char *bytes, size_t size);
const char *build_keep_text(struct build *build, const char *text);

#endif
