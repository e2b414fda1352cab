/* SPDX-License-Identifier: MIT */
/*
 * redact_fixture.h: what redact.h promises. All values are made up; those with
 * a check digit were computed or come from the standards' own examples.
 */
#ifndef REDACT_FIXTURE_H
#define REDACT_FIXTURE_H

#include "redact_rules.h"
#include "sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define OUT_BYTES 1024u

/* `text` redacts to `expected`, and so it does in the middle of a message. */
static void expect(const char *text, const char *expected)
{
	char out[OUT_BYTES];
	size_t size = faq_redact(text, strlen(text), out, sizeof(out));
	assert_string_equal(out, expected);
	assert_int_equal(size, strlen(expected));
}

static void expect_left(const char *text)
{
	expect(text, text);
}

#endif
