/* The two boxes. A note is saved at once. A reply waits a few seconds, in which it can be taken back. */
import { onTaken } from "./live.js";
import { byId, element, tell } from "./page.js";
import { post, postBox } from "./send.js";

/* A double click, or a key held too long, is one press. */
const ONE_PRESS_MS = 600;

let pending = null;

/** Hold a reply back; a second try, leaving the page, or the time sends it. */
function hold(form) {
  const seconds = Number(form.dataset.undo);
  const fields = new FormData(form);
  if (!seconds) return void postBox(form, fields, "Reply sent.");
  const bar = pendingBar(form);
  pending = { form, fields, bar, left: seconds, since: performance.now() };
  pending.timer = setInterval(tick, 1000);
  form.elements.text.readOnly = true;
  showLeft();
  tell(`The reply is sent in ${seconds} seconds. Undo takes it back.`);
}

function pendingBar(form) {
  const bar = element("div", { className: "pending", id: "pending" });
  const undo = element("button", { type: "button", className: "button button-small", text: "Undo" });
  const now = element("button", { type: "button", className: "button button-small", text: "Send now" });
  undo.addEventListener("click", takeBack);
  now.addEventListener("click", sendNow);
  bar.append(element("p"), undo, now);
  form.before(bar);
  return bar;
}

function tick() {
  pending.left -= 1;
  if (pending.left > 0) showLeft();
  else sendNow();
}

function showLeft() {
  pending.bar.querySelector("p").textContent = `Sending in ${pending.left} s`;
}

function release() {
  const held = pending;
  clearInterval(held.timer);
  held.bar.remove();
  held.form.elements.text.readOnly = false;
  pending = null;
  return held;
}

function takeBack() {
  const { form } = release();
  form.elements.text.focus();
  tell("Not sent. The reply is back in its box.");
}

function sendNow() {
  const { form, fields } = release();
  postBox(form, fields, "Reply sent.");
}

/* The page goes: the browser finishes this request without it. */
function sendLeaving() {
  if (!pending) return;
  const { form, fields } = release();
  fetch(form.action, { method: "POST", body: new URLSearchParams(fields), keepalive: true });
}

function submitted(form) {
  if (form.hasAttribute("data-busy")) return;
  if (form.id === "note") postBox(form, new FormData(form), "Note saved.");
  else if (!pending) hold(form);
  else if (performance.now() - pending.since > ONE_PRESS_MS) sendNow();
}

/* What was typed and not sent is lost with the page: the browser asks first. A reply that waits goes out by itself. */
function askToLeave(event) {
  const isUnsent = (!pending && byId("text")?.value.trim()) || byId("note-text")?.value.trim();
  if (isUnsent) event.preventDefault();
}

export function serveBoxes() {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.matches("#reply, #note")) {
      event.preventDefault();
      submitted(form);
    } else if (form.matches("[data-act]") && !isQuestion(form, submitter)) {
      event.preventDefault();
      post(form.getAttribute("action"), new FormData(form, submitter), "reply");
    }
  });
  document.addEventListener("keydown", (event) => {
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("#text, #note-text");
    if (isSend && !event.repeat) event.target.form.requestSubmit();
  });
  addEventListener("beforeunload", askToLeave);
  addEventListener("pagehide", sendLeaving);
  showHints();
  onTaken(showHints);
}

/* What works with a script only, and of that the keys only where there is a keyboard. */
function showHints() {
  byId("canned")?.removeAttribute("hidden");
  if (matchMedia("(pointer: fine)").matches) for (const hint of document.querySelectorAll(".keys")) hint.removeAttribute("hidden");
}

/* Danger is closed on a page of its own that asks again: the form goes there as without a script. */
const isQuestion = (form) => form.action.endsWith("/resolve") && Boolean(byId("state").querySelector(".advice:not(.advice-urgent)"));
