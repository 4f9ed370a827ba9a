(function (d) {
  d.title = STRINGS.breadcrumb + STRINGS.a_text_that_nobody_wrote;
})(document);
