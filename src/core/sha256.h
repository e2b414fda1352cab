/* SPDX-License-Identifier: MIT */
/*
 * sha256.h: SHA-256 of bytes in memory (FIPS 180-4). Only the checksum of a
 * wallet address needs it here, so it takes the message as a whole and keeps
 * no state. Not for passwords and not constant in time.
 */
#ifndef FAQ_SHA256_H
#define FAQ_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32u

/* Hashes `size` bytes, any number of them. Can't fail. */
void sha256(const uint8_t *bytes, size_t size, uint8_t out[SHA256_BYTES]);

#endif
