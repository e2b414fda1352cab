#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: the widget of BUILD/faqd and four of npm's, measured in the
# same Chromium; prints the table of src/widget/README.md. The others are taken
# from the registry as they are published (about 13 MB) and not installed:
# their bundles are all that a page needs.
set -eu
BUILD=$(cd "${1:?the folder with faqd}" && pwd)
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../../npm.sh"
top=$(cd "$(dirname "$0")/../../.." && pwd)
TOP=$top
export BUILD TOP

npm_begin widget
npm_begin widget/compare
for package in deep-chat@2.4.2 botframework-webchat@4.18.1 \
	rasa-webchat@1.0.1 @n8n/chat@1.37.0; do
	[ -d "peers/$package" ] && continue
	mkdir -p "peers/$package"
	npm pack --silent --pack-destination peers "$package" >peers/name
	tar xzf "peers/$(cat peers/name)" -C "peers/$package" \
		--strip-components=1
done
node compare.mjs
