// SPDX-License-Identifier: MIT
// What the console shows and does; knows no DOM. Events:
//
//	connection  queue  suggestions  typing  presence
//	case      the current one has changed, or is another one
//	draft     what is to be written was put there, not typed
//	came      somebody new waits; detail: the case
//	said      a visitor wrote; detail: {item, message}
//	trouble   something was not done; detail: a sentence
//	refused   key or name was; detail: a sentence
import {Timer} from "../element/timer.js";
import {Case, grouped} from "./case.js";
import {Link} from "./link.js";
import {Outbox} from "./outbox.js";
import {troubleOf} from "./words.js";

const TYPING_MS = 3000; // how often faqd is told
const TYPED_MS = 6000; // how long a visitor types without saying so again
const BEAT_MS = 30000; // how long a line that has died may go unnoticed

// The summary that a message is, or has about it.
const summaryOf = ({type, reply_to: replied, messages, ...summary}) => summary;

// Has the visitor written since?
const hasNews = (before, {last}) => Boolean(before) &&
	last?.from === "visitor" && last.at !== before.last?.at;

export class Desk extends EventTarget {
	#world;
	#kept;
	#link;
	#outbox;
	#asked = 0; // requests for suggestions
	#typedAt = 0;
	#typing; // the visitor's, until it ends
	#beat;
	cases = new Map();
	current = null;
	me = null;
	canned = [];
	intents = [];
	presence = {agents: 0, waiting: 0};
	isAvailable;

	constructor({world, kept, server}) {
		super();
		this.#world = world;
		this.#kept = kept;
		this.isAvailable = !kept.isAway;
		this.#link = new Link(server, world, {
			state: () => this.#onState(),
			hello: (hello) => this.#onHello(hello),
			message: (message) => this.#onMessage(message),
			refused: (error) => this.#onRefused(error),
		});
		this.#outbox = new Outbox(this.#link, {
			changed: (item) => this.#keep(item),
			stored: (...all) => this.#stored(...all),
		});
		this.#typing = new Timer(world);
		this.#beat = new Timer(world);
		world.addEventListener("online", () => this.#link.hurry());
	}

	get connection() {
		return this.#link.state;
	}

	get settings() {
		return this.#kept.settings;
	}

	set(name, value) {
		this.#kept.settings = {...this.#kept.settings, [name]: value};
	}

	// Takes up who has signed in in this tab; false when nobody has.
	resume() {
		const {signedIn} = this.#kept;
		if (signedIn)
			this.#link.open(signedIn);
		return Boolean(signedIn);
	}

	signIn(key, name) {
		this.#kept.signedIn = {key, name: name || undefined};
		this.resume();
	}

	signOut() {
		this.#kept.forget();
		this.#link.close();
		this.cases.clear();
		this.current = null;
		this.isAvailable = true;
		this.#say("queue");
		this.#say("case");
	}

	// Is there anything that signing out would forget?
	get hasUnsent() {
		return [...this.cases.values()].some(({draft, outbox}) =>
			draft || outbox.length);
	}

	get isMine() {
		return Boolean(this.current?.isOf(this.me?.name));
	}

	get queue() {
		return grouped([...this.cases.values()], this.me?.name);
	}

	select(id) {
		const {current} = this;
		if (current?.id === id)
			return;
		if (current)
			this.#leave();
		this.current = this.cases.get(id) ?? null;
		if (this.current)
			this.current.isUnread = false;
		this.#follow();
		this.#say("queue");
		this.#say("case");
		this.#say("suggestions");
		this.#say("typing");
	}

	#leave() {
		this.typing(false);
		this.#typing.stop();
		this.current.isTyping = false;
		this.#link.tell({type: "unfollow", conversation: this.current.id});
	}

	async claim() {
		const item = this.current;
		const reply = await this.#command("claim");
		if (reply?.type !== "claimed")
			return;
		item.isNote = item.isNote && Boolean(item.draft);
		this.#changed({...item.summary, state: "joined",
			agent: {name: this.me.name}});
	}

	giveBack() {
		return this.#command("give_back");
	}

	close() {
		return this.#command("close");
	}

	async wrong(seq, expected) {
		const reply = await this.#command("wrong", {seq, expected});
		return Boolean(reply) && reply.type !== "error";
	}

	setAvailable(isAvailable) {
		this.isAvailable = isAvailable;
		this.#kept.isAway = !isAvailable;
		this.#say("presence");
		this.#present();
	}

	// Sends a suggested answer, once.
	sendSuggestion(item) {
		item.isUsed = true;
		this.send(item.text);
	}

	// Puts a reply or a note into the outbox.
	send(text, isNote = false) {
		this.#typedAt = 0;
		this.#outbox.put(this.current, text, isNote);
	}

	// What was refused, once more.
	again(one) {
		this.#outbox.again(this.current, one);
	}

	// Back to where it is written, or away.
	takeBack(one) {
		this.discard(one);
		this.current.draft = one.text;
		this.current.isNote = one.type === "note";
		this.#say("draft");
	}

	discard(one) {
		this.#outbox.take(this.current, one);
	}

	setDraft(text, isNote) {
		const item = this.current;
		item.draft = text;
		item.isNote = isNote;
		this.#kept.setUnsent(item.id, item.unsent);
		this.typing(Boolean(text) && !isNote);
	}

	// To be looked over before it is sent.
	propose(text) {
		this.setDraft(text, false);
		this.#say("draft");
	}

	typing(on) {
		const now = this.#world.Date.now();
		if (!this.isMine || (on ? now - this.#typedAt < TYPING_MS
			: !this.#typedAt))
			return;
		this.#typedAt = on ? now : 0;
		this.#link.tell({type: "typing", conversation: this.current.id, on});
	}

	// Answers to the visitor's last message, or to `text`.
	async suggest(text) {
		const item = this.current;
		const mine = ++this.#asked;
		const reply = await this.#link.exchange({type: "suggest",
			conversation: item.id, text: text || undefined});
		if (mine !== this.#asked || reply?.type !== "suggestions")
			return;
		item.suggestions = reply.items;
		this.#say("suggestions");
	}

	#say(type, detail) {
		this.dispatchEvent(new CustomEvent(type, {detail}));
	}

	#keep(item) {
		this.#kept.setUnsent(item.id, item.unsent);
		if (item === this.current)
			this.#say("case");
	}

	async #command(type, more) {
		const reply = await this.#link.exchange(
			{type, conversation: this.current.id, ...more});
		if (!reply || reply.type === "error")
			this.#say("trouble", troubleOf(reply));
		return reply;
	}

	async #follow() {
		const item = this.current;
		if (!item)
			return;
		const reply = await this.#link.exchange({type: "follow",
			conversation: item.id, after: item.settled || undefined});
		if (reply?.type === "conversation")
			this.#onConversation(reply);
	}

	#stored(item, one, {seq}) {
		if (seq)
			item.add({from: one.type === "note" ? "note" : "agent",
				at: this.#world.Date.now(), text: one.text,
				agent: {name: this.me.name}, seq});
	}

	// Says so now and then: faqd tells everybody of it, and who hears nothing
	// has a line that died without a word.
	#present() {
		this.#beat.stop();
		if (this.connection !== "online")
			return;
		this.#link.probe({type: "presence", available: this.isAvailable});
		this.#beat.start(() => this.#present(), BEAT_MS);
	}

	#onState() {
		this.#say("connection");
		if (this.connection !== "online")
			return;
		this.#present();
		this.#follow();
		for (const item of this.cases.values())
			this.#outbox.pump(item);
	}

	// What was written stays for who shows a better key.
	#onRefused(error) {
		this.#kept.signedIn = null;
		this.#say("refused", troubleOf(error));
	}

	#onHello({agent, conversations, canned, intents, presence}) {
		const before = this.cases;
		this.me = agent;
		this.canned = canned ?? [];
		this.intents = intents ?? [];
		this.presence = presence ?? this.presence;
		this.cases = new Map();
		for (const summary of conversations)
			this.#greet(summary, before.get(summary.conversation));
		// faqd names those that go on; the rest stays as long as it matters
		for (const item of before.values())
			if (!this.cases.has(item.id) && (item === this.current ||
			    item.outbox.length || !item.isOpen))
				this.cases.set(item.id, item);
		this.#say("queue");
		this.#say("presence");
		this.#say("case");
	}

	#greet(summary, known) {
		const isNews = hasNews(known?.summary, summary);
		const item = this.#take(summary, known);
		if (isNews && item !== this.current)
			item.isUnread = true;
	}

	// What is said last may be left out of a summary, and is as it was then.
	#take(summary, known) {
		const item = known ?? new Case(summary,
			this.#kept.unsent(summary.conversation));
		item.summary = {last: item.summary.last, ...summary};
		this.cases.set(item.id, item);
		return item;
	}

	#onMessage(message) {
		switch (message.type) {
		case "changed": return this.#changed(summaryOf(message));
		case "conversation": return this.#onConversation(message);
		case "message": return this.#onSaid(message);
		case "typing": return this.#onTyping(message);
		case "presence":
			this.presence = {agents: message.agents,
				waiting: message.waiting};
			return this.#say("presence");
		case "error": return this.#say("trouble", troubleOf(message));
		}
	}

	#changed(summary) {
		const known = this.cases.get(summary.conversation);
		const before = known?.summary;
		const item = this.#take(summary, known);
		if (summary.state === "waiting" && before?.state !== "waiting")
			this.#say("came", item);
		if (item !== this.current && hasNews(before, summary))
			this.#unread(item, summary.last);
		this.#say("queue");
		if (item === this.current)
			this.#say("case");
	}

	#onConversation(message) {
		const {messages} = message;
		const item = this.#take(summaryOf(message),
			this.cases.get(message.conversation));
		messages.forEach((one) => item.hear(one));
		this.#say("queue");
		if (item !== this.current)
			return;
		this.#say("case");
		if (item.isOpen)
			this.suggest();
	}

	#onSaid({conversation, message}) {
		const item = this.cases.get(conversation);
		if (!item)
			return;
		const isNew = item.hear(message);
		if (isNew && message.from === "visitor") {
			item.isTyping = false;
			this.#say("typing");
			this.#say("said", {item, message});
		}
		this.#outbox.hear(item, this.me.name, message);
		if (item !== this.current)
			return;
		this.#say("case");
		if (isNew && message.from === "visitor" && item.isOpen)
			this.suggest();
	}

	// Of one that is not looked at, only the summary is known.
	#unread(item, message) {
		item.isUnread = true;
		if (item.isOf(this.me.name))
			this.#say("said", {item, message});
	}

	#onTyping({conversation, on}) {
		if (conversation !== this.current?.id)
			return;
		this.#typing.stop();
		this.#setTyping(on);
		if (on)
			this.#typing.start(() => this.#setTyping(false), TYPED_MS);
	}

	#setTyping(isTyping) {
		this.current.isTyping = isTyping;
		this.#say("typing");
	}
}
