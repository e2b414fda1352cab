// SPDX-License-Identifier: MIT
// The line to embed: as it is in this page, with its address written out, and a
// button that copies it.
(() => {
	"use strict";

	const line = document.getElementById("line");
	const copy = document.getElementById("copy");
	const copied = document.getElementById("copied");
	const {src} = document.querySelector('script[src$="/widget.js"]');

	line.textContent = `<script src="${src}" defer></script>`;

	// Where the clipboard is out of reach (plain HTTP elsewhere than on this
	// machine, or a refusal), the line is left marked.
	const mark = () => {
		getSelection().selectAllChildren(line);
		copied.textContent = "Marked: copy it with your keyboard.";
	};
	copy.addEventListener("click", async () => {
		try {
			await navigator.clipboard.writeText(line.textContent);
			copied.textContent = "Copied.";
		} catch {
			mark();
		}
	});
	copy.hidden = false;
})();
