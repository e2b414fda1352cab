/* SPDX-License-Identifier: MIT */
/*
 * backoff.h: when to try again. Full jitter: any time up to a bound that
 * doubles, so that many messages that failed together don't come back
 * together (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
#ifndef FAQD_BACKOFF_H
#define FAQD_BACKOFF_H

#include <stdint.h>

#define BACKOFF_FIRST_MS 500u
#define BACKOFF_MOST_MS 600000u
#define BACKOFF_ATTEMPTS 14u /* takes half an hour to two hours */

/* Milliseconds to wait after so many attempts, at least `after_s` seconds
 * where the other side has said so. `random` is any 32 bits. */
uint64_t backoff_ms(unsigned attempts, uint32_t after_s, uint32_t random);

#endif
