/* SPDX-License-Identifier: MIT */
/*
 * Parameters and columns in PostgreSQL's binary format: big-endian numbers,
 * bytes as they are. A text has the format of its bytes.
 */
#include "store/postgres.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define TEXT 0
#define BINARY 1
#define NUMBER_BYTES 8u

static void add(struct postgres_args *args, const void *value, size_t size)
{
	int at = args->count++;

	assert(at < POSTGRES_ARGS_MAX);
	args->value[at] = value;
	args->length[at] = (int)size;
	args->format[at] = BINARY;
	args->bytes += size;
}

static void add_number(struct postgres_args *args, uint64_t number)
{
	uint8_t *wire = args->number[args->count];

	for (size_t i = 0; i < NUMBER_BYTES; i++)
		wire[i] = (uint8_t)(number >> (8 * (NUMBER_BYTES - 1 - i)));
	add(args, wire, NUMBER_BYTES);
}

void postgres_add_null(struct postgres_args *args)
{
	add(args, NULL, 0);
}

void postgres_add_int(struct postgres_args *args, int64_t number)
{
	add_number(args, (uint64_t)number);
}

void postgres_add_decimal(struct postgres_args *args, const char *decimal)
{
	add(args, decimal, strlen(decimal));
	args->format[args->count - 1] = TEXT;
}

void postgres_add_double(struct postgres_args *args, double number)
{
	uint64_t bits;

	memcpy(&bits, &number, sizeof(bits));
	add_number(args, bits);
}

void postgres_add_bool(struct postgres_args *args, bool yes)
{
	add(args, yes ? "\1" : "\0", 1);
}

void postgres_add_text(struct postgres_args *args, const char *text)
{
	add(args, text, strlen(text));
}

void postgres_add_bytes(struct postgres_args *args, const void *bytes,
			size_t size)
{
	add(args, size ? bytes : "", size);
}

void postgres_add_id(struct postgres_args *args, const struct store_id *id)
{
	if (store_id_none(id))
		postgres_add_null(args);
	else
		add(args, id->bytes, sizeof(id->bytes));
}

bool postgres_get_bytes(const PGresult *rows, int row, int column, void *out,
			size_t size)
{
	if (PQgetlength(rows, row, column) != (int)size)
		return false;
	memcpy(out, PQgetvalue(rows, row, column), size);
	return true;
}

/* Of a column that has so many bytes; 0 for any other. */
static uint64_t get_number(const PGresult *rows, int row, int column,
			   size_t size)
{
	uint8_t wire[NUMBER_BYTES];
	uint64_t number = 0;

	if (!postgres_get_bytes(rows, row, column, wire, size))
		return 0;
	for (size_t i = 0; i < size; i++)
		number = number << 8 | wire[i];
	return number;
}

int64_t postgres_get_int(const PGresult *rows, int row, int column)
{
	if (PQgetlength(rows, row, column) == sizeof(int32_t))
		return (int32_t)get_number(rows, row, column, sizeof(int32_t));
	return (int64_t)get_number(rows, row, column, sizeof(int64_t));
}

double postgres_get_double(const PGresult *rows, int row, int column)
{
	uint64_t bits = get_number(rows, row, column, sizeof(bits));
	double number;

	memcpy(&number, &bits, sizeof(number));
	return number;
}

bool postgres_get_bool(const PGresult *rows, int row, int column)
{
	return PQgetlength(rows, row, column) == 1 &&
	       PQgetvalue(rows, row, column)[0] != 0;
}

/* Its bytes may be a bytea's, which libpq ends with a NUL all the same. */
void postgres_get_text(const PGresult *rows, int row, int column, char *out,
		       size_t size)
{
	snprintf(out, size, "%s", PQgetvalue(rows, row, column));
}

void postgres_get_id(const PGresult *rows, int row, int column,
		     struct store_id *id)
{
	if (!postgres_get_bytes(rows, row, column, id->bytes,
				sizeof(id->bytes)))
		memset(id, 0, sizeof(*id));
}
