// Words → the units that have all of them. Files are loaded when they are needed first: rows, then the parts that these name;
// traditional characters when nothing is found.
search.finder = function (about, load) {
  var DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  var AT_ONCE = 6;
  // Letters of a title with which the number of a clause makes one word.
  var END = 100;
  var files = {}, latest = 0, knows = false, isSmall = about.parts <= AT_ONCE;
  search.learn(about.traditional);

  // Gives a file, at once when it is here.
  function get(name, then) {
    var file = files[name] = files[name] || { waiting: [] };
    if (file.data !== undefined) return then(file.data);
    file.waiting.push(then);
    if (file.waiting.length > 1) return;
    load(name, function (data) {
      // What could not be loaded is asked for again next time.
      var waiting = file.waiting;
      file.waiting = [];
      if (data !== undefined) file.data = name[0] === "p" ? read(data) : data;
      waiting.forEach(function (then) { then(file.data); });
    });
  }

  function read(records) {
    var units = [];
    records.forEach(function (record) {
      record[3].forEach(function (unit) {
        var own = !unit[1], title = search.normal(record[2]), label = search.normal(unit[1]);
        units.push({
          kind: record[0], page: record[1], title: record[2], anchor: unit[0], label: unit[1], text: unit[2], own: own,
plain: (own ? title : label) + "\n" + search.normal(unit[2]), head: title, end: Math.min(title.length, END), name: title.slice(-END) + label
        });
      });
    });
    return units;
  }

  // Whether a unit says a word, or is called so: its title alone is what all units of a page are called.
  function has(unit, word) {
    return unit.plain.indexOf(word) >= 0 || unit.name.indexOf(word, Math.max(0, unit.end - word.length + 1)) >= 0;
  }

  // The parts that all rows name.
  function parts(rows, then) {
    var all = [], left = rows.length, count = Math.pow(2, search.ROW_BITS) / about.files, failed = false;
    for (var part = 0; part < about.parts; part++) all.push(true);
    if (!left) then(all, failed);
    rows.forEach(function (row) {
      get("rows-" + Math.floor(row / count), function (bits) {
        failed = failed || !bits;
        for (var part = 0; bits && part < all.length; part++) {
          var at = row % count * all.length + part;
          if (!(DIGITS.indexOf(bits[Math.floor(at / 6)]) >> at % 6 & 1)) all[part] = false;
        }
        if (!--left) then(all, failed);
      });
    });
  }

  // Looks for words and shows what is found so far: hits, parts that are left, whether it goes on, whether something could
  // not be loaded. It stops before a part when it has `enough` hits, unless there are few parts; `more` goes on.
  function find(words, enough, show) {
    var number = ++latest, hits = [], todo = [], open = 0, failed = false;
    if (isSmall) enough = Infinity;
    function tell() {
      var goes = open > 0 || todo.length > 0 && hits.length < enough && !failed;
      hits.sort(function (a, b) { return a.kind - b.kind || b.first - a.first || a.part - b.part || a.at - b.at; });
      show({ words: words, hits: hits, left: todo.length + open, busy: goes, failed: failed, more: more });
    }
    function look(part, units) {
      var head, above;
      units.forEach(function (unit, at) {
        if (unit.head !== head) {
          head = unit.head;
          above = words.map(function (word) { return head.indexOf(word) >= 0; });
        }
        var own = 0;
        if (words.every(function (word, n) { return has(unit, word) ? ++own : above[n]; }) && own) {
          var first = unit.own && above.every(Boolean);
          hits.push({ kind: unit.kind, unit: unit, part: part, at: at, first: first ? 1 : 0 });
        }
      });
    }
    function go() {
      while (todo.length && open < AT_ONCE && hits.length < enough && !failed) next(todo.shift());
      tell();
    }
    function next(part) {
      var now = true;
      open++;
      get("part-" + part, function (units) {
        open--;
        if (number !== latest) return;
        if (units) look(part, units);
        else {
          failed = true;
          todo.unshift(part);
        }
        if (!now) go();
      });
      now = false;
    }
    function more(further) {
      failed = false;
      enough = hits.length + further;
      go();
    }
    if (!words.length) return tell();
    parts(search.rows(words), function (all, broken) {
      if (number !== latest) return;
      failed = broken;
      all.forEach(function (may, part) { if (may) todo.push(part); });
      go();
    });
  }

  // What no text has may be written in traditional characters.
  function look(words, enough, show) {
    find(words, enough, function (state) {
      if (knows || state.hits.length || state.busy || state.failed || !words.length) return show(state);
      var number = latest;
      get("traditional", function (pairs) {
        if (number !== latest) return;
        knows = pairs !== undefined;
        search.learn(pairs || "");
        var simplified = search.words(words.join(" "));
        if (knows && simplified.join(" ") !== words.join(" ")) return find(simplified, enough, show);
        state.failed = !knows;
        show(state);
      });
    });
  }

  // The texts of a small site are here before the first letter: whoever opens the search means to use it.
  look.ahead = function () {
    function all(name, count) {
      for (var n = 0; isSmall && n < count; n++) get(name + n, function () {});
    }
    all("rows-", about.files);
    all("part-", about.parts);
  };
  return look;
};
