/* SPDX-License-Identifier: MIT */
#include "cli/webpage.h"

#include "cli/webpage_part.h"
#include "cli/markup.h"

#include <string.h>

static const char style[] =
	":root{color-scheme:light dark;--fg:#1b1d21;--bg:#fff;--soft:#5a606b;"
	"--line:#d5d9e0;--card:#f5f6f8;--good:#11703a;--bad:#b3261e;"
	"--hit:#d6efdf;--miss:#fbdcd9;--link:#0b57d0}"
	"@media(prefers-color-scheme:dark){:root{--fg:#e6e8ec;--bg:#15171b;"
	"--soft:#a3aab6;--line:#363b45;--card:#1e2127;--good:#6fd596;"
	"--bad:#ff9a92;--hit:#1d4029;--miss:#5a2320;--link:#8ab4f8}}"
	"*{box-sizing:border-box}"
	"body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 4rem;"
	"font:1rem/1.5 system-ui,sans-serif;color:var(--fg);"
	"background:var(--bg)}"
	"h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2.5rem 0 "
	".5rem}"
	"p{margin:.3rem 0 .8rem}a{color:var(--link)}"
	".soft{color:var(--soft)}"
	".cards{display:grid;gap:.75rem;padding:0;margin:1.25rem 0;"
	"grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}"
	".cards div{background:var(--card);border:1px solid var(--line);"
	"border-radius:.5rem;padding:.6rem .8rem}"
	".cards dt{color:var(--soft);font-size:.875rem}"
	".cards dd{margin:0;font-size:1.4rem;font-weight:600}"
	".cards small{display:block;font-size:.8rem;font-weight:400;"
	"color:var(--soft)}"
	".good{color:var(--good)}.bad{color:var(--bad)}"
	".wide{overflow-x:auto;border:1px solid var(--line);"
	"border-radius:.5rem}"
	".wide:focus-visible,a:focus-visible,summary:focus-visible"
	"{outline:3px solid var(--link);outline-offset:2px}"
	"table{border-collapse:collapse;width:100%;font-size:.9rem}"
	"caption{text-align:left;padding:.5rem .6rem;color:var(--soft)}"
	"th,td{padding:.3rem .6rem;border-top:1px solid var(--line);"
	"text-align:left;vertical-align:top}"
	"thead th{background:var(--card)}th[scope=row]{font-weight:500}"
	".num{text-align:right;font-variant-numeric:tabular-nums}"
	".matrix td,.matrix thead th{text-align:center;min-width:2.4rem}"
	".matrix thead th:first-child{text-align:left}"
	".hit{background:var(--hit)}.miss{background:var(--miss);"
	"font-weight:600}"
	"code{font:.875em/1.5 ui-monospace,monospace;overflow-wrap:anywhere}"
	".places th code,.places td:last-child code,.slow td+td code"
	"{white-space:nowrap;overflow-wrap:normal}"
	".places td:nth-child(2),.slow td:first-child{min-width:15rem}"
	"details{border:1px solid var(--line);border-radius:.5rem;"
	"margin:.5rem 0;padding:.4rem .8rem}"
	"summary{cursor:pointer;overflow-wrap:anywhere}"
	"dl.why{display:grid;grid-template-columns:minmax(5rem,auto) 1fr;"
	"gap:.15rem .8rem;margin:.5rem 0;font-size:.9rem}"
	"dl.why dt{color:var(--soft)}dl.why dd{margin:0;"
	"overflow-wrap:anywhere}"
	"@media(max-width:30rem){dl.why{grid-template-columns:1fr;gap:0}"
	"dl.why dd{margin-bottom:.4rem}}"
	"@media print{.wide{overflow:visible}}";

static void card(FILE *file, const char *name, const char *value,
		 const char *more, const char *class)
{
	fprintf(file,
		"<div><dt>%s</dt><dd class=\"%s\">%s<small>%s</small></dd>"
		"</div>\n",
		name, class, value, more);
}

static void share_card(FILE *file, const char *name, double share, size_t part,
		       size_t whole, const char *of)
{
	char value[32], more[96];

	snprintf(value, sizeof(value), "%.1f&#8239;%%", 100 * share);
	snprintf(more, sizeof(more), "%zu of %zu %s", part, whole, of);
	card(file, name, value, more, "");
}

static void put_cards(FILE *file, const struct webpage_run *run)
{
	const struct metrics *metrics = run->metrics;
	const size_t *of_kind = run->results->of_kind;
	char value[32], more[64];

	fputs("<dl class=\"cards\">\n", file);
	snprintf(value, sizeof(value), "%zu", of_kind[RESULT_PASSED]);
	snprintf(more, sizeof(more), "of %zu tests", run->results->count);
	card(file, "Passed", value, more, "good");
	snprintf(value, sizeof(value), "%zu", of_kind[RESULT_FAILED]);
	snprintf(more, sizeof(more), "and %zu known to fail",
		 of_kind[RESULT_KNOWN]);
	card(file, "Failed", value, more, of_kind[RESULT_FAILED] ? "bad" : "");
	share_card(file, "Precision", metrics_precision(metrics),
		   metrics->right, metrics->answers, "answers are right");
	share_card(file, "Recall", metrics_recall(metrics), metrics->right,
		   metrics->answerable, "questions answered right");
	share_card(file, "False answers", metrics_false(metrics),
		   metrics->false_answers, metrics->unanswerable,
		   "without an answer got one");
	if (run->coverage)
		share_card(file, "Templates exercised",
			   run->coverage->patterns
				   ? (double)run->coverage->of_state
						     [COVERAGE_EXERCISED] /
					     (double)run->coverage->patterns
				   : 1,
			   run->coverage->of_state[COVERAGE_EXERCISED],
			   run->coverage->patterns, "by a test");
	fputs("</dl>\n", file);
}

static void put_head(FILE *file, const struct webpage_run *run)
{
	fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width,"
	      "initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
	      file);
	fprintf(file, "%zu failed: ", run->results->of_kind[RESULT_FAILED]);
	markup_text(file, run->name);
	fprintf(file, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	fputs("<header>\n<h1>", file);
	markup_text(file, run->name);
	fputs("</h1>\n<p class=\"soft\">What the tests say, as <code>faqctl "
	      "test --html</code> wrote it down.</p>\n</header>\n<nav "
	      "aria-label=\"Parts of this page\"><a href=\"#failures\">"
	      "Failures</a> &middot; <a href=\"#intents\">Intents</a> &middot; "
	      "<a href=\"#confusion\">Confusion</a> &middot; <a "
	      "href=\"#coverage\">Coverage</a> &middot; <a href=\"#slowest\">"
	      "Slowest</a></nav>\n<main>\n",
	      file);
}

void webpage_write(FILE *file, const struct webpage_run *run)
{
	put_head(file, run);
	put_cards(file, run);
	webpage_failures(file, run);
	webpage_intents(file, run);
	webpage_confusion(file, run);
	webpage_coverage(file, run);
	webpage_slowest(file, run);
	fputs("</main>\n</body>\n</html>\n", file);
}
