# SPDX-License-Identifier: MIT
# Calls that are banned, and a goto that does not go to `done`. Comments and
# strings are passed over.
BEGIN {
	word = "strcpy|strcat|sprintf|vsprintf|gets|strtok|strncpy|strerror"
	word = word "|rand|srand|random|srandom|drand48|alloca|atoi|atol|atof"
	word = word "|localtime|gmtime|asctime|ctime|tmpnam|mktemp|signal"
	call = "(^|[^A-Za-z0-9_>.])(" word ")[ \t]*\\("
	# a test may put its samples together as it likes
	lax = "(^|[^A-Za-z0-9_>.])(gets|strtok|rand|srand|alloca|mktemp)[ \t]*\\("
}
FNR == 1 { comment = 0 }
{
	line = $0
	gsub(/\\./, "", line)
	gsub(/"[^"]*"/, "\"\"", line)
	if (comment) {
		if (!sub(/.*\*\//, "", line))
			next
		comment = 0
	}
	while (line ~ /\/\*/) {
		if (line !~ /\/\*.*\*\//) {
			sub(/\/\*.*/, "", line)
			comment = 1
			break
		}
		start = index(line, "/*")
		rest = substr(line, start + 2)
		line = substr(line, 1, start - 1) substr(rest, index(rest, "*/") + 2)
	}
	sub(/\/\/.*/, "", line)
	ban = FILENAME ~ /^tests\// ? lax : call
	if (match(line, ban)) {
		name = substr(line, RSTART, RLENGTH)
		gsub(/[^A-Za-z0-9_]/, "", name)
		printf "%s:%d: %s() is banned\n", FILENAME, FNR, name
	}
	if (line ~ /(^|[^A-Za-z0-9_])goto[ \t]/ && line !~ /goto[ \t]+done;/)
		printf "%s:%d: goto goes to done only\n", FILENAME, FNR
}
