/* SPDX-License-Identifier: MIT */
/*
 * asset.h: something that a browser gets, ready to send in each of its forms.
 * The files of this folder are compiled in: embed.c writes build/gen/assets.c.
 */
#ifndef FAQ_ASSET_H
#define FAQ_ASSET_H

#include <stddef.h>

/* The one that we like best comes last. */
enum coding {
	CODING_PLAIN,
	CODING_GZIP,
	CODING_BROTLI,
	CODINGS
};

struct asset_form {
	const char *bytes;
	size_t size;      /* 0: there is no such form, it saves nothing */
	const char *etag; /* strong, so each form has its own; quoted */
};

struct asset {
	const char *path; /* "/page.css" */
	const char *type; /* media type */
	struct asset_form form[CODINGS];
};

/* The quotes, 32 hexadecimal digits of SHA-256, "-gz" or "-br", a NUL. */
#define ASSET_ETAG_BYTES 40u
#define ASSET_ETAG_DIGITS 32u

/* Static storage, or NULL. */
const struct asset *asset_find(const char *path);

#endif
