// Clauses are cited when their links are followed: document, number, day, address; buttons print and share; a mail to the office names the page.
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
  function copy(text, words) {
    function done(yes) { say(yes ? words : STRINGS.copy_failed); }
    function fall() { done(byHand(text)); }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { done(true); }, fall);
    else fall();
  }
  // The address of a page of a copy on a disk leads nobody there: that of the site is handed out where it is known.
  function handed(address) {
    var known = d.querySelector("link[rel=canonical]");
    return known && location.protocol === "file:" ? known.href + new URL(address).hash : address;
  }
  // Answers to a check are handed out by its own button only.
  function here() {
    return handed(d.getElementById("check") ? location.href.split("#")[0] : location.href);
  }
  function cited(link) {
    var text = link.closest("[data-cite]");
    return text ? text.getAttribute("data-cite").replace("{clause}", link.getAttribute("data-copy")) + "\n" : "";
  }
  function share() {
    var address = here();
    if (!navigator.share) copy(address, STRINGS.copied);
    // A reader who cancels has shared nothing; where sharing fails, the address is copied.
    else navigator.share({ title: d.title, url: address }).catch(function (e) { if (e.name !== "AbortError") copy(address, STRINGS.copied); });
  }
  d.addEventListener("click", function (e) {
    function is(what) { return e.target.closest && e.target.closest(what); }
    var link = is("a[data-copy]"), mail = is('.foot a[href^="mailto:"]');
    if (link) copy(cited(link) + handed(link.href), cited(link) ? STRINGS.cite_copied : STRINGS.copied);
    else if (is("[data-print]")) print();
    else if (is("[data-share]")) share();
    // A mail says of which page, and of which clause, it is.
    else if (mail) {
      mail.href = mail.href.split("?")[0] + "?subject=" + encodeURIComponent(d.title)
        + "&body=" + encodeURIComponent(here() + "\n\n");
    }
  });
  function each(what, act) { Array.prototype.forEach.call(d.querySelectorAll(what), act); }
  // A link of many that have the same name says which clause it hands out.
  each("[data-copy][aria-label]", function (a) {
    a.setAttribute("aria-label", a.getAttribute("aria-label") + "：" + a.getAttribute("data-copy"));
  });
})(document);
