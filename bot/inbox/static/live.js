/* Keeps the page current: whenever the desk says that something changed, the page asks for itself again and takes over what
   is new. What is being typed, the focus and the scroll stay. */
import { byId, own, parse, tell } from "./page.js";
import { append, isFollowed, takeAnswer, toEnd } from "./thread.js";

const ASK_AGAIN_MS = 30000;
const RECONNECT_MS = 4000;
const PATIENCE_MS = 15000;

const TAKE = { swap, append, answer: takeAnswer };
const followers = [];

let isAsking = false;
let isStale = false;
let hasFailed = false;
let source = null;
let retry = 0;

/** Call `follow` with the fresh page each time after it was taken over. */
export function onTaken(follow) {
  followers.push(follow);
}

export async function refresh() {
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
  if (response.redirected) document.dispatchEvent(new CustomEvent("signed-out", { detail: response.url }));
  else if (response.ok) take(parse(await response.text()));
  return response.ok;
}

export function take(fresh) {
  const before = caseIds();
  const isAtEnd = isFollowed(); // asked first: what stands above the conversation may grow now
  for (const part of document.querySelectorAll("[data-live]")) {
    const newer = fresh.getElementById(part.id);
    if (newer) TAKE[part.dataset.live](part, newer, isAtEnd);
  }
  if (isAtEnd) toEnd();
  announceCases(before);
  for (const follow of followers) follow(fresh);
}

function swap(part, newer) {
  if (part.id === "views") mark(part, newer);
  if (part.isEqualNode(newer)) return;
  const added = document.importNode(newer, true);
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  for (const open of part.querySelectorAll("details[open]")) reopen(added, open);
  for (const field of part.querySelectorAll("input[type=date]")) if (field.value) keepField(added, field);
  part.replaceWith(added);
  if (focused) refocus(added, focused);
}

/* The views' page may be another one than this: the mark of where we are stays. */
function mark(part, newer) {
  const here = part.querySelector("[aria-current]")?.dataset.view;
  for (const link of newer.querySelectorAll("a")) link.toggleAttribute("aria-current", false);
  if (here) newer.querySelector(`[data-view=${here}]`).setAttribute("aria-current", "page");
}

function reopen(added, open) {
  const same = open.id ? added.querySelector(`#${open.id}`) : added.querySelectorAll("details:not([id])")[indexOf(open)];
  if (same) same.open = true;
}

const indexOf = (details) => [...details.closest("[data-live]").querySelectorAll("details:not([id])")].indexOf(details);

function keepField(added, field) {
  const same = added.querySelector(`#${field.id}`);
  if (same) same.value = field.value;
}

function refocus(added, focused) {
  const same = [...added.querySelectorAll(focused.tagName)].find((one) => isSame(one, focused));
  same?.focus({ preventScroll: true });
}

const isSame = (one, other) => one.getAttribute("href") === other.getAttribute("href") && one.name === other.name && one.value === other.value && one.textContent === other.textContent;

const caseIds = () => new Set([...document.querySelectorAll("#queue [data-case]")].map((row) => row.dataset.case));

function announceCases(before) {
  const added = [...caseIds()].filter((id) => !before.has(id)).length;
  if (added && byId("queue")) tell(added === 1 ? "One new case is waiting." : `${added} new cases are waiting.`);
}

/* ---- staying connected ---- */

function showConnection() {
  byId("lost").hidden = navigator.onLine && !hasFailed && source.readyState === EventSource.OPEN;
}

function connect() {
  source = new EventSource(`/staff/events?after=${document.body.dataset.latest}`);
  for (const name of ["open", "changed"]) source.addEventListener(name, refresh);
  source.addEventListener("signed-out", reconnect); // until somebody signs in again, in this tab or another
  source.addEventListener("error", () => {
    showConnection();
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(reconnect, RECONNECT_MS);
  });
}

function reconnect() {
  clearTimeout(retry);
  source.close();
  refresh();
  connect();
}

export function stayCurrent() {
  connect();
  setInterval(() => document.hidden || refresh(), ASK_AGAIN_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  addEventListener("online", reconnect);
  addEventListener("offline", showConnection);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && reconnect());
}
