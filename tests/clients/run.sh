#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD: existing clients of Rasa and OpenAI, as npm has them, speak to
# BUILD/faqd. Prints TAP.
set -eu
build=$(cd "${1:?the folder with faqd}" && pwd)
# shellcheck source=tests/npm.sh
. "$(dirname "$0")/../npm.sh"

npm_begin clients
npm_faqd "$build" --content "$top/tests/server/content"
node --test-reporter=tap all.mjs
