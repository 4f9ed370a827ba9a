// The stream of news for all pages of a browser: it tells each of them that there is something to ask for.
(function (w) {
  "use strict";
  var pages = [];
  function tell() { pages.forEach(function (page) { page.postMessage("news"); }); }
  function listen() {
    var source = new EventSource("/.mingce/events");
    source.onmessage = tell;
    source.onerror = function () {
      source.close();
      tell();
      setTimeout(listen, 500);
    };
  }
  w.onconnect = function (e) {
    var page = e.ports[0];
    pages.push(page);
    page.postMessage("news");
    page.onmessage = function () { pages.splice(pages.indexOf(page), 1); };
  };
  listen();
})(self);
