/* SPDX-License-Identifier: MIT */
/*
 * redact.h: personal data and secrets in a message. The functions are public:
 * faq_redact_find() and faq_redact() in faq.h. This header states what is
 * found, so that a test can ask for each type by name.
 *
 * A value is found because it proves itself (a check digit, a checksum, a
 * shape that nothing else has) or because a word near it names it ("my
 * passport", "... is my otp"). A word such as "ticket", "order", "block" or
 * "error" beside a value says that it is no secret. The words are in
 * redact_words.c. What proves itself, and by which method:
 *
 *	CREDIT_CARD   issuer prefix, Luhn (ISO/IEC 7812-1); unproven when called
 *		      a card; the digits after "cvv"
 *	IBAN_CODE     length by country and modulo 97 (ISO 13616); unproven when
 *		      called an iban
 *	EMAIL_ADDRESS local part and domain (RFC 5321), also international ones
 *		      and "john (at) mail [dot] example"
 *	PHONE_NUMBER  +.. and 00.. (E.164), NANP, trunk zero; else by name
 *	PASSPORT      by name: up to nine characters (ICAO 9303); a line of its
 *		      machine readable zone
 *	NATIONAL_ID   US SSN, UK NINO, Aadhaar (Verhoeff), PAN, CPF, DNI and
 *		      NIE, codice fiscale, PESEL, NIR, TCKN, RUT, Chinese id
 *		      (GB 11643); any other by name
 *	USER_ID       the digits after "uid"
 *	STREET_ADDRESS  number, name and "street", after "live" or "address"
	DATE_OF_BIRTH by name, or a full date before 2010
 *	OTP_CODE      by name: 4 to 8 digits; G-123456; six digits alone
 *	SEED_PHRASE   eleven words of BIP-39's list in a row, eight by name;
 *		      twelve of their first four letters
 *	BTC_ADDRESS   Base58Check, bech32 and bech32m (BIP-173, BIP-350)
 *	ETH_ADDRESS   0x and 40 hex digits
 *	ETH_PRIVATE_KEY  64 hex digits, unless called a transaction
 *	WIF_PRIVATE_KEY, PRIVATE_KEY  base 58 keys (BIP-32 for the latter)
 *	WALLET_ADDRESS   any other coin: Base58Check, or by name
 *	API_KEY       vendors' prefixes; by name; 40 characters of all kinds
 *	TOTP_SECRET   by name: base 32 (RFC 4648)
 *	PASSWORD      by name: "password is ...", "password: ..."
 *
 * What was found once is found wherever else it stands in the message. A line
 * break, a tab and any blank, dash, dot or mark of Unicode counts as its ASCII
 * for this (redact_fold.c); what is not redacted is put out as it was written.
 */
#ifndef FAQ_REDACT_H
#define FAQ_REDACT_H

#include "faq.h"

#define REDACT_CARD "CREDIT_CARD"
#define REDACT_IBAN "IBAN_CODE"
#define REDACT_EMAIL "EMAIL_ADDRESS"
#define REDACT_PHONE "PHONE_NUMBER"
#define REDACT_PASSPORT "PASSPORT"
#define REDACT_NATIONAL_ID "NATIONAL_ID"
#define REDACT_UID "USER_ID"
#define REDACT_STREET "STREET_ADDRESS"
#define REDACT_BIRTH "DATE_OF_BIRTH"
#define REDACT_OTP "OTP_CODE"
#define REDACT_SEED "SEED_PHRASE"
#define REDACT_BTC "BTC_ADDRESS"
#define REDACT_ETH "ETH_ADDRESS"
#define REDACT_ETH_KEY "ETH_PRIVATE_KEY"
#define REDACT_WIF "WIF_PRIVATE_KEY"
#define REDACT_KEY "PRIVATE_KEY"
#define REDACT_WALLET "WALLET_ADDRESS"
#define REDACT_API_KEY "API_KEY"
#define REDACT_TOTP "TOTP_SECRET"
#define REDACT_PASSWORD "PASSWORD"

#endif
