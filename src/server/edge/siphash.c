/* SPDX-License-Identifier: MIT */
#include "server/edge/siphash.h"

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static uint64_t read_word(const uint8_t *bytes)
{
	uint64_t word = 0;

	for (unsigned i = 8; i > 0; i--)
		word = word << 8 | bytes[i - 1];
	return word;
}

static void mix(struct state *s, unsigned rounds)
{
	while (rounds-- > 0) {
		s->v0 += s->v1;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v2 = rotate(s->v2, 32);
	}
}

static void take(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	mix(s, 2);
	s->v0 ^= word;
}

/* The constants are "somepseudorandomlygeneratedbytes"; the last word is the
 * length, 16, in its highest byte. */
uint64_t siphash(const uint8_t key[SIPHASH_KEY_BYTES], uint64_t low,
		 uint64_t high)
{
	uint64_t k0 = read_word(key), k1 = read_word(key + 8);
	struct state s = {
		k0 ^ 0x736f6d6570736575u,
		k1 ^ 0x646f72616e646f6du,
		k0 ^ 0x6c7967656e657261u,
		k1 ^ 0x7465646279746573u,
	};

	take(&s, low);
	take(&s, high);
	take(&s, (uint64_t)16 << 56);
	s.v2 ^= 0xff;
	mix(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
