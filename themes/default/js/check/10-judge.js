// The rules of a check: answers in, verdicts out. No page, no words. `src/eligibility` does the same in Rust, and says
// what the rules look like (`script.rs`).
//
// Answers are a list in the order of the questions: the place of an option, options as bits, or a number; null for what
// is not answered or not known. A verdict is [least, most]: 0 not met, 1 met when somebody confirms it, 2 met.
var judge = (function () {
  var ONE = 0, SEVERAL = 1, NUMBER = 2, TURNED = [7, 1, 0, 3, 0, 0, 0, 0], TOLD = [0, 0, 0, 1, 0, 0, 0, 2];

  // What a part of a rule comes to is worked out as its least and its most in three bits each: 0 not met, 1 open, 3 to be
  // confirmed, 7 met. Of two of these `&` is the smaller and `|` the greater, of both ends at once.
  function opposite(ends) { return TURNED[ends >> 3] | TURNED[ends & 7] << 3; }
  // A rule of which `leaf` tells what each condition comes to.
  function fold(rule, leaf) {
    var all = rule[0] === 0, sum = all ? 63 : 0, at;
    if (typeof rule === "number") return leaf(rule);
    if (rule[0] === 2) return opposite(fold(rule[1], leaf));
    for (at = 1; at < rule.length; at++) sum = all ? sum & fold(rule[at], leaf) : sum | fold(rule[at], leaf);
    return sum;
  }
  function passes(test, value) {
    if (test[1] === 0) return test.indexOf(value, 2) > 0;
    if (test[1] === 1) return value >= test[2] && value <= test[3];
    return (value >> test[2] & 1) === 1;
  }
  // `before` are the answers before changes: conditions that are fixed rest on those.
  function part(rules, rule, known, before) {
    return fold(rule, function (at) {
      var test = rules.c[at], value;
      if (test === 0) return 27;
      // Delegated: nothing that a reader answers decides it.
      if (test === 1) return 56;
      value = (before && rules.f.indexOf(at) >= 0 ? before : known)[test[0]];
      return value === null || value === undefined ? 56 : passes(test, value) ? 63 : 0;
    });
  }
  function told(ends) { return [TOLD[ends & 7], TOLD[ends >> 3]]; }
  // Which questions are asked, and the answers to those.
  function hear(rules, answers) {
    var known = rules.q.map(function () { return null; }), asked = [];
    rules.q.forEach(function (question, at) {
      asked[at] = question.w === undefined || (part(rules, question.w, known) & 7) === 7;
      if (asked[at] && answers[at] !== undefined) known[at] = answers[at];
    });
    return { asked: asked, known: known };
  }
  // The exclusions that are violated by the answers to questions that are asked, by their places.
  function violated(rules, known) {
    var found = [];
    (rules.x || []).forEach(function (tests, at) {
      if (tests.every(function (test) { return known[test[0]] !== null && passes(test, known[test[0]]); })) found.push(at);
    });
    return found;
  }

  // The questions on which an outcome that is not decided yet may still depend; of all outcomes, or of one. `unsure` are
  // those answered with "not sure".
  function relevant(rules, answers, unsure, only) {
    var known = hear(rules, answers).known, open = rules.q.map(function () { return false; }), at;
    var settled = rules.q.map(function (question, at) {
      return !!unsure[at] || question.w !== undefined && part(rules, question.w, known) < 56;
    });
    function leaf(at) {
      var test = rules.c[at], value;
      if (test === 0) return 27;
      value = test === 1 ? null : known[test[0]];
      return value !== null ? passes(test, value) ? 63 : 0 : test === 1 || settled[test[0]] ? 9 : 56;
    }
    // What every part comes to, each once: [ends, parts …].
    function weigh(rule) {
      var all = rule[0] === 0, own = [all ? 63 : 0], at;
      if (typeof rule === "number") return [leaf(rule)];
      for (at = 1; at < rule.length; at++) {
        own.push(weigh(rule[at]));
        own[0] = rule[0] === 2 ? opposite(own[1][0]) : all ? own[0] & own[at][0] : own[0] | own[at][0];
      }
      return own;
    }
    // Between a floor and a ceiling it matters what a part comes to; beside parts that decide it does not.
    function mark(rule, own, floor, ceiling) {
      var ends = own[0], all = rule[0] === 0, beside = [], sum, at;
      function add(at) { sum = all ? sum & own[at][0] >> 3 : sum | own[at][0] & 7; }
      if ((floor | ends & 7 & ceiling) === (floor | ends >> 3 & ceiling)) return;
      if (typeof rule === "number") open[rules.c[rule][0]] = true;
      else if (rule[0] === 2) {
        ends = opposite(floor | ceiling << 3);
        mark(rule[1], own[1], ends & 7, ends >> 3);
      } else {
        for (sum = all ? ceiling : floor, at = 1; at < rule.length; add(at++)) beside[at] = sum;
        for (sum = all ? 7 : 0, at--; at > 0; add(at--)) {
          mark(rule[at], own[at], all ? floor : beside[at] | sum, all ? beside[at] & sum : ceiling);
        }
      }
    }
    function look(rule) { mark(rule, weigh(rule), 0, 7); }
    rules.o.forEach(function (outcome, at) { if (!(only >= 0) || at === only) look(outcome[1]); });
    for (at = rules.q.length - 1; at >= 0; at--) if (open[at] && rules.q[at].w !== undefined) look(rules.q[at].w);
    return open;
  }

  // The values that a question can be changed to: numbers from the nearest on, options in their order.
  function candidates(rules, at, now) {
    var question = rules.q[at], values = [], count = (question.o || []).length, any = question.c === 2, value;
    for (value = 0; value < count; value++) values.push(question.k === SEVERAL ? now | 1 << value : value);
    // Up to a limit or just over one, down to a limit or just under one.
    if (question.k === NUMBER) rules.c.forEach(function (test) {
      if (!test || test[0] !== at) return;
      if (test[1] === 0) values = values.concat(test.slice(2));
      else if (now === null) values.push.apply(values, any ? [test[2], test[3], test[3] + 1] : [test[2], test[3] + 1]);
      else values = values.concat([test[2], test[3] + 1].filter(function (value) { return value > now; }),
        [test[3], test[2] - 1].filter(function (value) { return value < now; }));
    });
    values.sort(function (a, b) {
      return (question.k === NUMBER && now !== null ? Math.abs(a - now) - Math.abs(b - now) : 0) || a - b;
    });
    return values.filter(function (value, place) {
      var fits = now === null || value > now || any && value !== now;
      if (question.k === NUMBER) fits = fits && value >= question.a && value <= question.z;
      return fits && values.indexOf(value) === place;
    });
  }
  // Whether the change to `near` lies on the way to `far`, which then need not be told.
  function within(question, now, near, far) {
    if (question.k === SEVERAL) return (near & far) === near;
    if (question.k === ONE && question.c === 2) return near === far;
    if (question.k === ONE || now === null) return near <= far;
    return far < now ? far <= near && near < now : now < near && near <= far;
  }
  function meets(rules, outcome, known, steps) {
    var after = known.slice(), heard;
    rules.q.forEach(function (question, at) {
      if (question.d && steps.some(function (step) { return question.d.indexOf(step[0]) >= 0; })) after[at] = null;
    });
    steps.forEach(function (step) { after[step[0]] = step[1]; });
    heard = hear(rules, after);
    return steps.every(function (step) { return heard.asked[step[0]]; })
      && !violated(rules, heard.known).length && (part(rules, rules.o[outcome][1], heard.known, known) & 7) > 1;
  }
  function sets(of, size) {
    var all = [];
    if (!size) return [[]];
    of.forEach(function (first, at) {
      sets(of.slice(at + 1), size - 1).forEach(function (rest) { all.push([first].concat(rest)); });
    });
    return all;
  }
  // The smallest sets of changes, [question, value] each, after which an outcome that is not met would be met.
  function changes(rules, outcome, answers) {
    var heard = hear(rules, answers), known = heard.known, found = [], open = [], tries = 0, size;
    if (part(rules, rules.o[outcome][1], known)) return found;
    rules.q.forEach(function (question, at) {
      var counts = rules.c.some(function (test) { return test && test[0] === at; });
      if (counts && question.c && !(heard.asked[at] && known[at] === null && question.u)) open.push(at);
    });
    function tryAll(set, now, values, steps) {
      var at = set[steps.length];
      if (found.length === 3 || tries > 5000) return;
      if (at !== undefined) {
        values[steps.length].forEach(function (value) { tryAll(set, now, values, steps.concat([[at, value]])); });
      } else if (!found.some(function (other) {
        return other.length === steps.length && other.every(function (step, place) {
          return step[0] === steps[place][0] && within(rules.q[step[0]], now[place], step[1], steps[place][1]);
        });
      }) && ++tries <= 5000 && meets(rules, outcome, known, steps)) found.push(steps);
    }
    for (size = 1; size <= Math.min(3, open.length); size++) sets(open, size).forEach(function (set) {
      var smaller = found.some(function (steps) {
        return steps.length < size && steps.every(function (step) { return set.indexOf(step[0]) >= 0; });
      });
      // What follows a change begins anew.
      var now = set.map(function (at) {
        return set.some(function (before) { return (rules.q[at].d || []).indexOf(before) >= 0; }) ? null : known[at];
      });
      if (!smaller) tryAll(set, now, set.map(function (at, place) { return candidates(rules, at, now[place]); }), []);
    });
    return found;
  }

  // Answers as a part of an address: `v=DIGEST&fact=answer&…`, `-` for none of several, `unsure`.
  function write(rules, answers, unsure) {
    var parts = ["v=" + rules.v];
    rules.q.forEach(function (question, at) {
      var value = answers[at], chosen;
      if (value === null || value === undefined) {
        if (unsure && unsure[at]) parts.push(question.id + "=unsure");
        return;
      }
      if (question.k === ONE) value = question.o[value];
      if (question.k === SEVERAL) {
        chosen = question.o.filter(function (option, bit) { return value >> bit & 1; });
        value = chosen.join(",") || "-";
      }
      parts.push(question.id + "=" + value);
    });
    return parts.join("&");
  }
  function read(question, text) {
    var sum = 0, value;
    if (question.k === NUMBER) {
      value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= question.a && value <= question.z ? value : null;
    }
    if (question.k === ONE) {
      value = question.o.indexOf(text);
      return value < 0 ? null : value;
    }
    if (text === "-") return 0;
    return text.split(",").every(function (word) {
      value = question.o.indexOf(word);
      sum |= 1 << value;
      return value >= 0;
    }) ? sum : null;
  }
  // What an address says: answers, those that are "not sure", whether it was made with other rules, and what of it means
  // nothing here.
  function parse(rules, text) {
    var said = { answers: rules.q.map(function () { return null; }), unsure: [], stale: false, ignored: [] };
    text.replace(/^#/, "").split("&").forEach(function (pair) {
      var cut = pair.indexOf("="), key = pair.slice(0, cut), word = pair.slice(cut + 1), at = -1, value;
      if (!pair) return;
      try { word = decodeURIComponent(word); } catch (e) { word = ""; }
      if (key === "v") {
        said.stale = word !== rules.v;
        return;
      }
      rules.q.forEach(function (question, place) { if (question.id === key) at = place; });
      if (at >= 0 && word === "unsure" && rules.q[at].u) {
        said.unsure[at] = true;
        return;
      }
      value = at < 0 ? null : read(rules.q[at], word);
      if (value === null) said.ignored.push(pair);
      else said.answers[at] = value;
    });
    return said;
  }

  return {
    asked: function (rules, answers) { return hear(rules, answers).asked; },
    heard: function (rules, answers) { return hear(rules, answers).known; },
    relevant: relevant,
    judge: function (rules, answers) {
      var known = hear(rules, answers).known;
      return rules.o.map(function (outcome) { return told(part(rules, outcome[1], known)); });
    },
    contradictions: function (rules, answers) { return violated(rules, hear(rules, answers).known); },
    part: function (rules, rule, known) { return told(part(rules, rule, known)); },
    changes: changes,
    write: write,
    parse: parse
  };
})();
