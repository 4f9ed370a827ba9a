// The status of notices and the days that are left, on the reader's own day; filters of lists.
(function (d) {
  var now = new Date(), month = now.getMonth() + 1, day = now.getDate();
  var today = now.getFullYear() + (month < 10 ? "-0" : "-") + month + (day < 10 ? "-0" : "-") + day;
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  each(d.querySelectorAll("[data-opens]"), function (item) {
    var w = item.dataset, words = [STRINGS.status_open, STRINGS.status_upcoming, STRINGS.status_closed], state;
    if (w.closes && today > w.closes) state = 2;
    else if (w.opens && today < w.opens) state = 1;
    else if (w.opens) state = 0;
    else return;
    each(item.querySelectorAll(".badge"), function (badge) {
      if (words.indexOf(badge.textContent) < 0) return;
      badge.textContent = words[state];
      badge.className = "badge " + ["good", "neutral", "muted"][state];
    });
  });
  function until(day) { return Math.round((Date.parse(day) - Date.parse(today)) / 864e5); }
  function counted(text, days) { return text.replace("{n}", days); }
  each(d.querySelectorAll("[data-day]"), function (item) {
    var left = until(item.dataset.day);
    item.textContent = left > 0 ? counted(STRINGS.days_left, left) : left ? STRINGS.days_over : STRINGS.days_today;
  });
  each(d.querySelectorAll("[data-ends]"), function (item) {
    var w = item.dataset, left = until(w.ends);
    item.textContent = w.begins > today ? counted(STRINGS.enrol_opens_in, until(w.begins))
      : left > 0 ? counted(STRINGS.enrol_closes_in, left) : left === 0 ? STRINGS.enrol_last_day : "";
  });
  each(d.querySelectorAll("[data-filters]"), function (form) {
    var cards = d.querySelectorAll("main .card"), count = form.querySelector("[role]");
    function sift() {
      var left = 0;
      each(cards, function (card) {
        var fits = true;
        each(form.querySelectorAll("select"), function (select) {
          var ids = card.getAttribute("data-" + select.name);
          // What has not been announced may fit.
          if (select.value && ids && (" " + ids + " ").indexOf(" " + select.value + " ") < 0) fits = false;
        });
        card.hidden = !fits;
        if (fits) left++;
      });
      each(d.querySelectorAll("main .group"), function (group) {
        group.hidden = !group.querySelector(".card:not([hidden])");
      });
      count.textContent = left ? counted(STRINGS.filter_count, left) : STRINGS.filter_none;
    }
    form.hidden = false;
    form.addEventListener("change", sift);
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    sift();
  });
})(document);
