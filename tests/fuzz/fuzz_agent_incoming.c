/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a message of an agent's tool: a command whose strings are within
 * their bounds, or an error with its place.
 */
#include "proto/agent_incoming.h"

#include "fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct agent_command command;
	struct agent_error error;
	bool about_one;

	if (agent_command_read(&command, (const char *)data, size, &error) !=
	    AGENT_OK) {
		require(!command.doc && error.at.line && error.at.message[0]);
		require(strlen(error.id) <= AGENT_ID_BYTES);
		return 0;
	}
	about_one =
		command.type != AGENT_HELLO && command.type != AGENT_PRESENCE;
	require(strlen(command.conversation) ==
		(about_one ? AGENT_CONVERSATION_DIGITS : 0));
	require(strlen(command.text) <= AGENT_TEXT_BYTES);
	require(command.seq < (uint64_t)1 << 53);
	require(strcmp(command.id, error.id) == 0);
	agent_command_release(&command);
	return 0;
}
