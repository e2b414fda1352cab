/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "proofs/trail.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES ((size_t)1024 * 1024)
#define SECRET_MAX 256u
#define FORMS 3u

/* Made up; numbers with a check digit have a right one. */
const struct secret secrets[] = {
	{"CREDIT_CARD", "my card 4539 1488 0343 6467 was declined",
	 "4539 1488 0343 6467"},
	{"IBAN_CODE", "can i pay from GB33 BUKB 2020 1555 5555 55 instead",
	 "GB33 BUKB 2020 1555 5555 55"},
	{"EMAIL_ADDRESS", "i am zelda.quux+kyc@post.example and want help",
	 "zelda.quux+kyc@post.example"},
	{"PHONE_NUMBER", "call me on +44 7700 900461 please",
	 "+44 7700 900461"},
	{"PASSPORT", "my passport QX7316402 got rejected", "QX7316402"},
	{"NATIONAL_ID", "ssn 459-81-8820 is what i typed", "459-81-8820"},
	{"USER_ID", "my uid is 739201846 what now", "739201846"},
	{"STREET_ADDRESS", "i live at 47b Quuxbury Mill Road, Leeds",
	 "Quuxbury Mill Road"},
	{"DATE_OF_BIRTH", "i was born 23.11.1967 and it says no", "23.11.1967"},
	{"OTP_CODE", "the code is 837 261 but it fails", "837 261"},
	{"SEED_PHRASE",
	 "legal winner thank year wave sausage worth useful legal winner thank "
	 "yellow",
	 "sausage worth useful legal"},
	{"BTC_ADDRESS", "send it to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 now",
	 "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"},
	{"ETH_ADDRESS", "to 0x52908400098527886E0F7030069857D2E4169EE7 ok",
	 "52908400098527886E0F7030069857D2E4169EE7"},
	{"ETH_PRIVATE_KEY",
	 "key 0x8da4ef21b864d2cc526dbdb2a120bd2874c36c9d0a1fb7f8c63d7f7a8b41de8"
	 "f",
	 "8da4ef21b864d2cc526dbdb2a120bd2874c36c9d"},
	{"WIF_PRIVATE_KEY",
	 "is 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ mine",
	 "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"},
	{"WALLET_ADDRESS", "i sent trx to TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
	 "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
	{"API_KEY", "my api secret: a8Kd93jfLs02mNq7Xz51",
	 "a8Kd93jfLs02mNq7Xz51"},
	{"TOTP_SECRET", "backup key KRUGKIDROVUWG2ZA", "KRUGKIDROVUWG2ZA"},
	{"PASSWORD", "my password is Quuxlight!773", "Quuxlight!773"},
	{NULL, NULL, NULL},
};

static bool is_mark(char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '+';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* As it was said; folded; and run together. "" for a form that says no more.
 */
static void write_form(const char *bytes, unsigned form, char out[SECRET_MAX])
{
	size_t used = 0;

	for (; *bytes && used < SECRET_MAX - 1; bytes++) {
		if (form == 2 && is_mark(*bytes))
			continue;
		out[used++] = form == 0 ? *bytes : lower(*bytes);
	}
	out[used] = '\0';
}

static unsigned look(const char *bytes, size_t size,
		     const struct secret *secret, const char *where)
{
	char form[FORMS][SECRET_MAX];
	unsigned i, found = 0;

	for (i = 0; i < FORMS; i++) {
		write_form(secret->bytes, i, form[i]);
		if ((i > 0 && !strcmp(form[i], form[0])) ||
		    (i > 1 && !strcmp(form[i], form[1])))
			continue;
		if (!memmem(bytes, size, form[i], strlen(form[i])))
			continue;
		found++;
		if (where)
			printf("    %s: %s holds '%s'\n", secret->type, where,
			       form[i]);
	}
	return found;
}

unsigned trail_in_bytes(const char *bytes, size_t size, const char *where)
{
	const struct secret *secret;
	unsigned found = 0;

	for (secret = secrets; secret->type; secret++)
		found += look(bytes, size, secret, where);
	return found;
}

/* Blocks that overlap, so that each secret is whole in one of them. */
static unsigned look_in(int fd, off_t from, off_t to, const char *where)
{
	static char block[BLOCK_BYTES];
	unsigned found = 0;
	ssize_t n;

	while (from < to) {
		size_t wanted = (size_t)(to - from) < BLOCK_BYTES
					? (size_t)(to - from)
					: BLOCK_BYTES;

		n = pread(fd, block, wanted, from);
		if (n <= 0)
			break;
		found += trail_in_bytes(block, (size_t)n, where);
		if ((size_t)n <= SECRET_MAX || from + n >= to)
			break;
		from += n - (ssize_t)SECRET_MAX;
	}
	return found;
}

unsigned trail_in_file(int fd, const char *where)
{
	return look_in(fd, 0, lseek(fd, 0, SEEK_END), where);
}

/* A line of /proc/PID/maps; false for what a core file leaves out. */
static bool read_range(const char *line, off_t *from, off_t *to)
{
	unsigned long long first, last;
	char rights[8] = "";

	if (sscanf(line, "%llx-%llx %7s", &first, &last, rights) != 3 ||
	    rights[0] != 'r' || strstr(line, "[v"))
		return false;
	*from = (off_t)first;
	*to = (off_t)last;
	return true;
}

static bool open_memory(pid_t pid, FILE **maps, int *memory)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/maps", (long)pid);
	*maps = fopen(path, "r");
	snprintf(path, sizeof(path), "/proc/%ld/mem", (long)pid);
	*memory = open(path, O_RDONLY | O_CLOEXEC);
	if (*maps && *memory >= 0)
		return true;
	if (*maps)
		fclose(*maps);
	if (*memory >= 0)
		close(*memory);
	return false;
}

unsigned trail_in_memory(pid_t pid, bool tell)
{
	char line[512];
	unsigned found = 0;
	off_t from, to;
	int memory;
	FILE *maps;

	if (!open_memory(pid, &maps, &memory))
		return 1; /* nothing is proved */
	while (fgets(line, sizeof(line), maps)) {
		line[strcspn(line, "\n")] = '\0';
		if (read_range(line, &from, &to))
			found += look_in(memory, from, to, tell ? line : NULL);
	}
	fclose(maps);
	close(memory);
	return found;
}

bool memory_holds(pid_t pid, const char *bytes)
{
	static char block[BLOCK_BYTES];
	bool found = false;
	char line[512];
	off_t from, to;
	int memory;
	FILE *maps;

	if (!open_memory(pid, &maps, &memory))
		return false;
	while (!found && fgets(line, sizeof(line), maps)) {
		if (!read_range(line, &from, &to))
			continue;
		for (; !found && from < to; from += (off_t)BLOCK_BYTES / 2) {
			ssize_t n = pread(memory, block, sizeof(block), from);

			found = n > 0 &&
				memmem(block, (size_t)n, bytes, strlen(bytes));
		}
	}
	fclose(maps);
	close(memory);
	return found;
}
