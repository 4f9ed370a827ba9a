// Folds stand open beside the text on wide screens, and on paper, in browsers whose styles cannot open them.
(function (d) {
  var folds = d.querySelectorAll("details.fold"), wide = matchMedia("(min-width: 68rem)"), shut = [];
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function fit() { each(folds, function (f) { f.open = wide.matches; }); }
  if (!(window.CSS && CSS.supports && CSS.supports("selector(::details-content)"))) {
    fit();
    wide.addListener(fit);
    addEventListener("beforeprint", function () {
      shut = d.querySelectorAll("details:not([open])");
      each(shut, function (f) { f.open = true; });
    });
    addEventListener("afterprint", function () { each(shut, function (f) { f.open = false; }); });
  }
  // Panels of the header lie over the page: they close by Escape, and when the reader goes on elsewhere. The menu of wide
  // screens is none.
  function panel(at) { return wide.matches && at.classList.contains("fold") ? null : at; }
  each(d.querySelectorAll(".panel"), function (own) {
    function leave(e) {
      var to = e.type === "focusout" ? e.relatedTarget : e.target;
      if (panel(own) && own.open && to && !own.contains(to)) own.open = false;
    }
    own.addEventListener("focusout", leave);
    d.addEventListener("click", leave);
    own.addEventListener("keydown", function (e) {
      if (e.key !== "Escape" || !panel(own) || !own.open) return;
      own.open = false;
      own.querySelector("summary").focus();
    });
  });
})(document);
