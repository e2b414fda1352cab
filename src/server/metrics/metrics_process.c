/* SPDX-License-Identifier: MIT */
#include "server/metrics/metrics_process.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double seconds_of(clockid_t clock)
{
	struct timespec now = {0};

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* proc(5): fields 22 to 24 of stat, counted behind the name in parentheses,
 * which may itself hold anything. */
static bool read_stat(struct metrics_process *out)
{
	FILE *file = fopen("/proc/self/stat", "re");
	char line[1024];
	unsigned long long begun, bytes;
	const char *at;
	long pages;
	size_t n;

	if (!file)
		return false;
	n = fread(line, 1, sizeof(line) - 1, file);
	fclose(file);
	line[n] = '\0';
	at = strrchr(line, ')');
	if (!at || sscanf(at + 1,
			  " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u "
			  "%*u %*d %*d %*d %*d %*d %*d %llu %llu %ld",
			  &begun, &bytes, &pages) != 3)
		return false;
	/* /proc/stat, which knows when the system started, may be hidden. */
	out->started_seconds = seconds_of(CLOCK_REALTIME) -
			       seconds_of(CLOCK_BOOTTIME) +
			       (double)begun / (double)sysconf(_SC_CLK_TCK);
	out->virtual_bytes = bytes;
	out->resident_bytes = (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
	return true;
}

static bool count_files(struct metrics_process *out)
{
	DIR *folder = opendir("/proc/self/fd");

	if (!folder)
		return false;
	while (readdir(folder))
		out->open_files++;
	closedir(folder);
	out->open_files -= 3; /* ".", ".." and the folder itself */
	return true;
}

bool metrics_process_read(struct metrics_process *out)
{
	struct rlimit files;

	memset(out, 0, sizeof(*out));
	if (!read_stat(out) || !count_files(out) ||
	    getrlimit(RLIMIT_NOFILE, &files) != 0) {
		memset(out, 0, sizeof(*out));
		return false;
	}
	out->files_max = files.rlim_cur;
	out->cpu_seconds = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	return true;
}
