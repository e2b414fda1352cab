#!/bin/sh
# SPDX-License-Identifier: MIT
# units.sh BUILD: systemd finds no fault with the units, and little that faqd
# may do. 20 is 2.0 of its scale, where 10.0 is all that root may.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
build=${1:?the folder with faqd, as make names it}
. "$top/tests/shell.sh"
unset MAKEFLAGS MAKELEVEL

run 0 'installed' make --no-print-directory -C "$top" B="$build" install \
	"PREFIX=$work/there"
cd "$work/there/lib/systemd/system" || exit 3
run 0 'the exposure is 2.0 at most' systemd-analyze security --offline=true \
	--no-pager --threshold=20 ./faqd.service
says 'what systemd says' 'Overall exposure level for faqd.service'
for setting in MemoryDenyWriteExecute NoNewPrivileges; do
	says "$setting is on" "✓ $setting="
done

run 0 'the units are understood' systemd-analyze verify --man=no ./faqd.service \
	./faqd.socket
[ ! -s err ]
judge $? 'without a remark'

# A check of the check: it must find what is open.
sed -i -e '/^SystemCall/d' -e '/^Protect/d' -e '/^Private/d' faqd.service
run 1 'an open unit is found' systemd-analyze security --offline=true \
	--no-pager --threshold=20 ./faqd.service

run 0 'the user is understood' systemd-sysusers --dry-run \
	"$work/there/lib/sysusers.d/faqd.conf"
summary
