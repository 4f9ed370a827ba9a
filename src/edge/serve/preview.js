// The preview's own part of a page: it is in the response only, never in what is published. It asks how the page in view
// stands, loads it anew only when its bytes differ, and shows what is wrong over the last page that was right.
(function (d, w) {
  "use strict";
  var me = d.currentScript, place = "/.mingce/";
  var seen = { page: me.getAttribute("data-page"), rest: me.getAttribute("data-rest") };
  var path = named(location.pathname), memory = "mingce:" + path;
  var now = null, first = 0, offer = false, closed = null, source = null, delay = 250, again = 0;
  // How often the report was asked for, and whether the panel was opened by hand while nothing was wrong.
  var asked = 0, wanted = false;

  function named(address) {
    try { return decodeURIComponent(address); } catch (_) { return address; }
  }

  // What a reader has done to the page stays when it is loaded anew.
  function folds() { return Array.prototype.slice.call(d.querySelectorAll("details")); }
  function name(fold, at) {
    var label = fold.querySelector("summary");
    return (fold.id || at) + ":" + (label ? label.textContent.trim() : "");
  }
  function leave() {
    var open = folds().map(function (fold, at) { return [name(fold, at), fold.open]; });
    var jump = now && now.change && now.change.page !== now.path && (offer || now.edition > first);
    try {
      sessionStorage.setItem(memory, JSON.stringify({ x: scrollX, y: scrollY, open: open, offer: jump, closed: closed }));
    } catch (_) { /* A browser that keeps nothing shows the page from its beginning. */ }
    location.reload();
  }
  function come() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(memory));
      sessionStorage.removeItem(memory);
    } catch (_) { /* As above. */ }
    if (!kept) return;
    offer = kept.offer;
    closed = kept.closed;
    folds().forEach(function (fold, at) {
      kept.open.forEach(function (one) { if (one[0] === name(fold, at)) fold.open = one[1]; });
    });
    history.scrollRestoration = "manual";
    var back = { left: kept.x, top: kept.y, behavior: "instant" };
    scrollTo(back);
    addEventListener("load", function () {
      scrollTo(back);
      // From here on the browser finds the place again by itself: on the way back, and when a reader loads the page anew.
      setTimeout(function () { history.scrollRestoration = "auto"; });
    });
  }

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
    if (again) parts.push(now ? now.words.lost : "…");
    else if (now) {
      if (now.errors) parts.push(now.total);
      else parts.push(now.found ? now.words.updated : now.words.gone);
      if (now.item) parts.push(now.item);
    }
    return parts.join(" · ");
  }
  function draw() {
    if (!host.isConnected) d.body.append(host);
    host.lang = d.documentElement.lang;
    var said = text();
    if (badge.textContent !== said) live.textContent = badge.textContent = said;
    badge.className = "badge" + (again ? " lost" : now && now.errors ? " wrong" : now && now.item ? " waits" : "");
    badge.setAttribute("aria-expanded", String(!panel.hidden));
    if (!now) return;
    badge.title = now.words.help;
    var elsewhere = now.change && now.change.page !== now.path && (offer || now.edition > first);
    jump.hidden = !elsewhere;
    if (elsewhere) {
      jump.href = "/" + now.change.page.split("/").map(encodeURIComponent).join("/") +
        (now.change.anchor ? "#" + encodeURIComponent(now.change.anchor) : "");
      jump.textContent = now.words.jump.replace("{title}", now.change.title);
    }
  }

  // Opens the panel, or fills it anew. An answer that comes when the panel is shut, or asked for once more, is too late.
  function open(byHand) {
    var mine = asked += 1;
    closed = null;
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
  function shut() {
    closed = now && now.complaints;
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
    if (now.old) panel.append(make("p", "old", now.words.old));
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
    var words = make("pre", "", one.text);
    words.tabIndex = 0;
    made.append(words);
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
  var BLOCKS = "p,li,h1,h2,h3,h4,h5,h6,td,th,dd,dt,caption,figcaption,blockquote,pre,summary,a,button,span";
  var under = null, pointed = null, found = null;
  function point(target, held) {
    var block = held && target && target.closest && target !== host ? target.closest(BLOCKS) : null;
    if (block && block === pointed) return;
    pointed = block;
    found = null;
    hint.hidden = frame.hidden = !block;
    if (!block) return;
    var box = block.getBoundingClientRect();
    frame.style.cssText = "left:" + box.left + "px;top:" + box.top + "px;width:" + box.width + "px;height:" + box.height + "px";
    hint.style.cssText = "left:" + Math.max(0, box.left) + "px;top:" + Math.max(0, box.top - 28) + "px";
    hint.textContent = "…";
    var words = block.textContent.trim().slice(0, 300);
    fetch(place + "origin?page=" + encodeURIComponent(path) + "&words=" + encodeURIComponent(words))
      .then(function (answer) { return answer.json(); })
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

  // A tab in view is told of every change; one that comes into view asks how it stands.
  function tell(news) {
    var other = now && now.complaints !== news.complaints;
    // A server that was started anew counts from the beginning.
    if (!first || now && news.edition < now.edition) first = news.edition;
    if (now && news.edition > now.edition) offer = false;
    now = news;
    if (news.rest !== seen.rest) return leave();
    if (news.page !== seen.page) {
      restyle(news.sheets);
      seen.page = news.page;
    }
    if (!news.errors) closed = null;
    if (news.errors ? closed !== news.complaints && (panel.hidden || other) : wanted && other) open(false);
    else if (!news.errors && !wanted) hide();
    draw();
  }
  function connect() {
    if (source) source.close();
    clearTimeout(again);
    again = 0;
    if (d.hidden) return;
    source = new EventSource(place + "events?page=" + encodeURIComponent(path));
    source.onmessage = function (e) {
      delay = 250;
      tell(JSON.parse(e.data));
    };
    source.onerror = function () {
      source.close();
      delay = Math.min(delay * 2, 2000);
      clearTimeout(again);
      again = setTimeout(connect, delay);
      draw();
    };
  }
  d.addEventListener("visibilitychange", connect);
  addEventListener("pageshow", function (e) { if (e.persisted) connect(); });
  addEventListener("pagehide", function () { if (source) source.close(); });
  come();
  connect();
})(document, window);
