// How texts are compared, as src/search/text.rs has it: letters without case and width, traditional characters as simplified
// ones, without white space but between words of letters, without brackets and quotation marks; and the rows of
// src/search/mod.rs.
var search = (function () {
  var ROW_BITS = 14;
  var SPACE = /[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/;
  var NONE = /[\xAD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF()[\]{}"'\u2018-\u201F\u3008-\u3011\u3014-\u301B\u301D-\u301F\uFE59-\uFE5E\uFF5F\uFF60\uFF62\uFF63\uD800-\uDFFF]/;
  var UPPER = /[A-Z\xC0-\xD6\xD8-\xDE\u0391-\u03A1\u03A3-\u03A9\u0410-\u042F]/;
  var LETTER = /^[a-z\xDF-\u024F\u0370-\u052F]/;
  // What was folded before: a text has few different characters.
  var known = Object.create(null);

  function fold(c) {
    if (c.length > 1) return c;
    var n = c.charCodeAt(0);
    if (n > 0xFF00 && n < 0xFF5F) c = String.fromCharCode(n -= 0xFEE0);
    if (c === "\n") return c;
    if (SPACE.test(c) || NONE.test(c)) return "";
    if (n >= 0x2010 && n <= 0x2015 || n === 0x2212) return "-";
    if (UPPER.test(c)) return String.fromCharCode(n + 32);
    if (n >= 0x2160 && n < 0x2170) return String.fromCharCode(n + 16);
    return c;
  }

  function folded(c) {
    var f = known[c];
    return f === undefined ? known[c] = fold(c) : f;
  }

  // Takes pairs of a traditional character and its simplified one.
  function learn(pairs) {
    for (var i = 0; i < pairs.length; i += 2) known[pairs[i]] = pairs[i + 1];
  }

  // What of a text is compared. With `places`, where each unit of it comes from, and where the text ends.
  function normal(text, places) {
    var out = "", at = 0, apart = false;
    for (var c of text) {
      var f = folded(c);
      if (!f) apart = apart || SPACE.test(c);
      else {
        if (apart && LETTER.test(out.slice(-1)) && LETTER.test(f)) {
          out += " ";
          if (places) places.push(at);
        }
        apart = false;
      }
      if (places) for (var i = 0; i < f.length; i++) places.push(at + (f.length > 1 ? i : 0));
      out += f;
      at += c.length;
    }
    if (places) places.push(at);
    return out;
  }

  // What is looked for, word by word.
  function words(query) {
    var list = [];
    query.split(SPACE).forEach(function (word) {
      word = normal(word);
      if (word && list.indexOf(word) < 0) list.push(word);
    });
    return list;
  }

  function row(a, b) {
    var mixed = Math.imul(a, 0x9E3779B1) + Math.imul(b, 0x85EBCA6B) | 0;
    return Math.imul(mixed ^ mixed >>> 15, 0x2C1B3C6D) >>> 32 - ROW_BITS;
  }

  // The rows of words, each once. The first of a long text are enough to find the parts in which it may stand.
  function rows(list) {
    var all = [];
    list.forEach(function (word) {
      var before = 0;
      for (var c of word) {
        if (all.length === 200) return;
        c = c.codePointAt(0);
        [row(c, 0)].concat(before ? row(before, c) : []).forEach(function (r) {
          if (all.length < 200 && all.indexOf(r) < 0) all.push(r);
        });
        before = c;
      }
    });
    return all;
  }

  // Where the words stand in a text, in order: [from, to] in it.
  function marks(text, list) {
    var places = [], plain = normal(text, places), found = [];
    list.forEach(function (word) {
      for (var at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length)) {
        found.push([places[at], places[at + word.length - 1] + 1]);
      }
    });
    found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return found.reduce(function (all, mark) {
      var last = all[all.length - 1];
      if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
      else all.push(mark);
      return all;
    }, []);
  }

  return { ROW_BITS: ROW_BITS, learn: learn, normal: normal, words: words, rows: rows, marks: marks };
})();
