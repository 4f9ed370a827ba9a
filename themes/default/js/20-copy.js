// Links to clauses are copied when followed; a button prints.
(function (d) {
  var live = d.getElementById("live"), timer;
  function say(words) {
    live.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(function () { live.textContent = ""; }, 4000);
  }
  function byHand(text) {
    var box = d.createElement("textarea"), done = false;
    box.value = text;
    box.setAttribute("readonly", "");
    box.className = "vh";
    d.body.appendChild(box);
    box.select();
    try { done = d.execCommand("copy"); } catch (e) { done = false; }
    d.body.removeChild(box);
    return done;
  }
  function copy(text) {
    function done(yes) { say(live.getAttribute(yes ? "data-copied" : "data-failed")); }
    function fall() { done(byHand(text)); }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { done(true); }, fall);
    else fall();
  }
  d.addEventListener("click", function (e) {
    var link = e.target.closest && e.target.closest("a[data-copy]");
    if (link) copy(link.href);
    else if (e.target.closest && e.target.closest("[data-print]")) print();
  });
  function each(what, act) { Array.prototype.forEach.call(d.querySelectorAll(what), act); }
  // A link of many that have the same name says which clause it hands out.
  each("[data-copy][aria-label]", function (a) {
    a.setAttribute("aria-label", a.getAttribute("aria-label") + "：" + a.parentNode.textContent.trim().slice(0, 12));
  });
})(document);
