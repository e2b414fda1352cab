/* SPDX-License-Identifier: MIT */
/*
 * faq.h: the engine. A question in, an answer out.
 *
 *	sources --faq_catalog_build--> catalogue (immutable, shared)
 *	                                   |
 *	question + dialogue state --faq_ask+--> reply
 *
 * This, faq_wipe.h, faq_word.h and faq_analyse.h are the only headers that the
 * other folders may include from core.
 *
 * Ownership: a catalogue owns everything that it hands out (struct faq_intent,
 * struct faq_pattern and all their strings); those stay valid until
 * faq_catalog_free(). A reply points into the catalogue that made it and into
 * itself; copy neither by assignment.
 *
 * Threads: a catalogue is immutable and may be used by any number of threads.
 * A scratch and a dialogue belong to one thread at a time.
 *
 * Errors: every fallible function returns enum faq_status. On failure the
 * outputs are zero, the objects are as they were and nothing must be freed.
 * No function prints, exits, opens a file or reads a clock of its own.
 */
#ifndef FAQ_H
#define FAQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAQ_MUST_CHECK __attribute__((warn_unused_result))

enum faq_status {
	FAQ_OK = 0,
	FAQ_ERROR_NOMEM = -1,   /* an allocation failed */
	FAQ_ERROR_CONTENT = -2, /* the content has faults; all are reported */
	FAQ_ERROR_MISUSE = -3,  /* a call that the contract forbids */
	FAQ_ERROR_UNKNOWN = -4  /* the catalogue has nothing of that name */
};

/* A short lower-case description, never NULL. */
const char *faq_status_text(enum faq_status status);

/* ------------------------------------------------------------------ */
/* Content in: bytes of files that the caller has read.               */

#define FAQ_SOURCE_BYTES_MAX (256u * 1024u) /* a content file */
#define FAQ_SOURCES_MAX 256u                /* content files of a catalogue */
#define FAQ_ID_BYTES_MAX 63u
#define FAQ_TITLE_BYTES_MAX 160u
#define FAQ_ANSWER_BYTES_MAX 4000u /* as plain text */
#define FAQ_NOTE_BYTES_MAX 512u
#define FAQ_URL_BYTES_MAX 512u
#define FAQ_INTENTS_MAX 12000u
#define FAQ_PATTERNS_MAX 40000u

/* One content file. The engine copies what it keeps. */
struct faq_source {
	const char *name;  /* as shown in faults: "intents/en/faq.md" */
	const char *bytes; /* need not end in NUL */
	size_t size;
};

/* A named link of site.json: [text](link:NAME) in an answer leads there. */
struct faq_link {
	const char *name;  /* "kyc-level" */
	const char *title; /* "KYC level page" */
	const char *url;   /* https://... */
};

/* A named note of site.json: '@note NAME' adds it to an answer. */
struct faq_note {
	const char *name;
	const char *text;
};

/*
 * How sure is sure. Confidence is in [0, 1]; see match.h for its making.
 * Zero-initialise and pass through faq_thresholds_default().
 */
struct faq_thresholds {
	double answer;  /* at or above: an answer; below: suggestions only */
	double tie;     /* two intents closer than this: ask which one */
	double suggest; /* suggestions below this are not shown */
};

void faq_thresholds_default(struct faq_thresholds *thresholds);

/* What site.json says. Strings are copied by faq_catalog_build(). */
struct faq_site {
	const char *name;
	const char *language; /* of the content, "pt-BR"; NULL means "en" */
	const struct faq_link *links;
	size_t link_count;
	const struct faq_note *notes;
	size_t note_count;
	struct faq_thresholds thresholds;
};

/* Where the memory comes from. NULL in faq_options means malloc and free. */
struct faq_allocator {
	void *context;
	void *(*allocate)(void *context, size_t size); /* size > 0 */
	void (*release)(void *context, void *pointer); /* never NULL */
};

struct faq_options {
	const struct faq_allocator *allocator;
	bool jit; /* compile patterns for PCRE2's JIT too, where it works */
	/* Nanoseconds for the 20 ms budget of a question, of a clock that
	 * stands while other threads run (CLOCK_THREAD_CPUTIME_ID), lest a
	 * busy machine change an answer; NULL: match steps only are counted. */
	uint64_t (*clock_ns)(void *context);
	void *clock_context;
};

/* ------------------------------------------------------------------ */
/* Faults: fixed size, so that reporting one never allocates.         */

enum faq_severity {
	FAQ_SEVERITY_NOTE,    /* good to know */
	FAQ_SEVERITY_WARNING, /* works, but probably not as meant */
	FAQ_SEVERITY_ERROR    /* the catalogue is not built */
};

struct faq_diag {
	enum faq_severity severity;
	char code[32];     /* "unknown-list": stable, for machines */
	char source[128];  /* file name as given in the source */
	unsigned line;     /* from 1; 0: the whole file */
	unsigned column;   /* from 1, in bytes; 0: the whole line */
	char message[384]; /* what, and what to do */
};

/* Receives each fault as it is found. */
typedef void faq_report_fn(void *context, const struct faq_diag *diag);

/* ------------------------------------------------------------------ */
/* The catalogue.                                                     */

enum faq_kind {
	FAQ_KIND_STEP,     /* step.*: a step of the checklist */
	FAQ_KIND_MISTAKE,  /* mistake.*: a warning */
	FAQ_KIND_REDIRECT, /* redirect.*: leads to another page */
	FAQ_KIND_FAQ,      /* faq.* */
	FAQ_KIND_LIST,     /* order.* and list.*: several at once */
	FAQ_KIND_ABOUT,    /* about.* */
	FAQ_KIND_LIMIT,    /* limit.*: what the page does not answer */
	FAQ_KIND_META,     /* meta.*: smalltalk */
	FAQ_KIND_ACT       /* act.*: steers the dialogue, has no page entry */
};

const char *faq_kind_text(enum faq_kind kind);

/* An entry of the content. All strings are UTF-8 and never NULL. */
struct faq_intent {
	const char *id;      /* "step.review_documents_and_region" */
	const char *title;   /* the heading */
	const char *chapter; /* the level-1 or -2 heading above it, or "" */
	const char *text; /* the answer as plain text, links as "title (url)" */
	const char *markdown; /* the answer, links resolved */
	const char *html;     /* the answer, sanitised by cmark */
	const char *again; /* a shorter answer for a repeated question, or "" */
	const char *rests; /* the page.md anchor it rests on, or "" */
	const char *why;   /* id of the intent that says why, or "" */
	const char *offer; /* id that the answer offers to go on with, or "" */
	const char *note;  /* text of its note, or "" */
	const struct faq_link *link; /* where a redirect leads, or NULL */
	const char *source;          /* file name */
	unsigned line;               /* of its heading */
	enum faq_kind kind;
	bool proposed; /* '@proposed': written by a program, not yet accepted */
	bool person;   /* '@person': who asks this wants to speak to one */
	unsigned step; /* 1..n for a checklist step, else 0 */
	unsigned first_pattern, pattern_count; /* range in the pattern list */
};

/* A template and the PCRE2 pattern built from it. */
struct faq_pattern {
	const struct faq_intent *intent;
	const char *line_text; /* the template as written */
	const char *regex;     /* PCRE2 source */
	const char *source;
	unsigned line;
	bool veto; /* when it matches, its intent is out */
	bool raw;  /* written as /regex/ by the author */
	/* How many sentences it matches word for word, in one order and with
	 * nothing in its gaps; 0 for a raw one. */
	double sentences;
	const char
		*sample; /* a shortest one, in base forms; "" for a raw one */
	bool title; /* made of the title, so that a suggestion can be asked */
};

/* A place of page.md that an intent may rest on. */
struct faq_anchor {
	const char *id;   /* "order-2" */
	const char *text; /* plain text of the heading or list item */
	const char *source;
	unsigned line;
	bool used; /* at least one intent rests on it */
};

struct faq_catalog;

/*
 * Builds a catalogue from sources in any order (the result does not depend on
 * it). Every fault goes to `report` (may be NULL), all of them in one run.
 * FAQ_ERROR_CONTENT when any of them is an error. O(content).
 */
FAQ_MUST_CHECK enum faq_status
faq_catalog_build(struct faq_catalog **out, const struct faq_source *sources,
		  size_t source_count, const struct faq_site *site,
		  const struct faq_options *options, faq_report_fn *report,
		  void *report_context);

/* NULL is fine. */
void faq_catalog_free(struct faq_catalog *catalog);

const char *faq_catalog_name(const struct faq_catalog *catalog);
const char *faq_catalog_language(const struct faq_catalog *catalog);
size_t faq_catalog_intents(const struct faq_catalog *catalog);
/* i < faq_catalog_intents(); in order of file name, then of line. */
const struct faq_intent *faq_catalog_intent(const struct faq_catalog *catalog,
					    size_t i);
/* The intent of that id, or NULL. */
const struct faq_intent *faq_catalog_find(const struct faq_catalog *catalog,
					  const char *id);
size_t faq_catalog_patterns(const struct faq_catalog *catalog);
const struct faq_pattern *faq_catalog_pattern(const struct faq_catalog *catalog,
					      size_t i);
size_t faq_catalog_anchors(const struct faq_catalog *catalog);
const struct faq_anchor *faq_catalog_anchor(const struct faq_catalog *catalog,
					    size_t i);
/* page.md as sanitised HTML, "" when there is none. */
const char *faq_catalog_page_html(const struct faq_catalog *catalog);
/* Steps of the checklist; step n is faq_catalog_step(n), 1 <= n <= steps. */
unsigned faq_catalog_steps(const struct faq_catalog *catalog);
const struct faq_intent *faq_catalog_step(const struct faq_catalog *catalog,
					  unsigned n);
/* Bytes that the catalogue holds, PCRE2's included. */
size_t faq_catalog_bytes(const struct faq_catalog *catalog);
/* True when every pattern also runs as JIT code. */
bool faq_catalog_jit(const struct faq_catalog *catalog);

/* ------------------------------------------------------------------ */
/* A question.                                                        */

#define FAQ_QUESTION_BYTES 1024u /* longer ones get a polite answer */
/* Two answers with title, link and note; lead and tail twice. */
#define FAQ_REPLY_BYTES 14336u
#define FAQ_PARTS_MAX 2u
#define FAQ_CHOICES_MAX 4u
#define FAQ_SUGGEST_MAX 5u

/* Working memory of one thread: asking never allocates. */
struct faq_scratch;

FAQ_MUST_CHECK enum faq_status
faq_scratch_new(struct faq_scratch **out, const struct faq_options *options);
void faq_scratch_free(struct faq_scratch *scratch);

/* Is there a person who can be called, from the next question on? At first
 * there is none. What is said of persons says so: who asks for one hears the
 * phrase "handed_over" in place of the answer, and the way out and the answer
 * to anger are "way_out_person" and "anger_person". */
void faq_scratch_set_person(struct faq_scratch *scratch, bool there);

/* What the limits cut short since the scratch was made. */
struct faq_limits {
	uint64_t questions;
	uint64_t patterns_tried;  /* times that PCRE2 was asked */
	uint64_t pattern_budget;  /* patterns that ran out of their steps */
	uint64_t question_budget; /* questions that ran out of their time */
};

void faq_scratch_limits(const struct faq_scratch *scratch,
			struct faq_limits *out);

enum faq_verdict {
	FAQ_VERDICT_ANSWER,  /* part[0] answers; part[1] the second question */
	FAQ_VERDICT_CLARIFY, /* choices: which one is meant? */
	FAQ_VERDICT_NONE     /* no answer; suggestions may help */
};

const char *faq_verdict_text(enum faq_verdict verdict);

/* What a message does to the dialogue. */
enum faq_act {
	FAQ_ACT_NONE,  /* a plain question */
	FAQ_ACT_START, /* start or restart the checklist */
	FAQ_ACT_NEXT,
	FAQ_ACT_DONE,
	FAQ_ACT_BACK,
	FAQ_ACT_REPEAT,
	FAQ_ACT_WHY,
	FAQ_ACT_JUMP, /* to a step by number */
	FAQ_ACT_STOP,
	FAQ_ACT_RESUME,
	FAQ_ACT_PICK, /* one of the offered options */
	FAQ_ACT_NONE_OF_THESE,
	FAQ_ACT_YES,
	FAQ_ACT_NO,
	FAQ_ACT_LEFT, /* how many steps are left */
	FAQ_ACT_ANGER /* the visitor has had enough */
};

/* "act.next" and so on; "" for FAQ_ACT_NONE. Jump and pick without "(n)". */
const char *faq_act_text(enum faq_act act);

/* One intent of the answer. */
struct faq_part {
	const struct faq_intent *intent;
	double confidence;
	bool again; /* asked before: show intent->again where there is one */
	/* What is true now in place of the intent's answer, or NULL. */
	const char *instead;
};

/* The plain text that a part says where that is not its intent's answer: what
 * is true instead, or the shorter form for who asked before; or NULL. */
const char *faq_part_short(const struct faq_part *part);

struct faq_suggestion {
	const struct faq_intent *intent;
	double score; /* [0, 1], comparable within one reply */
};

#define FAQ_SLOTS_MAX 4u

/* What a slot of the winning template captured: {region=country}. */
struct faq_slot {
	char name[32];
	char value[64]; /* the visitor's words, in lower case, typos repaired */
};

/*
 * The answer. A transport shows, in this order and where present: lead, the
 * parts (each with its kind, text, step, link and note), choices, tail.
 * `text` is all of that as one plain text, ready to print.
 */
struct faq_reply {
	enum faq_verdict verdict;
	enum faq_act act;
	unsigned act_number; /* n of act.jump(n) and act.pick(n), else 0 */
	size_t part_count;
	struct faq_part part[FAQ_PARTS_MAX];
	size_t slot_count;
	struct faq_slot slot[FAQ_SLOTS_MAX];
	size_t choice_count; /* numbered options, 2 to 4 */
	const struct faq_intent *choice[FAQ_CHOICES_MAX];
	size_t suggest_count; /* nearest intents, best first */
	struct faq_suggestion suggest[FAQ_SUGGEST_MAX];
	unsigned step,
		steps; /* where the checklist is now; step 0: not in it */
	bool paused;   /* the checklist waits for "resume" */
	const struct faq_intent *offer; /* what a "yes" would bring, or NULL */
	bool personal_data; /* some was found: never echo or store the text */
	bool handover;      /* the visitor asks for, or is offered, a person */
	bool limited;       /* a limit cut the search short */
	double confidence;  /* of the best intent, also below the threshold */
	/* It, or NULL. For FAQ_ACT_START the intent that offers the checklist:
	 * part[0] is its first step. */
	const struct faq_intent *best;
	const char *lead; /* points into `buffer` */
	const char *tail;
	const char *text;
	char buffer[FAQ_REPLY_BYTES];
};

/* How many of the suggestions the text lists, by number: none but after a miss,
 * and none beside personal data, as they would be a guess at it. */
size_t faq_suggestions_shown(const struct faq_reply *reply);
/* Is it the answer to one who wants to speak to a person? */
bool faq_asks_for_person(const struct faq_reply *reply);

/* Why it came out so: filled when asked for. */
#define FAQ_TRACE_REPAIRS 8u
#define FAQ_TRACE_CANDIDATES 24u

struct faq_trace_repair {
	char from[40], to[40];
};

enum faq_trace_fate {
	FAQ_FATE_WON,     /* one for each part of the reply, in its order */
	FAQ_FATE_MATCHED, /* confirmed by PCRE2, ranked lower */
	FAQ_FATE_REFUSED, /* indexed, but PCRE2 said no */
	FAQ_FATE_VETOED,
	FAQ_FATE_WEAK,   /* matched, but below the answer threshold */
	FAQ_FATE_BUDGET, /* ran out of its steps */
	FAQ_FATE_UNTRIED /* could not have changed the outcome */
};

const char *faq_fate_text(enum faq_trace_fate fate);

struct faq_trace_candidate {
	const struct faq_pattern *pattern;
	enum faq_trace_fate fate;
	double confidence;
	double explained; /* weight of the question's words that it explains */
	double known;     /* weight of the other words that the content knows */
	double foreign;   /* weight of words that the content never uses */
};

struct faq_trace {
	char normalised[2 * FAQ_QUESTION_BYTES + 64]; /* what PCRE2 sees */
	size_t repair_count;
	struct faq_trace_repair repair[FAQ_TRACE_REPAIRS];
	size_t candidate_count;
	struct faq_trace_candidate candidate[FAQ_TRACE_CANDIDATES];
	size_t pattern_count; /* patterns that the index let through */
	size_t tried;         /* times that PCRE2 was asked */
	char reason[256];     /* the verdict's reason in a sentence */
};

/*
 * Where a visitor is. Plain data of fixed size: copy it, keep it in a session,
 * or send it away with faq_dialog_save(). Intents are kept as hashes of their
 * ids, so a state survives a reload of the content.
 */
struct faq_dialog {
	uint32_t last_intent;   /* answered last, 0: none */
	uint32_t last_question; /* hash of the last message's words */
	uint32_t context[3];    /* intents of the last answers, newest first */
	uint32_t choice[FAQ_CHOICES_MAX];
	uint32_t offer; /* what a yes brings */
	uint8_t choice_count;
	uint8_t choice_list; /* 1: suggestions after a miss, 2: options */
	uint8_t offer_left;
	uint8_t step;   /* 1..n in the checklist, 0 outside */
	uint8_t resume; /* the step to take up again, 0: none */
	uint8_t paused;
	uint8_t misses;      /* in a row */
	uint8_t repeats;     /* of the same question in a row */
	uint8_t declined[2]; /* offers refused lately, for politeness */
};

void faq_dialog_init(struct faq_dialog *dialog);

#define FAQ_DIALOG_BYTES 64u

/* Little-endian image with a version byte. */
void faq_dialog_save(const struct faq_dialog *dialog,
		     uint8_t out[FAQ_DIALOG_BYTES]);
/* False, and a fresh dialogue, for anything that save can't have written. */
bool faq_dialog_load(struct faq_dialog *dialog, const uint8_t *bytes,
		     size_t size);

/*
 * Answers one message. `text` is `bytes` long, any bytes at all: what can't be
 * read gets a polite reply too. `dialog` moves on; `trace` may be NULL.
 * FAQ_ERROR_MISUSE only for NULL arguments.
 */
FAQ_MUST_CHECK enum faq_status
faq_ask(const struct faq_catalog *catalog, struct faq_scratch *scratch,
	struct faq_dialog *dialog, const char *text, size_t bytes,
	struct faq_reply *reply, struct faq_trace *trace);

/*
 * Answers a click: the intent of that id, whether it was offered as an option
 * or as a suggestion or is just known, and an "act.next" as if it were said.
 * `dialog` moves on as it does with a question. FAQ_ERROR_UNKNOWN, and nothing
 * changed, for an id that the catalogue lacks and for the two acts that say a
 * number ("act.jump", "act.pick"): those are asked in words.
 */
FAQ_MUST_CHECK enum faq_status
faq_choose(const struct faq_catalog *catalog, struct faq_scratch *scratch,
	   struct faq_dialog *dialog, const char *id, struct faq_reply *reply);

/* The state as dialogs name it: "idle", "step 2 paused", "options" ... */
void faq_dialog_describe(const struct faq_dialog *dialog, char *out,
			 size_t size);

/* ------------------------------------------------------------------ */
/* Personal data. See redact.h for what is found and how.             */

#define FAQ_SPANS_MAX 64u

struct faq_span {
	const char *type;  /* "CREDIT_CARD": static storage */
	size_t start, end; /* bytes, end exclusive */
};

/*
 * Finds personal data in any bytes; spans come in order and don't overlap.
 * Returns how many; the last one covers the rest when there are too many.
 */
size_t faq_redact_find(const char *text, size_t bytes,
		       struct faq_span spans[FAQ_SPANS_MAX]);

/*
 * Writes `text` with each span as [TYPE] and a final NUL, cut at `size` behind
 * a whole UTF-8 character. Returns the bytes written without the NUL.
 */
size_t faq_redact(const char *text, size_t bytes, char *out, size_t size);

#endif
