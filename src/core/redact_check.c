/* SPDX-License-Identifier: MIT */
/*
 * Check digits. Each function's comment names the published method.
 */
#include "redact_rules.h"

#include <string.h>

static unsigned value(char digit)
{
	return (unsigned)(digit - '0');
}

/* ISO/IEC 7812-1, annex B. */
bool redact_luhn(const char *digit, size_t count)
{
	unsigned sum = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned one = value(digit[count - 1 - i]);
		if (i % 2 == 1)
			one = one > 4 ? 2 * one - 9 : 2 * one;
		sum += one;
	}
	return sum % 10 == 0;
}

/*
 * Verhoeff, Error Detecting Decimal Codes, 1969: products in the dihedral
 * group D5, computed rather than tabled. Below 5 is a rotation, above a
 * reflection.
 */
static unsigned dihedral(unsigned a, unsigned b)
{
	unsigned turn = a < 5 ? a + b % 5 : a - 5 + 5 - b % 5;
	return turn % 5 + ((a < 5) == (b < 5) ? 0 : 5);
}

bool redact_verhoeff(const char *digit, size_t count)
{
	static const uint8_t permute[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
	unsigned check = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned one = value(digit[count - 1 - i]);
		for (size_t turn = 0; turn < i % 8; turn++)
			one = permute[one];
		check = dihedral(check, one);
	}
	return check == 0;
}

unsigned redact_mod97(const char *digit, size_t count)
{
	unsigned rest = 0;
	for (size_t i = 0; i < count; i++)
		rest = (rest * 10 + value(digit[i])) % 97;
	return rest;
}

/* ISO 13616: the first four go last, letters count from 10, rest is 1. */
bool redact_iban_check(const char *iban, size_t size)
{
	unsigned rest = 0;
	for (size_t i = 0; i < size; i++) {
		char c = iban[(i + 4) % size];
		if (redact_is_digit((unsigned char)c))
			rest = (rest * 10 + value(c)) % 97;
		else
			rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
	}
	return rest == 1;
}

/* Receita Federal: weights fall to 2, the check is 11 - rest, 10 reads 0. */
bool redact_cpf(const char *digit)
{
	if (strspn(digit, (char[2]){digit[0], '\0'}) >= 11)
		return false;
	for (size_t size = 9; size <= 10; size++) {
		unsigned sum = 0;
		for (size_t i = 0; i < size; i++)
			sum += value(digit[i]) * (unsigned)(size + 1 - i);
		if (sum * 10 % 11 % 10 != value(digit[size]))
			return false;
	}
	return true;
}

/* Polish PESEL: weights 1 3 7 9; the month's tens also tell the century. */
bool redact_pesel(const char *digit)
{
	static const uint8_t weight[11] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
	unsigned sum = 0;
	for (size_t i = 0; i < 11; i++)
		sum += value(digit[i]) * weight[i];
	unsigned month = (value(digit[2]) * 10 + value(digit[3])) % 20;
	unsigned day = value(digit[4]) * 10 + value(digit[5]);
	return sum % 10 == 0 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= 31;
}

/* Turkish TCKN: two check digits over the odd and the even places. */
bool redact_turkish(const char *digit)
{
	unsigned odd = 0, even = 0;
	for (size_t i = 0; i < 9; i += 2)
		odd += value(digit[i]);
	for (size_t i = 1; i < 8; i += 2)
		even += value(digit[i]);
	unsigned tenth = (odd * 7 + 100 - even) % 10;
	return digit[0] != '0' && tenth == value(digit[9]) &&
	       (odd + even + tenth) % 10 == value(digit[10]);
}

/* GB 11643-1999 with ISO 7064 MOD 11-2: weights are powers of 2. */
bool redact_chinese(const char *id)
{
	unsigned sum = 0;
	for (size_t i = 0; i < 17; i++)
		sum = (sum + value(id[i])) * 2 % 11;
	unsigned check = (12 - sum) % 11;
	unsigned month = value(id[10]) * 10 + value(id[11]);
	return id[17] == "0123456789X"[check] && month >= 1 && month <= 12 &&
	       (value(id[6]) == 1 || value(id[6]) == 2);
}

/* Italian codice fiscale, decree of 23 December 1976: odd places by table. */
bool redact_fiscale(const char *id)
{
	static const uint8_t odd[26] = {1,  0,  5,  7,  9,  13, 15, 17, 19,
					21, 2,  4,  18, 20, 11, 3,  6,  8,
					12, 14, 16, 10, 22, 25, 24, 23};
	unsigned sum = 0;
	for (size_t i = 0; i < 15; i++) {
		unsigned char c = (unsigned char)id[i];
		unsigned one = redact_is_digit(c) ? c - '0' : c - 'A';
		sum += i % 2 == 0 ? odd[one] : one;
	}
	return id[15] == (char)('A' + sum % 26);
}
