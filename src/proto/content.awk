# SPDX-License-Identifier: MIT
# faqd.content(5) out of intents/README.md: its headings, paragraphs, lists,
# tables and blocks of code in man(7) macros.
BEGIN {
	print ".TH FAQD.CONTENT 5 2026-11-22 \"faqd\" \"faqd\""
	print ".SH NAME"
	print "faqd.content \\- how a content of faqd is written"
	print ".SH DESCRIPTION"
	fresh = 1
}

# A paragraph begins, but right behind a heading it has begun.
function paragraph() {
	if (!fresh)
		print ".PP"
	fresh = blank = 0
}

function plain(text) {
	gsub(/\\\|/, "|", text)
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	gsub(/\047/, "\\(aq", text)
	if (text ~ /^[.]/)
		text = "\\&" text
	return text
}

# `code` in bold, [text](where) as its text
function inline(text,    at, before) {
	while (match(text, /\[[^]]*\]\([^)]*\)/)) {
		at = substr(text, RSTART, RLENGTH)
		sub(/\]\(.*/, "", at)
		# not inside `code`
		before = substr(text, 1, RSTART)
		if (gsub(/`/, "", before) % 2)
			break
		sub(/\[[^]]*\]\([^)]*\)/, substr(at, 2), text)
	}
	text = plain(text)
	gsub(/\*\*/, "", text)
	while (match(text, /`[^`]*`/))
		text = substr(text, 1, RSTART - 1) "\\fB" \
			substr(text, RSTART + 1, RLENGTH - 2) "\\fR" \
			substr(text, RSTART + RLENGTH)
	return text
}

# A span of `code` may go on in the next line: a paragraph is put together.
function flush() {
	if (held != "")
		print inline(held)
	held = ""
}

# A row of two columns is an entry; the head and its rule are passed over.
function row(line,    cut) {
	gsub(/\\\|/, "\001", line)
	sub(/^\| */, "", line)
	sub(/ *\|$/, "", line)
	cut = index(line, " | ")
	left = substr(line, 1, cut - 1)
	right = substr(line, cut + 3)
	gsub(/ \| /, ": ", right)
	gsub(/\001/, "|", left)
	gsub(/\001/, "|", right)
	print ".TP"
	fresh = blank = 0
	print inline(left)
	print inline(right)
}

fence != "" || /^(```|    |#|\||$|[-*] |[0-9]+\. )/ { flush() }
fence != "" && index($0, fence) == 1 && $0 ~ /^`+$/ {
	print ".fi"
	print ".RE"
	fence = ""
	blank = 1
	next
}
fence != "" { print plain($0); next }
/^```/ {
	match($0, /^`+/)
	fence = substr($0, 1, RLENGTH)
	paragraph()
	print ".RS 4"
	print ".nf"
	next
}
/^    / {
	if (!indented) {
		paragraph()
		print ".RS 4\n.nf"
	}
	indented = 1
	print plain(substr($0, 5))
	next
}
indented && !/^$/ { print ".fi\n.RE"; indented = 0; blank = 1 }
/^# / { next }
/^##+ / {
	sub(/^#+ */, "")
	print ".SH " toupper(plain($0))
	fresh = 1
	next
}
/^\|/ {
	if (!table) {
		table = 1
		next
	}
	if ($0 !~ /^\|[-| ]*$/)
		row($0)
	next
}
/^$/ {
	blank = 1
	table = 0
	next
}
/^([-*]|[0-9]+\.) / {
	match($0, /^[^ ]* /)
	print ".IP " ($1 ~ /[0-9]/ ? $1 : "\\(bu") " 4"
	$0 = substr($0, RLENGTH + 1)
	fresh = blank = 0
}
{
	if (blank)
		paragraph()
	sub(/^ +/, "")
	held = held (held == "" ? "" : " ") $0
}
END {
	flush()
	if (indented)
		print ".fi\n.RE"
	print ".SH SEE ALSO"
	print "faqctl(1), faqd(8)"
}
