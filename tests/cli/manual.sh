#!/bin/sh
# SPDX-License-Identifier: MIT
# The man pages and completion: tests/cli/manual.sh BUILD. They are without a
# fault, and every option of --help stands in them. Prints what fails and, last,
# "N passed, N failed".
set -u
build=$(realpath "${1:-build}")
# shellcheck source=tests/shell.sh
. "$(dirname "$0")/../shell.sh"

# is NAME COMMAND...: the command succeeds and says nothing
is() {
	name=$1
	shift
	"$@" >out 2>&1 && [ ! -s out ]
	judge $? "$name"
}

# The page as a reader's text, on one line
text() {
	if command -v mandoc >/dev/null; then
		mandoc -T utf8 "$1"
	else
		groff -man -Tutf8 -P-c "$1"
	fi | col -b
}

lint() {
	! command -v mandoc >/dev/null || mandoc -T lint -W warning "$1" || return
	! command -v groff >/dev/null || groff -ww -man -z "$1"
}

# Each --option of the file stands in the other one too
options_in() {
	grep -o -- ' --[a-z][a-z0-9-]*' "$1" | sort -u | while read -r option; do
		grep -q -- "$option\\b" "$2" || echo "$option is not in $2"
	done
}

# Each section that a reader of man(7) looks for, once
sections() {
	for section in 'EXIT STATUS' ENVIRONMENT FILES SIGNALS; do
		[ "$(grep -c "^$section\$" faqd.8.txt)" = 1 ] ||
			echo "no section '$section'"
	done
}

for page in faqctl.1 faqd.8 faqd.content.5; do
	is "$page is without a fault" lint "$build/man/$page"
	text "$build/man/$page" >"$page.txt"
done

"$build/faqctl" help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' >commands
while read -r command; do
	[ "$command" = faqctl ] && continue
	"$build/faqctl" help "$command" | sed -n '/^Options/,/^Examples/p' \
		>options
	is "options of '$command' are in its page" \
		options_in options faqctl.1.txt
	is "options of '$command' are completed by bash" \
		options_in options "$build/completion/bash/faqctl"
	is "options of '$command' are completed by zsh" \
		options_in options "$build/completion/zsh/faqctl"
	is "'$command' has its section" grep -q "^   $command\$" \
		faqctl.1.txt
done <commands

"$build/faqd" --help | sed -n '/^  -/p;/^      --/p' >options
is "options of faqd are in its page" options_in options faqd.8.txt
is "faqd.8 has its sections" sections
is "options of faqd are completed" \
	options_in options "$build/completion/bash/faqd"

# A check that can't fail proves nothing.
echo ' --no-such-option' >>options
options_in options faqd.8.txt >found
is "an option that is in no page is noticed" grep -q no-such-option found

for shell in bash zsh; do
	command -v "$shell" >/dev/null || continue
	for program in faqctl faqd; do
		is "$shell reads the completion of $program" \
			"$shell" -n "$build/completion/$shell/$program"
	done
done

# What a key press would offer.
offers() {
	bash -c '. "$1"; COMP_WORDS=($2 "$3"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_faqctl faqctl "$3" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}"' offers \
		"$build/completion/bash/faqctl" "$1" "$2" | grep -qx -- "$3"
}
if command -v bash >/dev/null; then
	is "commands are offered" offers faqctl te test
	is "options are offered" offers 'faqctl test' --mut --mutate
	is "values are offered" offers 'faqctl test --color' al always
fi

is "the page of a content has the template's table" \
	grep -q 'a gap of up to 4 words' faqd.content.5.txt

summary
