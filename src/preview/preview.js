// The preview's own part of a page: it is in the response only, never in what is published. It asks how the page in view
// stands, loads it anew only when its bytes differ, and shows what is wrong over the last page that was right.
(function (d, w) {
  "use strict";
  var me = d.currentScript, place = "/.mingce/";
  var seen = { page: me.getAttribute("data-page"), rest: me.getAttribute("data-rest") };
  var path = named(location.pathname), memory = "mingce:" + path;
  var now = null, first = 0, offer = false, closed = null, lost = false, news = 0;
  var CLOSED = "mingce:closed";
  // How often the report was asked for, and whether the panel was opened by hand while nothing was wrong.
  var asked = 0, wanted = false;

  function named(address) {
    try { return decodeURIComponent(address); } catch (_) { return address; }
  }

  // What a reader has done to the page stays when it is loaded anew.
  function all(words, inside) { return Array.prototype.slice.call((inside || d).querySelectorAll(words)); }
  // Where an element is found again: by the nearest id, and its number among its like below it.
  function spot(it) {
    var near = it.closest("[id]:not(main)");
    return [near ? near.id : "", it.localName, near === it ? -1 : all(it.localName, near).indexOf(it)].join(" ");
  }
  function at(spot) {
    var parts = spot.split(" "), near = parts[0] ? d.getElementById(parts[0]) : d;
    return near && (parts[2] < 0 ? near : all(parts[1], near)[parts[2]]);
  }
  // An open part is known again by its words and spot, where one of these has changed by the other.
  function traits(fold) {
    var summary = fold.querySelector("summary"), label = summary ? summary.textContent.trim() : "", own = spot(fold);
    return [label + own, own.charAt(0) === " " ? null : own, label, own, fold.open];
  }
  function unfold(kept) {
    [0, 1, 2, 3].reduce(function (folds, way) {
      return folds.filter(function (fold) {
        var own = traits(fold)[way], one = kept.filter(function (one) { return own !== null && one[way] === own; })[0];
        if (!one) return true;
        fold.open = one[4];
        kept.splice(kept.indexOf(one), 1);
      });
    }, all("details"));
  }
  // What is chosen or written, and not sent anywhere yet.
  var FIELDS = "input[type=radio],input[type=checkbox],input[type=text],input[type=number],input[type=search],select,textarea";
  function value(field) { return field.type === "radio" || field.type === "checkbox" ? field.checked : field.value; }
  function isChanged(field) {
    if (field.localName === "select") return all("option", field).some(function (one) { return one.selected !== one.defaultSelected; });
    return field.checked !== field.defaultChecked || typeof value(field) === "string" && field.value !== field.defaultValue;
  }
  function refill(kept) {
    kept.forEach(function (one) {
      var field = at(one[0]);
      if (!field || field.name !== one[1] || value(field) === one[2]) return;
      field[typeof one[2] === "boolean" ? "checked" : "value"] = one[2];
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  // A reader who is on the way to a place of the page gets there, however often it is loaded anew.
  var going = "";
  addEventListener("click", function (e) {
    var link = e.target.closest && e.target.closest("a[href]");
    if (link && link.hash && link.pathname === location.pathname) going = link.hash;
  });
  ["scrollend", "wheel", "touchstart", "mousedown", "keydown"].forEach(function (kind) {
    addEventListener(kind, function () { going = ""; }, { capture: true, passive: true });
  });
  function leave() {
    var focus = d.activeElement;
    var kept = {
      x: scrollX, y: scrollY, going: going, offer: leads(),
      open: all("details").map(traits),
      fields: all(FIELDS).filter(isChanged).map(function (field) { return [spot(field), field.name, value(field)]; }),
      focus: focus && focus !== d.body && focus !== host ? spot(focus) : null
    };
    try {
      sessionStorage.setItem(memory, JSON.stringify(kept));
    } catch (_) { /* A browser that keeps nothing shows the page from its beginning. */ }
    location.reload();
  }
  function come() {
    var kept = null;
    try {
      closed = sessionStorage.getItem(CLOSED);
      kept = JSON.parse(sessionStorage.getItem(memory));
      sessionStorage.removeItem(memory);
    } catch (_) { /* As above. */ }
    if (!kept) return;
    offer = kept.offer;
    unfold(kept.open);
    history.scrollRestoration = "manual";
    function back() {
      var target = kept.going && d.getElementById(named(kept.going.slice(1)));
      if (target) target.scrollIntoView({ behavior: "instant" });
      else scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    }
    back();
    addEventListener("load", function () {
      // By now the page's own scripts have made what they make.
      var focus = kept.focus && at(kept.focus);
      refill(kept.fields);
      if (focus && d.activeElement === d.body) focus.focus({ preventScroll: true });
      back();
      // From here on the browser finds the place again by itself: on the way back, and when a reader loads the page anew.
      setTimeout(function () { history.scrollRestoration = "auto"; });
    });
  }
  // Whether the page leads to what was just changed elsewhere.
  function leads() { return !!now && !!now.change && now.change.page !== now.path && (offer || now.edition > first); }

  // A style sheet that differs takes the place of the old one; the page stays.
  function restyle(sheets) {
    Array.prototype.forEach.call(d.querySelectorAll("link[rel=stylesheet]"), function (old) {
      var kind = /assets\/(\w+)\.[0-9a-f]+\.css$/.exec(old.href);
      var sheet = kind && sheets.filter(function (sheet) { return sheet.indexOf("assets/" + kind[1] + ".") === 0; })[0];
      var href = sheet && old.href.replace(/assets\/[^/]+$/, sheet);
      if (!href || href === old.href) return;
      var link = old.cloneNode();
      link.href = href;
      link.onload = link.onerror = function () { old.remove(); };
      old.after(link);
    });
  }

  var host = d.createElement("mingce-preview"), root = host.attachShadow({ mode: "open" });
  function make(tag, kind, text) {
    var made = d.createElement(tag);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }
  var style = make("link");
  style.rel = "stylesheet";
  style.href = place + "preview.css";
  var panel = make("section", "panel"), bar = make("div", "bar"), jump = make("a", "jump"), badge = make("button", "badge");
  var hint = make("div", "hint"), frame = make("div", "frame"), live = make("p", "live");
  panel.setAttribute("role", "dialog");
  panel.hidden = hint.hidden = frame.hidden = jump.hidden = bar.hidden = true;
  style.onload = style.onerror = function () { bar.hidden = false; };
  badge.type = "button";
  live.setAttribute("role", "status");
  badge.onclick = function () { panel.hidden ? open(true) : shut(); };
  bar.append(jump, badge);
  root.append(style, frame, hint, panel, bar, live);

  function text() {
    var parts = [];
    if (lost) parts.push(now ? now.words.lost : "…");
    else if (now) {
      if (now.errors) parts.push(now.total);
      if (now.partial) parts.push(now.words.incomplete);
      else if (!now.errors) parts.push(now.found ? now.words.updated : now.words.gone);
      if (now.item) parts.push(now.item);
    }
    return parts.join(" · ");
  }
  function draw() {
    if (!host.isConnected) d.body.append(host);
    host.lang = d.documentElement.lang;
    var said = text();
    if (badge.textContent !== said) live.textContent = badge.textContent = said;
    badge.className = "badge" + (lost ? " lost" : now && now.errors ? " wrong" : now && now.item ? " waits" : "");
    badge.setAttribute("aria-expanded", String(!panel.hidden));
    if (!now) return;
    badge.title = now.words.help;
    jump.hidden = !leads();
    if (leads()) {
      jump.href = "/" + now.change.page.split("/").map(encodeURIComponent).join("/") +
        (now.change.anchor ? "#" + encodeURIComponent(now.change.anchor) : "");
      jump.textContent = now.words.jump.replace("{title}", now.change.title);
    }
  }

  // Opens the panel, or fills it anew. An answer that comes when the panel is shut, or asked for once more, is too late.
  function open(byHand) {
    var mine = asked += 1;
    shutFor(null);
    wanted = wanted || byHand && !now.errors;
    fetch(place + "report").then(function (answer) { return answer.json(); }).then(function (all) {
      if (mine !== asked) return;
      var focus = byHand || panel.contains(root.activeElement);
      fill(all);
      panel.hidden = false;
      draw();
      if (focus) panel.querySelector("button").focus();
    }, function () { /* The server has gone; the badge says so. */ });
  }
  function hide() {
    asked += 1;
    wanted = false;
    if (panel.contains(root.activeElement)) badge.focus();
    panel.hidden = true;
  }
  // Whoever has shut the panel over a set of diagnostics does not see it again for the same ones, on other pages too.
  function shutFor(diagnostics) {
    closed = diagnostics;
    try {
      if (closed) sessionStorage.setItem(CLOSED, closed);
      else sessionStorage.removeItem(CLOSED);
    } catch (_) { /* It is shut on this page. */ }
  }
  function shut() {
    shutFor(now && now.diagnostics);
    hide();
    draw();
  }
  function fill(all) {
    var head = make("header"), close = make("button", "", now.words.close), list = make("ol");
    close.type = "button";
    close.onclick = shut;
    head.append(make("h2", "", now.words.badge + " · " + now.total), close);
    panel.setAttribute("aria-label", now.words.errors);
    all.forEach(function (one) { list.append(item(one)); });
    panel.replaceChildren(head);
    if (now.old || now.partial) panel.append(make("p", "old", now.partial ? now.words.partial : now.words.old));
    panel.append(all.length ? list : make("p", "", now.words.none));
    if (all.length < now.errors + now.warnings) panel.append(make("p", "", now.words.more));
    if (now.coverage) panel.append(make("p", "coverage", now.coverage));
    panel.append(make("p", "help", now.words.help));
  }
  function item(one) {
    var made = make("li", one.is_error ? "error" : "warning");
    if (one.path) {
      var at = [one.path, one.line, one.column].filter(Boolean).join(":"), row = make("p", "place");
      var where = make(one.open ? "a" : "code", "", at), copy = make("button", "", now.words.copy);
      if (one.open) { where.href = one.open; where.title = now.words.open; }
      copy.type = "button";
      copy.onclick = function () {
        take(at, function () { copy.textContent = now.words.copied; });
      };
      row.append(where, copy);
      made.append(row);
    }
    pieces(one.text).forEach(function (piece) { made.append(piece); });
    return made;
  }
  // Words are wrapped; lines of the content keep their shape and can be scrolled.
  function pieces(words) {
    var made = [];
    words.split("\n").forEach(function (line) {
      var kind = /^\s*(\d+\s)?\s*(\||-->|:::|\.\.\.)/.test(line) ? "pre" : "p", last = made[made.length - 1];
      if (last && last.localName === kind && kind === "pre") last.textContent += "\n" + line;
      else if (line.trim()) made.push(make(kind, kind === "p" ? "words" : "", kind === "p" ? line.trim() : line));
    });
    made.forEach(function (piece) { if (piece.localName === "pre") piece.tabIndex = 0; });
    return made;
  }
  function take(words, done) {
    if (navigator.clipboard) {
      return navigator.clipboard.writeText(words).then(done, function () { /* Not allowed: it can be selected. */ });
    }
    // Without encryption, on another machine than this one, browsers have no clipboard.
    var area = make("textarea"), before = root.activeElement;
    area.value = words;
    root.append(area);
    area.select();
    if (d.execCommand("copy")) done();
    area.remove();
    if (before) before.focus();
  }
  addEventListener("keydown", function (e) {
    if (e.key === "Escape" && !panel.hidden) { e.stopPropagation(); shut(); }
    if (e.key === "Alt") point(under, true);
  }, true);
  addEventListener("keyup", function (e) { if (e.key === "Alt") point(null, false); }, true);
  addEventListener("blur", function () { point(null, false); });

  // Where a block comes from, while Alt is held over it.
  var BLOCKS = "p,li,h1,h2,h3,h4,h5,h6,td,th,dd,dt,caption,figcaption,blockquote,pre,summary", PARTS = BLOCKS + ",div,ul,ol,dl";
  var under = null, pointed = null, found = null;
  function holder(target) {
    for (var it = target; it && it !== d.body; it = it.parentElement) {
      if (it.matches(BLOCKS)) return it;
      if (it.localName === "div" && Array.prototype.some.call(it.childNodes, function (node) {
        return node.nodeType === 3 && node.data.trim();
      })) return it;
    }
    return null;
  }
  // The words of a block itself: without other blocks in it, numbers and badges, links that only have a name.
  function wordsOf(block) {
    return Array.prototype.map.call(block.childNodes, function (node) {
      if (node.nodeType === 3) return node.data;
      if (node.nodeType !== 1 || node.matches(PARTS + ",span,button,details,a[aria-label]")) return "";
      return wordsOf(node);
    }).join("");
  }
  function question(block) {
    var main = block.closest("main"), ids = [], it, link = block.closest("a") || block.querySelector("a[href]");
    for (it = block; it && it !== main; it = it.parentElement) if (it.id) ids.push(it.id);
    if (!link && main) {
      it = block.closest("li,tr,.prose,article");
      link = it && it.querySelector("a[href]");
    }
    return place + "origin?page=" + encodeURIComponent(path) +
      "&words=" + encodeURIComponent(wordsOf(block).trim().slice(0, 300)) + "&ids=" + encodeURIComponent(ids.join(" ")) +
      (link && link.origin === location.origin ? "&link=" + encodeURIComponent(link.pathname + link.hash) : "") +
      (main ? "" : "&outside=1");
  }
  function point(target, held) {
    var block = held && target && target.closest && target !== host ? holder(target) : null;
    if (block && block === pointed) return;
    pointed = block;
    found = null;
    hint.hidden = frame.hidden = !block;
    if (!block) return;
    var box = block.getBoundingClientRect();
    frame.style.cssText = "left:" + box.left + "px;top:" + box.top + "px;width:" + box.width + "px;height:" + box.height + "px";
    hint.style.cssText = "left:" + Math.max(0, box.left) + "px;top:" + Math.max(0, box.top - 28) + "px";
    hint.textContent = "…";
    fetch(question(block)).then(function (answer) { return answer.json(); })
      .then(function (origin) {
        if (pointed !== block) return;
        found = origin;
        hint.hidden = !origin;
        if (origin) hint.textContent = origin.place;
      }, function () { hint.hidden = true; });
  }
  addEventListener("mousemove", function (e) { under = e.target; point(e.target, e.altKey); }, true);
  addEventListener("scroll", function () { point(null, false); }, { passive: true });
  addEventListener("click", function (e) {
    if (!e.altKey || !pointed) return;
    e.preventDefault();
    e.stopPropagation();
    if (!found) return;
    if (found.open) location.href = found.open;
    else take(found.place, function () { hint.textContent = found.place + " · " + now.words.copied; });
  }, true);

  // A tab in view asks how it stands whenever something may have changed, and when it comes into view.
  function tell(news) {
    var other = now && now.diagnostics !== news.diagnostics;
    // A server that was started anew counts from the beginning.
    if (!first || now && news.edition < now.edition) first = news.edition;
    if (now && news.edition > now.edition) offer = false;
    now = news;
    if (news.rest !== seen.rest) return leave();
    if (news.page !== seen.page) {
      restyle(news.sheets);
      seen.page = news.page;
    }
    if (!news.errors) shutFor(null);
    if (news.errors ? closed !== news.diagnostics && (panel.hidden || other) : wanted && other) open(false);
    else if (!news.errors && !wanted) hide();
    draw();
  }
  function ask() {
    var mine = news += 1;
    if (d.hidden) return;
    fetch(place + "news?page=" + encodeURIComponent(path)).then(function (answer) { return answer.json(); }).then(function (told) {
      if (mine !== news) return;
      lost = false;
      if (told) tell(told);
    }, function () {
      if (mine !== news) return;
      lost = true;
      draw();
    });
  }
  // All pages of a browser share one stream, as it opens only few connections to one server.
  function connect() {
    var shared = new SharedWorker(place + "stream.js").port, heard = false;
    shared.onmessage = function () {
      heard = true;
      ask();
    };
    addEventListener("pagehide", function () { shared.postMessage("gone"); }, { once: true });
    // As long as it does not speak, the page asks by itself.
    var timer = setInterval(function () { heard ? clearInterval(timer) : ask(); }, 1000);
  }
  d.addEventListener("visibilitychange", ask);
  addEventListener("pageshow", function (e) {
    if (e.persisted && w.SharedWorker) connect();
    if (e.persisted) ask();
  });
  come();
  if (w.SharedWorker) connect();
  else setInterval(ask, 1000);
  ask();
})(document, window);
