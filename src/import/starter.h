/* SPDX-License-Identifier: MIT */
/*
 * starter.h: the dialogue.md of a new content, from starter.md, compiled in.
 */
#ifndef FAQ_IMPORT_STARTER_H
#define FAQ_IMPORT_STARTER_H

extern const char starter_dialogue[];

#endif
