// The page of the search: what is found while somebody types, by kind. The list is that of a combobox: arrows choose, Enter
// opens, Escape goes back.
(function (d) {
  var form = d.querySelector("[data-search]"), data = d.getElementById("search-data");
  if (!form || !data) return;
  var about = JSON.parse(data.textContent), input = form.elements.q, box = d.getElementById("hits");
  var status = d.getElementById("found"), kinds = d.getElementById("kinds"), more = d.getElementById("more");
  // Hits that are listed at first, and with each "more"; letters of a text that are shown around what is found.
  // What is longer than most servers take stands in no address.
  var LISTED = 50, BEFORE = 24, SHOWN = 110, LONGEST = 4000;
  var state, kind = -1, listed = LISTED, chosen = -1, waiting = {}, timer;

  window.mingceSearch = function (name, data) {
    if (waiting[name]) waiting[name](data);
    delete waiting[name];
  };
  var find = search.finder(about, function (name, done) {
    var script = d.createElement("script");
    waiting[name] = done;
    script.onerror = function () { window.mingceSearch(name); };
    script.src = "search/" + name + ".js?v=" + about.version;
    d.head.appendChild(script);
  });

  function fill(text, values) {
    return text.replace(/{(\w)}/g, function (all, name) { return values[name]; });
  }
  function add(to, name, text, values) {
    var made = d.createElement(name);
    if (text) made.textContent = text;
    for (var key in values) made.setAttribute(key, values[key]);
    return to.appendChild(made);
  }
  // A text with what is found marked.
  function marked(to, text, from, end, marks) {
    marks.forEach(function (mark) {
      if (mark[1] <= from || mark[0] >= end) return;
      to.appendChild(d.createTextNode(text.slice(from, mark[0])));
      add(to, "mark", text.slice(Math.max(from, mark[0]), mark[1]));
      from = mark[1];
    });
    if (from < end) to.appendChild(d.createTextNode(text.slice(from, end)));
  }
  // The beginning of a letter, not the middle of one.
  function letter(text, at) {
    var unit = text.charCodeAt(at);
    return unit >= 0xDC00 && unit < 0xE000 ? at - 1 : at;
  }
  function link(to, hit, number) {
    var unit = hit.unit, words = state.words;
    var made = add(to, "a", "", { role: "option", id: "hit-" + number, tabindex: -1, "aria-selected": false });
    made.href = unit.page + (unit.anchor && "#" + encodeURIComponent(unit.anchor));
    var title = add(made, "b");
    marked(title, unit.title, 0, unit.title.length, unit.own ? search.marks(unit.title, words) : []);
    if (unit.label) marked(add(title, "span"), unit.label, 0, unit.label.length, search.marks(unit.label, words));
    var text = unit.text, marks = search.marks(text, words), first = marks.length ? marks[0][0] : 0;
    var from = first > BEFORE ? letter(text, first - BEFORE) : 0;
    var end = letter(text, Math.min(text.length, Math.max(from + SHOWN, marks.length ? Math.min(marks[0][1], first + SHOWN) : 0)));
    if (!end) return;
    var context = add(made, "span", from ? "…" : "");
    marked(context, text, from, end, marks);
    if (end < text.length) context.appendChild(d.createTextNode("…"));
  }
  function told() {
    var n = state.hits.length;
    if (!state.words.length) return input.value.trim() ? STRINGS.search_signs : "";
    if (state.failed) return STRINGS.search_failed;
    if (state.busy) return fill(STRINGS.search_busy, { n: n });
    if (state.left) return fill(STRINGS.search_some, { n: n });
    return n ? fill(STRINGS.search_all, { n: n }) : STRINGS.search_none;
  }
  function choice(name, count, value) {
    var made = add(kinds, "button", fill(STRINGS.search_kind, { k: name, n: count }), { type: "button", "aria-pressed": kind === value });
    made.onclick = function () {
      kind = value;
      listed = LISTED;
      draw();
      kinds.querySelector("[aria-pressed=true]").focus();
    };
  }
  function draw() {
    var counts = about.kinds.map(function () { return 0; }), group, last = -1, shown = 0;
    state.hits.forEach(function (hit) { counts[hit.kind]++; });
    if (kind >= 0 && !counts[kind]) kind = -1;
    box.textContent = kinds.textContent = "";
    choose(-1);
    var several = counts.filter(function (n) { return n; }).length > 1;
    kinds.hidden = !several;
    if (several) {
      choice(STRINGS.search_every, state.hits.length, -1);
      counts.forEach(function (n, at) { if (n) choice(about.kinds[at], n, at); });
    }
    state.hits.forEach(function (hit) {
      if (kind >= 0 && hit.kind !== kind || shown >= listed) return;
      if (hit.kind !== last) {
        last = hit.kind;
        group = add(box, "div", "", { role: "group", "aria-label": about.kinds[last] });
        add(group, "div", about.kinds[last], { role: "presentation", "class": "kind" });
      }
      link(group, hit, shown++);
    });
    box.hidden = !shown;
    input.setAttribute("aria-expanded", shown > 0);
    more.hidden = !(shown < (kind < 0 ? state.hits.length : counts[kind]) || state.left && !state.busy);
    status.textContent = told();
  }
  function choose(at) {
    var all = box.querySelectorAll("a"), old = all[chosen];
    if (old) old.setAttribute("aria-selected", false);
    chosen = Math.min(at, all.length - 1);
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    all[chosen].setAttribute("aria-selected", true);
    all[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[chosen].id);
  }
  function look() {
    clearTimeout(timer);
    var words = search.words(input.value);
    if (state && words.join(" ") === state.words.join(" ") && !state.failed && words.length) return;
    kind = -1;
    listed = LISTED;
    var address = location.pathname + (input.value ? "?q=" + encodeURIComponent(input.value.replace(/[\uD800-\uDFFF]/g, function (half, at, all) {
      return /[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(all.substr(half < "\uDC00" ? at : at - 1, 2)) ? half : "";
    })) : "");
    if (address.length > LONGEST) address = location.pathname;
    try { history.replaceState(null, "", address); } catch (e) { /* The address stays as it was. */ }
    find(words, LISTED, function (found) {
      state = found;
      draw();
    });
    if (!state || state.words !== words) status.textContent = STRINGS.search_start;
  }
  function later(event) {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(look, 60);
  }

  form.hidden = false;
  status.textContent = "";
  input.addEventListener("input", later);
  input.addEventListener("compositionend", function () { timer = setTimeout(look, 60); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    look();
  });
  input.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    var all = box.querySelectorAll("a");
    if (event.key === "ArrowDown" && all.length) choose(chosen + 1 < all.length ? chosen + 1 : 0);
    else if (event.key === "ArrowUp" && all.length) choose(chosen > 0 ? chosen - 1 : all.length - 1);
    else if (event.key === "Enter" && chosen >= 0) all[chosen].click();
    else if (event.key === "Escape" && chosen >= 0) choose(-1);
    else return;
    event.preventDefault();
  });
  more.addEventListener("click", function () {
    listed += LISTED;
    if (state.left && !state.busy) state.more(LISTED);
    else draw();
  });
  var asked = /[?&]q=([^&]*)/.exec(location.search);
  if (asked) {
    try { input.value = decodeURIComponent(asked[1].replace(/\+/g, " ")); } catch (e) { /* It is no text. */ }
  }
  input.focus();
  find.ahead();
  if (input.value) look();
})(document);
