# SPDX-License-Identifier: MIT
# Included by the Makefile when the server's benchmark is to be built.

BENCH_SERVER_OBJ := $(patsubst tests/%.c,$(B)/tests/%.o,$(filter-out \
	%/echo.c %/load/main.c,$(wildcard tests/bench_server/*.c tests/load/*.c)))

$(B)/tests/load/%.o $(B)/tests/bench_server/%.o: CPPFLAGS += -Itests
$(B)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(B)/tests/bench_server/bench_server: $(BENCH_SERVER_OBJ) $(B)/libproto.a \
		$(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(PROTO_LIBS) $(CORE_LIBS)
# The generator as a program of its own.
$(B)/tests/load/load: $(B)/tests/load/main.o $(filter $(B)/tests/load/%,\
		$(BENCH_SERVER_OBJ)) $(B)/libproto.a $(B)/libfaq.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(PROTO_LIBS) $(CORE_LIBS)
$(B)/tests/bench_server/echo: $(B)/tests/bench_server/echo.o
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lwebsockets

# The packages of the lock file, by npm's own checks of their hashes.
NPM_FILES := package.json package-lock.json .npmrc
$(B)/npm/node_modules/ws/package.json: $(addprefix tests/bench_server/,$(NPM_FILES))
	@mkdir -p $(B)/npm
	cp $^ $(B)/npm
	cd $(B)/npm && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
BENCH_SERVER_FILES := $(addprefix $(B)/tests/bench_server/,bench_server echo) $(B)/tests/load/load \
	$(B)/npm/node_modules/ws/package.json

.PHONY: bench-server-run
bench-server-run: $(BENCH_SERVER_FILES) $(B)/faqd
	NODE_PATH=$(B)/npm/node_modules $(B)/tests/bench_server/bench_server \
		$(BENCH_OPTIONS) $(B)/faqd $(B)/tests/bench_server/echo \
		$(B)/tests/bench_server $(SECTIONS)
