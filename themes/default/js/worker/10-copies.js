// Keeps copies of pages for a reader without a network: those that are needed most, and those that the reader has opened.
// What the server gives in time goes before a copy, and a copy says that it is one. BUILD says what to keep; without it, all
// that was kept goes, and the browser forgets the worker.
(function (w, build) {
  // How long the server has to answer where there is a copy, in milliseconds, and how many files of opened pages are kept.
  var WAIT = 4000, MOST = 200;
  var scope = w.registration.scope, kept, opened;
  if (build) {
    kept = scope + " kept " + build.state;
    // Pages go on looking as they did: they are kept as long as style sheets and scripts are the same.
    opened = scope + " opened " + build.look;
  }

  function escaped(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;"); }
  function answer(html, status) {
    return new Response(html, { status: status, headers: { "content-type": "text/html; charset=utf-8" } });
  }
  // Where a page is kept: a folder is its first page, and what is asked of a page changes nothing in it.
  function place(url) {
    var path = url.split(/[?#]/)[0];
    return /\/$/.test(path) ? path + "index.html" : path;
  }
  function copy(url) {
    return caches.open(opened).then(function (cache) { return cache.match(url, { ignoreVary: true }); }).then(function (found) {
      return found || caches.open(kept).then(function (cache) { return cache.match(url, { ignoreVary: true }); });
    });
  }
  function keep(url, response) {
    return caches.open(opened).then(function (cache) {
      return cache.put(url, response).then(function () { return cache.keys(); }).then(function (keys) {
        return Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map(function (key) { return cache.delete(key); }));
      });
    });
  }
  function forget(url) {
    return Promise.all([opened, kept].map(function (name) {
      return caches.open(name).then(function (cache) { return cache.delete(url); });
    }));
  }

  // A copy with the line that says so.
  function marked(found) {
    return found.text().then(function (html) {
      var day = /<meta name="?as-of"? content="?(\d{4}-\d\d-\d\d)/.exec(html), said = STRINGS.offline_copy;
      if (day) {
        said = STRINGS.offline_copy_of.replace("{date}", new Date(day[1]).toLocaleDateString(build.lang, {
          year: "numeric", month: "long", day: "numeric", timeZone: "UTC"
        }));
      }
      var line = "<div class=wide lang=" + build.lang + "><p class=\"alert alert-warning\">" + escaped(said) + "</p></div>";
      var body = /<body[^>]*>/.exec(html), at = body ? body.index + body[0].length : html.length;
      return answer(html.slice(0, at) + line + html.slice(at), 200);
    });
  }
  // What is shown of a page without a copy.
  function absent() {
    var links = build.pages.map(function (page) {
      return "<li><a href=\"" + scope + page[0] + "\">" + escaped(page[1]) + "</a>";
    });
    return answer("<!doctype html><html lang=" + build.lang + "><meta charset=utf-8><meta name=viewport content=\"width=device-width\">" +
      "<title>" + escaped(STRINGS.offline_absent) + "</title><link rel=stylesheet href=\"" + scope + build.css + "\"><main><div class=wide>" +
      "<h1>" + escaped(STRINGS.offline_absent) + "</h1><p>" + escaped(STRINGS.offline_absent_text) + "</p><ul class=links>" +
      links.join("") + "</ul></div></main>", 503);
  }

  // A page: from the server when it answers in time, else its copy.
  function page(event) {
    var url = place(event.request.url);
    var fresh = fetch(event.request, { cache: "no-cache" });
    event.waitUntil(fresh.then(function (response) {
      if (response.status === 404 || response.status === 410) return forget(url);
      if (response.ok && /html/.test(response.headers.get("content-type"))) return keep(url, response.clone());
    }).catch(function () {}));
    return copy(url).then(function (found) {
      if (!found) return fresh.catch(absent);
      return new Promise(function (done) {
        var timer = setTimeout(old, WAIT);
        function old() { clearTimeout(timer); done(marked(found)); }
        fresh.then(function (response) {
          if (response.status >= 500) return old();
          clearTimeout(timer);
          done(response);
        }, old);
      });
    });
  }
  // What pages are shown with. The name of an asset changes with what is in it.
  function part(event, url) {
    function load() {
      return fetch(event.request).then(function (response) {
        if (response.ok) event.waitUntil(keep(url, response.clone()).catch(function () {}));
        return response;
      });
    }
    if (url.indexOf(scope + "assets/") === 0) return copy(url).then(function (found) { return found || load(); });
    return load().catch(function (error) {
      return copy(url).then(function (found) {
        if (found) return found;
        throw error;
      });
    });
  }

  w.addEventListener("install", function (event) {
    w.skipWaiting();
    if (!build) return;
    event.waitUntil(caches.open(kept).then(function (cache) {
      return Promise.all(build.files.map(function (path) {
        return fetch(new Request(scope + path, { cache: "reload" })).then(function (response) {
          if (response.ok) return cache.put(scope + path, response);
        });
      }));
    }));
  });
  w.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) {
        if (name.indexOf(scope + " ") === 0 && name !== kept && name !== opened) return caches.delete(name);
      }));
    }).then(function () {
      if (!build) return w.registration.unregister();
      // What has just been kept is newer than when it was opened.
      return caches.open(opened).then(function (cache) {
        return Promise.all(build.files.map(function (path) { return cache.delete(scope + path); }));
      }).then(function () { return w.clients.claim(); });
    }));
  });
  w.addEventListener("fetch", function (event) {
    var request = event.request, url = request.url.split("#")[0];
    if (!build || request.method !== "GET" || url.indexOf(scope) !== 0) return;
    if (request.mode === "navigate") event.respondWith(page(event));
    else if (["font", "image", "script", "style"].indexOf(request.destination) >= 0) event.respondWith(part(event, url));
  });
})(self, self.BUILD);
