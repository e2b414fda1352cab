/* SPDX-License-Identifier: MIT */
/*
 * asset.h: the files of this folder, compiled in. build/gen/assets.c holds
 * them; embed.c writes it.
 */
#ifndef FAQ_ASSET_H
#define FAQ_ASSET_H

#include <stddef.h>

struct asset {
	const char *path;  /* "/app.css" */
	const char *type;  /* media type */
	const char *bytes; /* a NUL follows them */
	size_t size;
};

/* Static storage, or NULL. */
const struct asset *asset_find(const char *path);

#endif
