# SPDX-License-Identifier: MIT
# capacity.awk: a day of visitors, minute by minute, as CAPACITY.md describes it;
# prints its table. Constants are set by -v, as in
#
#	awk -f deploy/capacity.awk -v talkers=0.8 -v days=30
#
# The same seed gives the same day, so that numbers can be compared.

function given(name, value, initial)
{
	return value == "" ? initial : value
}

# Standard normal, of twelve uniform numbers.
function normal(    i, sum)
{
	for (i = 0; i < 12; i++)
		sum += rand()
	return sum - 6
}

# How many come in a minute when `mean` are expected.
function arrivals(mean,    n)
{
	n = int(mean + sqrt(mean) * normal() + 0.5)
	return n < 0 ? 0 : n
}

# Share of the day's visitors that come in minute m: the night has an eighth of
# what the evening has, and a campaign multiplies ten minutes of the evening.
function expected(visitors, m,    wave)
{
	wave = 0.5625 - 0.4375 * cos(6.2831853 * (m - 180) / 1440)
	if (m >= 1140 && m < 1150)
		wave *= campaign
	return visitors * wave / (1440 * 0.5625 + 10 * (campaign - 1))
}

# A day: peaks go to peak[], sums to sum[].
function day(visitors,    m, come, talk, open, asked, leave)
{
	srand(1)
	split("", peak)
	split("", sum)
	for (m = 0; m < 1440 + stay; m++) {
		come = arrivals(expected(visitors, m % 1440))
		talk = int(come * talkers + 0.5)
		leave = open / stay
		open += talk - leave
		asked = open * messages / stay
		top("open", open)
		top("asked", asked / 60)
		top("come", come / 60)
		if (m >= stay)
			sum["asked"] += asked
	}
	return open
}

function top(name, value)
{
	if (value > peak[name])
		peak[name] = value
}

function ceiling(x)
{
	return int(x) + (x > int(x))
}

# What a node that is lost leaves is to be borne by the others.
function nodes(load, bears)
{
	return ceiling(load / bears) + 1
}

function row(visitors,    cpu, n, disk, first, by, at)
{
	day(visitors)
	cpu = (peak["asked"] * chat_us + peak["come"] * requests * request_us) / 1e6
	n["connections"] = nodes(peak["open"], connections * 0.8)
	n["CPU"] = nodes(cpu, cores * 0.6)
	n["memory"] = nodes(peak["open"] * chat_kb / 1024, memory_mb)
	first = "connections"
	for (at in n)
		if (n[at] > n[first])
			first = at
	disk = sum["asked"] * record_bytes * days / 1e9
	if (peak["asked"] > writes || disk > disk_gb)
		by = peak["asked"] > writes ? "the database's writes" : "the database's size"
	else if (n[first] > 2)
		by = first
	else
		by = "-"
	printf "| %d | %.0f | %.0f | %.0f | %.2f | %.1f | %d | %.0f | %s |\n",
		visitors, peak["come"], peak["open"], peak["asked"], cpu,
		peak["come"] * page_kb * 8 / 1000, n[first], disk, by
}

BEGIN {
	talkers = given("talkers", talkers, 0.3)
	messages = given("messages", messages, 5)
	stay = given("stay", stay, 10)
	campaign = given("campaign", campaign, 5)
	requests = given("requests", requests, 4)
	chat_us = given("chat_us", chat_us, 18)
	request_us = given("request_us", request_us, 61)
	chat_kb = given("chat_kb", chat_kb, 12)
	page_kb = given("page_kb", page_kb, 40)
	record_bytes = given("record_bytes", record_bytes, 260)
	connections = given("connections", connections, 10000)
	cores = given("cores", cores, 2)
	memory_mb = given("memory_mb", memory_mb, 1024)
	writes = given("writes", writes, 3800)
	disk_gb = given("disk_gb", disk_gb, 500)
	days = given("days", days, 90)
	print "| visitors a day | come/s | chats open | messages/s | cores busy | Mbit/s | nodes | GB kept | what gives first |"
	print "|---|---|---|---|---|---|---|---|---|"
	for (v = 10000; v <= 10000000; v *= 10) {
		row(v)
		row(v < 10000000 ? v * 3 : v * 5)
	}
}
