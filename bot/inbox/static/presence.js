/* Tells the desk that this case's page is open, and whether somebody writes in it, so that colleagues see it. */
import { byId, own } from "./page.js";

const EVERY_MS = 10000;
const WRITING_MS = 12000;

let wroteAt = -Infinity;
let said = "";

const state = () => (performance.now() - wroteAt < WRITING_MS ? "writing" : "viewing");

function say(now) {
  said = now;
  fetch(`${own}/${now}`, { method: "POST" }).catch(() => {});
}

function typed(event) {
  if (!event.target.matches("#text, #note-text")) return;
  wroteAt = performance.now();
  if (said !== "writing") say("writing");
}

export function servePresence() {
  if (!byId("thread")) return;
  say("viewing");
  setInterval(() => document.hidden || say(state()), EVERY_MS);
  document.addEventListener("input", typed);
  addEventListener("pagehide", () => navigator.sendBeacon(`${own}/leaving`));
  addEventListener("pageshow", (event) => event.persisted && say("viewing"));
}
