# SPDX-License-Identifier: MIT
# Included by the Makefile when a benchmark is to be built. RE2 and Vectorscan
# stand beside us where their packages are installed.

BENCH_CXX := $(if $(findstring clang,$(CC)),clang++,g++)
has = $(shell pkg-config --exists $(1) 2>/dev/null && echo yes)
BENCH_RE2 := $(and $(call has,re2),$(shell command -v $(BENCH_CXX)))
BENCH_HS := $(call has,libhs)
BENCH_DEFS := -D_DEFAULT_SOURCE -DBENCH_FLAGS='"$(strip $(OPT))"' \
	$(if $(BENCH_RE2),-DBENCH_RE2='"$(shell pkg-config --modversion re2)"') \
	$(if $(BENCH_HS),-DBENCH_VECTORSCAN)
BENCH_OBJ := $(patsubst tests/%.c,$(B)/tests/%.o,$(filter-out \
	$(if $(BENCH_HS),,%/engine_vectorscan.c),$(wildcard tests/bench/*.c))) \
	$(if $(BENCH_RE2),$(B)/tests/bench/engine_re2.o)

$(B)/tests/bench/%.o: tests/bench/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) -Isrc/core $(BENCH_DEFS) $(CFLAGS) -c -o $@ $<
$(B)/tests/bench/%.o: tests/bench/%.cc
	@mkdir -p $(@D)
	@echo "  CXX   $<"
	$(Q)$(BENCH_CXX) $(CPPFLAGS) $(BENCH_DEFS) -std=c++17 $(OPT) -Wall \
		-Wextra $(HARDEN) -MMD -MP -c -o $@ $<
$(B)/tests/bench/bench: $(BENCH_OBJ) $(B)/libproto.a $(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(if $(BENCH_RE2),$(BENCH_CXX),$(CC)) $(LDFLAGS) -o $@ $^ \
		$(PROTO_LIBS) $(CORE_LIBS) $(if $(BENCH_RE2),-lre2) \
		$(if $(BENCH_HS),-lhs)
