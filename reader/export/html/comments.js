// Comments on the page: words are chosen, a comment is written in a box, and all of them are saved as one file of Web
// Annotations (https://www.w3.org/TR/annotation-model/) for `reader import`. Nothing is sent. The browser keeps each
// comment under a key of its own, so that two tabs do not overwrite each other. Places count characters (code points)
// of the article's text: `data-at` says where a block begins in it.
(() => {
  "use strict";

  const CONTEXT = 64; // characters beside a passage, as many as an anchor of reader remembers
  const LONGEST = 20000; // characters of a comment
  const SHOWN = 160; // characters of a passage in the box
  const article = document.querySelector("main");
  const about = article.dataset;
  const here = `reader:${about.article}:${about.sha256}:`;
  const blocks = [...document.querySelectorAll("[data-at]")];
  const startOf = (block) => Number(block.dataset.at);
  const letters = (words) => [...words];
  const cut = (words, most) => (letters(words).length > most ? `${letters(words).slice(0, most).join("")}…` : words);

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // ------------------------------------------------------------------ the browser's storage

  let kept = true; // false where the browser keeps nothing
  const memory = new Map();

  function keep(use) {
    try {
      use();
    } catch {
      kept = false;
    }
  }

  function store(name, value) {
    memory.set(name, value);
    keep(() => localStorage.setItem(here + name, JSON.stringify(value)));
  }

  function forget(name) {
    memory.delete(name);
    keep(() => localStorage.removeItem(here + name));
  }

  const load = () => keep(() => {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(here))) {
      try {
        memory.set(key.slice(here.length), JSON.parse(localStorage.getItem(key)));
      } catch {
        // not ours: left alone
      }
    }
  });

  // Other pages of the same site may write there too, so a value is taken only if it is whole.
  const areWords = (...values) => values.every((value) => typeof value === "string");
  const isComment = ([name, value]) =>
    name.startsWith("comment:") && value !== null &&
    areWords(value.id, value.text, value.name, value.created, value.modified) &&
    (value.exact === undefined ||
      (areWords(value.exact, value.prefix, value.suffix) && [value.start, value.end].every(Number.isInteger)));
  const comments = () =>
    [...memory].filter(isComment).map(([, value]) => value).sort((a, b) => a.created.localeCompare(b.created));
  // What another tab is writing has a key of its own too.
  const isDraft = ([name, value]) => name.startsWith("draft:") && value !== null && areWords(value.text);
  const unfinished = () => [...memory].filter(isDraft).map(([key, value]) => ({ ...value, key }))[0];
  const isUnsaved = () => comments().some((comment) => !comment.saved) || Boolean(unfinished());

  // ------------------------------------------------------------------ from the page to the text, and back

  // The text nodes of a block, without the numbers of notes.
  function nodesOf(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".ref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walker.nextNode()) {
      found.push(walker.currentNode);
    }
    return found;
  }

  const textOf = (block) => nodesOf(block).map((node) => node.data).join("");

  // The characters of a block before a point.
  function lengthBefore(block, container, offset) {
    const point = document.createRange();
    point.setStart(container, offset);
    let length = 0;
    for (const node of nodesOf(block)) {
      if (node === container) {
        return length + letters(node.data.slice(0, offset)).length;
      }
      if (point.comparePoint(node, 0) > 0) {
        break;
      }
      length += letters(node.data).length;
    }
    return length;
  }

  // The node and offset of a character of a block.
  function pointAt(block, wanted) {
    let left = wanted;
    let last = [block, 0];
    for (const node of nodesOf(block)) {
      const found = letters(node.data);
      if (left <= found.length) {
        return [node, found.slice(0, left).join("").length];
      }
      left -= found.length;
      last = [node, node.data.length];
    }
    return last;
  }

  // The passage of a range: what it has of each block, up to one that is not in the page.
  function passageOf(range) {
    const parts = [];
    for (const block of blocks) {
      if (range.intersectsNode(block)) {
        if (parts.length && "cut" in block.dataset) {
          break;
        }
        const all = letters(textOf(block));
        const inside = (node) => block.contains(node);
        const from = inside(range.startContainer) ? lengthBefore(block, range.startContainer, range.startOffset) : 0;
        const to = inside(range.endContainer) ? lengthBefore(block, range.endContainer, range.endOffset) : all.length;
        const words = all.slice(from, to).join("");
        if (words.trim()) {
          const first = from + letters(words).length - letters(words.trimStart()).length;
          const last = first + letters(words.trim()).length;
          parts.push({ block, first, last, words: words.trim() });
        }
      } else if (parts.length) {
        break;
      }
    }
    if (!parts.length) {
      return null;
    }
    const { block, first } = parts[0];
    const end = parts[parts.length - 1];
    return {
      start: startOf(block) + first,
      end: startOf(end.block) + end.last,
      exact: parts.map((part) => part.words).join("\n\n"),
      prefix: wordsBeside(block, first, -1),
      suffix: wordsBeside(end.block, end.last, 1),
    };
  }

  // Up to `CONTEXT` characters before or after a place of a block, also of the blocks beside it.
  function wordsBeside(block, place, step) {
    const own = letters(textOf(block));
    const parts = [(step < 0 ? own.slice(0, place) : own.slice(place)).join("")];
    for (let at = blocks.indexOf(block) + step; blocks[at] && letters(parts.join("")).length < CONTEXT; at += step) {
      if ("cut" in (step < 0 ? blocks[at + 1] : blocks[at]).dataset) {
        break;
      }
      parts.push(textOf(blocks[at]));
    }
    const words = letters((step < 0 ? parts.reverse() : parts).join("\n\n"));
    return (step < 0 ? words.slice(-CONTEXT) : words.slice(0, CONTEXT)).join("");
  }

  // The parts of a passage by block: [block, from, to].
  function partsOf({ start, end }) {
    return blocks
      .filter((block, at) => startOf(block) < end && (!blocks[at + 1] || startOf(blocks[at + 1]) > start))
      .map((block) => {
        const at = startOf(block);
        return [block, Math.max(0, start - at), Math.min(letters(textOf(block)).length, end - at)];
      })
      .filter(([, from, to]) => from < to);
  }

  function mark(passage, id) {
    for (const [block, from, to] of partsOf(passage)) {
      let at = 0;
      for (const node of nodesOf(block)) {
        const found = letters(node.data);
        const [first, last] = [Math.max(0, from - at), Math.min(found.length, to - at)];
        at += found.length;
        if (first < last) {
          const middle = node.splitText(found.slice(0, first).join("").length);
          middle.splitText(found.slice(first, last).join("").length);
          const marked = make("mark", { className: "mine" });
          marked.dataset.note = id;
          middle.replaceWith(marked);
          marked.append(middle);
        }
      }
    }
  }

  // ------------------------------------------------------------------ the comments in the page

  const told = make("p", { className: "answer-told", role: "status" });
  const say = (words) => {
    told.textContent = words;
  };
  const bare = document.querySelector(".sheet.bare");
  let whole = document.querySelector(".whole");

  // Show the comments as they are now.
  function show() {
    for (const each of document.querySelectorAll("mark.mine")) {
      const around = each.parentNode;
      each.replaceWith(...each.childNodes);
      around.normalize();
    }
    for (const each of document.querySelectorAll(".note.mine")) {
      each.remove();
    }
    const all = comments();
    bare?.classList.toggle("bare", !all.length);
    for (const comment of all) {
      const id = `mine-${comment.id}`;
      if (comment.exact) {
        mark(comment, id);
      }
      const first = document.querySelector(`mark[data-note="${CSS.escape(id)}"]`);
      const margin = first?.closest(".row").querySelector(".margin") ?? wholeSection();
      margin.append(card(comment, id));
    }
    saveButton.textContent = all.length ? `Save my comments (${all.length})` : "Save my comments";
    saveButton.disabled = !all.length;
    nameButton();
    dispatchEvent(new Event("resize")); // places the notes in the margin
  }

  function wholeSection() {
    whole ??= make("section", { className: "whole", ariaLabel: "Notes on the article" });
    if (!whole.isConnected) {
      article.before(whole);
    }
    return whole;
  }

  function card(comment, id) {
    const day = comment.created.slice(0, 10);
    const button = (words) =>
      make("button", { type: "button", textContent: words, ariaLabel: `${words}: ${cut(comment.text, 40)}` });
    const [edit, drop] = [button("Edit"), button("Delete")];
    edit.addEventListener("click", () => open(comment, comment));
    drop.addEventListener("click", () => {
      forget(`comment:${comment.id}`);
      show();
      say("Comment deleted.");
      commentButton.focus();
    });
    return make("aside", { className: "note mine", id: `note-${id}`, ariaLabel: "Your comment" },
      make("div", { className: "body plain", dir: "auto", textContent: comment.text }),
      make("p", { className: "meta" }, make("span", { className: "by", textContent: comment.name }),
        make("time", { dateTime: day, textContent: day }), edit, drop));
  }

  // ------------------------------------------------------------------ the box

  const passageWords = make("blockquote", { dir: "auto" });
  const textField = make("textarea", { id: "comment-text", rows: 5, maxLength: LONGEST, dir: "auto" });
  const nameField = make("input", { id: "comment-name", maxLength: 100, autocomplete: "name", dir: "auto" });
  const addButton = make("button", { type: "button", className: "main" });
  const discardButton = make("button", { type: "button", textContent: "Discard" });
  const box = make("dialog", { className: "answer-box", ariaLabel: "Comment" }, passageWords,
    make("label", { htmlFor: textField.id, textContent: "Your comment" }), textField,
    make("label", { htmlFor: nameField.id, textContent: "Your name" }), nameField,
    make("p", { className: "answer-note" }), make("div", { className: "answer-buttons" }, addButton, discardButton));
  let written = null; // what is being written: a draft

  // Open the box on a passage, or on the article as a whole; to edit a `comment`, or to continue a draft.
  function write(passage, comment) {
    const { start, end, exact, prefix, suffix } = passage ?? {};
    written = {
      key: comment?.key ?? `draft:${newId()}`,
      passage: exact ? { start, end, exact, prefix, suffix } : null,
      id: comment?.id ?? "",
      text: comment?.text ?? "",
      name: comment?.name || String(memory.get("name") ?? ""),
    };
    passageWords.textContent = exact ? cut(exact, SHOWN)
      : "On the article as a whole. Select words first to comment on them.";
    passageWords.classList.toggle("none", !exact);
    textField.value = written.text;
    nameField.value = written.name;
    addButton.textContent = written.id ? "Keep the change" : "Add the comment";
    box.querySelector(".answer-note").textContent = kept
      ? "Nothing is sent. Your browser keeps your comments here; “Save my comments” makes a file to send back."
      : "Nothing is sent, and your browser keeps nothing: save your comments as a file before you close this page.";
    say("");
    box.showModal();
    textField.focus();
  }

  function keepDraft() {
    Object.assign(written, { text: textField.value, name: nameField.value });
    if (written.text.trim()) {
      store(written.key, written);
    } else {
      forget(written.key);
    }
  }

  function add() {
    const text = textField.value.trim();
    if (!text) {
      textField.focus();
      return;
    }
    const name = nameField.value.trim();
    const before = memory.get(`comment:${written.id}`);
    const moment = new Date().toISOString();
    const id = before?.id ?? newId();
    store("name", name);
    store(`comment:${id}`, {
      ...written.passage, id, text, name, created: before?.created ?? moment, modified: moment, saved: false,
    });
    finish(kept ? "Comment added. “Save my comments” makes a file to send back."
      : "Comment added. Save your comments as a file before you close this page.");
  }

  function finish(words) {
    forget(written.key);
    written = null;
    box.close();
    getSelection().removeAllRanges();
    show();
    commentButton.focus();
    say(words);
  }

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4 of RFC 9562
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // ------------------------------------------------------------------ the file

  function annotation(comment) {
    const { start, end, exact, prefix, suffix } = comment;
    const selector = [
      { type: "TextQuoteSelector", exact, prefix, suffix },
      { type: "TextPositionSelector", start, end },
    ];
    return {
      id: `urn:uuid:${comment.id}`,
      type: "Annotation",
      motivation: "commenting",
      created: comment.created,
      modified: comment.modified,
      ...(comment.name && { creator: { type: "Person", name: comment.name } }),
      body: [{ type: "TextualBody", value: comment.text, format: "text/plain", purpose: "commenting" }],
      target: exact ? { source: about.source, selector } : about.source,
      "schema:isBasedOn": { "schema:name": document.title, "schema:sha256": about.sha256 },
    };
  }

  function save() {
    const all = comments();
    const id = `urn:x-reader:article:${about.article}`;
    const page = { id: `${id}:page:1`, type: "AnnotationPage", partOf: id, startIndex: 0, items: all.map(annotation) };
    const value = {
      "@context": "http://www.w3.org/ns/anno.jsonld",
      id,
      type: "AnnotationCollection",
      label: document.title,
      generator: { type: "Software", name: "reader" },
      total: all.length,
      first: page,
      last: page.id,
    };
    const by = (all[all.length - 1].name.match(/[\p{L}\p{N}]+/gu) ?? []).join("-").toLowerCase();
    const name = ["comments", by, about.article].filter(Boolean).join("-");
    const file = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(file), download: `${name}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000); // a minute: the browser may ask where to save it
    for (const comment of all) {
      store(`comment:${comment.id}`, { ...comment, saved: true });
    }
    say(`Your browser saves ${name}.json: send it to whoever gave you this page.`);
  }

  // ------------------------------------------------------------------ choosing words with the keyboard

  const words = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;
  let choice = null; // the block, and the first and last of its words

  function wordsIn(block) {
    const text = textOf(block);
    const found = words
      ? [...words.segment(text)].filter((each) => each.isWordLike).map((each) => [each.index, each.segment])
      : [...text.matchAll(/\S+/g)].map((each) => [each.index, each[0]]);
    return found.map(([at, word]) => {
      const start = letters(text.slice(0, at)).length;
      return [start, start + letters(word).length];
    });
  }

  function choose(at) {
    const shown = blocks.filter((block) => textOf(block).trim());
    const index = Math.max(0, Math.min(shown.length - 1, at));
    if (shown.length) {
      choice = { shown, index, words: wordsIn(shown[index]), first: 0, last: -1 };
      showChoice();
    }
  }

  function showChoice() {
    const { shown, index, words: found, first, last } = choice;
    const block = shown[index];
    const from = last < 0 || !found.length ? 0 : found[first][0];
    const to = last < 0 || !found.length ? letters(textOf(block)).length : found[last][1];
    getSelection().setBaseAndExtent(...pointAt(block, from), ...pointAt(block, to));
    block.scrollIntoView({ block: "nearest" });
    say(cut(String(getSelection()).trim(), SHOWN));
  }

  function chooseByKey(event) {
    if (!choice) {
      return;
    }
    const { index, words: found, first, last } = choice;
    const all = last < 0;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      choose(index + (event.key === "ArrowDown" ? 1 : -1));
    } else if (step && event.shiftKey) {
      choice.last = Math.max(first, Math.min(found.length - 1, (all ? found.length - 1 : last) + step));
      showChoice();
    } else if (step) {
      const next = all ? (step > 0 ? 0 : found.length - 1) : (step > 0 ? last : first) + step;
      choice.first = choice.last = Math.max(0, Math.min(found.length - 1, next));
      showChoice();
    } else if (event.key === "Enter") {
      leaveChoice();
      open(passageSelected(), null);
    } else if (event.key === "Escape") {
      leaveChoice();
      getSelection().removeAllRanges();
    } else {
      return;
    }
    event.preventDefault();
  }

  function leaveChoice() {
    if (choice) {
      choice = null;
      keys.hidden = true;
      say("");
    }
  }

  // ------------------------------------------------------------------ the bar

  const chooseButton = make("button", { type: "button", className: "choose", textContent: "Choose words by keyboard" });
  const commentButton = make("button", { type: "button", className: "main" });
  const saveButton = make("button", { type: "button" });
  const keys = make("p", {
    className: "answer-keys", hidden: true,
    textContent: "↑ ↓ paragraph · ← → word · Shift+← → fewer or more words · Enter: comment · Esc: stop",
  });
  const bar = make("section", { className: "answer", ariaLabel: "Comments" }, told, keys,
    make("div", { className: "answer-buttons" }, chooseButton, commentButton, saveButton));
  let held = null; // the passage when the button was pressed: a touch may clear the selection

  function passageSelected() {
    const selection = getSelection();
    return selection.rangeCount && !selection.isCollapsed ? passageOf(selection.getRangeAt(0)) : null;
  }

  // Open the box on a passage or to edit a comment; what is unfinished comes first.
  function open(passage, edited) {
    const draft = unfinished();
    write(draft ? draft.passage : passage, draft ?? edited);
  }

  function nameButton() {
    const selected = !getSelection().isCollapsed && getSelection().anchorNode?.parentElement?.closest("[data-at]");
    commentButton.textContent = unfinished() ? "Continue my comment"
      : selected ? "Comment on these words" : "Comment";
  }

  document.addEventListener("selectionchange", nameButton);
  commentButton.addEventListener("pointerdown", () => {
    held = passageSelected();
  });
  commentButton.addEventListener("click", () => {
    open(passageSelected() ?? held, null);
    held = null;
  });
  saveButton.addEventListener("click", save);
  chooseButton.addEventListener("click", () => {
    choose(blocks.filter((block) => textOf(block).trim())
      .findIndex((block) => block.getBoundingClientRect().bottom > 0));
    keys.hidden = !choice;
  });
  chooseButton.addEventListener("keydown", chooseByKey);
  chooseButton.addEventListener("blur", leaveChoice);
  addButton.addEventListener("click", add);
  discardButton.addEventListener("click", () => finish("Discarded."));
  box.addEventListener("input", keepDraft);
  box.addEventListener("close", () => {
    if (box.open || !written) {
      return; // the event comes late: the comment is finished, or another is being written
    }
    written = null;
    show();
    commentButton.focus();
  });
  box.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Esc closes the box and takes no filter off
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target === nameField)) {
      event.preventDefault();
      add();
    }
  });
  addEventListener("storage", (event) => {
    if (event.key?.startsWith(here)) {
      memory.clear();
      load();
      show();
    }
  });
  addEventListener("beforeunload", (event) => {
    if (isUnsaved()) {
      event.preventDefault();
      event.returnValue = true; // for browsers before 2024
    }
  });

  document.body.prepend(bar);
  document.body.append(box);
  load();
  show();
})();
