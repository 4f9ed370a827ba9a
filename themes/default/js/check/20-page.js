// The page of a check: one question at a time, then the result. Where the reader stands and what was answered is the
// part of the address after "#": reload and shared links need nothing more. Each screen is an entry of the history.
(function (d) {
  var box = d.getElementById("check"), data = d.getElementById("check-data");
  if (!box || !data) return;
  var rules = JSON.parse(data.textContent), answers, unsure, first = true, last = "", current = "", title = d.title;
  // What is said of an outcome.
  var SAID = {
    met: STRINGS.check_met,
    metOpen: STRINGS.check_met_open,
    confirm: STRINGS.check_confirm,
    confirmOpen: STRINGS.check_confirm_open,
    unknown: STRINGS.check_unknown,
    delegated: STRINGS.check_delegated,
    unmet: STRINGS.check_unmet,
    unmetYet: STRINGS.check_unmet_yet,
    only: STRINGS.check_only,
    onlyOpen: STRINGS.check_only_open
  };
  // The outcome that a link asks for: only what it needs is asked.
  var goal = -1;

  function id(name) { return d.getElementById(name); }
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function form(at) { return id("q-" + rules.q[at].id); }
  function place(name) {
    return rules.q.findIndex(function (question) { return question.id === name; });
  }
  function fill(text, values) {
    return text.replace(/{(\w+)}/g, function (all, name) { return values[name]; });
  }
  function address(at, own, open) {
    return "#" + judge.write(rules, judge.heard(rules, own || answers), open || unsure)
      + (goal < 0 ? "" : "&for=" + rules.o[goal][0]) + (at ? "&at=" + at : "");
  }
  // Opens a screen. The entry of a question that is left keeps its answer; that of the new screen knows the one before it.
  function go(at) {
    var to = address(at);
    if (location.hash !== to) {
      if (id("q-" + current.split(".")[0])) history.replaceState(history.state, "", address(current));
      history.pushState({ from: current }, "", to);
    }
    show();
  }
  // Goes back to a screen: to the entry before, when it is of that screen; else it takes the place of this one.
  function back(at) {
    if (history.state && history.state.from === at) return history.back();
    history.replaceState({}, "", address(at));
    show();
  }
  function answered(at) { return answers[at] !== null || !!unsure[at]; }
  function verdicts() { return judge.judge(rules, answers); }
  // Why answers contradict each other, in words.
  function contradictory(own) {
    return judge.contradictions(rules, own).map(function (at) { return id("check-excludes").children[at].textContent; });
  }
  // The answers to earlier questions, with another one to this.
  function until(at, value) {
    return answers.map(function (answer, place) { return place < at ? answer : place === at ? value : null; });
  }
  // The next question that an outcome still depends on, or that finds the office of somebody with hope.
  function next(only) {
    var asked = judge.asked(rules, answers), open = judge.relevant(rules, answers, unsure, only);
    // What is open though everything is answered, others know: the office is one of them.
    var sure = !unsure.some(function (is) { return is; });
    var hope = verdicts().some(function (one) { return one[0] > 0 || sure && one[1] > 0; });
    return rules.q.findIndex(function (question, at) {
      return asked[at] && !answered(at) && (open[at] || hope && form(at).dataset.office);
    });
  }
  function onward() {
    var at = next(goal);
    go(at < 0 ? "answers" : rules.q[at].id);
  }
  function before(at) {
    var asked = judge.asked(rules, answers);
    do at--; while (at >= 0 && !(asked[at] && answered(at)));
    back(at < 0 ? "start" : rules.q[at].id);
  }
  function option(at, word) {
    var found = form(at).querySelector('input[value="' + word + '"]');
    return found ? found.parentNode.querySelector("b").textContent : word;
  }
  function said(at) {
    var question = rules.q[at], value = answers[at];
    if (value === null) return option(at, "unsure");
    if (question.k === 2) return value + form(at).dataset.unit;
    if (question.k === 0) return option(at, question.o[value]);
    return question.o.filter(function (word, bit) { return value >> bit & 1; })
      .map(function (word) { return option(at, word); }).join(STRINGS.list_separator) || STRINGS.check_nothing;
  }

  // Shows one screen; the focus goes to its heading, or to the button that starts, but not when the page is opened.
  function screen(name) {
    var chosen = id(name), heading = chosen.querySelector("h2, button");
    each(box.querySelectorAll(".screen"), function (one) { one.hidden = one !== chosen; });
    d.body.classList.remove("rules-shown");
    d.body.classList.toggle("asked", name === "check-result");
    d.body.classList.toggle("under-way", name !== "check-start");
    name = heading.tagName === "H2" ? (heading.lastElementChild || heading).textContent + " - " : "";
    d.title = name + title;
    if (!first) {
      heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  // Says why an answer is no answer, at the top and at its field or its choices; nothing when it is one.
  function fault(own, why) {
    var field = own.querySelector("[type=text]"), wrong = own.querySelector(".wrong"), is = !!why, link, at;
    var hint = field ? field.id.replace("i", "h") : own.querySelector("div.hint") ? own.id.replace("q", "t") : "", choices;
    if (wrong) own.removeChild(wrong);
    if (is) {
      wrong = d.importNode(id("check-wrong").content, true).firstElementChild;
      link = wrong.querySelector("a");
      link.id = "e" + own.id.slice(1);
      link.href = "#i" + own.id.slice(1);
      link.textContent = why;
      own.insertBefore(wrong, own.firstChild);
      d.title = STRINGS.check_error + d.title.replace(STRINGS.check_error, "");
      wrong.focus();
    }
    at = own.querySelector(".field-wrong");
    if (!at) {
      at = d.createElement("p");
      at.className = "field-wrong";
      choices = own.querySelector(".choice").parentNode;
      choices.parentNode.insertBefore(at, choices);
    }
    at.hidden = !is;
    at.textContent = why;
    if (field) field.setAttribute("aria-invalid", is);
    else field = own.querySelector("fieldset");
    hint = [hint, is && link.id].filter(Boolean).join(" ");
    if (hint) field.setAttribute("aria-describedby", hint);
    else field.removeAttribute("aria-describedby");
  }
  function ask(at) {
    var own = form(at), question = rules.q[at], value = answers[at];
    var told = own.querySelector(".excluded"), why = [];
    each(own.querySelectorAll("input"), function (input) {
      var place = question.o ? question.o.indexOf(input.value) : -1;
      if (input.type === "text") input.value = value === null ? "" : value;
      else if (input.value === "unsure") input.checked = value === null && !!unsure[at];
      else if (input.value === "-") input.checked = value === 0;
      else input.checked = value !== null && (question.k === 1 ? (value >> place & 1) === 1 : value === place);
      // What contradicts earlier answers is not offered.
      if (question.k || place < 0) return;
      var against = contradictory(until(at, place));
      input.parentNode.hidden = against.length > 0;
      if (against.length) input.checked = false;
      against.forEach(function (reason) { if (why.indexOf(reason) < 0) why.push(reason); });
    });
    told.hidden = !why.length;
    told.textContent = STRINGS.check_excluded + why.join(STRINGS.semicolon);
    fault(own, "");
    own.querySelector(".step").textContent = fill(STRINGS.check_step, {
      n: known().filter(function (before) { return before < at; }).length + 1
    }) + left(at);
    screen(own.id);
  }
  // How many questions may follow one, in words.
  function left(at) {
    var open = judge.relevant(rules, until(at, null), unsure, goal), n = 0;
    open.forEach(function (is, place) { if (place > at && (is || form(place).dataset.office)) n++; });
    return n ? fill(STRINGS.check_left, { n: n }) : STRINGS.check_last;
  }
  // What is chosen in a form: a value, "unsure", or nothing when it is no answer.
  function chosen(at) {
    var own = form(at), question = rules.q[at], text = own.querySelector("input[type=text]"), picked = [], value = 0;
    each(own.querySelectorAll("input:checked"), function (input) { picked.push(input.value); });
    if (text) {
      text = text.value.normalize("NFKC").trim();
      if (!text && picked[0]) return "unsure";
      value = Number(text);
      return !picked[0] && /^-?\d{1,15}$/.test(text) && value >= question.a && value <= question.z ? value : null;
    }
    if (!picked.length || picked.length > 1 && (picked.indexOf("-") >= 0 || picked.indexOf("unsure") >= 0)) return null;
    if (picked[0] === "unsure" || picked[0] === "-") return picked[0] === "-" ? 0 : "unsure";
    if (question.k === 0) return question.o.indexOf(picked[0]);
    picked.forEach(function (word) { value |= 1 << question.o.indexOf(word); });
    return value;
  }

  function list(into, rows) {
    into.textContent = "";
    rows.forEach(function (at) {
      var row = d.importNode(id("check-answers").querySelector("template").content, true), link = row.querySelector("a");
      row.querySelector("dt").textContent = form(at).dataset.name;
      row.querySelector("dd span").textContent = said(at);
      link.href = address(rules.q[at].id + ".answers");
      link.querySelector("span").textContent = form(at).dataset.name;
      into.appendChild(row);
    });
  }
  function known() {
    var asked = judge.asked(rules, answers), rows = [];
    rules.q.forEach(function (question, at) { if (asked[at] && answered(at)) rows.push(at); });
    return rows;
  }

  function state(verdict) {
    return verdict[0] === 2 ? "met" : verdict[0] === 1 ? "confirm" : verdict[1] ? "unknown" : "unmet";
  }
  function verdict(rule, heard, not) {
    var one = judge.part(rules, rule, heard);
    return not ? [2 - one[1], 2 - one[0]] : one;
  }
  // How far a rule that is not met is from being met: what a reader cannot change is far.
  function far(rule, heard, not) {
    var costs;
    if (typeof rule === "number") return verdict(rule, heard, not)[1] ? 0 : rules.q[rules.c[rule][0]].c && rules.f.indexOf(rule) < 0 ? 1 : 9;
    if (rule[0] === 2) return far(rule[1], heard, !not);
    costs = rule.slice(1).map(function (part) { return far(part, heard, not); });
    return rule[0] === 0 !== not ? costs.reduce(function (a, b) { return a + b; }) : Math.min.apply(0, costs);
  }
  function inside(rule, place) {
    var items = place.querySelector(":scope > .ticks").children;
    return rule.slice(1).map(function (part, at) { return [part, items[at]]; });
  }
  // The test of a condition; nothing for a part with parts, and for what no answer decides.
  function test(rule) {
    return typeof rule === "number" && rules.c[rule].length ? rules.c[rule] : null;
  }
  // Alternatives: one of them is enough.
  function isAny(rule, not) { return rule[0] === 0 === not; }
  // The parts that made the verdict of a rule what it is, each with its place in the list of rules. Of alternatives one
  // that is met, or all that are open, or those that are nearest.
  function parts(rule, place, heard, not) {
    var mine = verdict(rule, heard, not), wrong, scores, best;
    function is(part) { return verdict(part[0], heard, not); }
    // Beside a part that decides, what is not known does not matter.
    var chosen = inside(rule, place).filter(function (part) { return mine[0] !== mine[1] || is(part)[0] === is(part)[1]; });
    if (isAny(rule, not)) {
      scores = chosen.map(function (part) {
        return is(part)[0] ? -is(part)[0] : is(part)[1] ? 0 : far(part[0], heard, not);
      });
      best = Math.min.apply(0, scores);
      chosen = chosen.filter(function (part, at) {
        return scores[at] === best && (best >= 0 || scores.indexOf(best) === at);
      });
    }
    // An answer that follows one that does not fit, or that is open, says nothing here.
    wrong = chosen.filter(function (part) { return test(part[0]) && !is(part)[0]; }).map(function (part) { return test(part[0])[0]; });
    return chosen.filter(function (part) {
      var own = test(part[0]), after = own && rules.q[own[0]].d || [];
      return !wrong.some(function (at) { return after.indexOf(at) >= 0; });
    });
  }
  // The conditions among them, each as { rule, place, is, not }: `not` when it stands inside of "not".
  function reasons(rule, place, heard, not) {
    if (typeof rule === "number") return [{ rule: rule, place: place, is: verdict(rule, heard, not), not: not }];
    // The list has no place of its own for `not`: its conditions are said as they have to be.
    if (rule[0] === 2) return reasons(rule[1], place, heard, !not);
    return [].concat.apply([], parts(rule, place, heard, not).map(function (part) {
      return reasons(part[0], part[1], heard, not);
    }));
  }
  // What is not met, as items of a list: alternatives stand under what each of them is called.
  function failed(rule, place, heard, not) {
    var items = [], under, list;
    function below(into, title, list) {
      var item = d.createElement("li"), text = d.createElement("p"), inner = d.createElement("ul");
      text.textContent = title;
      if (title) item.appendChild(text);
      list.forEach(function (one) { inner.appendChild(one); });
      item.appendChild(inner);
      into.push(item);
    }
    function title(place) { return place.querySelector(":scope > .all").textContent; }
    // What is met or open is no reason, whatever stands in it.
    if (verdict(rule, heard, not)[1]) return [];
    if (typeof rule === "number") {
      under = { rule: rule, place: place, is: verdict(rule, heard, not), not: not };
      return [reason(under)];
    }
    if (rule[0] === 2) return failed(rule[1], place, heard, !not);
    parts(rule, place, heard, not).forEach(function (part) {
      list = failed(part[0], part[1], heard, not);
      if (part[1].querySelector(":scope > .all") && list.length && isAny(rule, not)) below(items, title(part[1]), list);
      else items = items.concat(list);
    });
    if (!isAny(rule, not)) return items;
    under = [];
    below(under, title(place) + (items.length < rule.length - 1 ? STRINGS.check_nearest : ""), items);
    return under;
  }
  // A condition as an item of a list, with what it rests on and, when it is open, the way to its question.
  function reason(why) {
    var item = d.createElement("li"), around = why.place.querySelector(":scope > .tick"), copy = around.cloneNode(true);
    var how = state(why.is), text = copy.querySelector("p"), paper = copy.querySelector(".papers"), source, link, at;
    if (copy.dataset[how]) text.textContent = copy.dataset[how];
    if (paper) paper.parentNode.removeChild(paper);
    // A condition rests on what stands at it, or at the nearest part around it.
    while (!source && around.id !== "rules") {
      source = around.querySelector(":scope > .cite");
      around = around.parentNode;
    }
    if (source && !copy.querySelector(".cite")) copy.appendChild(source.cloneNode(true));
    if (how === "unknown" && test(why.rule)) {
      at = rules.c[why.rule][0];
      link = d.createElement("a");
      link.href = address(rules.q[at].id + ".answers");
      link.textContent = STRINGS.check_answer;
      if (!unsure[at] && judge.asked(rules, answers)[at]) text.append(" ", link);
    }
    item.appendChild(copy);
    return item;
  }
  // A change in words. What follows another change begins anew.
  function step(change, steps) {
    var at = change[0], value = change[1], now = judge.heard(rules, answers)[at], question = rules.q[at];
    if (steps.some(function (other) { return (question.d || []).indexOf(other[0]) >= 0; })) now = null;
    var own = form(at).dataset, name = own.name, unit = own.unit, chosen;
    if (question.k === 2) {
      if (now !== null && value > now) return fill(own.more || STRINGS.check_change_more, { name: name, n: value - now, unit: unit });
      return fill(now === null ? own.reach || STRINGS.check_change_reach : STRINGS.check_change_less, { name: name, n: value, unit: unit });
    }
    chosen = question.o.filter(function (word, bit) { return question.k === 0 ? bit === value : (value & ~now) >> bit & 1; });
    return chosen.map(function (word) {
      var input = form(at).querySelector('input[value="' + word + '"]');
      return fill(input.dataset.reach || own.reach || STRINGS.check_change_option, { name: name, option: option(at, word) });
    }).join(STRINGS.list_separator);
  }
  // Changes in one sentence; what follows another change goes on from it.
  function sentence(steps) {
    return steps.map(function (one, at) {
      var after = steps.slice(0, at).some(function (other) { return (rules.q[one[0]].d || []).indexOf(other[0]) >= 0; });
      return (!at ? "" : after ? STRINGS.check_change_then : STRINGS.check_change_and) + step(one, steps);
    }).join("");
  }
  // Puts a text into an element; a telephone number in it is a link.
  function say(into, text) {
    text.split(/(0\d{2,3}-\d{7,8})/).forEach(function (part, at) {
      var link = d.createElement("a");
      link.textContent = part;
      link.href = "tel:" + part;
      into.append(at % 2 ? link : part);
    });
  }
  function outcome(at, verdict) {
    var name = rules.o[at][0], fixed = id("o-" + name), heard = judge.heard(rules, answers), how = state(verdict);
    var made = d.importNode(id("check-result").querySelector("template").content, true).firstElementChild;
    var known = reasons(rules.o[at][1], fixed, heard, false), papers = [], asks = [], open = false, only, key;
    var changes = judge.changes(rules, at, answers), by = fixed.dataset.by;
    function part(which) { return made.querySelector('[data-part="' + which + '"]'); }
    function add(which, node) {
      var item = node;
      if (typeof node === "string") {
        item = d.createElement("li");
        item.textContent = node;
      }
      part(which).querySelector("ul").appendChild(item);
    }
    // Nothing is "probably met" when nothing that was answered speaks for it.
    only = how === "confirm" && !known.some(function (why) { return why.is[0] === 2; });
    made.className = "outcome is-" + (only ? "unknown" : how);
    made.querySelector("h3").textContent = fixed.querySelector("h3").textContent;
    known.forEach(function (why) {
      var which = state(why.is), item = reason(why), ask = item.firstChild.dataset.ask;
      if (ask && asks.indexOf(ask) < 0) asks.push(ask);
      if (which === "unknown" && ask) which = "delegated";
      open = open || which === "unknown";
      if (which === "unmet" || which === "confirm" && how === "unmet") return;
      if (why.is[0]) each(why.place.querySelectorAll(":scope > .tick > .papers span"), function (one) {
        if (papers.indexOf(one.textContent) < 0) papers.push(one.textContent);
      });
      if (part(which).textContent.indexOf(item.querySelector("p").textContent) < 0) add(which, item);
    });
    if (how === "unmet") failed(rules.o[at][1], fixed, heard, false).forEach(function (item) { add("unmet", item); });
    changes.forEach(function (steps) { add("steps", sentence(steps)); });
    key = only ? "only" : how;
    if (how === "unknown" && !open) {
      key = "delegated";
      by = asks.join(STRINGS.list_separator);
    } else if (how === "unmet") key += changes.length ? "Yet" : "";
    else if (how !== "unknown" && !by) key += "Open";
    say(made.querySelector(".verdict"), fill(SAID[key], { by: by }));
    part("met").open = how !== "unmet";
    if (verdict[1]) {
      papers.forEach(function (one) { add("papers", one); });
      ["grants", "next"].forEach(function (which) {
        var own = fixed.querySelector("." + which);
        if (own) part(which).appendChild(own.lastElementChild.cloneNode(true));
      });
    }
    each(made.querySelectorAll("[data-part]"), function (one) {
      var items = one.querySelector("ul"), cites = one.querySelectorAll(".cite");
      // Conditions that follow each other and rest on the same say so once, below the last.
      each(cites, function (cite, at) {
        if (cites[at + 1] && cites[at + 1].textContent === cite.textContent) cite.parentNode.removeChild(cite);
      });
      one.hidden = one.children.length < 2 || !!items && !items.children.length;
    });
    return made;
  }
  function where(chance) {
    var list = box.querySelector(".where"), chose = {}, shown = 0, all;
    if (!list) return;
    rules.q.forEach(function (question, at) {
      var kind = form(at).dataset.office;
      if (kind && answers[at] !== null) chose[kind] = question.o[answers[at]];
    });
    all = list.querySelectorAll("[data-employers]");
    function fits(office, own) {
      var of = office.dataset.district;
      return (!chose.employers || office.dataset.employers.split(" ").indexOf(chose.employers) >= 0)
        && (own ? of && of === chose.districts : !of || !chose.districts);
    }
    [true, false].forEach(function (own) {
      if (!shown) each(all, function (office) {
        office.hidden = !fits(office, own);
        if (!office.hidden) shown++;
      });
    });
    list.hidden = !chance || !shown || !(chose.employers || chose.districts);
  }
  // The QR code of a result, whose script comes with the first.
  function code(figure, to) {
    var script = d.createElement("script");
    if (!figure) return;
    if (window.qr) return window.qr(to);
    script.src = figure.dataset.script;
    script.onload = function () { window.qr(to); };
    d.head.appendChild(script);
  }
  function result() {
    var own = id("check-result"), all = verdicts(), shown = own.querySelector(".outcomes"), told = [];
    var lower = own.querySelector(".lower"), below = lower.querySelector("div");
    var others = own.querySelector(".others"), aside = others.querySelector("div");
    // Whether any of the outcomes that are shown may be met.
    var chance = false;
    // What is not met, of groups in which nothing is: it stands behind what others may meet.
    var late = [];
    shown.textContent = below.textContent = aside.textContent = "";
    rules.g.forEach(function (group) {
      if (group.length > 3 && !judge.part(rules, group[3], judge.heard(rules, answers))[1]) return;
      var order = [], met = false, hope = false, unmet = [], at;
      for (at = group[1]; at < group[2]; at++) {
        order.push({ at: at, hoped: (all[at][0] > 0) + (all[at][1] > 0), made: outcome(at, all[at]) });
      }
      function steps(one) { return !one.made.querySelector("[data-part=steps]").hidden; }
      // What is met before what is open, that before what is not met; of levels the highest that is met first, the nearest
      // that is not.
      order.sort(function (a, b) {
        return b.hoped - a.hoped || (group[0] !== 1 ? a.at - b.at : all[a.at][0] ? b.at - a.at : steps(b) - steps(a) || a.at - b.at);
      });
      order.forEach(function (one, place) {
        var at = one.at, made = one.made, under = group[0] === 1 && met !== false && all[at][0] > 0, own = at === goal;
        hope = hope || one.hoped > 0;
        // What is not met is no news under a level that is met, beside an outcome that excludes it, and beside another when
        // nothing can be done about it.
        var old = !one.hoped && place > 0 && (at < met || (group[0] === 2 ? hope : !steps(one) && (hope || group[0] === 1)));
        made.querySelector(".highest").hidden = group[0] !== 1 || met !== false || !all[at][0];
        if (group[0] === 1 && met === false && all[at][0]) met = at;
        // What a link asks for stands first.
        if (own) shown.insertBefore(made, shown.firstChild);
        else (under ? below : old ? aside : shown).appendChild(made);
        if (made.parentNode === shown && !own) unmet.push(made);
      });
      if (!hope) late = late.concat(unmet);
      chance = chance || hope;
    });
    late.forEach(function (made) { shown.appendChild(made); });
    each(shown.children, function (made) {
      told.push(made.querySelector("h3").textContent + STRINGS.colon + made.querySelector(".verdict").textContent);
    });
    if (aside.firstChild) told.push(others.firstElementChild.textContent);
    lower.hidden = !below.firstChild;
    others.hidden = !aside.firstChild;
    own.querySelector(".nothing").hidden = chance;
    list(own.querySelector(".answers"), known());
    own.querySelector("[data-copy]").href = address("result");
    own.querySelector("[data-go=rest]").hidden = goal < 0 || next() < 0;
    code(own.querySelector(".qr"), address("result"));
    where(chance);
    each(own.querySelectorAll(".notices"), function (section) {
      // Those that are over on the reader's day: the badges say so by now.
      each(section.querySelectorAll("[data-opens]"), function (notice) {
        notice.hidden = notice.querySelector(".badge").textContent === STRINGS.status_closed;
      });
      section.hidden = !section.querySelector("li:not([hidden])");
    });
    screen(own.id);
    own.querySelector(".said").textContent = fill(STRINGS.check_ended, { results: told.join(STRINGS.semicolon) });
  }

  function show() {
    var text = location.hash.slice(1), at = "", wanted = "", before = answers, doubts = unsure, aside = "", rest, told, asked, wrong;
    if (text && text.indexOf("=") < 0) {
      // A link to a place in the page; the answers stay in the address.
      if (answers) {
        if (last) history.replaceState(history.state, "", last);
        reveal(text);
        return;
      }
      aside = text;
      text = "";
    }
    rest = text.split("&").filter(function (pair) {
      if (pair.slice(0, 3) === "at=") at = pair.slice(3);
      else if (pair.slice(0, 4) === "for=") wanted = pair.slice(4);
      else return true;
    }).join("&");
    told = judge.parse(rules, rest);
    wrong = contradictory(told.answers);
    answers = told.answers;
    unsure = told.unsure;
    // An entry without a state is new: somebody has followed or written an address.
    if (history.state && before && at && at !== "result") keep(before, doubts);
    if (!history.state) history.replaceState({}, "");
    last = text && "#" + text;
    goal = rules.o.findIndex(function (outcome) { return outcome[0] === wanted; });
    id("check-told").textContent = wrong.length ? STRINGS.check_contradictory + wrong.join(STRINGS.semicolon) : told.stale ? STRINGS.check_rules_changed : told.ignored.length || wanted && goal < 0 ? STRINGS.check_ignored : "";
    id("check-told").hidden = !id("check-told").textContent;
    asked = place(at.split(".")[0]);
    if (told.stale && known().length || wrong.length && (!at || at === "result")) at = "answers";
    else if (!at && known().length && next(goal) < 0) at = "result";
    current = at;
    if (at === "result" && known().length) result();
    else if (at === "answers" && known().length) {
      list(id("check-answers").querySelector(".answers"), known());
      screen("check-answers");
    } else if (!told.stale && judge.asked(rules, answers)[asked]) ask(asked);
    else {
      list(id("check-known"), known());
      current = "start";
      screen("check-start");
    }
    first = false;
    if (aside) reveal(aside);
  }
  // Answers that were given after a screen to which the reader comes back, when nothing before them is another.
  function keep(before, doubts) {
    var same = answers.every(function (answer, at) {
      return answer === null && !unsure[at] || answer === before[at] && !!unsure[at] === !!doubts[at];
    });
    if (!same) return;
    answers = before;
    unsure = doubts;
  }
  // Shows the rules when a link leads into them.
  function reveal(name) {
    var place = id(name);
    if (!place || !id("rules").contains(place)) return;
    d.body.classList.add("rules-shown");
    place.scrollIntoView();
  }

  // A later answer that a new one contradicts counts no longer.
  function forget(at) {
    var last = 0;
    judge.contradictions(rules, answers).slice(0, 1).forEach(function (place) {
      rules.x[place].forEach(function (test) { last = Math.max(last, test[0]); });
    });
    if (last <= at) return;
    answers[last] = null;
    forget(at);
  }

  each(box.querySelectorAll("form"), function (own) {
    var at = place(own.id.slice(2));
    own.appendChild(d.importNode(id("check-moves").content, true));
    own.addEventListener("submit", function (event) {
      var value = chosen(at), no = own.dataset.wrong || STRINGS.check_wrong_choice, against;
      event.preventDefault();
      if (value !== null) {
        against = contradictory(until(at, value === "unsure" ? null : value));
        no = against.length ? STRINGS.check_wrong_contradictory + against.join(STRINGS.semicolon) : "";
      }
      fault(own, no);
      if (no) return;
      unsure[at] = value === "unsure";
      answers[at] = value === "unsure" ? null : value;
      forget(at);
      onward();
    });
    // A tap on one of several answers is enough; keys only choose, and Enter goes on.
    own.addEventListener("click", function (event) {
      var label = event.target.closest(".choice"), radio = label && label.querySelector("[type=radio]");
      if (!radio || !event.detail || own.hidden) return;
      // The second tap of two is meant for the question before.
      if (event.detail > 1) return event.preventDefault();
      radio.checked = true;
      own.querySelector("button").click();
    });
  });
  box.addEventListener("click", function (event) {
    var to = event.target.dataset.go, own = event.target.closest("form"), rows;
    // The rules are in the page: nothing is opened, and nothing is to be gone back from.
    if (event.target.closest('a[href="#rules"]')) {
      event.preventDefault();
      reveal("rules");
      return;
    }
    if (event.target.closest(".answers a, #check-known a, .outcomes a[href*='&at=']")) {
      event.preventDefault();
      go(event.target.closest("a").hash.split("&at=")[1]);
      return;
    }
    if (event.target.closest(".wrong a")) {
      event.preventDefault();
      id(event.target.hash.slice(1)).focus();
    }
    if (!to) return;
    if (to === "next") onward();
    else if (to === "again" || to === "rest") {
      goal = -1;
      if (to === "again") {
        answers = answers.map(function () { return null; });
        unsure = [];
      }
      onward();
    } else if (to !== "back") go(to);
    else if (own) {
      if (/\.answers$/.test(current)) back(history.state.from === "result" ? "result" : "answers");
      else before(place(own.id.slice(2)));
    } else {
      rows = known();
      back(history.state.from || (rows.length ? rules.q[rows[rows.length - 1]].id : "start"));
    }
  });
  addEventListener("hashchange", show);
  // Scripts run one after the other, when the page has been read.
  show();
})(document);
