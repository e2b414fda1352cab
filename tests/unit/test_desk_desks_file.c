/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/desks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/desksXXXXXX";
static char heard[512];

/* An authority "a" that signs itself, until 2126; its key was thrown away. */
static const char certificate[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBbzCCARWgAwIBAgIUWOCBQf3/m5rAOBqsaDZUzHRr3C4wCgYIKoZIzj0EAwIw\n"
	"DDEKMAgGA1UEAwwBYTAgFw0yNjExMjMwNzM0MThaGA8yMTI2MTAzMDA3MzQxOFow\n"
	"DDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDqMMPK18kdQ\n"
	"rC184fhu7GQ9ZkoYzUYIY2C6IKYwcT7H0K0Vlp3dDRuVI72MW/R2GgymlM6KGkMw\n"
	"n9qUGrEkv9ajUzBRMB0GA1UdDgQWBBTEmmD8xH+PUeKFScm60gZSDcOffjAfBgNV\n"
	"HSMEGDAWgBTEmmD8xH+PUeKFScm60gZSDcOffjAPBgNVHRMBAf8EBTADAQH/MAoG\n"
	"CCqGSM49BAMCA0gAMEUCIQCm2CcHLk4ay3b5jhTelrsxfxt6ZkVCq019tv6765Ez\n"
	"ygIgZv4CAdTHXmiMqeDEJgJt5aovzxtiZMc2L9M6zgBwjhk=\n"
	"-----END CERTIFICATE-----\n";

static void listen_to(void *context, const struct faq_diag *diag)
{
	(void)context;
	snprintf(heard, sizeof(heard), "%s", diag->message);
}

static void write_file(const char *name, const char *text, mode_t mode)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static enum desk_status load(struct desks *desks, const char *name)
{
	char path[64];

	heard[0] = '\0';
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return desks_load(desks, path, listen_to, NULL);
}

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	write_file("d.json",
		   "{\"desks\":[{\"name\":\"a\",\"kind\":\"mattermost\","
		   "\"secret-file\":\"s\"}]}",
		   0644);
	return 0;
}

static int remove_folder(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/d.json", folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/s", folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/ca.pem", folder);
	unlink(path);
	return rmdir(folder);
}

static void a_secret_is_the_line_of_a_file_beside_the_desks(void **state)
{
	struct desks desks;

	(void)state;
	write_file("s", "open sesame\r\n", 0600);
	assert_int_equal(load(&desks, "d.json"), DESK_OK);
	assert_string_equal(desks.desk[0].config.secret[0], "open sesame");
	desks_release(&desks);
}

static void a_file_that_others_can_read_holds_no_secret(void **state)
{
	struct desks desks;

	(void)state;
	write_file("s", "sesame", 0644);
	assert_int_equal(load(&desks, "d.json"), DESK_ERROR_CONFIG);
	assert_string_equal(heard, "'s' must be a file that others can't read; "
				   "chmod 600");
}

static void a_secret_is_one_line(void **state)
{
	static const char *const bad[] = {"", "\n", "two\nlines\n"};
	struct desks desks;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		write_file("s", bad[i], 0600);
		assert_int_equal(load(&desks, "d.json"), DESK_ERROR_CONFIG);
		assert_string_equal(heard, "'s' is not a line with a secret");
	}
}

static void a_file_that_is_not_there_is_named(void **state)
{
	struct desks desks;

	(void)state;
	assert_int_equal(load(&desks, "none.json"), DESK_ERROR_CONFIG);
	assert_non_null(strstr(heard, "none.json': no such file"));
}

static enum desk_status load_trusting(struct desks *desks, const char *name)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "{\"desks\":[{\"name\":\"a\",\"kind\":\"mattermost\","
		 "\"secret-file\":\"s\",\"ca-file\":\"%s\"}]}",
		 name);
	write_file("d.json", text, 0644);
	write_file("s", "open sesame", 0600);
	return load(desks, "d.json");
}

static void authorities_are_named_from_the_folder_of_the_desks(void **state)
{
	struct desks desks;
	char path[64];

	(void)state;
	write_file("ca.pem", certificate, 0644);
	assert_int_equal(load_trusting(&desks, "ca.pem"), DESK_OK);
	snprintf(path, sizeof(path), "%s/ca.pem", folder);
	assert_string_equal(desks.desk[0].ca_file, path);
	desks_release(&desks);
}

static void a_file_without_authorities_is_a_fault(void **state)
{
	struct desks desks;

	(void)state;
	assert_int_equal(load_trusting(&desks, "none.pem"), DESK_ERROR_CONFIG);
	assert_string_equal(heard, "cannot read 'none.pem': no such file or "
				   "directory");
	write_file("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n", 0644);
	assert_int_equal(load_trusting(&desks, "ca.pem"), DESK_ERROR_CONFIG);
	assert_string_equal(heard, "'ca.pem' has no certificate that can be "
				   "read; it must be PEM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_secret_is_the_line_of_a_file_beside_the_desks),
		cmocka_unit_test(a_file_that_others_can_read_holds_no_secret),
		cmocka_unit_test(a_secret_is_one_line),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(
			authorities_are_named_from_the_folder_of_the_desks),
		cmocka_unit_test(a_file_without_authorities_is_a_fault),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
