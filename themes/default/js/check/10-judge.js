// The rules of a check: answers in, verdicts out. No page, no words. `src/eligibility` does the same in Rust, and says
// what the rules look like (`script.rs`).
//
// Answers are a list in the order of the questions: the place of an option, options as bits, or a number; null for what
// is not answered or not known. A verdict is [least, most]: 0 not met, 1 met when somebody confirms it, 2 met.
var judge = (function () {
  var NO = 0, CONFIRM = 1, YES = 2, ONE = 0, SEVERAL = 1, NUMBER = 2;

  function passes(test, value) {
    if (test[1] === 0) return test.indexOf(value, 2) > 0;
    if (test[1] === 1) return value >= test[2] && value <= test[3];
    return (value >> test[2] & 1) === 1;
  }
  // `before` are the answers before changes: conditions that are fixed rest on those.
  function condition(rules, at, known, before) {
    var test = rules.c[at], value;
    if (test === 0) return [CONFIRM, CONFIRM];
    // Delegated: nothing that a reader answers decides it.
    if (test === 1) return [NO, YES];
    value = (before && rules.f.indexOf(at) >= 0 ? before : known)[test[0]];
    if (value === null || value === undefined) return [NO, YES];
    return passes(test, value) ? [YES, YES] : [NO, NO];
  }
  function part(rules, rule, known, before) {
    var all, sum, at, one;
    if (typeof rule === "number") return condition(rules, rule, known, before);
    if (rule[0] === 2) {
      one = part(rules, rule[1], known, before);
      return [YES - one[1], YES - one[0]];
    }
    all = rule[0] === 0;
    sum = all ? [YES, YES] : [NO, NO];
    for (at = 1; at < rule.length; at++) {
      one = part(rules, rule[at], known, before);
      sum = all ? [Math.min(sum[0], one[0]), Math.min(sum[1], one[1])] : [Math.max(sum[0], one[0]), Math.max(sum[1], one[1])];
    }
    return sum;
  }
  // Which questions are asked, and the answers to those.
  function hear(rules, answers) {
    var known = rules.q.map(function () { return null; }), asked = [];
    rules.q.forEach(function (question, at) {
      asked[at] = question.w === undefined || part(rules, question.w, known)[0] === YES;
      if (asked[at] && answers[at] !== undefined) known[at] = answers[at];
    });
    return { asked: asked, known: known };
  }
  // The exclusions that the answers violate, by their places.
  function contradictions(rules, answers) {
    var known = hear(rules, answers).known, found = [];
    (rules.x || []).forEach(function (tests, at) {
      if (tests.every(function (test) { return known[test[0]] !== null && passes(test, known[test[0]]); })) found.push(at);
    });
    return found;
  }
  function verdicts(rules, answers) {
    var known = hear(rules, answers).known;
    return rules.o.map(function (outcome) { return part(rules, outcome[1], known); });
  }

  // The questions on which an outcome that is not decided yet may still depend; of all outcomes, or of one. `unsure` are
  // those answered with "not sure". What a part may come to is a range of 0 not met, 1 open, 2 to be confirmed, 3 met.
  function relevant(rules, answers, unsure, only) {
    var known = hear(rules, answers).known, open = rules.q.map(function () { return false; }), at;
    var settled = rules.q.map(function (question, at) {
      return !!unsure[at] || question.w !== undefined && part(rules, question.w, known)[1] < YES;
    });
    function opposite(range) {
      return [range[1], range[0]].map(function (value) { return value === 3 ? 0 : value === 0 ? 3 : value; });
    }
    function range(rule) {
      var test = rules.c[rule], value, all = rule[0] === 0, sum;
      if (test === 0) return [2, 2];
      if (test === 1) return [1, 1];
      if (test) {
        value = known[test[0]];
        if (value === null) return settled[test[0]] ? [1, 1] : [0, 3];
        return passes(test, value) ? [3, 3] : [0, 0];
      }
      if (rule[0] === 2) return opposite(range(rule[1]));
      sum = all ? [3, 3] : [0, 0];
      rule.slice(1).map(range).forEach(function (one) {
        sum = sum.map(function (value, end) { return all ? Math.min(value, one[end]) : Math.max(value, one[end]); });
      });
      return sum;
    }
    // Between a floor and a ceiling it matters what a part comes to.
    function mark(rule, floor, ceiling) {
      var ends = range(rule), all = rule[0] === 0, turned, inner;
      if (Math.max(floor, Math.min(ends[0], ceiling)) === Math.max(floor, Math.min(ends[1], ceiling))) return;
      if (typeof rule === "number") open[rules.c[rule][0]] = true;
      else if (rule[0] === 2) {
        turned = opposite([floor, ceiling]);
        mark(rule[1], turned[0], turned[1]);
      } else {
        inner = rule.slice(1).map(range);
        inner.forEach(function (mine, own) {
          var low = floor, high = ceiling;
          inner.forEach(function (other, at) {
            if (at === own) return;
            if (all) high = Math.min(high, other[1]);
            else low = Math.max(low, other[0]);
          });
          mark(rule[own + 1], low, high);
        });
      }
    }
    rules.o.forEach(function (outcome, at) { if (!(only >= 0) || at === only) mark(outcome[1], 0, 3); });
    for (at = rules.q.length - 1; at >= 0; at--) if (open[at] && rules.q[at].w !== undefined) mark(rules.q[at].w, 0, 3);
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
      && !contradictions(rules, after).length && part(rules, rules.o[outcome][1], heard.known, known)[0] >= CONFIRM;
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
    if (part(rules, rules.o[outcome][1], known)[1] !== NO) return found;
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
    judge: verdicts,
    contradictions: contradictions,
    part: part,
    changes: changes,
    write: write,
    parse: parse
  };
})();
