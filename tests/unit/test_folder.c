/* SPDX-License-Identifier: MIT */
/* A change in a content folder is seen, however it is made. */
#include "server/run/folder.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char top[32], content[48], language[64], file[80];
	struct folder folder;
};

static void write_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	memcpy(p->top, "/tmp/faqd-test-XXXXXX", 22);
	assert_non_null(mkdtemp(p->top));
	snprintf(p->content, sizeof(p->content), "%s/c", p->top);
	snprintf(p->language, sizeof(p->language), "%s/en", p->content);
	snprintf(p->file, sizeof(p->file), "%s/faq.md", p->language);
	assert_int_equal(mkdir(p->content, 0700), 0);
	assert_int_equal(mkdir(p->language, 0700), 0);
	write_file(p->file);
	assert_true(folder_open(&p->folder, p->content));
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	folder_close(&p->folder);
	unlink(p->file);
	rmdir(p->language);
	rmdir(p->content);
	assert_int_equal(rmdir(p->top), 0);
	free(p);
	return 0;
}

static bool changed(struct place *p)
{
	struct pollfd wait = {.fd = p->folder.fd, .events = POLLIN};
	bool changed = poll(&wait, 1, 0) > 0;

	folder_renew(&p->folder);
	return changed;
}

static void a_file_written_or_replaced_is_a_change(void **state)
{
	struct place *p = *state;
	char other[96];

	assert_false(changed(p));
	write_file(p->file);
	assert_true(changed(p));
	assert_false(changed(p));
	snprintf(other, sizeof(other), "%s/new", p->top);
	write_file(other);
	assert_false(changed(p));
	assert_int_equal(rename(other, p->file), 0);
	assert_true(changed(p));
}

static void a_language_that_comes_later_is_watched_too(void **state)
{
	struct place *p = *state;
	char folder[64], file[80];

	snprintf(folder, sizeof(folder), "%s/es", p->content);
	snprintf(file, sizeof(file), "%s/faq.md", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_true(changed(p));
	write_file(file);
	assert_true(changed(p));
	unlink(file);
	rmdir(folder);
}

static void a_folder_that_went_is_taken_up_when_it_is_back(void **state)
{
	struct place *p = *state;
	char away[64];

	snprintf(away, sizeof(away), "%s/away", p->top);
	assert_int_equal(rename(p->content, away), 0);
	assert_true(changed(p));
	assert_true(p->folder.lost);
	assert_int_equal(rename(away, p->content), 0);
	folder_renew(&p->folder);
	assert_false(p->folder.lost);
	write_file(p->file);
	assert_true(changed(p));
}

static void a_folder_that_is_not_there_can_not_be_watched(void **state)
{
	struct folder folder;

	(void)state;
	assert_false(folder_open(&folder, "/tmp/no-such-folder-of-faqd"));
	folder_close(&folder);
}

#define IN_PLACE(test_)                                                        \
	cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_file_written_or_replaced_is_a_change),
		IN_PLACE(a_language_that_comes_later_is_watched_too),
		IN_PLACE(a_folder_that_went_is_taken_up_when_it_is_back),
		cmocka_unit_test(a_folder_that_is_not_there_can_not_be_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
