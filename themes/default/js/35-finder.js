// The office for a district and a type of employer, out of the table that stands below.
(function (d) {
  Array.prototype.forEach.call(d.querySelectorAll("[data-finder]"), function (form) {
    var table = form.nextElementSibling.querySelector("table"), found = form.querySelector(".found");
    function find() {
      var row = form.district.selectedIndex, column = form.employer.selectedIndex, cell, link, office, copy;
      found.textContent = "";
      if (!row || !column) return;
      cell = table.tBodies[0].rows[row - 1].cells[column];
      link = cell.querySelector("a");
      office = link && d.getElementById(decodeURIComponent(link.hash.slice(1)));
      copy = (office || cell).cloneNode(true);
      copy.removeAttribute("id");
      if (office) found.appendChild(copy);
      else while (copy.firstChild) found.appendChild(copy.firstChild);
    }
    form.addEventListener("change", find);
    // A browser that comes back to the page may have kept what was chosen.
    addEventListener("pageshow", find);
    form.addEventListener("submit", function (e) { e.preventDefault(); });
  });
})(document);
