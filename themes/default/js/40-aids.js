// The size of text and the elder-friendly mode, which the browser remembers; reading aloud, whose script comes when it is
// asked for.
(function (d) {
  var root = d.documentElement, sizes = d.querySelectorAll("[data-size]"), read = d.querySelector("[data-read]");
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function show() {
    each(sizes, function (button) {
      var own = button.dataset.size, is = own ? root.classList.contains(own) : !/large|elder/.test(root.className);
      button.setAttribute("aria-pressed", is);
    });
  }
  each(sizes, function (button) {
    button.addEventListener("click", function () {
      // A second press on the elder-friendly mode leaves it.
      var own = root.classList.contains(button.dataset.size) ? "" : button.dataset.size;
      root.className = "js " + own;
      show();
      // Where nothing can be stored the choice holds for this page.
      try { localStorage.setItem("reading", own); } catch (e) { return; }
    });
  });
  show();
  if (!read || !window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
  read.hidden = false;
  read.addEventListener("click", function () {
    var script = d.createElement("script");
    if (window.readAloud) return window.readAloud();
    if (read.disabled) return;
    read.disabled = true;
    script.src = read.dataset.read;
    script.onload = function () {
      read.disabled = false;
      window.readAloud();
    };
    script.onerror = function () { read.hidden = true; };
    d.head.appendChild(script);
  });
})(document);
