// Has the browser keep copies of the pages of a published site: at its own address, over HTTPS.
(function (d) {
  var address = d.querySelector("link[rel=canonical]"), workers = navigator.serviceWorker;
  if (!workers || !address || new URL(address.href).hostname !== location.hostname) return;
  // A browser that keeps nothing shows the site all the same.
  workers.register(new URL("../worker.js", d.currentScript.src)).catch(function () {});
})(document);
