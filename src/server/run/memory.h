/* SPDX-License-Identifier: MIT */
/*
 * memory.h: the memory of a catalogue: large blocks in huge pages, where the
 * kernel has them for who asks (transparent_hugepage is "madvise" on most). A
 * question touches all over a catalogue of 20 MB, which is more than the TLB
 * knows of in pages of 4 KB; and filling it takes 5,000 page faults less.
 *
 * Threads: any.
 */
#ifndef FAQD_MEMORY_H
#define FAQD_MEMORY_H

#include "core/faq.h"

#define MEMORY_HUGE_BYTES (2u * 1024u * 1024u)

/* Blocks that fill a huge page get some of their own, all others come from
 * malloc(). */
extern const struct faq_allocator memory_allocator;

#endif
