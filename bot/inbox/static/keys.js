/* The keyboard map (`?` shows it). No key does anything while somebody types. */
import { openMenu } from "./menus.js";
import { byId } from "./page.js";

const VIEWS = { o: "open", u: "urgent", m: "mine", a: "unassigned", s: "snoozed", d: "done" };
const G_MS = 1500;

let gUntil = 0;

const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

function press(key) {
  const target = document.querySelector(`#acts [data-key="${key}"]`);
  if (target?.tagName === "SUMMARY") openMenu(target.parentElement);
  else target?.click();
  return Boolean(target);
}

function focus(id) {
  byId(id)?.focus();
  return Boolean(byId(id));
}

function move(by) {
  const rows = [...document.querySelectorAll(".row-why a")];
  const thread = byId("thread");
  if (!rows.length && thread) thread.scrollBy({ top: by * 120 });
  const at = rows.indexOf(document.activeElement);
  rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  return true;
}

function go(key) {
  gUntil = 0;
  const view = VIEWS[key];
  if (view) document.querySelector(`#views [data-view=${view}]`).click();
  return Boolean(view);
}

function toG() {
  gUntil = performance.now() + G_MS;
  return true;
}

const DOES = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => byId("queue") !== null && move(1),
  ArrowUp: () => byId("queue") !== null && move(-1),
  c: () => press("c"),
  e: () => press("e"),
  z: () => press("z"),
  r: () => focus("text"),
  n: () => focus("note-text"),
  g: toG,
  "/": () => focus("search"),
  "?": () => byId("keys").showModal() ?? true,
};

function pressed(event) {
  const { target, key } = event;
  if (key === "Escape" && target.matches("textarea") && !document.querySelector("details.menu[open]")) target.blur();
  const isOurs = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isOurs || isTyping(target) || document.querySelector("dialog[open], details.menu[open]")) return;
  const isDone = performance.now() < gUntil ? go(key) : DOES[key]?.();
  if (isDone) event.preventDefault();
}

export function serveKeys() {
  document.addEventListener("keydown", pressed);
  byId("keys-button").addEventListener("click", () => byId("keys").showModal());
  byId("tools").hidden = false;
}
