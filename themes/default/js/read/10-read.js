// Reading aloud: the sentences of the page one after the other, each marked while it is spoken.
window.readAloud = (function (d) {
  var root = d.documentElement, start = d.querySelector("[data-read]"), speech = window.speechSynthesis;
  var parts = [], at = 0, paused = false, bar, marked;

  function each(list, act) { Array.prototype.forEach.call(list, act); }
  var BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, label, .you";
  // What a closed part holds is not seen.
  function seen(block) { return block.checkVisibility ? block.checkVisibility() : block.getClientRects().length > 0; }
  // The sentences of the main part that can be seen, each with the texts between which it stands.
  function sentences() {
    var found = [];
    each(d.querySelectorAll("main " + BLOCKS.split(", ").join(", main ")), function (block) {
      var walker, node, texts = [], whole = "", pattern = /[^。！？；]+[。！？；]*/g, hit;
      if (!seen(block) || block.closest("nav, .cite, .sources, .related, .cites, .qr, .vh, .o-title, .filters, .find")) return;
      walker = d.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while ((node = walker.nextNode())) {
        if (node.parentNode.closest(BLOCKS) !== block || node.parentNode.closest(".vh")) continue;
        texts.push({ node: node, from: whole.length });
        whole += node.data;
      }
      function place(at, end) {
        var of = texts.filter(function (text) { return text.from < at || text.from === at && !end; }).pop();
        return [of.node, at - of.from];
      }
      while ((hit = pattern.exec(whole))) {
        if (!/[^\s（）()、，]/.test(hit[0])) continue;
        found.push({ block: block, text: hit[0].trim(), from: place(hit.index, false), to: place(pattern.lastIndex, true) });
      }
    });
    return found;
  }
  function mark(part) {
    var range;
    if (marked) marked.classList.remove("is-read");
    marked = null;
    if (window.CSS && CSS.highlights && window.Highlight) {
      CSS.highlights.delete("read");
      if (!part) return;
      range = d.createRange();
      range.setStart(part.from[0], part.from[1]);
      range.setEnd(part.to[0], part.to[1]);
      CSS.highlights.set("read", new Highlight(range));
    } else if (part) {
      marked = part.block;
      marked.classList.add("is-read");
    }
    if (part) part.block.scrollIntoView({ block: "nearest" });
  }
  function say() {
    var part = parts[at], words;
    if (!part) return end();
    mark(part);
    words = new SpeechSynthesisUtterance(part.text);
    words.lang = part.block.closest("[lang]").lang;
    words.rate = Number(bar.querySelector("select").value);
    words.onend = function () {
      if (words.stopped || parts[at] !== part) return;
      at++;
      say();
    };
    words.onerror = function (e) {
      if (!/interrupted|canceled/.test(e.error)) end();
    };
    say.now = words;
    speech.speak(words);
  }
  function hush() {
    if (say.now) say.now.stopped = true;
    speech.cancel();
  }
  function end(stopped) {
    hush();
    parts = [];
    paused = false;
    mark(null);
    d.body.removeChild(bar);
    bar = null;
    root.style.scrollPaddingBottom = d.body.style.paddingBottom = "";
    start.setAttribute("aria-pressed", false);
    if (stopped) start.closest("details").querySelector("summary").focus();
  }
  // The bar with buttons that pause and stop, and the speed.
  function make() {
    var words = STRINGS.read_words.split("|"), label = d.createElement("label"), rate = d.createElement("select");
    bar = d.createElement("div");
    bar.className = "reader";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", start.textContent);
    each([0, 2], function (at) {
      var button = bar.appendChild(d.createElement("button"));
      button.type = "button";
      button.textContent = words[at];
      button.addEventListener("click", at ? end : function () {
        paused = !paused;
        button.textContent = words[paused ? 1 : 0];
        if (paused) hush();
        else say();
      });
    });
    each(["0.75", "1", "1.25", "1.5"], function (value) {
      var option = rate.appendChild(d.createElement("option"));
      option.textContent = option.value = value;
      option.selected = value === "1";
    });
    rate.addEventListener("change", function () {
      if (paused) return;
      hush();
      say();
    });
    label.textContent = words[3];
    label.appendChild(rate);
    bar.appendChild(label);
    d.body.appendChild(bar);
    root.style.scrollPaddingBottom = d.body.style.paddingBottom = bar.offsetHeight + "px";
  }
  function begin() {
    parts = sentences();
    at = 0;
    make();
    start.setAttribute("aria-pressed", true);
    start.closest("details").open = false;
    bar.querySelector("button").focus();
    say();
  }
  addEventListener("pagehide", function () { speech.cancel(); });
  return function () {
    if (parts.length) end();
    else begin();
  };
})(document);
