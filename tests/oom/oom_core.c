/* SPDX-License-Identifier: MIT */
/*
 * oom_core CONTENT: builds catalogues and asks while each allocation in turn
 * fails, alone or with all that follow it. Every piece of an arena is an
 * allocation of its own here. Nothing may crash or leak, a failed call says so
 * and leaves nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Takes the place of the library's arena. */
#define ARENA_BLOCK_BYTES 1u
#include "core/arena.c"

#include "oom/meter.h"
#include "proto/content.h"

#define SOURCE(file, text)                                                     \
	{                                                                      \
		file, text, sizeof(text) - 1                                   \
	}
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Builds of the real content: enough to meet every kind of allocation. */
#define REAL_BUILDS 12u

static const char *folder;

static const struct faq_source pool[] = {
	SOURCE("page.md", "# The pool {#pool}\n\n1. Shower {#shower}\n"
			  "2. Swim {#swim}\n"),
	SOURCE("words.md", "```words ticket\nticket\n(entry|day) pass\n```\n"
			   "```words buy\nbuy\n[to] pay for {ticket}\n```\n"
			   "```same\nswimming pool = pool\n```\n"
			   "```say none\nAsk at the {n} desk.\n```\n"),
	SOURCE("steps.md",
	       "### Shower\n\nFirst *shower*, see the [desk](link:desk).\n\n"
	       "```again\nShower.\n```\n\n"
	       "```ask step.shower\n@rests shower\n@why faq.ticket\n"
	       "@note rules\nwhere [can] i shower\n< shower first >\n```\n\n"
	       "### Swim\n\n- then\n- swim\n\n```ask step.swim\n@rests swim\n"
	       "(when|how) * swim\n/swi{1,3}m(?:s|ming)?/ (swim|swims)\n```\n"),
	SOURCE("faq.md",
	       "### Ticket\n\nFive coins.\n\n```ask faq.ticket\n@rests pool\n"
	       "how [much] {buy}\nprice of {kind=ticket}\n"
	       "- {ticket} for [a] dog\n```\n\n"
	       "### Desk\n\nGo there.\n\n```ask redirect.desk\n@link desk\n"
	       "@rests pool\n@offer act.start\nwhere is the desk\n```\n"),
	SOURCE("acts.md", "### Start\n\n```ask act.start\n^start$\n```\n\n"
			  "### Next\n\n```ask act.next\n^next$\n```\n")};

/* Every fault is reported, so reporting is tried without memory too. */
static const struct faq_source broken[] = {
	SOURCE("page.md", "# Pool {#pool}\n\n# Pool {#pool}\n"),
	SOURCE("words.md", "```words a\n{b}\n```\n```words b\n{a}\n```\n"
			   "```words a\nx\n```\n```words lone\nlone\n```\n"
			   "```words\nx\n```\n```words void\n# nothing\n```\n"
			   "```same\nno equals\n= b\nx = y\n```\n"),
	SOURCE("faq.md",
	       "### One\n\n[a](link:b) [c](nowhere) <b>x</b>\n\n"
	       "```ask faq.one\n@rests poll\n@why faq.on\n@note x\n@link y\n"
	       "@what z\n@bad\nbuy {tiket}\n(open\nbuy {a}\n[x]\n/a+/\n"
	       "/a(b/\n/ab/\n/zz/ x\n* x\n```\n\n"
	       "### One\n\nx\n\n```ask faq.one\nx\n```\n\n"
	       "### Two\n\nx\n\n```ask other.two\nx\n```\n\n"
	       "### Empty\n\n```ask faq.empty\nx\n```\n\n"
	       "### None\n\nx\n\n### Go\n\nx\n\n```ask redirect.go\nx\n```\n"
	       "```ask redirect.go\nx\n```\n"),
	SOURCE("utf.md", "\xff"),
};

static const struct faq_link links[] = {{"desk", "the desk", "https://d.de"}};
static const struct faq_note notes[] = {{"rules", "The lifeguard decides."}};
static const struct faq_site site = {.name = "Pool",
				     .links = links,
				     .link_count = COUNT(links),
				     .notes = notes,
				     .note_count = COUNT(notes)};

static void count_errors(void *context, const struct faq_diag *diag)
{
	size_t *count = context;
	assert_true(diag->message[0] != '\0');
	*count += diag->severity == FAQ_SEVERITY_ERROR;
}

struct build_case {
	const struct faq_source *sources;
	size_t source_count;
	const struct faq_site *site;
	enum faq_status expected; /* when memory is there */
	bool any;                 /* its faults are not the matter here */
};

/* One build whose n-th allocation fails; false when there was no n-th. */
static bool build_once(struct build_case *one, size_t n, enum meter_mode mode,
		       size_t *calls)
{
	struct meter meter = {.mode = mode, .fail_at = n};
	struct faq_allocator allocator = {&meter, meter_allocate,
					  meter_release};
	struct faq_options options = {.allocator = &allocator};
	struct faq_catalog *catalog = (struct faq_catalog *)&meter;
	size_t errors = 0;
	enum faq_status status =
		faq_catalog_build(&catalog, one->sources, one->source_count,
				  one->site, &options, count_errors, &errors);
	if (meter.failed && status != FAQ_ERROR_NOMEM)
		fail_msg("allocation %zu failed, the build says: %s", n,
			 faq_status_text(status));
	if (!n && one->any)
		one->expected = status;
	if (!meter.failed)
		assert_int_equal(status, one->expected);
	else if (one->expected == FAQ_OK)
		assert_int_equal(errors, 0); /* it is not the content's fault */
	if (status)
		assert_null(catalog);
	faq_catalog_free(catalog);
	assert_int_equal(meter.out, 0);
	*calls = meter.calls;
	return meter.failed != 0;
}

static void fail_builds(struct build_case *one, size_t step)
{
	size_t calls;
	assert_false(build_once(one, 0, METER_ONE, &calls));
	for (int mode = METER_ONE; mode < METER_MODES; mode++) {
		size_t n = 1;
		while (build_once(one, n, (enum meter_mode)mode, &calls))
			n += step;
		assert_true(n > 1);
	}
}

static void a_build_survives_each_failed_allocation(void **state)
{
	(void)state;
	struct build_case one = {pool, COUNT(pool), &site, FAQ_OK, false};
	fail_builds(&one, 1);
}

static void faults_are_reported_or_memory_named_in_short_supply(void **state)
{
	(void)state;
	struct build_case one = {broken, COUNT(broken), &site,
				 FAQ_ERROR_CONTENT, false};
	fail_builds(&one, 1);
}

static void the_real_content_survives_too(void **state)
{
	struct content *content;
	size_t calls;
	(void)state;
	assert_int_equal(content_load(&content, folder, NULL, NULL, NULL),
			 FAQ_OK);
	struct build_case real = {content->sources, content->source_count,
				  content->site, FAQ_OK, true};
	build_once(&real, 0, METER_ONE, &calls);
	/* An odd step does not fall in with a rhythm of the builder's. */
	fail_builds(&real, (calls / REAL_BUILDS) | 1u);
	content_free(content);
}

static void a_scratch_is_whole_or_not_there(void **state)
{
	(void)state;
	bool failed = true;
	for (size_t n = 1; failed; n++) {
		struct meter meter = {.mode = METER_ONE, .fail_at = n};
		struct faq_allocator allocator = {&meter, meter_allocate,
						  meter_release};
		struct faq_options options = {.allocator = &allocator};
		struct faq_scratch *scratch = (struct faq_scratch *)&meter;
		enum faq_status status = faq_scratch_new(&scratch, &options);
		failed = meter.failed != 0;
		assert_int_equal(status, failed ? FAQ_ERROR_NOMEM : FAQ_OK);
		assert_true((scratch == NULL) == failed);
		faq_scratch_free(scratch);
		assert_int_equal(meter.out, 0);
	}
}

/* faq.h promises that asking never allocates. */
static void asking_needs_no_memory(void **state)
{
	static const char *const messages[] = {"where can i shower",
					       "when may i swim",
					       "start",
					       "next",
					       "price of day pass?",
					       "xyzzy",
					       "swimming",
					       "",
					       "\xff"};
	struct meter meter = {.mode = METER_REST};
	struct faq_allocator allocator = {&meter, meter_allocate,
					  meter_release};
	struct faq_options options = {.allocator = &allocator};
	struct faq_catalog *catalog;
	struct faq_scratch *scratch;
	struct faq_dialog dialog;
	struct faq_reply reply;
	(void)state;
	assert_int_equal(faq_catalog_build(&catalog, pool, COUNT(pool), &site,
					   &options, NULL, NULL),
			 FAQ_OK);
	assert_int_equal(faq_scratch_new(&scratch, &options), FAQ_OK);
	faq_dialog_init(&dialog);
	size_t before = meter.calls;
	meter.fail_at = 1;
	for (size_t i = 0; i < COUNT(messages); i++) {
		assert_int_equal(faq_ask(catalog, scratch, &dialog, messages[i],
					 strlen(messages[i]), &reply, NULL),
				 FAQ_OK);
		assert_true(reply.text[0] != '\0');
		assert_false(reply.limited);
	}
	assert_int_equal(meter.calls, before);
	faq_scratch_free(scratch);
	faq_catalog_free(catalog);
	assert_int_equal(meter.out, 0);
}

int main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : "intents";
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_build_survives_each_failed_allocation),
		cmocka_unit_test(
			faults_are_reported_or_memory_named_in_short_supply),
		cmocka_unit_test(the_real_content_survives_too),
		cmocka_unit_test(a_scratch_is_whole_or_not_there),
		cmocka_unit_test(asking_needs_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
