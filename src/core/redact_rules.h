/* SPDX-License-Identifier: MIT */
/*
 * redact_rules.h: private to redact*.c. How a rule sees a message.
 *
 *	my passport no DR4694956 was rejected
 *	   ^^^^^^^^ ^^ ^^^^^^^^^ ^^^ ^^^^^^^^
 *	   before[1] [0] value  after[0] [1]
 *
 * redact.c walks over the starts of tokens and numbers and asks each rule; a
 * rule looks ahead for a value of bounded length and, where the value's shape
 * alone doesn't prove it, at the nearest words on both sides. Every word of
 * that context is a set of CONTEXT_ bits from one sorted table.
 *
 * Nothing here allocates or keeps state; all offsets are bytes.
 */
#ifndef FAQ_REDACT_RULES_H
#define FAQ_REDACT_RULES_H

#include "redact.h"

struct redact_text {
	const char *bytes;
	size_t size;
};

/* What a word next to a value says about it. */
enum {
	CONTEXT_FILL = 1 << 0,      /* "is", "my", "the": says nothing */
	CONTEXT_NUMBER = 1 << 1,    /* "number", "no", "#" */
	CONTEXT_REFERENCE = 1 << 2, /* "ticket": the value is no secret */
	CONTEXT_OWNER = 1 << 3,     /* "user": its id is no national id */
	CONTEXT_CODE = 1 << 4,      /* "code": of what? */
	CONTEXT_OTP = 1 << 5,       /* "otp", "2fa" */
	CONTEXT_LOGIN = 1 << 6,     /* "verification": makes it a secret */
	CONTEXT_PUBLIC = 1 << 7,    /* "error", "zip": makes it none */
	CONTEXT_CARD = 1 << 8,      /* "card", "visa" */
	CONTEXT_CVV = 1 << 9,       /* "cvv" */
	CONTEXT_PHONE = 1 << 10,    /* "phone", "call" */
	CONTEXT_BIRTH = 1 << 11,    /* "born", "dob" */
	CONTEXT_PASSPORT = 1 << 12, /* "passport" */
	CONTEXT_ID = 1 << 13,       /* "ssn", "identity" */
	CONTEXT_ANY_ID = 1 << 14,   /* "id": of what? */
	CONTEXT_KEY = 1 << 15,      /* "key", "secret", "token" */
	CONTEXT_WALLET = 1 << 16,   /* "btc", "address" */
	CONTEXT_HASH = 1 << 17,     /* "txid", "hash": public on the chain */
	CONTEXT_PASSWORD = 1 << 18, /* "password", "pwd" */
	CONTEXT_UNIT = 1 << 19,     /* "usdt", "steps": an amount */
	CONTEXT_SEED = 1 << 20,     /* "seed", "mnemonic" */
	CONTEXT_DOCUMENT = 1 << 21, /* "issued", "expires": not a birth */
	CONTEXT_MINE = 1 << 22,     /* "my", "new": whose */
	CONTEXT_IS = 1 << 23,       /* "is", "as" */
	CONTEXT_IBAN = 1 << 24,     /* "iban" */
	CONTEXT_DIGITS = 1 << 25,   /* a number itself */
	CONTEXT_UID = 1 << 26,      /* "uid": the exchange's own */
	CONTEXT_MONTH = 15 << 27    /* "april": 4 */
};

#define CONTEXT_MONTH_SHIFT 27
#define CONTEXT_NOTHING (CONTEXT_FILL | CONTEXT_NUMBER)
#define REDACT_CONTEXT_WORDS 8u
#define REDACT_CONTEXT_BYTES 96u /* looked at on each side */

/* "dob B": a word and its bits. Sorted by bytes. */
extern const char *const redact_words[];
extern const size_t redact_word_count;

/* The nearest word first; 0 is an unknown word or the end of a sentence. */
struct redact_context {
	unsigned before[REDACT_CONTEXT_WORDS], after[REDACT_CONTEXT_WORDS];
	size_t befores, afters;
};

/* A run of ASCII letters and digits. */
struct redact_token {
	size_t start, end;
	size_t upper, lower, digits;
};

#define REDACT_GROUPS 20u
#define REDACT_DIGITS 40u

struct redact_group {
	size_t start, end; /* bytes */
	size_t first;      /* index of its first digit */
	size_t digits;
	char before; /* what parts it from the last: ' ' '-' '.' '/' '(' */
};

/* Digit groups such as "+1 (202) 555-0143" or "459-81-8820". */
struct redact_number {
	size_t start, end;
	bool plus;
	size_t groups, digits;
	struct redact_group group[REDACT_GROUPS];
	char digit[REDACT_DIGITS + 1]; /* '0' to '9', NUL at the end */
};

static inline bool redact_is_digit(unsigned char c)
{
	return (unsigned)c - '0' < 10;
}

static inline bool redact_is_letter(unsigned char c)
{
	return ((unsigned)c | 32) - 'a' < 26;
}

static inline bool redact_is_alnum(unsigned char c)
{
	return redact_is_digit(c) || redact_is_letter(c);
}

static inline char redact_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static inline char redact_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* The byte at `at`, 0 beyond the end. */
static inline unsigned char redact_byte(const struct redact_text *text,
					size_t at)
{
	return at < text->size ? (unsigned char)text->bytes[at] : 0;
}

/* Fills `span`; true, so that a rule can end with it. */
static inline bool redact_take(struct faq_span *span, const char *type,
			       size_t start, size_t end)
{
	*span = (struct faq_span){type, start, end};
	return true;
}

/* redact_context.c */

/* CONTEXT_ bits of a word in any case, 0 for an unknown one. */
unsigned redact_word_bits(const char *bytes, size_t size);
void redact_context_read(const struct redact_text *text, size_t start,
			 size_t end, struct redact_context *context);
/*
 * Is a word with one of `want` near? Walks outwards over words with one of
 * `pass` and over at most `skip` others; a reference or owner ends the walk.
 */
bool redact_before(const struct redact_context *context, unsigned want,
		   unsigned pass, unsigned skip);
bool redact_after(const struct redact_context *context, unsigned want,
		  unsigned pass, unsigned skip);
/* "reference 1234", "order no. 1234", "1234 is my ticket number". */
bool redact_is_reference(const struct redact_context *context);
/* "1234 usdt", "1234 steps". */
bool redact_is_amount(const struct redact_context *context);

/* redact_read.c */

/* Bytes of the separator at `at`: a space, dash or dot, also Unicode's
 * no-break space and dashes; 0 for none. `*kind` is ' ', '-' or '.'. */
size_t redact_separator(const struct redact_text *text, size_t at, char *kind);
/* False when there is none at `at`. */
bool redact_token_read(const struct redact_text *text, size_t at,
		       struct redact_token *token);
/* False when there is none at `at`, or one that is too long. */
bool redact_number_read(const struct redact_text *text, size_t at,
			struct redact_number *number);
/* As above, over blanks, new lines and other marks: for what Luhn proves. */
bool redact_number_read_loose(const struct redact_text *text, size_t at,
			      struct redact_number *number);
/* Where letters and digits that stand one by one ("X 1 2 3 4 5 6") end; 0 when
 * there are fewer than six. */
size_t redact_spaced(const struct redact_text *text, size_t at, size_t *count);
/* Copies `size` letters and digits from `at` in upper case and a NUL, over
 * single separators; 0, or the end of the value. */
size_t redact_gather(const struct redact_text *text, size_t at, size_t size,
		     char *out);

/* redact_look.c */

/* What a message may hold. */
struct redact_signs {
	bool values, mails, seeds;
};

void redact_look(const struct redact_text *text, struct redact_signs *signs);
/* Is it worth reading the context of the token? */
bool redact_is_worth(const struct redact_text *text,
		     const struct redact_token *token);

/* redact_check.c: check digits. Each takes digits as text. */

bool redact_luhn(const char *digit, size_t count);
bool redact_verhoeff(const char *digit, size_t count);
unsigned redact_mod97(const char *digit, size_t count);
bool redact_iban_check(const char *iban, size_t size); /* upper case */
bool redact_cpf(const char *digit);                    /* 11 digits */
bool redact_pesel(const char *digit);                  /* 11 digits */
bool redact_turkish(const char *digit);                /* 11 digits */
bool redact_chinese(const char *id);                   /* 17 digits, 0-9 X */
bool redact_fiscale(const char *id);                   /* 16, upper case */

/* redact_fold.c */

#define REDACT_FOLD_BYTES 2048u

/* ASCII in the place of its look-alikes, and where each byte came from. */
struct redact_folded {
	size_t size;
	char bytes[REDACT_FOLD_BYTES];
	size_t start[REDACT_FOLD_BYTES], end[REDACT_FOLD_BYTES];
};

#define REDACT_FOLD_NEEDED 1u
#define REDACT_FOLD_PARTED 2u /* characters without width may be blanks */

/* Is there anything to fold? REDACT_FOLD_ bits. */
unsigned redact_needs_fold(const struct redact_text *text);
/*
 * Folds from `from` on as much as there is room for; where it ended. Blanks of
 * any kind become one; what has no width is a blank when `parted`, else left
 * out.
 */
size_t redact_fold(const struct redact_text *text, size_t from, bool parted,
		   struct redact_folded *folded);

/* Rules: true and a span when a value starts at `at`. */

struct redact_rule_input {
	const struct redact_text *text;
	const struct redact_number *number; /* for rules on numbers only */
	const struct redact_token *token;   /* for rules on tokens only */
	const struct redact_context *context;
};

bool redact_card(const struct redact_rule_input *in, struct faq_span *span);
bool redact_card_loose(const struct redact_rule_input *in,
		       struct faq_span *span);
/* As above, directly behind letters or before them. */
bool redact_card_glued(const struct redact_rule_input *in,
		       struct faq_span *span);
bool redact_cvv_glued(const struct redact_rule_input *in,
		      struct faq_span *span);
bool redact_phone(const struct redact_rule_input *in, struct faq_span *span);
bool redact_otp(const struct redact_rule_input *in, struct faq_span *span);
bool redact_birth(const struct redact_rule_input *in, struct faq_span *span);
bool redact_birth_text(const struct redact_text *text, size_t at,
		       struct faq_span *span);
bool redact_id_number(const struct redact_rule_input *in,
		      struct faq_span *span);
bool redact_id_token(const struct redact_rule_input *in, struct faq_span *span);
bool redact_passport(const struct redact_rule_input *in, struct faq_span *span);
bool redact_mrz(const struct redact_text *text, size_t at,
		struct faq_span *span);
bool redact_iban(const struct redact_rule_input *in, struct faq_span *span);
bool redact_iban_proven(const struct redact_text *text,
			const struct redact_token *token,
			struct faq_span *span);
bool redact_wallet(const struct redact_rule_input *in, struct faq_span *span);
bool redact_api_key(const struct redact_rule_input *in, struct faq_span *span);
bool redact_street(const struct redact_text *text, size_t at,
		   struct faq_span *span);
/* Does "at" stand here for '@': between brackets, or before "gmail dot"? */
bool redact_email_sign(const struct redact_text *text, size_t at);
bool redact_email(const struct redact_text *text, size_t at,
		  struct faq_span *span);
bool redact_password(const struct redact_text *text, size_t at,
		     struct faq_span *span);

#define REDACT_BIP39_WORDS 2048u
#define REDACT_BIP39_BYTES 9u
#define REDACT_SEED_LEAST 8u /* words; shorter runs are plain English */

extern const char redact_bip39[REDACT_BIP39_WORDS][REDACT_BIP39_BYTES];

/* `*end` is where the run of list words from `at` ends, so that it need not
 * be tried again. */
bool redact_seed(const struct redact_text *text, size_t at, size_t *end,
		 struct faq_span *span);

#endif
