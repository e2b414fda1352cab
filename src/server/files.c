/* SPDX-License-Identifier: MIT */
#include "server/files.h"

#include "widget/asset.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define STARTERS_MAX 4u

/* HTML in the making, in a buffer of FILES_HOME_MAX; one sticky failure. */
struct html {
	char *bytes;
	size_t size;
	bool failed;
};

static void put(struct html *html, const char *bytes, size_t size)
{
	if (html->failed || size > FILES_HOME_MAX - html->size) {
		html->failed = true;
		return;
	}
	memcpy(html->bytes + html->size, bytes, size);
	html->size += size;
}

static void put_text(struct html *html, const char *text)
{
	put(html, text, strlen(text));
}

static void put_escaped(struct html *html, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			put_text(html, "&amp;");
			break;
		case '<':
			put_text(html, "&lt;");
			break;
		case '>':
			put_text(html, "&gt;");
			break;
		case '"':
			put_text(html, "&quot;");
			break;
		default:
			put(html, text, 1);
		}
	}
}

static void put_starter(struct html *html, const struct faq_intent *intent)
{
	put_text(html, "<li><button type=\"button\" class=\"choice\">");
	put_escaped(html, intent->title);
	put_text(html, "</button></li>\n");
}

/* Questions to begin with, in the content's order: its own FAQ, then the
 * lists, which show the most for one click. */
static void put_starters(struct html *html, const struct faq_catalog *catalog)
{
	static const enum faq_kind kinds[] = {FAQ_KIND_LIST, FAQ_KIND_FAQ};
	size_t k, i, count = 0;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (i = 0; i < faq_catalog_intents(catalog); i++) {
			const struct faq_intent *intent =
				faq_catalog_intent(catalog, i);

			if (intent->kind == kinds[k] && count < STARTERS_MAX) {
				put_starter(html, intent);
				count++;
			}
		}
	}
}

/* index.html with {{name}} and {{starters}} filled in. */
static void put_home(struct html *html, const struct faq_catalog *catalog,
		     const struct asset *asset)
{
	const char *at = asset->bytes, *mark;

	while ((mark = strstr(at, "{{"))) {
		put(html, at, (size_t)(mark - at));
		if (strncmp(mark, "{{name}}", 8) == 0)
			put_escaped(html, faq_catalog_name(catalog));
		else
			put_starters(html, catalog);
		at = strstr(mark, "}}");
		assert(at);
		at += 2;
	}
	put_text(html, at);
}

bool files_build(struct files *files, const struct faq_catalog *catalog)
{
	struct html html = {0};

	memset(files, 0, sizeof(*files));
	html.bytes = malloc(FILES_HOME_MAX);
	if (!html.bytes)
		return false;
	put_home(&html, catalog, asset_find("/index.html"));
	if (html.failed) {
		free(html.bytes);
		return false;
	}
	files->home = html.bytes;
	files->home_bytes = html.size;
	return true;
}

void files_release(struct files *files)
{
	free(files->home);
	memset(files, 0, sizeof(*files));
}

struct file files_find(const struct files *files, const char *path)
{
	const struct asset *asset;

	if (strcmp(path, "/") == 0)
		return (struct file){"text/html; charset=utf-8", files->home,
				     files->home_bytes};
	asset = asset_find(path);
	assert(asset); /* route.c lists what is there */
	return (struct file){asset->type, asset->bytes, asset->size};
}
