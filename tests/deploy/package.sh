#!/bin/sh
# SPDX-License-Identifier: MIT
# package.sh: what deploy/debian says of faqd is what the source says.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
. "$top/tests/shell.sh"
debian=$top/deploy/debian

sed -n 's/^#define FAQD_VERSION "\(.*\)"/faqd (\1)/p' \
	"$top/src/server/version.h" >out
run 0 'the version' grep -qF "$(cat out)" "$debian/changelog"

# a compiler and make come with debhelper
sed -n '/^	build) cat/,/^	END/p' "$top/tests/deps.sh" |
	awk 'NF == 2 && $2 !~ /^(gcc|make|<<.*|cat|;;)$/ { print $2 }' | sort -u >needs
awk '/^Build-Depends/ { on = 1 } on && /^ / { sub(",", ""); print $1 }
	/^Standards/ { on = 0 }' "$debian/control" | sort -u >has
grep -vxFf has needs >out
[ -s needs ] && [ ! -s out ]
judge $? 'Build-Depends has all that deps.sh has'

while read -r path; do
	[ -e "$top/$path" ] || echo "$path"
done <"$debian/faqd.examples" >out
[ ! -s out ]
judge $? 'what the package brings is there'
summary
