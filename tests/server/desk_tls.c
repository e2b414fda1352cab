/* SPDX-License-Identifier: MIT */
/* The certificate that a desk's API shows: who is believed, and who is not. */
#include "server/authority.h"
#include "server/office.h"

#include <signal.h>
#include <string.h>

#define HOUR_S 3600
#define HERE "\"allow-private\":true,"
#define TRUSTING HERE "\"ca-file\":\"ca.pem\","

/* An office whose desk shows a certificate for `host`, signed by the authority
 * of "ca.pem", or by itself. */
static bool open_shown(struct office *office, const char *host, long end_s,
		       bool by_authority, const char *more)
{
	struct authority authority;
	char path[64];
	bool ok = office_make(office) && authority_open(&authority);

	if (!ok)
		return false;
	snprintf(path, sizeof(path), "%s/ca.pem", office->folder);
	office->desk.secure =
		authority_server(by_authority ? &authority : NULL, host, end_s);
	ok = office->desk.secure && authority_write(&authority, path);
	authority_close(&authority);
	return ok && office_open(office, "https", more);
}

static bool close_shown(struct office *office)
{
	bool ok = office_close(office);

	SSL_CTX_free(office->desk.secure);
	return ok;
}

static void an_authority_of_the_desks_file_is_believed(struct suite *suite)
{
	struct office office;

	CHECK(suite, open_shown(&office, "localhost", HOUR_S, true, TRUSTING));
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, fake_desk_wait(&office.desk, 1));
	CHECK(suite, strstr(office.desk.call[0].body, "Leaves in hot water"));
	CHECK(suite, strstr(office.desk.call[0].head, "Host: localhost:"));
	CHECK(suite, close_shown(&office));
}

static void is_refused(struct suite *suite, const char *host, long end_s,
		       bool by_authority, const char *more, const char *cause)
{
	struct office office;

	CHECK(suite, open_shown(&office, host, end_s, by_authority, more));
	CHECK(suite, office_call(&office, suite, "m1", "message", "what is tea",
				 0) == 200);
	CHECK(suite, server_soon_logged(&office.server, cause));
	CHECK(suite, close_shown(&office));
	CHECK(suite, office.desk.count == 0);
}

static void a_certificate_for_another_host_is_refused(struct suite *suite)
{
	is_refused(suite, "example.org", HOUR_S, true, TRUSTING,
		   "certificate: hostname mismatch");
}

static void a_certificate_that_has_expired_is_refused(struct suite *suite)
{
	is_refused(suite, "localhost", -HOUR_S, true, TRUSTING,
		   "certificate: certificate has expired");
}

static void a_certificate_on_its_own_word_is_refused(struct suite *suite)
{
	is_refused(suite, "localhost", HOUR_S, false, TRUSTING,
		   "certificate: self-signed certificate");
}

static void an_authority_that_nobody_knows_is_refused(struct suite *suite)
{
	is_refused(suite, "localhost", HOUR_S, true, HERE,
		   "certificate: unable to get local issuer certificate");
}

static void a_file_without_certificates_stops_the_start(struct suite *suite)
{
	struct office office;

	CHECK(suite, office_start(&office));
	CHECK(suite, office_put(&office, "desks.json",
				"{\"desks\":[\n{\"ca-file\":\"secret\"}]}"));
	CHECK(suite, server_stop(&office.server, SIGTERM) == 0);
	CHECK(suite, server_run(&office.server, office.options) == 3);
	CHECK(suite,
	      server_logged(&office.server,
			    "2:12: 'secret' has no certificate that can be "
			    "read; it must be PEM"));
	fake_desk_close(&office.desk);
}

const struct test tests_desk_tls[] = {
	TEST(an_authority_of_the_desks_file_is_believed),
	TEST(a_certificate_for_another_host_is_refused),
	TEST(a_certificate_that_has_expired_is_refused),
	TEST(a_certificate_on_its_own_word_is_refused),
	TEST(an_authority_that_nobody_knows_is_refused),
	TEST(a_file_without_certificates_stops_the_start),
	{NULL, NULL},
};
