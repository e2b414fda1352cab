/* SPDX-License-Identifier: MIT */
/* RE2::Set: all parts in one automaton that is built while it runs. */
#include "engine.h"

#include <memory>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

namespace
{

/* Plenty, for a small one makes it throw its states away again and again. */
const int64_t kBytesMax = int64_t(1) << 30;

struct Set {
	std::unique_ptr<re2::RE2::Set> set;
	std::vector<int> parts;
	struct plan_hits hits;
};

re2::RE2::Options Bytes()
{
	re2::RE2::Options options;
	options.set_encoding(re2::RE2::Options::EncodingLatin1);
	options.set_max_mem(kBytesMax);
	options.set_log_errors(false);
	return options;
}

void Close(void *self)
{
	Set *set = static_cast<Set *>(self);
	plan_hits_release(&set->hits);
	delete set;
}

void *Open(const struct plan *plan)
{
	Set *set = new Set;
	plan_hits_init(&set->hits, plan);
	set->set.reset(new re2::RE2::Set(Bytes(), re2::RE2::UNANCHORED));
	bool ok = true;
	for (size_t i = 0; ok && i < plan->part_count; i++)
		ok = set->set->Add(plan->part[i], nullptr) == int(i);
	if (ok && set->set->Compile())
		return set;
	Close(set);
	return nullptr;
}

size_t Match(void *self, const char *subject, size_t bytes, uint32_t *found)
{
	Set *set = static_cast<Set *>(self);
	re2::RE2::Set::ErrorInfo error = {re2::RE2::Set::kNoError};
	set->parts.clear();
	plan_hits_start(&set->hits);
	if (!set->set->Match(re2::StringPiece(subject, bytes), &set->parts,
			     &error) &&
	    error.kind != re2::RE2::Set::kNoError)
		return ENGINE_FAILED;
	for (int part : set->parts)
		plan_hits_part(&set->hits, size_t(part));
	return plan_hits_end(&set->hits, found);
}

size_t Hidden(void *self)
{
	(void)self;
	return 0;
}

const char *Version()
{
	return BENCH_RE2; /* its headers name none */
}

} // namespace

const struct engine engine_re2 = {"RE2::Set", Version, Open,
				  Match,      Hidden,  Close};
