/* SPDX-License-Identifier: MIT */
/* entity.h: what can't stand in HTML as it is. */
#ifndef FAQ_ENTITY_H
#define FAQ_ENTITY_H

/* "&amp;" and so on for & < > and ", the four that cmark escapes: enough for
 * text and for an attribute in double quotes. NULL for all else; static. */
const char *entity_of(char c);

#endif
