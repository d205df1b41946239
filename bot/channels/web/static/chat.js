/* The patients' page, made lively: sends without reloading and shows what others write.
   Without this file the page works too, by plain forms. Nothing that a patient writes is kept by the browser. */
"use strict";
(() => {
  const page = document.body;
  const base = page.dataset.base;
  const longest = Number(page.dataset.longest);
  const query = page.dataset.query; // keeps the language where it stands in the address
  const words = JSON.parse(page.dataset.say);
  const log = document.getElementById("log");
  const outgoing = document.getElementById("outgoing");
  const working = document.getElementById("working");
  const composer = document.getElementById("composer");
  const box = document.getElementById("message");
  const hint = document.getElementById("hint");
  const connection = document.getElementById("connection");
  const ending = document.getElementById("ending");
  const menu = document.querySelector(".menu");
  const standing = document.getElementById("standing");
  const title = document.title;
  // The only door for HTML: what our own server has rendered and escaped.
  const rendered = { createHTML: (html) => html };
  const desk = window.trustedTypes ? window.trustedTypes.createPolicy("desk", rendered) : rendered;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("frontdesk") : null;
  let marker = page.dataset.marker;
  let stream = null;
  let sending = Promise.resolve();
  let inFlight = 0;
  let unread = 0;
  let heard = Date.now();

  const fragment = (html) => new DOMParser().parseFromString(desk.createHTML(html), "text/html").body;
  const freshId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const numbered = () => Array.from(log.querySelectorAll("[data-number]"));
  const lastNumber = () => Math.max(0, ...numbered().map((line) => Number(line.dataset.number)));

  // Lines -------------------------------------------------------------------------------------------------------------

  function place(number, html, mustShow) {
    if (document.getElementById(`line-${number}`)) return;
    const isReading = page.scrollHeight - window.scrollY - window.innerHeight > 240;
    const line = fragment(html).firstElementChild;
    const mine = line.dataset.client && outgoing.querySelector(`[data-client="${CSS.escape(line.dataset.client)}"]`);
    if (mine) mine.remove();
    const next = numbered().find((other) => Number(other.dataset.number) > number);
    log.insertBefore(line, next || null);
    line.classList.add("line-new");
    localTimes(line);
    if (mustShow || !isReading) reveal(line);
    if (line.classList.contains("line-staff")) {
      noticeStaff();
      tellSeen();
    }
  }

  function reveal(line) {
    const room = window.innerHeight - composer.parentElement.offsetHeight - document.querySelector(".bar").offsetHeight;
    const isTall = line.offsetHeight > room - 32;
    const last = outgoing.lastElementChild || line;
    (isTall ? line : last).scrollIntoView({ block: isTall ? "start" : "end" });
  }

  function noticeStaff() {
    if (document.hasFocus()) return;
    unread += 1;
    document.title = `(${unread}) ${title}`;
    page.dispatchEvent(new CustomEvent("frontdesk:unread", { detail: unread }));
  }

  function seen() {
    unread = 0;
    document.title = title;
    page.dispatchEvent(new CustomEvent("frontdesk:unread", { detail: 0 }));
  }

  function localTimes(root) {
    for (const time of root.querySelectorAll("time")) {
      const at = new Date(time.dateTime);
      const isToday = at.toDateString() === new Date().toDateString();
      const day = isToday ? {} : { month: "short", day: "numeric" };
      time.textContent = at.toLocaleString(document.documentElement.lang, { ...day, hour: "numeric", minute: "2-digit" });
      time.title = at.toLocaleString(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
    }
  }

  /* The cookie is another one now: the chat was ended elsewhere, or, in a frame, the browser keeps no cookie at all. */
  function changeConversation(newMarker) {
    if (base && marker) document.getElementById("blocked").hidden = false;
    marker = newMarker;
    log.replaceChildren();
    standing.replaceChildren();
    stream.close();
  }

  function endedElsewhere() {
    marker = "";
    log.replaceChildren();
    standing.replaceChildren();
    outgoing.replaceChildren();
    stream.close();
    connection.textContent = words.ended_elsewhere;
  }

  // Sending -----------------------------------------------------------------------------------------------------------

  function send(text) {
    const bubble = document.getElementById("pending").content.firstElementChild.cloneNode(true);
    bubble.dataset.client = freshId();
    bubble.querySelector(".words").textContent = text;
    bubble.querySelector(".retry").addEventListener("click", () => retry(bubble, text));
    outgoing.append(bubble);
    bubble.scrollIntoView({ block: "end" });
    queue(bubble, text);
  }

  function retry(bubble, text) {
    toBox();
    bubble.classList.remove("line-failed");
    bubble.querySelector(".state").textContent = words.sending;
    bubble.querySelector(".retry").hidden = true;
    bubble.querySelectorAll(".reply").forEach((card) => card.remove());
    queue(bubble, text);
  }

  /* One after the other, so that messages arrive in the order in which they were written. */
  function queue(bubble, text) {
    work(1);
    sending = sending.then(() => deliver(bubble, text)).finally(() => work(-1));
  }

  function work(change) {
    inFlight += change;
    working.hidden = inFlight === 0;
  }

  async function deliver(bubble, text) {
    try {
      const response = await post({ client_id: bubble.dataset.client, text, after: lastNumber(), marker });
      const answer = await response.json();
      if (response.ok) accept(bubble, answer);
      else refuse(bubble, text, response.status, answer);
    } catch {
      fail(bubble, lastResort());
    }
  }

  function post(body) {
    return fetch(`${base}/messages${query}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(20000),
    });
  }

  function accept(bubble, answer) {
    if (answer.marker !== marker) changeConversation(answer.marker);
    answer.lines.forEach((line) => place(line.number, line.html, true));
    bubble.remove();
    if (stream.readyState === EventSource.CLOSED && document.getElementById("blocked").hidden) listen();
  }

  function refuse(bubble, text, status, answer) {
    if (status === 422 || status === 413) {
      bubble.remove();
      box.value = box.value || text;
      say(status === 422 ? words.empty : words.too_long, true);
      toBox();
    } else {
      const known = { 429: words.too_many, 503: words.not_stored }[status];
      fail(bubble, known ? lastResort() : fragment(answer.html), known || answer.error);
    }
  }

  const lastResort = () => document.getElementById("unreachable").content.cloneNode(true);

  function fail(bubble, card, why) {
    bubble.classList.add("line-failed");
    bubble.querySelector(".state").textContent = why ? `${words.not_sent} ${why}` : words.not_sent;
    bubble.querySelector(".retry").hidden = false;
    bubble.append(card.querySelector(".reply") || "");
    bubble.scrollIntoView({ block: "nearest" });
  }

  // The box -----------------------------------------------------------------------------------------------------------

  // The box is always in sight: bringing it there would only scroll the conversation away.
  const toBox = () => box.focus({ preventScroll: true });
  const length = (text) => Array.from(text).length;

  function say(sentence, isWrong) {
    hint.textContent = sentence;
    if (isWrong) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }

  function count() {
    const left = box.value.length > longest * 0.9 ? longest - length(box.value) : longest;
    if (left < 0) say(words.over.replace("{count}", -left), true);
    else if (left < longest * 0.1) say(words.left.replace("{count}", left), false);
    else if (hint.textContent) say("", false);
  }

  function sendBox() {
    if (!box.value.trim()) {
      say(words.empty, true);
      toBox();
    } else if (length(box.value) > longest) {
      count();
      toBox();
    } else {
      const text = box.value;
      box.value = "";
      say("", false);
      send(text);
      toBox();
    }
  }

  // Live --------------------------------------------------------------------------------------------------------------

  function listen() {
    if (stream) stream.close();
    heard = Date.now();
    connection.textContent = "";
    stream = new EventSource(`${base}/events?${query ? `${query.slice(1)}&` : ""}after=${lastNumber()}`);
    stream.addEventListener("open", () => { connection.textContent = ""; });
    stream.addEventListener("message", (event) => place(Number(event.lastEventId), event.data, false));
    stream.addEventListener("standing", (event) => stand(event.data));
    stream.addEventListener("error", lost);
    for (const name of ["open", "message", "standing", "beat"]) stream.addEventListener(name, () => { heard = Date.now(); });
  }

  /* The server says something every 15 seconds: a stream that is silent for longer is dead, whatever the browser thinks. */
  function checkPulse() {
    if (stream.readyState === EventSource.OPEN && Date.now() - heard > 40000) listen();
  }

  function offline() {
    connection.textContent = words.offline;
  }

  function lost() {
    if (log.childElementCount) connection.textContent = words.lost;
    if (stream.readyState === EventSource.CLOSED && log.childElementCount) setTimeout(listen, 3000);
  }

  // Waiting for a person -------------------------------------------------------------------------------------------------

  /* What somebody is typing is never replaced under their hands: only the sentence is. */
  function stand(html) {
    const fresh = fragment(html);
    const fields = Array.from(standing.querySelectorAll("input"));
    const isBusy = fields.some((field) => field.value || field === document.activeElement);
    const line = standing.querySelector(".standing-line");
    const news = fresh.querySelector(".standing-line");
    if (isBusy && line && news) line.replaceWith(news);
    else standing.replaceChildren(...fresh.childNodes);
  }

  async function leaveReach(form) {
    const told = standing.querySelector("#reach-hint");
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const page = fragment(await response.text());
      const hint = page.querySelector("#reach-hint");
      if (!response.ok) {
        told.textContent = hint ? hint.textContent : words.not_kept;
        return;
      }
      form.reset();
      document.activeElement.blur();
      const now = page.querySelector("#standing");
      if (now) standing.replaceChildren(...now.childNodes);
    } catch {
      told.textContent = words.not_kept_offline;
    }
  }

  /* The question gives way to a thank-you; a press that did not get through leaves it as it was. */
  async function rate(form, button) {
    const body = new FormData(form, button);
    const response = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    if (!response || !response.ok) return;
    form.querySelectorAll("button").forEach((one) => one.remove());
    const told = form.querySelector("p");
    told.textContent = form.dataset.thanks;
    told.tabIndex = -1;
    told.focus({ preventScroll: true });
  }

  /* Staff see that their reply was on a screen somebody looks at. */
  let shown = 0;
  function tellSeen() {
    const last = Math.max(0, ...Array.from(log.querySelectorAll(".line-staff"), (line) => Number(line.dataset.number)));
    if (document.visibilityState !== "visible" || last <= shown) return;
    shown = last;
    fetch(`${base}/seen`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "", after: last, marker }),
      credentials: "same-origin",
    }).catch(() => { shown = 0; });
  }

  // Around it ---------------------------------------------------------------------------------------------------------

  function closeMenu() {
    const wasOpen = menu.open;
    menu.open = false;
    if (wasOpen) menu.querySelector("summary").focus();
    return wasOpen;
  }

  document.addEventListener("submit", (event) => {
    if (standing.contains(event.target)) {
      event.preventDefault();
      leaveReach(event.target);
      return;
    }
    if (event.target.matches(".rating")) {
      event.preventDefault();
      rate(event.target, event.submitter);
      return;
    }
    if (event.target.getAttribute("action") !== `${base}/messages`) return;
    event.preventDefault();
    if (event.target === composer) sendBox();
    else send(event.submitter.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendBox();
  });
  box.addEventListener("input", count);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || ending.open || closeMenu()) return;
    page.dispatchEvent(new CustomEvent("frontdesk:escape"));
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.querySelector("[data-end]").addEventListener("click", (event) => {
    event.preventDefault();
    closeMenu();
    ending.showModal();
  });
  document.querySelector("[data-keep]").addEventListener("click", (event) => {
    event.preventDefault();
    ending.close();
  });
  window.addEventListener("focus", seen);
  window.addEventListener("offline", offline);
  window.addEventListener("online", listen);
  document.addEventListener("visibilitychange", checkPulse);
  document.addEventListener("visibilitychange", tellSeen);
  setInterval(checkPulse, 10000);
  // A page that the Back button brings up again may show a chat that was ended since.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  document.querySelector("form.ending").addEventListener("submit", () => { if (tabs) tabs.postMessage("ended"); });
  if (tabs) tabs.addEventListener("message", endedElsewhere);

  localTimes(document);
  if (log.lastElementChild) reveal(log.lastElementChild);
  tellSeen();
  listen();
})();
