/* SPDX-License-Identifier: MIT */
#include "cli/visitor.h"

#include "proto/base64url.h"
#include "proto/visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char name[] = "3f2a9c0d4be15a6678d2c4e19b70aa51";

static void check(const char *text, bool good)
{
	char back[STORE_ID_TEXT_BYTES];
	struct store_id id;

	assert_int_equal(visitor_read(text, strlen(text), &id), good);
	store_id_text(&id, back);
	assert_string_equal(back,
			    good ? name : "00000000000000000000000000000000");
}

/* As server/talk/token.c writes it: a visit and 32 bytes of signature. */
static void make_session(char *out, uint8_t version)
{
	uint8_t bytes[VISIT_BYTES + 32];
	struct visit visit;
	struct store_id id;

	assert_true(store_id_parse(name, strlen(name), &id));
	visit_init(&visit);
	memcpy(visit.visitor, id.bytes, sizeof(id.bytes));
	visit_save(&visit, bytes);
	bytes[0] = version;
	memset(bytes + VISIT_BYTES, 0xee, 32);
	base64url_encode(bytes, sizeof(bytes), out);
	out[BASE64URL_CHARACTERS(sizeof(bytes))] = '\0';
}

static void an_id_is_a_visitor(void **state)
{
	(void)state;
	check(name, true);
	check(" 3f2a9c0d4be15a6678d2c4e19b70aa51\r\n", true);
	check("3F2A9C0D4BE15A6678D2C4E19B70AA51", true);
}

static void a_session_holds_its_visitor(void **state)
{
	char session[256], line[260];

	(void)state;
	make_session(session, 1);
	check(session, true);
	snprintf(line, sizeof(line), "%s\n", session);
	check(line, true);
}

static void what_is_neither_is_nobody(void **state)
{
	char session[256];

	(void)state;
	check("", false);
	check("\n", false);
	check("bob", false);
	check("3f2a9c0d4be15a6678d2c4e19b70aa5", false);
	make_session(session, 77);
	check(session, false);
	make_session(session, 1);
	session[159] = '\0';
	check(session, false);
	make_session(session, 1);
	session[3] = '!';
	check(session, false);
}

static void nobody_is_no_visitor(void **state)
{
	struct store_id id;

	(void)state;
	assert_false(visitor_read("00000000000000000000000000000000", 32, &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_a_visitor),
		cmocka_unit_test(a_session_holds_its_visitor),
		cmocka_unit_test(what_is_neither_is_nobody),
		cmocka_unit_test(nobody_is_no_visitor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
