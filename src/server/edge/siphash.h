/* SPDX-License-Identifier: MIT */
/*
 * siphash.h: SipHash-2-4 (Aumasson, Bernstein 2012) of two words: a hash whose
 * collisions nobody can find who does not know the key. OpenSSL has it only as
 * a MAC whose context is to be made anew for each message.
 */
#ifndef FAQD_SIPHASH_H
#define FAQD_SIPHASH_H

#include <stdint.h>

#define SIPHASH_KEY_BYTES 16u

/* The hash of the 16 bytes of `low` and `high`, each little-endian. */
uint64_t siphash(const uint8_t key[SIPHASH_KEY_BYTES], uint64_t low,
		 uint64_t high);

#endif
