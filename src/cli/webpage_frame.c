/* SPDX-License-Identifier: MIT */
#include "cli/webpage_frame.h"

#include "cli/markup.h"

#include <string.h>

#include <openssl/evp.h>

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
	"@media print{.wide{overflow:visible}}"
	":root{--s0:#2b6cb0;--s1:#b7791f;--s2:#b3261e;--s3:#5a606b}"
	"@media(prefers-color-scheme:dark){:root{--s0:#63a4ff;--s1:#f0c05a;"
	"--s2:#ff8f87;--s3:#a3aab6}}"
	".s0{fill:var(--s0);background:var(--s0)}"
	".s1{fill:var(--s1);background:var(--s1)}"
	".s2{fill:var(--s2);background:var(--s2)}"
	".s3{fill:var(--s3);background:var(--s3)}"
	"figure{margin:1rem 0}figcaption{margin:0 0 .5rem}"
	".columns{display:block;width:100%;height:11rem;"
	"border-bottom:1px solid var(--line);"
	"border-top:1px dashed var(--line)}"
	".ends{display:flex;justify-content:space-between;gap:1rem;"
	"font-size:.875rem;color:var(--soft)}"
	".legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;"
	"margin:.5rem 0;list-style:none;font-size:.875rem}"
	".key{display:inline-block;width:.8em;height:.8em;margin-right:.4em;"
	"border-radius:.15em}"
	".bar{display:block;width:100%;min-width:5rem;height:.8rem;"
	"margin-top:.35rem;background:var(--card)}"
	".asked td:nth-child(2){min-width:15rem;overflow-wrap:anywhere}"
	".asked td:nth-child(3){min-width:8rem}"
	".asked code,.rated code{white-space:nowrap;overflow-wrap:normal}"
	".asked small{display:block;color:var(--soft)}";

/* Without its hash the style is refused, which still reads. */
static void put_policy(FILE *file)
{
	unsigned char hash[EVP_MAX_MD_SIZE], text[2 * EVP_MAX_MD_SIZE] = "";
	unsigned size = 0;

	if (EVP_Digest(style, strlen(style), hash, &size, EVP_sha256(), NULL))
		EVP_EncodeBlock(text, hash, (int)size);
	fprintf(file,
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'sha256-%s'; "
		"base-uri 'none'; form-action 'none'\">\n",
		(const char *)text);
}

void webpage_open(FILE *file, const char *title, const char *heading,
		  const char *about, const struct webpage_link *links)
{
	fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n",
	      file);
	put_policy(file);
	fputs("<meta name=\"viewport\" content=\"width=device-width,"
	      "initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
	      file);
	markup_text(file, title);
	fprintf(file, "</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	fputs("<header>\n<h1>", file);
	markup_text(file, heading);
	fprintf(file,
		"</h1>\n<p class=\"soft\">%s</p>\n</header>\n"
		"<nav aria-label=\"Parts of this page\">",
		about);
	for (size_t i = 0; links[i].id; i++)
		fprintf(file, "%s<a href=\"#%s\">%s</a>", i ? " &middot; " : "",
			links[i].id, links[i].name);
	fputs("</nav>\n<main>\n", file);
}

void webpage_close(FILE *file)
{
	fputs("</main>\n</body>\n</html>\n", file);
}

void webpage_card(FILE *file, const char *name, const char *value,
		  const char *more, const char *class)
{
	fprintf(file,
		"<div><dt>%s</dt><dd class=\"%s\">%s<small>%s</small></dd>"
		"</div>\n",
		name, class, value, more);
}

void webpage_section(FILE *file, const char *id, const char *title)
{
	fprintf(file, "<h2 id=\"%s\">%s</h2>\n", id, title);
}

void webpage_frame_open(FILE *file, const char *label, const char *class)
{
	fprintf(file,
		"<div class=\"wide\" role=\"region\" tabindex=\"0\" "
		"aria-label=\"%s\">\n<table class=\"%s\">\n",
		label, class);
}

void webpage_frame_close(FILE *file)
{
	fputs("</table>\n</div>\n", file);
}
