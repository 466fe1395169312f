// What can be asked of the page: whose words, which tags, what is marked; and notes moved beside their words.
// Everything can be read without it. Numbers in data-* say which speakers and tags a thing has.
(() => {
  "use strict";

  const all = (selector) => [...document.querySelectorAll(selector)];
  const sheet = document.querySelector(".sheet");
  const article = document.querySelector("main");
  const notes = all(".note");
  const quotes = all(".quote");
  const wide = matchMedia("(min-width: 62rem)"); // as in page.css
  const GAP = 14; // pixels between two notes in the margin
  const asked = { speaker: null, tag: null };

  const numberOf = (note) => note.id.slice("note-".length);
  const marks = new Map(); // the noted words, by the number of their note: a book has thousands
  for (const mark of all("mark[data-note]")) {
    const { note } = mark.dataset;
    marks.set(note, [...(marks.get(note) || []), mark]);
  }
  const marksOf = (number) => marks.get(number) || all(`mark[data-note="${CSS.escape(number)}"]`); // or of a comment
  const wordsOf = (note) => marksOf(numberOf(note));
  const has = (numbers, wanted) => wanted === null || (numbers || "").split(" ").includes(wanted);
  const counted = (count, total, word) => `${count} of ${total} ${word}${total === 1 ? "" : "s"}`;

  // Each note as high as its words, or right below the note before it.
  function place() {
    const origin = sheet.getBoundingClientRect().top;
    const moved = wide.matches;
    const beside = all(".margin .note");
    sheet.classList.toggle("placed", moved);
    article.style.minHeight = "";
    for (const note of beside) {
      note.style.top = "";
    }
    const shown = moved ? beside.filter((note) => !note.hidden) : [];
    const places = shown.map((note) => {
      const words = wordsOf(note)[0] || note.closest(".row");
      return { note, wanted: words.getClientRects()[0].top - origin, height: note.offsetHeight };
    });
    let free = -Infinity;
    for (const { note, wanted, height } of places) {
      const top = Math.max(wanted, free);
      note.style.top = `${top}px`;
      free = top + height + GAP;
    }
    if (moved && free > 0) {
      article.style.minHeight = `${free - (article.getBoundingClientRect().top - origin)}px`;
    }
  }

  function filter() {
    for (const note of notes) {
      note.hidden = !(has(note.dataset.speakers, asked.speaker) && has(note.dataset.tags, asked.tag));
      for (const words of wordsOf(note)) {
        words.classList.toggle("off", note.hidden);
      }
      document.getElementById(`words-${numberOf(note)}`)?.toggleAttribute("hidden", note.hidden);
    }
    for (const quote of quotes) {
      const theirs = has(quote.dataset.speaker, asked.speaker);
      quote.classList.toggle("off", !theirs);
      quote.classList.toggle("on", theirs && asked.speaker !== null);
    }
    for (const voice of all(".voice")) {
      voice.hidden = !has(voice.dataset.speaker, asked.speaker);
    }
    const told = [];
    if (asked.speaker !== null || asked.tag !== null) {
      told.push(counted(notes.filter((note) => !note.hidden).length, notes.length, "note"));
    }
    if (asked.speaker !== null && quotes.length) {
      const first = (list) => new Set(list.map((quote) => quote.dataset.quote)).size;
      told.push(counted(first(all(".quote.on")), first(quotes), "quote"));
    }
    document.querySelector(".told").textContent = told.join(", ");
    place();
  }

  function press(button) {
    if (button.classList.contains("more")) {
      const first = button.parentElement.children[10];
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
      button.hidden = true;
      first.focus();
      return;
    }
    const { show } = button.dataset;
    if (show) {
      const on = document.body.classList.toggle(`no-${show}`);
      button.setAttribute("aria-pressed", String(!on));
      place();
      return;
    }
    const kind = "speaker" in button.dataset ? "speaker" : "tag";
    const value = button.dataset[kind];
    asked[kind] = asked[kind] === value ? null : value;
    for (const other of all(`.filters button[data-${kind}]`)) {
      other.setAttribute("aria-pressed", String(other.dataset[kind] === asked[kind]));
    }
    filter();
  }

  // A note and its words point at each other.
  function light(target) {
    const found = target.closest("mark[data-note], .note");
    const number = found && (found.dataset.note || numberOf(found));
    for (const lit of all(".lit")) {
      lit.classList.remove("lit");
    }
    if (number) {
      for (const lit of [...marksOf(number), document.getElementById(`note-${number}`)]) {
        lit.classList.add("lit");
      }
    }
  }

  const filters = document.querySelector(".filters");
  filters.hidden = false;
  filters.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      press(button);
    }
  });
  // Esc takes the filters off, wherever one is.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      for (const button of all('.filters [aria-pressed="true"]:not([data-show])')) {
        press(button);
      }
    }
  });
  document.addEventListener("mouseover", (event) => light(event.target));
  document.addEventListener("focusin", (event) => light(event.target));
  addEventListener("resize", place);
  addEventListener("load", place);
  place();
})();
