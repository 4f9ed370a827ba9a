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
  var menu = d.querySelector(".menu");
  d.addEventListener("keydown", function (e) {
    if (e.key === "Escape" && menu && menu.open && !wide.matches) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})(document);
