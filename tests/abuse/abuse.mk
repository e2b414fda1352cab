# SPDX-License-Identifier: MIT
# faqd attacked while honest clients go on asking: tests/abuse/*.c is one
# program, which borrows the client of tests/server. A library that fails malloc
# does not go with a sanitizer.
ABUSE_TESTS := $(wildcard tests/abuse/*.c) \
	$(addprefix tests/server/,client.c process.c)
ABUSE_SHIM := $(if $(findstring -fsanitize,$(OPT)),,$(B)/fail_malloc.so)
ABUSE_RUN = $(B)/test_abuse $(addprefix --shim ,$(ABUSE_SHIM)) \
	$(ABUSE_OPTIONS) $(B)/faqd tests/server/content
$(B)/test_abuse: TEST_SOURCES = $(ABUSE_TESTS)
$(B)/test_abuse: $(ABUSE_TESTS) $(wildcard tests/abuse/*.h tests/server/*.h)
	$(compile-test)
$(B)/fail_malloc.so: tests/abuse/shim/fail_malloc.c
	@mkdir -p $(@D)
	@echo "  TEST  $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $< -ldl
TESTS += $(B)/test_abuse $(ABUSE_SHIM)
RUNNERS += abuse='$(ABUSE_RUN)'

# All of it, at full size, and once more under a sanitizer and valgrind. What is
# freed is kept for a while by the sanitizer, and one attack weighs faqd.
test-abuse: ABUSE_OPTIONS := --full --timed
test-abuse:
	@tests/deps.sh build test clang valgrind
	@$(MAKE) --no-print-directory $(B)/test_abuse $(B)/faqd $(ABUSE_SHIM)
	@$(MAKE) --no-print-directory VARIANT=asan build/asan/faqd
	@tests/run.sh abuse='$(ABUSE_RUN)' \
		asan='$(B)/test_abuse --full build/asan/faqd \
			tests/server/content http upgrade frames text fuzz' \
		asan-json='ASAN_OPTIONS=$$ASAN_OPTIONS:quarantine_size_mb=8 \
			$(B)/test_abuse --full build/asan/faqd \
			tests/server/content json' \
		valgrind='FAQD_UNDER="valgrind -q --error-exitcode=9" \
			$(B)/test_abuse $(B)/faqd tests/server/content upgrade'
