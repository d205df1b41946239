/* The staff page, kept current: whenever the desk says that something changed, the page asks for itself again and takes
   over what is new. Everything also works without this file: forms post, links lead, a reload shows the newest. */

const READ_AFTER_MS = 1200; // how long a new message must be on screen before a reply counts as knowing it
const ASK_AGAIN_MS = 30000;
const RECONNECT_MS = 4000;
const PATIENCE_MS = 15000;
const NEARLY_PX = 80;

const policy = window.trustedTypes?.createPolicy("desk", { createHTML: (html) => html });
const byId = (id) => document.getElementById(id);
const own = document.body.dataset.page;

/* ---- asking for the page again ---- */

function parse(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
}

let isAsking = false;
let isStale = false;
let hasFailed = false;

async function refresh() {
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  hasFailed = !(await ask().catch(() => false));
  isAsking = false;
  showConnection();
  if (hasFailed) setTimeout(refresh, RECONNECT_MS);
  else if (isStale) refresh();
}

async function ask() {
  isStale = false;
  const response = await fetch(own, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.redirected) signedOut(response.url);
  else if (response.ok) take(parse(await response.text()));
  return response.ok;
}

function signedOut(login) {
  if (byId("text")?.value.trim()) tellProblem("You have been signed out.", "Your text is kept. Sign in in another tab, then send it here.", true);
  else location.assign(login);
}

/* ---- taking over what is new ---- */

function take(fresh) {
  const before = caseIds(document);
  for (const part of document.querySelectorAll("[data-live]")) {
    const newer = fresh.getElementById(part.id);
    if (newer) TAKE[part.dataset.live](part, newer);
  }
  document.title = fresh.title;
  byId("count").textContent = fresh.getElementById("count").textContent;
  announceCases(before);
}

const TAKE = { swap, append, answer: takeAnswer };

function swap(part, newer) {
  if (part.isEqualNode(newer)) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const added = document.importNode(newer, true);
  part.replaceWith(added);
  if (focused) [...added.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
}

function append(thread, newer) {
  const wasAtEnd = isAtEnd(thread);
  const added = [...newer.children].filter((line) => !byId(line.id)).map((line) => document.importNode(line, true));
  thread.append(...added);
  if (!added.length) return;
  if (wasAtEnd) toEnd(thread);
  else byId("newer")?.removeAttribute("hidden");
  added.filter((line) => line.classList.contains("line-patient")).forEach((line) => reading.observe(line));
}

function takeAnswer(part, newer) {
  const isSame = Boolean(part.querySelector("form")) === Boolean(newer.querySelector("form"));
  if (isSame) return;
  const typed = byId("text")?.value ?? "";
  swap(part, newer);
  if (typed.trim()) keepTyped(typed);
}

function keepTyped(typed) {
  const label = document.createElement("label");
  label.className = "kept";
  label.textContent = "What you wrote (not sent) ";
  const area = document.createElement("textarea");
  area.readOnly = true;
  area.rows = 3;
  area.value = typed;
  label.append(area);
  byId("answer").prepend(label);
}

const caseIds = (page) => new Set([...page.querySelectorAll("#queue [data-case]")].map((row) => row.dataset.case));

function announceCases(before) {
  const added = [...caseIds(document)].filter((id) => !before.has(id)).length;
  if (added && own === "/staff") byId("told").textContent = added === 1 ? "One new case is waiting." : `${added} new cases are waiting.`;
}

/* ---- reading the thread ---- */

const isAtEnd = (thread) => thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEARLY_PX && isOnScreen(thread.lastElementChild);

function isOnScreen(line) {
  const box = line?.getBoundingClientRect();
  return !box || (box.top < innerHeight && box.bottom > 0);
}

function toEnd(thread) {
  thread.scrollTop = thread.scrollHeight;
  byId("newer")?.setAttribute("hidden", "");
}

/* A reply says which line its writer has seen; a line counts as seen once it has been on screen for a moment. */
const reading = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    reading.unobserve(target);
    setTimeout(() => (isOnScreen(target) && !document.hidden ? seen(target) : reading.observe(target)), READ_AFTER_MS);
  }
});

function seen(line) {
  const number = Number(line.id.replace("line-", ""));
  const field = byId("reply")?.elements.last_seen;
  if (field && Number(field.value) < number) field.value = number;
  if (line === byId("thread").lastElementChild) byId("newer")?.setAttribute("hidden", "");
}

/* ---- replying ---- */

function tellProblem(title, text, offersLogin = false) {
  byId("problem")?.remove();
  const box = document.createElement("div");
  box.id = "problem";
  box.className = "notice notice-bad";
  box.setAttribute("role", "alert");
  const strong = document.createElement("strong");
  strong.textContent = title;
  box.append(strong, ` ${text} `);
  if (offersLogin) box.append(loginLink());
  byId("answer").prepend(box);
}

function loginLink() {
  const link = document.createElement("a");
  link.href = "/staff/login";
  link.target = "_blank";
  link.textContent = "Sign in (new tab)";
  return link;
}

function setBusy(form, isBusy) {
  const button = form.querySelector("button");
  form.toggleAttribute("data-busy", isBusy);
  button.setAttribute("aria-disabled", String(isBusy));
  button.textContent = isBusy ? "Sending…" : "Send reply";
}

async function send(form) {
  setBusy(form, true);
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (response.status === 401) signedOut("/staff/login");
    else answered(form, parse(await response.text()), response);
  } catch {
    tellProblem("Not sent.", "The desk could not be reached. Your text is kept: send it again.");
  }
  setBusy(form, false);
}

function answered(form, fresh, response) {
  if (!fresh.getElementById("thread")) {
    tellProblem("Not sent.", "The desk refused it. Your text is kept: send it again in a moment.");
    return;
  }
  const problem = fresh.getElementById("problem");
  if (response.ok) form.elements.text.value = "";
  take(fresh);
  byId("problem")?.remove();
  if (problem) byId("answer").prepend(document.importNode(problem, true));
  renew(form, fresh);
  if (response.ok) byId("told").textContent = "Reply sent.";
  toEnd(byId("thread"));
}

function renew(form, fresh) {
  const newer = fresh.getElementById("reply");
  if (!newer) return;
  for (const name of ["last_seen", "key"]) form.elements[name].value = newer.elements[name].value;
  form.elements.text.focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "reply") return;
  event.preventDefault();
  if (!event.target.hasAttribute("data-busy")) send(event.target);
});

document.addEventListener("keydown", (event) => {
  const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "text";
  if (isSend) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.id === "newer") byId("thread").lastElementChild.scrollIntoView({ block: "nearest" });
});

/* ---- staying connected ---- */

let source = null;

function showConnection() {
  byId("lost").hidden = !hasFailed && source.readyState === EventSource.OPEN;
}

function connect() {
  source = new EventSource(`/staff/events?after=${document.body.dataset.latest}`);
  source.addEventListener("open", refresh);
  source.addEventListener("changed", refresh);
  source.addEventListener("signed-out", refresh);
  source.addEventListener("error", () => {
    showConnection();
    if (source.readyState === EventSource.CLOSED) setTimeout(reconnect, RECONNECT_MS);
  });
}

function reconnect() {
  source.close();
  refresh();
  connect();
}

function start() {
  const thread = byId("thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
  if (matchMedia("(pointer: fine)").matches) document.querySelector(".keys")?.removeAttribute("hidden");
  connect();
  setInterval(() => document.hidden || refresh(), ASK_AGAIN_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && reconnect());
}

if (own) start();
