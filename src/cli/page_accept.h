/* SPDX-License-Identifier: MIT */
/*
 * page_accept.h: page.lock renewed: a person has read what rests on a place of
 * the page.
 */
#ifndef FAQ_PAGE_ACCEPT_H
#define FAQ_PAGE_ACCEPT_H

#include "cli/command.h"

/* True when the words of the command line name places of the page ("order-2",
 * or "page" for all of them); the content must have no errors. */
bool page_accept_is_meant(const struct options *options);

/* Renews their lines. EXIT_FINDINGS when a name is no place: then nothing is
 * written. */
enum exit_code page_accept(const struct options *options,
			   const struct term *out, const struct term *err);

#endif
