# SPDX-License-Identifier: MIT
# Who may include whom. Reads src/**/*.[ch].
BEGIN {
	# folder -> what else its files may include from src, as regexes
	may["core"] = "^core/"
	may["proto"] = "^(proto/|core/faq(_wipe)?\\.h$)"
	may["store"] = "^(store/|core/faq\\.h$)"
	may["desk"] = "^(desk/|proto/(json|html_parse|entity|fault|nearest)\\.h$|core/faq\\.h$)"
	may["server"] = "^(server/|proto/|store/(store|apikey|outbox|bus)\\.h$|desk/|widget/|core/faq(_wipe)?\\.h$)"
	may["import"] = "^(import/|proto/|core/faq(_word)?\\.h$)"
	may["cli"] = "^(cli/|import/|proto/|desk/(desk|desks)\\.h$|store/(store|apikey|outbox|backup)\\.h$|core/faq(_analyse|_word)?\\.h$)"
	may["widget"] = "^widget/"
	# library header -> the only files that may know it
	only["pcre2.h"] = "^src/core/pattern[a-z_]*\\.c$"
	only["cmark.h"] = "^src/(core/page[a-z_]*|import/(answer[a-z_]*|html))\\.[ch]$"
	only["gumbo.h"] = "^src/proto/html_parse\\.h$"
	only["yaml.h"] = "^src/import/rasa\\.c$"
	only["csv.h"] = "^src/import/table\\.c$"
	only["utf8proc.h"] = "^src/core/text[a-z_]*\\.c$"
	only["cJSON.h"] = "^src/(proto|desk)/"
	only["libwebsockets.h"] = "^src/server/"
	only["sd-journal.h"] = "^src/server/log/log\\.c$"
	only["sd-daemon.h"] = "^src/server/run/notify\\.c$"
	only["zlib.h"] = "^src/widget/compress\\.c$"
	only["encode.h"] = "^src/widget/compress\\.c$"
	only["curl.h"] = "^src/cli/sim_post\\.c$"
	only["microhttpd.h"] = "^src/cli/sim_api\\.c$"
	only["readline.h"] = "^src/cli/"
	only["histedit.h"] = "^src/cli/"
	only["sqlite3.h"] = "^src/store/"
	only["libpq-fe.h"] = "^src/store/postgres[a-z_]*\\.[ch]$"
}
function finding(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what
}
FILENAME !~ /^src\/store\// &&
/"[^"]*(SELECT .* FROM |INSERT INTO |DELETE FROM |UPDATE .* SET |CREATE (TABLE|INDEX) |PRAGMA )/ {
	finding("SQL is written in src/store only")
}
/^[ \t]*#[ \t]*include/ {
	line = $0
	sub(/^[^<"]*/, "", line)
	quoted = substr(line, 1, 1) == "\""
	name = substr(line, 2)
	sub(/[">].*/, "", name)
	split(FILENAME, part, "/")
	folder = part[2]
	base = name
	sub(/.*\//, "", base)
	if (base in only && FILENAME !~ only[base])
		finding("\47" name "\47 is known to " only[base] " only")
	if (!quoted)
		next
	if (name ~ /\.\./)
		finding("\47" name "\47: name it from src")
	if (name !~ /\//)
		name = folder "/" name
	if (!(folder in may))
		finding("folder '" folder "' has no place in layers.awk")
	else if (name !~ may[folder] && name !~ /^gen\//)
		finding("\47" name "\47 goes against the arrow")
}
