/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <time.h>
#include <unistd.h>

static void an_open_file_is_counted(void **state)
{
	struct metrics_process before, after;
	int fd;

	(void)state;
	assert_true(metrics_process_read(&before));
	fd = dup(0);
	assert_true(fd >= 0);
	assert_true(metrics_process_read(&after));
	close(fd);
	assert_int_equal(after.open_files, before.open_files + 1);
	assert_true(after.files_max >= after.open_files);
}

static void memory_time_and_start_are_plausible(void **state)
{
	struct metrics_process process;
	double now = (double)time(NULL);

	(void)state;
	assert_true(metrics_process_read(&process));
	assert_in_range(process.resident_bytes, 100000, 4000000000u);
	assert_true(process.virtual_bytes > process.resident_bytes);
	assert_true(process.cpu_seconds > 0 && process.cpu_seconds < 3600);
	assert_true(process.started_seconds > now - 3600);
	assert_true(process.started_seconds <= now + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_open_file_is_counted),
		cmocka_unit_test(memory_time_and_start_are_plausible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
