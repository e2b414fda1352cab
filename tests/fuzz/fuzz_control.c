/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a command and as its result: a result that is read is bounded,
 * and is read as the same when written.
 */
#include "proto/control.h"

#include "fuzz/fuzz.h"

static void check_result(const struct control_result *result)
{
	struct json_writer writer;
	struct control_result again;

	require(result->fault_count <= CONTROL_FAULTS_MAX);
	json_writer_init(&writer, CONTROL_RESULT_BYTES);
	control_result_put(&writer, result);
	/* A text may have been cut within a character: U+FFFD is longer. */
	if (!json_failed(&writer)) {
		require(control_result_read(&again, writer.bytes,
					    writer.size) == JSON_OK);
		require(again.ok == result->ok);
		require(again.generation == result->generation);
		require(again.fault_count == result->fault_count);
	}
	json_writer_release(&writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct control_result result;
	char *line = malloc(size ? size : 1); /* no NUL: it may not look */

	if (!line)
		return 0;
	if (size)
		memcpy(line, data, size);
	(void)control_command_read(line, size);
	if (control_result_read(&result, line, size) == JSON_OK)
		check_result(&result);
	free(line);
	return 0;
}
