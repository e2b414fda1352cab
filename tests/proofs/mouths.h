/* SPDX-License-Identifier: MIT */
/*
 * mouths.h: says one thing to faqd in every way that there is: each field of
 * each mouth, well-formed and not, in headers and paths, whole, in pieces and
 * broken off.
 */
#ifndef TEST_MOUTHS_H
#define TEST_MOUTHS_H

#include "server/client.h"

/* False when an ordinary question of a mouth was not answered. */
bool say_everywhere(const struct server *server, const char *text);

#endif
