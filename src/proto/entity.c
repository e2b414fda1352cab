/* SPDX-License-Identifier: MIT */
#include "proto/entity.h"

#include <stddef.h>

const char *entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}
