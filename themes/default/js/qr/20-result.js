// The QR code of a printed result: the address of the page with the answers, which only the browser knows.
var qr = function (answers) {
  var page = document.querySelector("link[rel=canonical]"), figure = document.querySelector("#check-result .qr");
  var canvas = document.createElement("canvas"), image = figure.querySelector("img") || document.createElement("img");
  leanQr.generate(page.href + answers, { minCorrectionLevel: leanQr.correction.M }).toCanvas(canvas, { off: [255, 255, 255, 255] });
  image.src = canvas.toDataURL();
  image.alt = figure.dataset.label;
  figure.insertBefore(image, figure.firstChild);
  figure.hidden = false;
};
