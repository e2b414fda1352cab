// SPDX-License-Identifier: MIT
// The entry of desk.js: who has signed in before, in this tab, is taken up.
import {App} from "./app.js";
import {Desk} from "./desk.js";
import {Kept} from "./kept.js";

const desk = new Desk({world: window, kept: new Kept(window),
	server: location.href});
const app = new App(desk);
document.body.append(...app.nodes);
app.show();
desk.resume();
