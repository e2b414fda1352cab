/* SPDX-License-Identifier: MIT */
/*
 * redact.h: personal data and secrets in a message. The functions are public:
 * faq_redact_find() and faq_redact() in faq.h. This header states what is
 * found, so that a test can ask for each type by name.
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
#define REDACT_BIRTH "DATE_OF_BIRTH"
#define REDACT_OTP "OTP_CODE"
#define REDACT_SEED "SEED_PHRASE"
#define REDACT_BTC "BTC_ADDRESS"
#define REDACT_ETH "ETH_ADDRESS"
#define REDACT_ETH_KEY "ETH_PRIVATE_KEY"
#define REDACT_WIF "WIF_PRIVATE_KEY"
#define REDACT_API_KEY "API_KEY"
#define REDACT_PASSWORD "PASSWORD"

#endif
