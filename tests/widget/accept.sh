#!/bin/sh
# SPDX-License-Identifier: MIT
# accept.sh NAME...|all: takes pictures that the last run of the tests has made
# as what they are compared with from now on. Look at them first, in
# build/widget/screens.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
made=$top/build/widget/screens/small
[ $# != 0 ] || {
	echo "usage: accept.sh NAME...|all" >&2
	exit 2
}
[ "$*" != all ] || {
	rm -f "$top/tests/widget/screens/"*.png
	# made by the test of the comparison itself
	rm -f "$made/unheard-of.png" "$made/spoilt.png"
	set -- "$made"/*.png
}
mkdir -p "$top/tests/widget/screens"
for name; do
	cp "$made/$(basename "$name" .png).png" "$top/tests/widget/screens/"
done
du -sh --apparent-size "$top/tests/widget/screens"
